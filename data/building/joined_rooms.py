"""*Salles*, « réunit » → rooms made of rooms, and the lines of which nothing can be made."""

from collections.abc import Mapping
from dataclasses import replace

from data.building.context import Context
from data.reading.table import Row
from planner.domain import Room, RoomId


def join_rooms(context: Context, rooms: Mapping[RoomId, Room]) -> dict[RoomId, Room]:
    """Rooms, those that are made of others with the absences of their parts beside their own."""
    for row in context.rows("rooms"):
        room = rooms[RoomId(context.id_of(row))]
        if room.joins:
            _check(context, row, room, rooms)
    whole = {room.id: _parts(room, rooms) for room in rooms.values()}
    return {room.id: _closed_with(room, [rooms[part] for part in whole[room.id]]) for room in rooms.values()}


def _check(context: Context, row: Row, room: Room, rooms: Mapping[RoomId, Room]) -> None:
    """A room of one room, of itself, of rooms on another site, or that takes several groups by itself."""
    names = {part.name: part for part in (rooms[p] for p in room.joins if p in rooms)}
    if room.id in _parts(room, rooms):
        context.fault(row, "joins", "fait d'une salle une partie d'elle-même : retirez-la.")
    elif len(set(room.joins)) < 2:
        context.fault(row, "joins", "ne nomme qu'une salle : nommez toutes celles que la grande salle réunit.")
    elif far := [name for name, part in names.items() if part.site_id != room.site_id]:
        context.fault(row, "joins", f"réunit « {far[0]} », qui est sur un autre site : corrigez l'un des deux sites.")
    if room.shared > 1:
        context.fault(
            row,
            "shared",
            "ne va pas avec « réunit » : elle reçoit un seul groupe, ses salles les autres ; videz la cellule.",
        )


def _parts(room: Room, rooms: Mapping[RoomId, Room]) -> list[RoomId]:
    """All rooms that a room is made of, at whatever depth, in order; itself too where the lines go in a circle."""
    found, waiting = list[RoomId](), list(room.joins)
    while waiting:
        part = waiting.pop(0)
        if part in rooms and part not in found:
            found.append(part)
            waiting += rooms[part].joins
    return found


def _closed_with(room: Room, parts: list[Room]) -> Room:
    """A room that is not to be had while one of its parts is not."""
    more = dict.fromkeys(a for part in parts for a in part.absences if a not in room.absences)
    return replace(room, absences=(*room.absences, *more)) if more else room
