"""The rules of a timetable, one a file, in the order of reports."""

from planner.rule import Rule

RULES: tuple[Rule, ...] = ()
"""Every rule, in the order of reports."""
