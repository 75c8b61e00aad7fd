"""Workbooks written: empty, filled, coloured, or changed in single cells; and the reference page."""
