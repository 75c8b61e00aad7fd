"""Led groups of support that are in a room made for something else, into an ordinary one that is free after all.

Last of what is placed: the composition chose among the rooms that were free then, and some of those are given back
since. A group goes to one room for as many of its hours as may be, the smallest that does; nothing else moves for it.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.board.staff import room_for
from planner.domain import (
    ORDINARY_ROOMS,
    Guidance,
    Kind,
    Module,
    Problem,
    Room,
    RoomId,
    Session,
    SessionId,
    in_order,
    key,
)


def to_ordinary_rooms(board: Board, first: date, known: Collection[SessionId]) -> None:
    """Groups from a day on that are in a workshop, in the place of several groups or in a hall larger than needed.

    Not those that are ``known`` to people, nor where the workbook names the room: a list of the barrette, a lock, a
    type that the module asks for.
    """
    teams: dict[tuple[object, ...], list[Session]] = {}
    for session in in_order([s for s in board.sessions.values() if _group(board, s)]):
        team = session.kind, session.barrette_id, session.module_id, session.period_id, session.trainer_ids
        teams.setdefault(team, []).append(session)
    ill = {
        team: [s for s in rows if s.day >= first and s.id not in known and _elsewhere(board.problem, s)]
        for team, rows in teams.items()
    }
    # Workshops are left first: a room that is free may be the only one.
    order = (team for team, rows in ill.items() if rows)
    for found in sorted(order, key=lambda t: not any(_special(board.problem, s) for s in ill[t])):
        _settle(board, teams[found], ill[found])


def _settle(board: Board, every: Collection[Session], ill: Collection[Session]) -> None:
    """The hours of one group that are in no ordinary room, each where most of its hours are or may be.

    Hours outside workshops move only if one room does for all of them: the group would else be in several.
    """
    may = {s.id: {r for r in _choice(board.problem, s) if _free(board, s, {r})} for s in ill}
    plain = [s for s in ill if not _special(board.problem, s)]
    together = set[RoomId]().union(*may.values()).intersection(*(may[s.id] for s in plain))
    may.update({s.id: together for s in plain})
    usual = Counter(s.room_id for s in every if s.room_id)
    usual.update(r for rooms in may.values() for r in rooms)
    for session in ill:
        room = _free(board, session, may[session.id], usual)
        if room is not None:
            board.put(replace(session, room_id=room), board.people[session.id])


def _free(
    board: Board, session: Session, among: Collection[RoomId], usual: Counter[RoomId] | None = None
) -> RoomId | None:
    module = _module(board.problem, session)
    assert module is not None
    people = [board.problem.learners[a] for a in board.people[session.id]]
    span = session.day, session.start, session.end
    return room_for(board, people, *span, session.site_id, module, among, usual or ())


def _group(board: Board, session: Session) -> bool:
    """Whether a session is a led group of support that asks for no type of room, and somebody is in it."""
    module = _module(board.problem, session)
    led = session.kind in (Kind.BARRETTE, Kind.SUPPORT) and session.guidance == Guidance.LED and session.room_id
    if module is None or not led or module.room_types or session.course_ids or session.id in board.problem.stands:
        return False
    held = any(lock.room_id and lock.barrette_id == session.barrette_id for lock in board.problem.locks)
    return bool(board.people[session.id]) and not (held and session.barrette_id)


def _module(problem: Problem, session: Session) -> Module | None:
    return problem.modules.get(session.module_id) if session.module_id else None


def _listed(problem: Problem, session: Session) -> Collection[RoomId]:
    """Rooms that the barrette of a session names."""
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    return barrette.room_ids if barrette else ()


def _special(problem: Problem, session: Session) -> bool:
    return session.room_id is not None and problem.special(problem.rooms[session.room_id])


def _elsewhere(problem: Problem, session: Session) -> bool:
    """Whether a group is in no ordinary room, and the workbook does not name the one it is in."""
    assert session.room_id is not None
    return session.room_id not in _listed(problem, session) and not _ordinary(problem.rooms[session.room_id])


def _choice(problem: Problem, session: Session) -> list[RoomId]:
    """Ordinary rooms for a group: any instead of a workshop or a shared place, a smaller one instead of a hall."""
    listed, rooms = _listed(problem, session), problem.rooms
    assert session.room_id is not None
    now = rooms[session.room_id]
    found = [r for r in rooms.values() if _ordinary(r) and (not listed or r.id in listed)]
    return [r.id for r in found if problem.special(now) or now.shared > 1 or r.seats < now.seats]


def _ordinary(room: Room) -> bool:
    """Whether a room is a classroom like others, for one group at a time."""
    return key(room.type) in ORDINARY_ROOMS and room.shared <= 1 and room.supervised_by is None
