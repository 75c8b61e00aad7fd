"""Rooms of the sessions of one day, or of one week, once their times are known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.domain import Room, RoomId
from planner.model.linear import LinearModel
from planner.model.week import Item, Option


@dataclass
class RoomModel(LinearModel):
    """Which room each placed item takes. Variable ``k`` is pair ``k``; ``roomless[s]`` is item ``s``'s."""

    placed: Sequence[tuple[Item, Option]]
    rooms: Mapping[RoomId, Room]
    pairs: Sequence[tuple[int, RoomId]]
    """(index in ``placed``, room), after the rules' ``room`` predicates have removed what is never allowed."""
    usual: Mapping[int, Mapping[RoomId, int]] = field(default_factory=dict)
    """By index in ``placed``: how often the same class or course is in each room (for stability)."""
    weights: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        LinearModel.__init__(self, self.weights)
        self.new_bools(len(self.pairs))
        self.roomless = [int(v) for v in self.new_bools(len(self.placed))]
        self._of: list[list[int]] = [[] for _ in self.placed]
        self._in: dict[RoomId, list[int]] = {}
        for k, (number, room) in enumerate(self.pairs):
            self._of[number].append(k)
            self._in.setdefault(room, []).append(k)
        self.items = tuple(item for item, _option in self.placed)
        self.options = tuple((number, self.placed[number][1]) for number, _room in self.pairs)
        """(index in ``placed``, its time) of each pair, as the model of a week has it of its options."""
        for number in range(len(self.placed)):
            self.exactly_one([*self._of[number], self.roomless[number]])

    def of(self, number: int) -> list[int]:
        """Variables of the rooms open to a placed item."""
        return self._of[number]

    def inside(self, room: RoomId) -> list[int]:
        """Variables of the items that a room is open to."""
        return self._in.get(room, [])

    def by_day(self, variables: Iterable[int]) -> Mapping[date, list[int]]:
        """Variables of pairs, by day."""
        found: dict[date, list[int]] = {}
        for k in variables:
            found.setdefault(self.options[k][1].day, []).append(k)
        return found

    def together(self) -> Iterator[tuple[Room, list[int]]]:
        """For each room, maximal sets of pairs that would share a moment."""
        for room_id in self._in:
            for _day, _minute, at in self.moments_in([room_id]):
                yield self.rooms[room_id], at

    def moments_in(self, rooms: Iterable[RoomId]) -> Iterator[tuple[date, int, list[int]]]:
        """Day and minute at which something may begin in some rooms, with the pairs that would be there then."""
        spans = {k: self.options[k][1] for room in rooms for k in self._in.get(room, ())}
        for day, minute in sorted({(o.day, o.start) for o in spans.values()}):
            yield day, minute, [k for k, o in spans.items() if o.day == day and o.start <= minute < o.end]

    def heads(self, variable: int) -> int:
        """Seats that a pair's item takes."""
        return self.placed[self.pairs[variable][0]][0].heads
