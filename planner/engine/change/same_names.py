"""What stands as before bears its name as before: a session that went and came back at its hour is no change.

Asked by `again.Again.told` just before two timetables are compared: ids change, and nothing else does.

A lesson inside the notice loses its hour in one step of an update, and a later step gives it the same hour with the
same people, under ``…-r1``: it bears its first id again. Else one session would count as cancelled and another as
added.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from planner.domain import ApprenticeId, Session, SessionId, Timetable, in_order

Looks = tuple[Session, frozenset[tuple[ApprenticeId, bool]]]
"""A session without its id, with its people: two that look alike are the same to everybody."""


def with_names_before(before: Timetable, after: Timetable, said: Collection[SessionId] = ()) -> Timetable:
    """The timetable in which whatever looks as a session of before has the id that it had.

    Ids change places among sessions that are new or not as they were; nothing else of the timetable does. An id that
    the list of what is not placed names stays with what it names, and so does one of ``said``: of what the workbook
    pastes, which is known by it.
    """
    names = _names(before, after, said)
    if not names:
        return after
    sessions = [replace(s, id=names.get(s.id, s.id)) for s in after.sessions]
    attendance = tuple(replace(row, session_id=names.get(row.session_id, row.session_id)) for row in after.attendance)
    return replace(after, sessions=in_order(sessions), attendance=attendance)


def _names(before: Timetable, after: Timetable, said: Collection[SessionId]) -> Mapping[SessionId, SessionId]:
    """Id of a session now → the one that it is to have."""
    listed = {*said, *(row.session_id for row in after.unplaced)}
    was, now = _changed(before, after), _changed(after, before)
    gone: dict[Looks, list[SessionId]] = {}
    for key in sorted(was.keys() - listed):
        gone.setdefault(was[key], []).append(key)
    names = {key: gone[now[key]].pop(0) for key in sorted(now.keys() - set(said)) if gone.get(now[key])}
    # Whatever held one of these ids takes one that is given up, of the same sort.
    free = sorted(names.keys() - set(names.values()))
    for held in sorted(set(names.values()) & after.session.keys() - names.keys()):
        names[held] = min(free, key=lambda key: (_sort(after.session[key]) != _sort(after.session[held]), key))
        free.remove(names[held])
    return names


def _changed(some: Timetable, other: Timetable) -> dict[SessionId, Looks]:
    """How the sessions look that are not the same in another timetable."""
    return {s.id: _looks(some, s) for s in some.sessions if not _the_same(some, other, s)}


def _the_same(some: Timetable, other: Timetable, session: Session) -> bool:
    """Whether a session of a timetable is in another one too, with the same people."""
    if other.session.get(session.id) != session:
        return False
    mine, theirs = (timetable.attendees.get(session.id, ()) for timetable in (some, other))
    # Nearly always in the same order: only the others are worth a look without it.
    return mine == theirs or _looks(some, session) == _looks(other, session)


def _looks(timetable: Timetable, session: Session) -> Looks:
    """A session with the id left out, and its people: who comes, and whether from elsewhere."""
    people = frozenset((row.apprentice_id, row.remote) for row in timetable.attendees.get(session.id, ()))
    return replace(session, id=SessionId("")), people


def _sort(session: Session) -> tuple[object, ...]:
    """What two sessions have in common of which one may bear the name of the other."""
    return session.kind, session.course_ids, session.part, session.barrette_id, session.module_id
