"""What ties courses to one another beyond their order: sheet *Liens*."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.ids import CourseId


class Relation(StrEnum):
    """What a link asks of the sessions of its courses, week by week."""

    SAME_START = "same_start"
    SAME_DAY = "same_day"
    NOT_AT_ONCE = "not_at_once"
    CONSECUTIVE = "consecutive"
    """One after the other, whichever comes first."""
    IN_A_ROW = "in_a_row"
    """One after the other, in the order in which they are named."""
    DAYS_APART = "days_apart"
    HOURS_APART = "hours_apart"
    """On one day, not sooner after one another; on different days, as it comes."""
    SAME_HOUR = "same_hour"
    """At the same time of day, on whatever days."""
    ENDS_DAY = "ends_day"
    ORDER = "order"
    """The last course named comes after all the others, session by session over the term."""


RELATION_WORDS: Mapping[Relation, str] = {
    Relation.SAME_START: "même début",
    Relation.SAME_DAY: "même jour",
    Relation.NOT_AT_ONCE: "pas en même temps",
    Relation.CONSECUTIVE: "à la suite",
    Relation.IN_A_ROW: "à la suite dans cet ordre",
    Relation.DAYS_APART: "jours d'écart",
    Relation.HOURS_APART: "heures d'écart",
    Relation.SAME_HOUR: "même heure",
    Relation.ENDS_DAY: "en fin de journée",
    Relation.ORDER: "dans cet ordre",
}
"""Relation → as the workbook has it."""
MATCHED = frozenset({Relation.SAME_START, Relation.SAME_DAY, Relation.CONSECUTIVE, Relation.IN_A_ROW})
"""Relations that go session by session: each one of the course with fewer in the week has its own of the other."""
EVERY_PAIR = frozenset({Relation.DAYS_APART, Relation.HOURS_APART, Relation.SAME_HOUR})
"""Relations between all sessions of their courses, of one course too."""


@dataclass(frozen=True, slots=True)
class Link:
    """A line of *Liens*. ``days``: for `DAYS_APART`, the least difference between two sessions, 1 for other days.

    ``minutes``: for `HOURS_APART`, at least between the end of one and the start of another on its day. ``hard``: a
    rule; else a wish, with a cost. Sessions of split courses are matched part by part.
    """

    relation: Relation
    course_ids: tuple[CourseId, ...]
    days: int = 1
    hard: bool = True
    minutes: int = 60
