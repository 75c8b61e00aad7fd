"""Alerts that no list of what is missing shows: about people, means, classes and lost hours."""
