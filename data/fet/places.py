"""Rooms of a file of FET as places: rooms that are always asked for together are one type of room."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.fet.naming import Names
from data.fet.stated import Stated
from data.rows.cells import Line, Lines

MOST_SEATS, MOST_AT_ONCE = 2000, 50
"""What the sheet *Salles* takes."""
NOWHERE = "Lieu à préciser"
USUAL = "banalisée"
"""Type of rooms that nothing asks for."""


@dataclass(frozen=True)
class Places:
    """Lines of *Salles*, and what courses ask for."""

    rows: Lines
    names: Mapping[str, str]
    """Room of the file → its name."""
    types: Mapping[str, str]
    """Room of the file → its type."""
    nowhere: str
    """Type of what asks for no room."""

    def asked(self, rooms: frozenset[str] | None) -> str:
        """What *Cours* asks for: types of room, in the order of the file."""
        found = dict.fromkeys(kind for room, kind in self.types.items() if rooms and room in rooms)
        return " ; ".join(found) or self.nowhere


def places_of(
    stated: Stated,
    asked: Iterable[frozenset[str] | None],
    classes: int,
    names: Names,
    sites: Mapping[str, str],
) -> Places:
    """Places of a file; ``asked``: what each course asks for, ``classes``: how many may need some place at once.

    ``sites``: room of the file → its site.
    """
    lists = list(dict.fromkeys(rooms for rooms in asked if rooms))
    ours = {room: names.give(room, "salle") for room in stated.file.rooms}
    together: dict[frozenset[int], list[str]] = {}
    for room in ours:
        together.setdefault(frozenset(n for n, one in enumerate(lists) if room in one), []).append(room)
    kinds, types = Names([USUAL]), dict[str, str]()
    for where, rooms in together.items():
        first, last = ours[rooms[0]], ours[rooms[-1]]
        called = f"{first} à {last} ({len(rooms)})" if len(rooms) > 1 else first
        types |= dict.fromkeys(rooms, kinds.give(called, "type") if where else USUAL)
    order = {room: types[room] for room in ours}
    rows: Lines = [
        {"name": ours[room], "type": types[room], "seats": min(seats, MOST_SEATS), "site": sites.get(room)}
        for room, seats in stated.file.rooms.items()
        if room not in stated.file.virtual
    ]
    for room in (room for room, where in order.items() if room in stated.file.virtual and where != USUAL):
        rows += _at_once(stated, room, ours, types[room], names, sites)
    nowhere = kinds.give(NOWHERE, "type")
    free = any(not rooms for rooms in asked) or not rows
    number = math.ceil(classes / MOST_AT_ONCE) if free else 0
    rows += [_nowhere(names, nowhere, n, number) for n in range(1, number + 1)]
    return Places(rows, ours, order, nowhere)


def _at_once(
    stated: Stated, room: str, ours: Mapping[str, str], kind: str, names: Names, sites: Mapping[str, str]
) -> Lines:
    """The rooms that a virtual one of FET may be: one for each choice of rooms on one site."""
    choices = [some for some in stated.file.virtual[room] if len({sites.get(part) for part in some}) == 1]
    return [
        {
            "name": names.give(f"{ours[room]} ({number})", "salle") if number > 1 else ours[room],
            "type": kind,
            "seats": min(sum(stated.file.rooms[part] for part in some), MOST_SEATS),
            "site": sites.get(some[0]),
            "joins": " ; ".join(ours[part] for part in some),
        }
        for number, some in enumerate(choices, start=1)
    ]


def _nowhere(names: Names, kind: str, number: int, most: int) -> Line:
    """A place without bounds for what asks for none."""
    name = names.give(f"{NOWHERE} {number}" if most > 1 else NOWHERE, "salle")
    return {"name": name, "type": kind, "seats": MOST_SEATS, "shared": MOST_AT_ONCE}
