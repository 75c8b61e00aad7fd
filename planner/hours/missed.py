"""Hours of course to be made up: what each learner missed, course by course, as hours owed."""

from collections.abc import Iterable
from datetime import date

from planner.domain import ApprenticeId, CourseId, Missed, Owed, Problem

SOURCE_MAKEUP = "rattrapage"
MAKEUP_PRIORITY = 2


def makeup_owed(problem: Problem, missed: Iterable[Missed]) -> tuple[Owed, ...]:
    """One row a learner and course for the hours that the workbook wants made up, due by the end of the horizon.

    They may be given from the first hour missed on: before the next session of the course is best, not required.
    """
    minutes: dict[tuple[ApprenticeId, CourseId], int] = {}
    opens: dict[tuple[ApprenticeId, CourseId], date] = {}
    for row in missed:
        if row.makeup:
            at = (row.apprentice_id, row.course_id)
            minutes[at] = minutes.get(at, 0) + row.session.minutes
            opens[at] = min(opens.get(at, row.session.day), row.session.day)
    return tuple(
        Owed(
            apprentice_id=person,
            need_id=f"{SOURCE_MAKEUP}-{course_id}",
            target=course_id,
            minutes=minutes[person, course_id],
            deadline=problem.last,
            opens=opens[person, course_id],
            priority=MAKEUP_PRIORITY,
            source=SOURCE_MAKEUP,
            recurrent=False,
            personal=True,
        )
        for person, course_id in sorted(minutes)
    )


def alone_allowed(missed: Iterable[Missed]) -> frozenset[tuple[ApprenticeId, CourseId]]:
    """(learner, course) whose hours may all be made up on one's own, where no trainer is free."""
    asked: dict[tuple[ApprenticeId, CourseId], set[str]] = {}
    for row in missed:
        if row.makeup:
            asked.setdefault((row.apprentice_id, row.course_id), set()).add(row.makeup)
    return frozenset(at for at, words in asked.items() if words == {"study"})
