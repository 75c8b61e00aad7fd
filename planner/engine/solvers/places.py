"""Rooms, kept while blocks come and go: each block that is placed holds one of those that it may have.

Rows count rooms as a whole only (no more sessions than rooms of a set), which says neither who is in which nor that one
of two hours needs the same room for both. Here every block has a room, gives it up for another that is free where that
helps, and is sent away where nothing does.
"""

from collections.abc import Iterable, Mapping, Sequence

Moment = tuple[int, int, int]
"""Number of a day, start and end in minutes."""
RoomNeed = tuple[Moment, tuple[int, ...]]
"""When a room is needed, and the numbers of those that will do."""


class Places:
    """``needs``: option → what it needs, one room or several; ``most``: how many each room holds at once.

    ``held[room, day]``: who is there, as (start, end, block, which of its needs). ``rooms[block]``: the room of each of
    its needs, -1 where it has found none, which only a need of several at one moment can meet.
    """

    def __init__(self, needs: Mapping[int, tuple[RoomNeed, ...]], most: Sequence[int]) -> None:
        self.needs, self.most = needs, most
        self.held: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
        self.wanted: dict[int, tuple[RoomNeed, ...]] = {}
        self.rooms: dict[int, list[int]] = {}

    def of(self, options: Sequence[int]) -> tuple[RoomNeed, ...]:
        """What some options need together."""
        return tuple([need for k in options for need in self.needs.get(k, ())])

    def put(self, block: int, places: tuple[RoomNeed, ...]) -> None:
        """A block is placed: a room that is free, else one whose blocks have another to go to."""
        if not places:
            return
        self.wanted[block], self.rooms[block] = places, []
        for which, (moment, rooms) in enumerate(places):
            room = next((r for r in rooms if self._fits(r, moment, ())), -1)
            if room < 0:
                room = next((r for r in rooms if not self._staying(r, moment, ())), -1)
                if room >= 0:
                    self._clear(room, moment)
            self._enter(block, which, moment, room)

    def take(self, block: int, places: tuple[RoomNeed, ...]) -> None:
        """It leaves."""
        if not places:
            return
        for which, room in enumerate(self.rooms.pop(block)):
            (day, start, end), _rooms = places[which]
            if room >= 0:
                self.held[room, day].remove((start, end, block, which))
        del self.wanted[block]

    def relieve(self, places: tuple[RoomNeed, ...], out: set[int], weight: Sequence[int], most: int) -> int:
        """Weight of the blocks that must leave for these rooms, added to ``out``; above ``most``: it cannot be."""
        added = 0
        for moment, rooms in places:
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

    def _met(self, room: int, moment: Moment, out: Iterable[int]) -> list[tuple[int, int, int, int]]:
        """Who is in a room meanwhile, but for those who leave."""
        day, start, end = moment
        return [one for one in self.held.get((room, day), ()) if one[0] < end and start < one[1] and one[2] not in out]

    def _fits(self, room: int, moment: Moment, out: Iterable[int]) -> bool:
        """Whether one more may come; where spans cross in turn, a room for several may say no too early."""
        return len(self._met(room, moment, out)) < self.most[room]

    def _staying(self, room: int, moment: Moment, out: Iterable[int]) -> list[int]:
        """Blocks that must leave for a room, those without another to go to; the fewest, where it holds several."""
        met = self._met(room, moment, out)
        more = len(met) + 1 - self.most[room]
        fixed = [one for one in met if self._other(one, room, moment[0], out) is None]
        return sorted({one[2] for one in fixed[: max(0, more - (len(met) - len(fixed)))]})

    def _other(self, one: tuple[int, int, int, int], room: int, day: int, out: Iterable[int]) -> int | None:
        """Another room that is free for somebody, None without any."""
        start, end, block, which = one
        others = self.wanted[block][which][1]
        return next((r for r in others if r != room and self._fits(r, (day, start, end), out)), None)

    def _clear(self, room: int, moment: Moment) -> None:
        """Send those in a room to others, until one more may come."""
        for one in self._met(room, moment, ()):
            if self._fits(room, moment, ()):
                break
            other = self._other(one, room, moment[0], ())
            if other is not None:
                self.held[room, moment[0]].remove(one)
                self._enter(one[2], one[3], (moment[0], one[0], one[1]), other)

    def _enter(self, block: int, which: int, moment: Moment, room: int) -> None:
        day, start, end = moment
        rooms = self.rooms[block]
        if which == len(rooms):
            rooms.append(room)
        else:
            rooms[which] = room
        if room >= 0:
            self.held.setdefault((room, day), []).append((start, end, block, which))
