"""Sets of rooms in the model of a week, in which rooms are counted and not chosen: what is in one of a set for sure.

Rooms made of rooms count as their places (`planner.domain.joined_rooms`): a hall of two rooms is in both of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from planner.domain import Problem, RoomId, places_of
from planner.model.week import Item, WeekModel

MOST_FAMILIES = 60
"""Bound on the family of room sets with rooms in common whose capacity the week counts."""


def capacity(problem: Problem, rooms: Iterable[RoomId]) -> int:
    """Groups that some rooms hold at once."""
    return sum(max(1, problem.rooms[room].shared) for room in rooms)


def load_of(problem: Problem, item: Item, rooms: frozenset[RoomId]) -> int:
    """Places in a set of rooms that an item takes for sure; one made of rooms takes all places of its parts."""
    if item.rooms:
        return min(_within(problem, room, rooms) for room in item.rooms)
    return sum(_within(problem, room, rooms) for room in item.fixed_rooms)


def _within(problem: Problem, room: RoomId, rooms: frozenset[RoomId]) -> int:
    """Places of a set that a session in a room takes."""
    places = places_of(problem, room)
    return int(room in rooms) if len(places) == 1 else capacity(problem, places & rooms)


def families(problem: Problem, model: WeekModel) -> list[frozenset[RoomId]]:
    """Sets of the places of eligible rooms, and unions of those that overlap, smallest first."""
    asked = {i.rooms for i in model.items if i.rooms}
    sets = {some for rooms in asked for some in _sets_of(problem, rooms)}
    found = sorted(sets, key=lambda s: (len(s), sorted(s)))
    alone = {frozenset({place}) for i in model.items for r in i.fixed_rooms for place in places_of(problem, r)}
    found += sorted(alone - set(found), key=sorted)
    # As many for the rooms of each site, which have nothing in common with those of another.
    group = _overlapping(found)
    room = Counter(group[next(iter(rooms))] for rooms in found)
    known = set(found)
    for first in list(found):
        for second in list(found):
            if first.isdisjoint(second) or (union := first | second) in known:
                continue
            own = group[next(iter(first))]
            if room[own] < MOST_FAMILIES:
                room[own] += 1
                known.add(union)
                found.append(union)
    return found


def _overlapping(sets: Iterable[frozenset[RoomId]]) -> dict[RoomId, int]:
    """By room, a number that rooms of sets with a room in common share."""
    found: dict[RoomId, int] = {}
    members: dict[int, set[RoomId]] = {}
    for number, rooms in enumerate(sets):
        met = {found[r] for r in rooms if r in found}
        whole = set(rooms).union(*(members.pop(other) for other in met))
        members[number] = whole
        found |= dict.fromkeys(whole, number)
    return found


def _sets_of(problem: Problem, rooms: tuple[RoomId, ...]) -> Iterator[frozenset[RoomId]]:
    """The places of some rooms; of rooms made of others those of each type too (the workshops, and the classrooms)."""
    places = frozenset[RoomId]().union(*(places_of(problem, room) for room in rooms))
    yield places
    if not places.issuperset(rooms):
        types: dict[str, set[RoomId]] = {}
        for place in places:
            types.setdefault(problem.rooms[place].type, set()).add(place)
        yield from map(frozenset, types.values())
