"""Who is really in the sessions of a week that is repaired: rows about the hours of people count what they attend.

The model of a week knows whom a session calls. Of those who are called some are not there: their day was full, the room
had no seat, an open hour called only a few. Counted all the same, a week would look longer than it is, and the row of
the longest week (`repair_model.RepairModel.add`) would be widened to what nobody attends: once the lesson moves to an
hour at which they come, the week is too long by law. And what is done at a distance in one's own time is no item, but
is counted by the law.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from planner.domain import ApprenticeId, Kind
from planner.engine.change.week_sessions import WeekSessions

CALLED = (Kind.COURSE, Kind.OPEN, Kind.BARRETTE)
"""Kinds of sessions that call by class, and not everybody comes."""


def who_is_not_there(week: WeekSessions) -> Mapping[ApprenticeId, frozenset[int]]:
    """Person → numbers of the sessions of a week that call them and stand without them.

    Of the groups of a barrette side by side none is such as long as they are in one. What nobody is in yet calls all.
    """
    together: dict[str, set[ApprenticeId]] = {}
    for session, item in zip(week.sessions, week.items, strict=True):
        together.setdefault(_hour(item.kind, item.tie, item.id), set()).update(week.board.people[session.id])
    found: dict[ApprenticeId, set[int]] = {}
    for number, item in enumerate(week.items):
        here = together[_hour(item.kind, item.tie, item.id)] if item.kind in CALLED else ()
        for person in week.expects(item) if here else ():
            if person not in here:
                found.setdefault(person, set()).add(number)
    return {person: frozenset(numbers) for person, numbers in found.items()}


def _hour(kind: Kind, tie: str, name: str) -> str:
    """What tells groups side by side from others: their hour."""
    return tie if kind == Kind.BARRETTE and tie else name


def minutes_from_afar(week: WeekSessions) -> Mapping[ApprenticeId, int]:
    """Minutes of a week that people have at a distance, in their own time."""
    last, found = week.week + timedelta(days=6), Counter[ApprenticeId]()
    for session in week.board.sessions.values():
        if session.modality == "remote_async" and week.week <= session.day <= last:
            found.update(dict.fromkeys(week.board.people[session.id], session.minutes))
    return found
