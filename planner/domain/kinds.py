"""What a session is, and how much it is led: the words of every file that the planner writes or reads.

A member is its word (`StrEnum`), so a file written before and a value made from text compare as they should.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What a session is: the column ``kind`` of ``sessions.csv`` and of ``unplaced.csv``."""

    COURSE = "course"
    BARRETTE = "barrette"
    OPEN = "open"
    SUPPORT = "support"
    STUDY = "study"
    ONBOARDING = "onboarding"
    VISIT = "visit"
    FIXED = "fixed"


OF_CLASSES = (Kind.COURSE, Kind.BARRETTE, Kind.OPEN)
"""Kinds of sessions that classes have at hours of their own: to be moved, and given up, as a whole."""
WITH_CLASS = (*OF_CLASSES, Kind.FIXED)
"""What fills the day of a whole class, and so makes it long or short."""


class Guidance(StrEnum):
    """How much an adult leads: only what is `LED` needs a trainer of its own."""

    LED = "led"
    SEMI_LED = "semi_led"
    AUTONOMOUS = "autonomous"
