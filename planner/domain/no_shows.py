"""People whose line is gone from the workbook, and who have attended nothing: they were expected, and do not come.

The timetable that goes on still names them. It is read as if they had left before it begins: their seats are free, and
nothing is due to them. Whoever has attended something is another case: the day on which they left has to be written.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from planner.domain.ids import ApprenticeId
from planner.domain.people import Learner
from planner.domain.problem import Problem
from planner.domain.timetable import Timetable


def with_no_shows(new: Problem, old: Problem, before: Timetable, first: date) -> Problem:
    """A problem with those whom a timetable names, whom only the ``old`` workbook has, and who have had nothing before
    ``first``: as people who left on the day before it begins.
    """
    begun = attended_before(before, first)
    gone = {
        key: replace(old.learners[key], exit=new.first - timedelta(days=1))
        for key in sorted(people_in(before) & old.learners.keys() - new.learners.keys())
        if key not in begun
    }
    return replace(new, learners={**new.learners, **gone}) if gone else new


def people_in(timetable: Timetable) -> frozenset[ApprenticeId]:
    """Everyone whom a timetable names: in a session, in a group, or in the account of hours."""
    return frozenset(
        {
            *(row.apprentice_id for row in timetable.attendance),
            *(person for group in timetable.groups for person in group.apprentice_ids),
            *(debt.apprentice_id for debt in timetable.debts),
        }
    )


def attended_before(timetable: Timetable, first: date) -> Mapping[ApprenticeId, date]:
    """Who is in a session before a day → the day of the first one."""
    found: dict[ApprenticeId, date] = {}
    for session in timetable.sessions:
        if session.day < first:
            for row in timetable.attendees.get(session.id, ()):
                found[row.apprentice_id] = min(session.day, found.get(row.apprentice_id, session.day))
    return found


def still_comes(problem: Problem, learner: Learner | None) -> Learner | None:
    """Somebody who has not left before a timetable begins; None otherwise."""
    return learner if learner and (learner.exit is None or learner.exit >= problem.first) else None
