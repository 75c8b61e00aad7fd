"""Formats that a timetable is written in, by the names that the command line gives them."""

VIEWS = ("ics", "xlsx", "html", "employers")
"""Those that every version is written in, beside the CSV."""
FORMATS = (*VIEWS, "csv")
EXCHANGES = ("csv-hyperplanning", "csv-ypareo")
"""The flat list of sessions, under the headings of another program; written when it is asked for."""
DAY = "day"
"""The papers of a day or a week: asked for by name, since they need a date."""
