"""Courses of which somebody loses hours because a day or a week may be no longer, for an arrangement or by the law."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from planner.domain.ids import ApprenticeId, CourseId
from planner.domain.missed import Lost, Missed
from planner.domain.overview import LostCourse
from planner.domain.problem import Problem
from planner.domain.timetable import Timetable

LIMITS = (Lost.DAY_CAP, Lost.LONGEST_DAY, Lost.LONGEST_WEEK)
"""Why hours are missed that no day of the calendar says: the day or the week is full."""


def lost_courses(
    problem: Problem, timetable: Timetable, missed: Iterable[Missed]
) -> Mapping[ApprenticeId, tuple[LostCourse, ...]]:
    """Of the sessions missed, what a limit takes of each course, the most first; nobody of whom it takes nothing."""
    minutes: dict[ApprenticeId, Counter[CourseId]] = defaultdict(Counter)
    for row in missed:
        if row.cause in LIMITS:
            minutes[row.apprentice_id][row.course_id] += row.session.minutes
    found = {}
    for person, taken in minutes.items():
        had = {c for s in timetable.by_apprentice.get(person, ()) for c in (s.course_id, *s.course_ids)}
        rows = [LostCourse(problem.courses[c].subject, lost, c not in had) for c, lost in taken.items()]
        found[person] = tuple(sorted(rows, key=lambda row: (-row.minutes, row.subject)))
    return found
