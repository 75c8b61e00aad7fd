"""Calendars: what they say to whom, written, published under secret names, and read back."""
