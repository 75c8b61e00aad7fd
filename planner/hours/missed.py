"""Hours of course that each learner missed, course by course: owed where they are to be made up, else only listed."""

from collections.abc import Iterable, Sequence
from datetime import date

from planner.domain import ApprenticeId, CourseId, Debt, Missed, Owed, Problem, missed_for_good
from planner.hours.owed import SOURCE_PROGRAMME

SOURCE_MAKEUP = "rattrapage"
MAKEUP_PRIORITY = 2
MISSED_PRIORITY = 3


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


def missed_rows(missed: Iterable[Missed]) -> tuple[Debt, ...]:
    """One row a learner and course for the hours that nobody wants made up: nothing is planned of them, and why."""
    found: dict[tuple[ApprenticeId, CourseId], list[Missed]] = {}
    for row in missed:
        if not row.makeup:
            found.setdefault((row.apprentice_id, row.course_id), []).append(row)
    return tuple(_listed(*at, rows) for at, rows in sorted(found.items()))


def _listed(person: ApprenticeId, course_id: CourseId, rows: Sequence[Missed]) -> Debt:
    """The row of one learner and course: minutes missed, until the last day, with the causes and their days."""
    days: dict[str, list[date]] = {}
    for row in rows:
        days.setdefault(row.why, []).append(row.session.day)
    told = " ; ".join(f"{why} ({_days(found)})" for why, found in days.items())
    minutes, last = sum(row.session.minutes for row in rows), max(row.session.day for row in rows)
    need_id = missed_for_good(course_id)
    return Debt(
        person, need_id, str(course_id), minutes, 0, last, MISSED_PRIORITY, SOURCE_PROGRAMME, f"non suivies : {told}"
    )


def _days(days: Sequence[date]) -> str:
    """``le 07/09/2026``, or the first and the last of several days and how many sessions."""
    first, last = min(days), max(days)
    if len(days) == 1:
        return f"le {first:%d/%m/%Y}"
    when = f"le {first:%d/%m/%Y}" if first == last else f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"
    return f"{len(days)} séances, {when}"
