"""Regulation at the end of a formation period: what is proposed to whom, and what a decision changes."""
