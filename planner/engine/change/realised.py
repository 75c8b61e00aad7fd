"""Lines of *Réalisé*, what did not take place as planned: which of them a timetable knows, and which say nothing to it.

Nothing of the past changes: its sessions and their people stay as they were planned, and `Problem.missed` leaves out
what *Réalisé* says wherever hours are counted.
"""

from dataclasses import replace
from datetime import date

from planner.domain import Kind, Problem, Realised, Timetable, with_absences


def known_lines(problem: Problem, before: Timetable, first: date | None = None) -> Problem:
    """The problem with the lines of *Réalisé* that name a session of this timetable, or one taken away earlier.

    The absences of *Présences* before ``first`` (by default the day of the last update) are among them.
    """
    problem = with_absences(problem, before, first)
    # What an earlier re-solve took out is in no timetable any more; its line is told all the same, not unknown.
    told = set(before.summary.get("realised", ()))
    kept = [row for row in problem.realised if row.session_id in before.session or row.session_id in told]
    return replace(problem, realised=tuple(sorted(kept, key=lambda row: row.session_id)))


def unknown_lines(problem: Problem, before: Timetable, first: date) -> tuple[Realised, ...]:
    """Lines that name no session of the timetable, or one to come that is no course: nothing can be done with them."""
    known = {row.session_id for row in known_lines(problem, before).realised}
    return tuple(row for row in problem.realised if row.session_id not in known or to_come(row, before, first))


def to_come(row: Realised, before: Timetable, first: date) -> bool:
    """Whether a line is about a session that is not over, and may not be cancelled in this way."""
    session = before.session.get(row.session_id)
    return session is not None and session.day >= first and not (row.cancelled and session.kind == Kind.COURSE)
