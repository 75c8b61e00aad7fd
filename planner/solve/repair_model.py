"""The model of a week to be repaired: few sessions are free, the rest stands where it is.

A row of a rule that the week as it stands already breaks (a newcomer whose day is too long, say) is loosened to what
stands, never beyond: a repair makes nothing worse, and is not asked to mend what it may not touch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.domain import RoomId
from planner.model import Option, WeekModel
from planner.model.linear import Ids, LinearModel

Time = tuple[date, int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session of the week stands: its option, and its room."""

    option: Option
    room: RoomId | None = None


@dataclass
class RepairModel(WeekModel):
    """A week in which the items of ``stands`` keep their option unless they are free to leave it.

    ``free``: numbers of the items that may change; ``stands``: item number → its option as it is, missing where that
    is no longer allowed. Call `settle` once the rules have spoken.
    """

    free: frozenset[int] = frozenset()
    stands: Mapping[int, Option] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._now: set[int] = set()
        self._held: set[int] = set()
        self.lenient = False
        WeekModel.__post_init__(self)
        for number, option in self.stands.items():
            for k in self.of(number):
                if self.options[k][1] == option:
                    self._now.add(k)
                    if number not in self.free:
                        self._held.add(k)
        for k in self._held:
            self.fix(k, 1)
            self.fix(self.unplaced[self.options[k][0]], 0)
        self.lenient = True

    def at_most_one(self, ids: Ids) -> None:
        """No two of these, but for those that stand together already."""
        names = [int(i) for i in ids]
        standing = [i for i in names if i in self._now]
        if not self.lenient or len(standing) < 2:
            held = [i for i in standing if i in self._held]
            if held and self.lenient:
                self.forbid(i for i in names if i not in self._held)
            else:
                WeekModel.at_most_one(self, names)
            return
        others = [i for i in names if i not in self._now]
        if any(i in self._held for i in standing):
            self.forbid(others)
            return
        for one in standing:
            WeekModel.at_most_one(self, [*others, one])

    def add(self, ids: Ids, coefs: Ids | int, low: int = -LinearModel.FREE, high: int = LinearModel.FREE) -> None:
        """A row, no stricter than the week as it stands."""
        if not self.lenient:
            WeekModel.add(self, ids, coefs, low, high)
            return
        names = [int(i) for i in ids]
        factors = [coefs] * len(names) if isinstance(coefs, int) else [int(c) for c in coefs]
        if all(self.low[i] == self.high[i] for i in names):
            return
        least, most = self._standing(names, factors)
        WeekModel.add(self, names, factors, min(low, most), max(high, least))

    def _standing(self, names: Sequence[int], factors: Sequence[int]) -> tuple[int, int]:
        """What a row adds up to in the week as it stands, the variables that rules add being free in their bounds."""
        least = most = 0
        for variable, factor in zip(names, factors, strict=True):
            if variable in self._now:
                least, most = least + factor, most + factor
            elif variable >= len(self.options):
                ends = factor * self.low[variable], factor * self.high[variable]
                least, most = least + min(ends), most + max(ends)
        return least, most

    def now(self, number: int) -> int | None:
        """Variable of the option at which an item stands, if it is still allowed."""
        return next((k for k in self.of(number) if k in self._now), None)


class RoomChoice:
    """Rooms of the free items inside the model: one each, never one that what stands holds at that moment.

    ``busy(room, time)``: groups that the sessions that stand have in a room at some moment of a span.
    """

    def __init__(
        self,
        model: RepairModel,
        rooms: Mapping[int, Sequence[RoomId]],
        limit: Mapping[RoomId, int],
        taken: Mapping[tuple[RoomId, date], Sequence[tuple[int, int]]],
    ) -> None:
        self.model = model
        self.variable: dict[tuple[int, Time, RoomId], int] = {}
        self.limit, self.taken = limit, taken
        for number, eligible in rooms.items():
            self._link(number, eligible)
        self._share()

    def _link(self, number: int, eligible: Sequence[RoomId]) -> None:
        """An option is taken in exactly one room that has a place left then."""
        by_time: dict[Time, list[int]] = {}
        for k in self.model.of(number):
            option = self.model.options[k][1]
            by_time.setdefault((option.day, option.start, option.end), []).append(k)
        for time, options in by_time.items():
            found = [room for room in eligible if self._open(room, time)]
            ids = [int(v) for v in self.model.new_bools(len(found))]
            self.variable |= {(number, time, room): v for room, v in zip(found, ids, strict=True)}
            LinearModel.add(self.model, [*ids, *options], [1] * len(ids) + [-1] * len(options), 0, 0)

    def _open(self, room: RoomId, time: Time) -> bool:
        day, start, end = time
        spans = [s for s in self.taken.get((room, day), ()) if s[0] < end and start < s[1]]
        most = max((sum(a <= at < b for a, b in spans) for at, _b in spans), default=0)
        inside = sum(a <= start < b for a, b in spans)
        return max(most, inside) < self.limit[room]

    def _share(self) -> None:
        """At each moment a room holds no more than it may."""
        by_room: dict[tuple[RoomId, date], list[tuple[int, int, int]]] = {}
        for (_number, (day, start, end), room), v in self.variable.items():
            by_room.setdefault((room, day), []).append((start, end, v))
        for (room, day), spans in by_room.items():
            for minute in sorted({start for start, _end, _v in spans}):
                ids = [v for start, end, v in spans if start <= minute < end]
                held = sum(a <= minute < b for a, b in self.taken.get((room, day), ()))
                if len(ids) > self.limit[room] - held:
                    LinearModel.add(self.model, ids, 1, high=max(0, self.limit[room] - held))

    def of(self, number: int) -> dict[tuple[Time, RoomId], int]:
        """Variables of an item, by time and room."""
        return {(time, room): v for (n, time, room), v in self.variable.items() if n == number}
