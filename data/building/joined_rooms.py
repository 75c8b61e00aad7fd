"""*Salles*, « réunit » → rooms made of rooms; *Cours*, « atelier + banalisée » → two at once, one made of both."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations, product

from data.building.context import Context
from data.reading.table import Row
from planner.domain import AT_ONCE, Room, RoomId, SiteId

MOST_TOGETHER = 600
"""Pairs (or more) of rooms that one course may choose among."""


def join_rooms(context: Context, rooms: Mapping[RoomId, Room]) -> dict[RoomId, Room]:
    """Rooms, those that are made of others with the absences of their parts beside their own."""
    for row in context.rows("rooms"):
        room = rooms[RoomId(context.id_of(row))]
        if room.joins:
            _check(context, row, room, rooms)
    every = {**rooms, **_together(context, rooms)}
    return {room.id: _closed_with(room, [every[part] for part in _parts(room, every)]) for room in every.values()}


def _together(context: Context, rooms: Mapping[RoomId, Room]) -> dict[RoomId, Room]:
    """Rooms that courses ask for together: each pair of such rooms on one site, known by their names."""
    types, found = context.names("room_types"), dict[RoomId, Room]()
    for row in context.rows("courses"):
        for name in row.get("room_types", ()):
            pieces = [min(types.find(piece), default="") for piece in name.split("+")]
            if types.find(name) or len(pieces) < 2 or not all(pieces):
                continue
            kind, sites = AT_ONCE.join(pieces), dict.fromkeys(room.site_id for room in rooms.values())
            types.add(kind, kind, name)
            counts = [_number(rooms, site, pieces) for site in sites]
            if sum(counts) > MOST_TOGETHER:
                context.fault(row, "room_types", "laisse trop de salles au choix : donnez un type à part à celles qui "
                              "servent ensemble.", name)  # fmt: skip
                continue
            for site in sites:
                for some in _some(rooms, site, pieces):
                    one = _made_of(kind, some)
                    found[one.id] = one
                    context.names("rooms").add(one.id, one.name, one.id)
    return found


def _by_type(rooms: Mapping[RoomId, Room], site: SiteId, pieces: Iterable[str]) -> list[tuple[list[Room], int]]:
    """For each type that is asked for, its rooms on a site, and how many of them."""
    return [
        ([r for r in rooms.values() if r.type == kind and r.site_id == site and not r.joins], number)
        for kind, number in Counter(pieces).items()
    ]


def _number(rooms: Mapping[RoomId, Room], site: SiteId, pieces: Iterable[str]) -> int:
    return math.prod(math.comb(len(fit), number) for fit, number in _by_type(rooms, site, pieces))


def _some(rooms: Mapping[RoomId, Room], site: SiteId, pieces: Iterable[str]) -> Iterator[list[Room]]:
    """Every choice of rooms of some types on a site, in the order of the types."""
    for chosen in product(*(combinations(fit, number) for fit, number in _by_type(rooms, site, pieces))):
        yield [room for some in chosen for room in some]


def _made_of(kind: str, some: list[Room]) -> Room:
    """Several rooms as one: their seats together, what any of them has."""
    return Room(
        RoomId("+".join(room.id for room in some)),
        AT_ONCE.join(room.name for room in some),
        kind,
        sum(room.seats for room in some),
        some[0].site_id,
        features=frozenset().union(*(room.features for room in some)),
        accessible=all(room.accessible for room in some),
        joins=tuple(room.id for room in some),
        implied=True,
    )


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
