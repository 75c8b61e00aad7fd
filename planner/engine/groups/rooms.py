"""Which free rooms may hold those who are in autonomy while the others are in groups.

Few places, so that few adults watch: the fewest that seat everybody, and never a workshop where regulated work is done.
Led groups choose among all rooms that suit them; this is about the rest.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from planner.domain import ApprenticeId, Barrette, Problem, Room, RoomId, key

PLACES = 3
"""How many rooms of a barrette may hold autonomy, watched and shared ones aside."""


def in_list(barrette: Barrette | None, room: Room) -> bool:
    """Whether a room is one of a barrette's own, or the barrette names none."""
    return barrette is None or not barrette.room_ids or room.id in barrette.room_ids


def asking_a_room(problem: Problem, people: Iterable[ApprenticeId], *days: date) -> list[ApprenticeId]:
    """Those on the spot whose arrangements ask something of their room on one of some days."""
    here = [a for a in people if not problem.learners[a].remote]
    return [a for a in here if any(problem.arranged(a, "room_feature", day) for day in days)]


def places(
    problem: Problem,
    barrette: Barrette | None,
    rooms: Iterable[Room],
    heads: int,
    most: int,
    specials: Iterable[frozenset[RoomId]] = (),
) -> list[Room]:
    """Watched or shared rooms, then a few large ones of the barrette, then others until everyone has a seat.

    ``heads``: everybody at the occasion, since nobody knows yet who will be in a group. ``most``: people that an adult
    may watch, 0 for any number. ``specials``: sets of rooms in one of which somebody has to be. Rooms of a type that
    courses ask for come last, and those of regulated work never. The best first; fewer seats than heads where there are
    no more.
    """
    last, ranked = _ranked(problem, barrette, rooms)
    found: list[Room] = []
    for room in ranked:
        own = in_list(barrette, room)
        seats = sum(min(r.seats, most or r.seats) for r in found)
        enough = len(found) >= PLACES if own and room.id not in last else seats >= heads
        if (_for_many(room) and own) or not enough:
            found.append(room)
    for special in sorted(specials, key=sorted):
        if not any(room.id in special for room in found):
            found += [room for room in ranked if room.id in special][:1]
    return found


def _ranked(problem: Problem, barrette: Barrette | None, rooms: Iterable[Room]) -> tuple[set[RoomId], Sequence[Room]]:
    """Rooms of last resort among those where autonomy may be, and all of these from best to worst.

    Listed by the barrette or made for many: always. Of a type that courses ask for: last. Of regulated work: not at
    all.
    """
    danger = {key(t) for course in problem.courses.values() if course.regulated for t in course.room_types}
    listed = barrette.room_ids if barrette else ()
    fit = [r for r in rooms if r.id in listed or _for_many(r) or key(r.type) not in danger]
    last = {r.id for r in fit if problem.special(r) and r.id not in listed and not _for_many(r)}
    order = {r.id: (r.id in last, not in_list(barrette, r), not _for_many(r), -r.seats, r.id) for r in fit}
    return last, sorted(fit, key=lambda r: order[r.id])


def smallest(problem: Problem, rooms: Iterable[RoomId]) -> list[RoomId]:
    """Rooms from the smallest; those of types that courses ask for, and those for several groups, come last."""
    found = [problem.rooms[r] for r in rooms]
    return [r.id for r in sorted(found, key=lambda r: (problem.special(r), r.shared > 1, r.seats, r.id))]


def _for_many(room: Room) -> bool:
    """Whether a room is made to watch several groups."""
    return room.shared > 1 or room.supervised_by is not None
