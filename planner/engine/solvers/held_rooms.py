"""Rooms, kept while blocks come and go: each block that is placed holds one of those that it may have.

Rows count rooms as a whole only (no more sessions than rooms of a set), which says neither who is in which nor that one
of two hours needs the same room for both. Here every block has a room, gives it up for another that is free where that
helps, and is sent away where nothing does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

RoomMoment = tuple[int, int, int]
"""Number of a day, start and end in minutes."""
Stay = tuple[int, int, int, int]
"""Start and end of somebody in a room, block and which of its needs."""
RoomAsked = tuple[RoomMoment, int, int]
"""When a room is needed, the option that needs it, and which of its rooms, where it takes several."""


class HeldRooms:
    """``needs``: option → when it needs rooms, and how many; ``rooms_of``: numbers of those that will do, for each.

    ``most``: how many each room holds at once; ``beside``: others that have a place in common with a room, so that the
    two are never used at once. What will do is asked of the options alone that chains come across.

    ``held[room, day]``: who is there, as (start, end, block, which of its needs). ``rooms[block]``: the room of each of
    its needs, -1 where it has found none, which only a need of several at one moment can meet.
    """

    def __init__(
        self,
        needs: Mapping[int, tuple[RoomMoment, int]],
        rooms_of: Callable[[int], tuple[tuple[int, ...], ...]],
        most: Sequence[int],
        beside: Mapping[int, tuple[int, ...]] | None = None,
    ) -> None:
        self.needs, self.most, self.beside = needs, most, beside or {}
        self.rooms_of = cache(rooms_of)
        self.held: dict[tuple[int, int], list[Stay]] = {}
        self.wanted: dict[int, tuple[RoomAsked, ...]] = {}
        self.rooms: dict[int, list[int]] = {}

    def of(self, options: Sequence[int]) -> tuple[RoomAsked, ...]:
        """What some options need together."""
        asking = [(k, *self.needs[k]) for k in options if k in self.needs]
        return tuple([(moment, k, which) for k, moment, count in asking for which in range(count)])

    def _open(self, asked: RoomAsked) -> tuple[int, ...]:
        """The rooms that will do."""
        return self.rooms_of(asked[1])[asked[2]]

    def put(self, block: int, places: tuple[RoomAsked, ...]) -> None:
        """A block is placed: a room that is free, else one whose blocks have another to go to."""
        if not places:
            return
        self.wanted[block], self.rooms[block] = places, []
        for which, asked in enumerate(places):
            moment, rooms = asked[0], self._open(asked)
            room = next((r for r in rooms if self._fits(r, moment, ())), -1)
            if room < 0:
                room = next((r for r in rooms if not self._staying(r, moment, ())), -1)
                if room >= 0:
                    self._clear(room, moment)
            self._enter(block, which, moment, room)

    def take(self, block: int, places: tuple[RoomAsked, ...]) -> None:
        """It leaves."""
        if not places:
            return
        for which, room in enumerate(self.rooms.pop(block)):
            day, start, end = places[which][0]
            if room >= 0:
                self.held[room, day].remove((start, end, block, which))
        del self.wanted[block]

    def relieve(self, places: tuple[RoomAsked, ...], out: set[int], weight: Sequence[int], most: int) -> int:
        """Weight of the blocks that must leave for these rooms, added to ``out``; above ``most``: it cannot be."""
        added = 0
        for asked in places:
            moment, rooms = asked[0], self._open(asked)
            if any(self._fits(room, moment, out) for room in rooms):
                continue
            best: tuple[int, int, list[int]] | None = None
            for room in rooms:
                gone = self._staying(room, moment, out)
                found = sum([weight[block] for block in gone]), room, gone
                best = found if best is None or found < best else best
            if best is None or added + best[0] > most:
                return most + 1
            added += best[0]
            out.update(best[2])
        return added

    def _met(self, room: int, moment: RoomMoment, out: Iterable[int]) -> list[Stay]:
        """Who is in a room meanwhile, but for those who leave."""
        day, start, end = moment
        return [one for one in self.held.get((room, day), ()) if one[0] < end and start < one[1] and one[2] not in out]

    def _in_the_way(self, room: int, moment: RoomMoment, out: Iterable[int]) -> list[tuple[int, Stay]]:
        """Who is beside a room meanwhile, with the room where they are."""
        return [(r, one) for r in self.beside.get(room, ()) for one in self._met(r, moment, out)]

    def _fits(self, room: int, moment: RoomMoment, out: Iterable[int]) -> bool:
        """Whether one more may come; where spans cross in turn, a room for several may say no too early."""
        return len(self._met(room, moment, out)) < self.most[room] and not self._in_the_way(room, moment, out)

    def _staying(self, room: int, moment: RoomMoment, out: Iterable[int]) -> list[int]:
        """Blocks that must leave for a room, those without another to go to; the fewest, where it holds several."""
        met, more = self._met(room, moment, out), 1 - self.most[room]
        fixed = [one for one in met if self._other(one, room, moment[0], out) is None]
        gone = fixed[: max(0, more + len(fixed))]
        gone += [
            one for _r, one in self._in_the_way(room, moment, out) if self._other(one, room, moment[0], out) is None
        ]
        return sorted({one[2] for one in gone})

    def _other(self, one: Stay, wanted: int, day: int, out: Iterable[int]) -> int | None:
        """A room that is free for somebody when another is ``wanted``, None without any."""
        start, end, block, which = one
        others = self._open(self.wanted[block][which])
        apart = (wanted, *self.beside.get(wanted, ()))
        return next((r for r in others if r not in apart and self._fits(r, (day, start, end), out)), None)

    def _clear(self, room: int, moment: RoomMoment) -> None:
        """Send those in a room, and beside it, to others until one more may come."""
        for at, one in (*((room, one) for one in self._met(room, moment, ())), *self._in_the_way(room, moment, ())):
            if self._fits(room, moment, ()):
                break
            other = self._other(one, room, moment[0], ())
            if other is not None:
                self.held[at, moment[0]].remove(one)
                self._enter(one[2], one[3], (moment[0], one[0], one[1]), other)

    def _enter(self, block: int, which: int, moment: RoomMoment, room: int) -> None:
        day, start, end = moment
        rooms = self.rooms[block]
        if which == len(rooms):
            rooms.append(room)
        else:
            rooms[which] = room
        if room >= 0:
            self.held.setdefault((room, day), []).append((start, end, block, which))
