"""Rooms made of rooms: a hall of two rooms whose wall is folded away, or a workshop and a classroom had at once.

A session in such a room takes all of its parts, and a session in a part takes the whole. Parts may be made of rooms
themselves: what counts are the places in the end (`places_of`).
"""

from collections.abc import Iterable, Sequence

from planner.domain.ids import RoomId
from planner.domain.problem import Problem
from planner.domain.timetable import Session, Timetable, in_order


def places_of(problem: Problem, room: RoomId) -> frozenset[RoomId]:
    """The rooms that a room is made of in the end; itself, where it is made of none."""
    return problem.once(_places).get(room) or frozenset((room,))


def rooms_beside(problem: Problem, room: RoomId) -> tuple[RoomId, ...]:
    """The room, then every other that has a place in common with it: they are never used at once."""
    return problem.once(_beside).get(room, (room,))


def fills_room(problem: Problem, used: RoomId | None, room: RoomId) -> bool:
    """Whether a session in a room, ``used``, fills another one: the same, or the whole of which it is a part."""
    return used == room or (used is not None and places_of(problem, room) <= places_of(problem, used))


def rooms_filled(problem: Problem, used: RoomId) -> tuple[RoomId, ...]:
    """Every room that a session in a room fills, that one first."""
    return tuple(room for room in rooms_beside(problem, used) if fills_room(problem, used, room))


def sessions_beside(problem: Problem, timetable: Timetable, room: RoomId) -> Sequence[Session]:
    """Sessions in a room and in those that have a place in common with it, in order of time."""
    rooms = rooms_beside(problem, room)
    if len(rooms) == 1:
        return timetable.by_room.get(room, ())
    return in_order([session for one in rooms for session in timetable.by_room.get(one, ())])


def sessions_inside(problem: Problem, timetable: Timetable, room: RoomId) -> Sequence[Session]:
    """Sessions that fill a room: those in it, and those in rooms of which it is a part; in order of time."""
    return tuple(s for s in sessions_beside(problem, timetable, room) if fills_room(problem, s.room_id, room))


def without_needless(problem: Problem, rooms: Iterable[RoomId]) -> tuple[RoomId, ...]:
    """Rooms, without those of which a part is among them: who may have the part does not take the whole."""
    found = tuple(rooms)
    parts = problem.once(_parts)
    return tuple(r for r in found if r not in parts or parts[r].isdisjoint(found)) if parts else found


def _parts(problem: Problem) -> dict[RoomId, frozenset[RoomId]]:
    """Rooms made of others → all that are in them, at whatever depth; a room that is a part of itself is none."""
    rooms, found = problem.rooms, dict[RoomId, frozenset[RoomId]]()
    for room in rooms.values():
        inside, waiting = set[RoomId](), [part for part in room.joins if part in rooms]
        while waiting:
            part = waiting.pop()
            if part not in inside:
                inside.add(part)
                waiting += [p for p in rooms[part].joins if p in rooms]
        if inside - {room.id}:
            found[room.id] = frozenset(inside - {room.id})
    return found


def _places(problem: Problem) -> dict[RoomId, frozenset[RoomId]]:
    """Rooms made of others → those of their parts that are made of none."""
    parts = problem.once(_parts)
    return {room: frozenset(p for p in inside if p not in parts) for room, inside in parts.items()}


def _beside(problem: Problem) -> dict[RoomId, tuple[RoomId, ...]]:
    """Rooms that have a place in common with another: each, then the others in the order of the sheet."""
    known = {room: places_of(problem, room) for room in problem.rooms}
    among = frozenset().union(*problem.once(_places).values())
    some = [room for room, places in known.items() if not among.isdisjoint(places)]
    return {r: (r, *(o for o in some if o != r and not known[o].isdisjoint(known[r]))) for r in some}
