"""The model of a week to be repaired: few sessions are free, the rest stands where it is.

A row of a rule that the week as it stands already breaks (a newcomer whose day is too long, say) is loosened to what
stands, never beyond: a repair makes nothing worse, and is not asked to mend what it may not touch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from planner.domain import ApprenticeId, RoomId
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
    is no longer allowed; ``without``: person → items that call them, and stand without them.
    """

    free: frozenset[int] = frozenset()
    stands: Mapping[int, Option] = field(default_factory=dict)
    without: Mapping[ApprenticeId, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._now: frozenset[int] = frozenset()
        self._held: set[int] = set()
        self.lenient = False
        WeekModel.__post_init__(self)
        standing = (k for n, option in self.stands.items() for k in self.of(n) if self.options[k][1] == option)
        self._now = frozenset(standing)
        self._held = {k for k in self._now if self.options[k][0] not in self.free}
        own = ((person, {k for n in numbers for k in self.of(n)}) for person, numbers in self.without.items())
        self.spared = {person: found for person, ids in own if (found := self._now.intersection(ids))}
        # Before any rule speaks, so that rows about what is held are dropped as they come.
        for k in self._held:
            self.fix(k, 1)
            self.fix(self.unplaced[self.options[k][0]], 0)
        self.lenient = True

    def at_most_one(self, ids: Ids) -> None:
        """No two of these, but for those that stand together already.

        Of those that stand together against the rule each may stay; what comes is beside none of them.
        """
        names = [int(i) for i in ids]
        standing = [i for i in names if i in self._now]
        # The usual case: one of them stands at most, and the rule holds as it is.
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
        # One row for each: what comes would be beside any of them.
        for one in standing:
            WeekModel.at_most_one(self, [*others, one])

    def forbid(self, ids: Iterable[int]) -> None:
        """Fix variables to 0, but for what stands: an event is held at night, and only its minors leave it."""
        WeekModel.forbid(self, (i for i in ids if not (self.lenient and int(i) in self._now)))

    def add(self, ids: Ids, coefs: Ids | int, low: int = -LinearModel.FREE, high: int = LinearModel.FREE) -> None:
        """A row, no stricter than the week as it stands.

        Its bounds are widened to what the week as it stands adds up to, so that to change nothing is always an answer.
        """
        if not self.lenient:
            WeekModel.add(self, ids, coefs, low, high)
            return
        names = [int(i) for i in ids]
        factors = [coefs] * len(names) if isinstance(coefs, int) else [int(c) for c in coefs]
        # Nothing of it may change: it could only refuse the week as it stands.
        if all(self.low[i] == self.high[i] for i in names):
            return
        least, most = self._standing(names, factors)
        WeekModel.add(self, names, factors, min(low, most), max(high, least))

    def _standing(self, names: Sequence[int], factors: Sequence[int]) -> tuple[int, int]:
        """What a row adds up to in the week as it stands, the variables that rules add being free in their bounds.

        The least and the most, in units of the row.
        """
        least = most = 0
        for variable, factor in zip(names, factors, strict=True):
            if variable in self._now:
                least, most = least + factor, most + factor
            elif variable >= len(self.options):
                ends = factor * self.low[variable], factor * self.high[variable]
                least, most = least + min(ends), most + max(ends)
        return least, most

    def now(self, number: int) -> int | None:
        """Variable of the option at which an item stands, if it is still allowed.

        None for one that is hit: it stands nowhere.
        """
        return next((k for k in self.of(number) if k in self._now), None)


class RoomChoice:
    """Rooms of the free items inside the model: one each, never one that what stands holds at that moment.

    ``busy(room, time)``: groups that the sessions that stand have in a room at some moment of a span.

    ``rooms``: item → rooms that suit it; ``limit``: groups that a room takes at once; ``taken``: spans (start, end) of
    what stands, by room and day, in minutes; ``apart``: rooms that are not used while another is (a hall, its parts).
    """

    def __init__(
        self,
        model: RepairModel,
        rooms: Mapping[int, Sequence[RoomId]],
        limit: Mapping[RoomId, int],
        taken: Mapping[tuple[RoomId, date], Sequence[tuple[int, int]]],
        apart: Mapping[RoomId, Sequence[RoomId]] | None = None,
    ) -> None:
        self.model, self.apart = model, apart or {}
        self.variable: dict[int, dict[tuple[Time, RoomId], int]] = {}
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
            mine = self.variable.setdefault(number, {})
            mine |= {(time, room): v for room, v in zip(found, ids, strict=True)}
            LinearModel.add(self.model, [*ids, *options], [1] * len(ids) + [-1] * len(options), 0, 0)

    def _open(self, room: RoomId, time: Time) -> bool:
        """Whether a room has a place left through all of a span."""
        day, start, end = time
        spans = [s for s in self.taken.get((room, day), ()) if s[0] < end and start < s[1]]
        # The fullest moment is one at which something begins.
        most = max((sum(a <= at < b for a, b in spans) for at, _b in spans), default=0)
        inside = sum(a <= start < b for a, b in spans)
        return max(most, inside) < self.limit[room]

    def _share(self) -> None:
        """At each moment a room holds no more than it may.

        Only moments at which more could come than the room takes have a row.
        """
        by_room: dict[tuple[RoomId, date], list[tuple[int, int, int]]] = {}
        for mine in self.variable.values():
            for ((day, start, end), room), v in mine.items():
                by_room.setdefault((room, day), []).append((start, end, v))
        for (room, day), spans in by_room.items():
            for minute in sorted({start for start, _end, _v in spans}):
                ids = [v for start, end, v in spans if start <= minute < end]
                held = sum(a <= minute < b for a, b in self.taken.get((room, day), ()))
                if len(ids) > self.limit[room] - held:
                    LinearModel.add(self.model, ids, 1, high=max(0, self.limit[room] - held))
            for other in (o for o in self.apart.get(room, ()) if room < o and (o, day) in by_room):
                self._one_of(room, other, spans, by_room[other, day])

    def _one_of(
        self, room: RoomId, other: RoomId, these: Sequence[tuple[int, int, int]], those: Sequence[tuple[int, int, int]]
    ) -> None:
        """Never anything in both of two rooms: one of them is made of others, and takes one group."""
        most = max(self.limit[room], self.limit[other])
        weights = most // self.limit[room], most // self.limit[other]
        for minute in sorted({start for start, _end, _v in (*these, *those)}):
            both = [[v for start, end, v in spans if start <= minute < end] for spans in (these, those)]
            if all(both):
                coefs = [weight for weight, ids in zip(weights, both, strict=True) for _v in ids]
                LinearModel.add(self.model, [*both[0], *both[1]], coefs, high=most)

    def of(self, number: int) -> dict[tuple[Time, RoomId], int]:
        """Variables of an item, by time and room.

        Empty for an item that needs no room.
        """
        return self.variable.get(number, {})


MOST_SETS = 40
"""Bound on the family of room sets that are counted."""


class RoomCounts:
    """Rooms counted, not chosen: at each moment, and over each span, no set of rooms takes more than it holds.

    Whatever room each session takes, the rows hold: what may only be in a set of rooms counts there wherever it goes;
    what stands in one of them counts as long as it is the same. So the model may promise less change than is possible,
    never more. ``held``: item that is free → its room, day, start and end as it stands.
    """

    def __init__(
        self,
        model: RepairModel,
        rooms: Mapping[int, Sequence[RoomId]],
        same: Mapping[int, int],
        held: Mapping[int, tuple[RoomId, date, int, int]],
        limit: Mapping[RoomId, int],
        taken: Mapping[tuple[RoomId, date], Sequence[tuple[int, int]]],
    ) -> None:
        self.model, self.same = model, same
        self.limit, self.taken = limit, taken
        self.left: dict[tuple[RoomId, Time], int] = {}
        """A variable that is 1 as long as one session stays in a room meanwhile."""
        self.standing: dict[tuple[RoomId, date], list[tuple[int, int, int]]] = {}
        for n, (room, day, start, end) in held.items():
            self.standing.setdefault((room, day), []).append((start, end, n))
        eligible = {n: frozenset(found) for n, found in rooms.items()}
        for family in _families(eligible.values()):
            spans: dict[date, list[tuple[int, int, int]]] = {}
            comers: dict[Time, list[int]] = {}
            for n, mine in eligible.items():
                inside = mine <= family
                for k in model.of(n) if inside or (n in held and held[n][0] in family) else ():
                    option = model.options[k][1]
                    if inside or k == model.now(n):
                        # What stands in one of these rooms counts there only while it stays as it is.
                        variable = k if inside else same[n]
                        spans.setdefault(option.day, []).append((option.start, option.end, variable))
                    if inside and k != model.now(n):
                        comers.setdefault((option.day, option.start, option.end), []).append(k)
            for day, found in spans.items():
                self._count(family, day, found)
            for time, ids in comers.items():
                self._through(family, time, ids)

    def _count(self, family: frozenset[RoomId], day: date, spans: Sequence[tuple[int, int, int]]) -> None:
        """At each moment, what comes and what stays are no more than the places.

        Moments at which something begins are enough: between two of them nothing more comes.
        """
        begun = {a for room in family for a, _b in self.taken.get((room, day), ())}
        starts = sorted({start for start, _end, _v in spans} | begun)
        for minute in starts:
            ids = [v for start, end, v in spans if start <= minute < end]
            left = sum(max(0, self.limit[room] - self._held(room, day, minute)) for room in family)
            if len(ids) > left:
                self.model.add(ids, 1, high=left)

    def _held(self, room: RoomId, day: date, minute: int) -> int:
        """Groups that a room has at a minute, of what stands and may not change."""
        return sum(start <= minute < end for start, end in self.taken.get((room, day), ()))

    def _through(self, family: frozenset[RoomId], time: Time, ids: Sequence[int]) -> None:
        """What comes for a span needs rooms that are free all through: those that are, or that everybody leaves."""
        day, start, end = time
        free, leaving, edges = 0, [], []
        for room in sorted(family):
            spans = [(a, b) for a, b in self.taken.get((room, day), ()) if a < end and start < b]
            mine = [(a, b, n) for a, b, n in self.standing.get((room, day), ()) if a < end and start < b]
            beside = [*spans, *((a, b) for a, b, _n in mine)]
            most = max((sum(a <= at < b for a, b in beside) for at in (start, *(a for a, _b in beside))), default=0)
            free += max(0, self.limit[room] - most)
            edges += beside
            if mine and (self.limit[room] > 1 or not spans):
                leaving += self._leaving(room, time, [self.same[n] for _a, _b, n in mine])
        inside = any(start < a < end or start < b < end for a, b in edges)
        if inside and len(ids) > free:  # where nothing begins or ends meanwhile, the moments say it all
            self.model.add([*ids, *leaving], 1, high=free + len(leaving))

    def _leaving(self, room: RoomId, time: Time, same: list[int]) -> list[int]:
        """Variables of which one is 0 for each place that a room gains: all those in the way have to leave it."""
        if len(same) == 1 or self.limit[room] > 1:
            return same
        if (room, time) not in self.left:
            # 1 as long as any of them stays: the place is there once all have left.
            held = self.left[room, time] = self.model.new_bool()
            for one in same:
                LinearModel.add(self.model, [held, one], [1, -1], low=0)
        return [self.left[room, time]]


def _families(sets: Iterable[frozenset[RoomId]]) -> list[frozenset[RoomId]]:
    """Sets of eligible rooms, and unions of those that overlap, smallest first.

    Every set of rooms is among them; of the unions as many as `MOST_SETS` leaves, in an order that depends on sizes and
    names alone.
    """
    found = sorted(set(sets), key=lambda s: (len(s), sorted(s)))
    for first, second in combinations(list(found), 2):
        union = first | second
        if len(found) < MOST_SETS and first & second and union not in found:
            found.append(union)
    return found
