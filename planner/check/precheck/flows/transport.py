"""Hours through half-days: which of them no sharing out can place, by a largest flow and its smallest cut.

A half-day is a number: twice the ordinal of its day, one more in the afternoon. Most centres are decided by handing
the hours out one after the other; only where that fails is a flow asked, and only of what hangs connected.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

HalfNumber = int
Halves = Mapping[HalfNumber, int]
"""HalfNumber-day → minutes."""
UNBOUND = 1_000_000
"""More minutes than any term has."""


@dataclass(frozen=True)
class Ask:
    """Minutes that are to be placed: in some half-days, at most so many a day, with any one of some names.

    ``lengths``: those of its sessions, where none is cut otherwise; empty: any.
    """

    name: str
    minutes: int
    halves: Halves
    per_day: int
    who: tuple[str, ...]
    lengths: frozenset[int] = frozenset()

    @cached_property
    def alone(self) -> int:
        """Minutes that it could have if nothing else were asked of anybody."""
        days: dict[int, int] = {}
        for half, minutes in self.halves.items():
            days[half // 2] = days.get(half // 2, 0) + minutes
        return sum(min(self.per_day, minutes) for minutes in days.values())


@dataclass(frozen=True)
class Stock:
    """Minutes that each name can give: by half-day, by day, and by a longer span (a week, a month)."""

    halves: Mapping[str, Halves]
    days: Mapping[str, Mapping[Hashable, int]] = field(default_factory=dict)
    spans: Mapping[str, Mapping[Hashable, int]] = field(default_factory=dict)
    span_of: Callable[[HalfNumber], Hashable] = lambda _half: None
    whole: frozenset[str] = frozenset()
    """Names of which a session takes one stretch of a half-day, so that a rest that is too short is lost."""

    def at(self, name: str, half: HalfNumber, lengths: frozenset[int]) -> int:
        """Minutes of a half-day that sessions of some lengths can fill."""
        minutes = self.halves.get(name, {}).get(half, 0)
        return fillable(minutes, lengths) if lengths and name in self.whole else minutes


@dataclass(frozen=True, slots=True)
class Shortage:
    """Asks that cannot all be placed, and what can be of them at most: what they miss is missed by no others."""

    asks: tuple[Ask, ...]
    asked: int
    possible: int

    @property
    def who(self) -> tuple[str, ...]:
        """Everybody who could give some of it."""
        return tuple(dict.fromkeys(name for ask in self.asks for name in ask.who))

    @property
    def missing(self) -> int:
        """Minutes that have no place."""
        return self.asked - self.possible


def shortages(asks: Sequence[Ask], stock: Stock) -> Iterator[Shortage]:
    """Sets of asks that do not fit, none with an ask of another; nothing where all hours have a place."""
    for some in connected(asks):
        told: set[str] = set()
        # Sessions of known lengths may lose a rest of each half-day that the others would fill.
        for rows in (some, [ask for ask in some if ask.lengths]):
            left = [ask for ask in rows if ask.name not in told]
            found = _short(left, stock) if left and not _fits(left, stock) else []
            told |= {ask.name for one in found for ask in one.asks}
            yield from found


def connected(asks: Sequence[Ask]) -> list[list[Ask]]:
    """Asks in groups, of which no two have a name in common."""
    root: dict[str, str] = {}

    def top(name: str) -> str:
        while root.setdefault(name, name) != name:
            root[name] = name = root[root[name]]
        return name

    for ask in asks:
        for name in ask.who[1:]:
            root[top(name)] = top(ask.who[0])
    found: dict[str, list[Ask]] = {}
    for ask in asks:
        found.setdefault(top(ask.who[0]), []).append(ask)
    return list(found.values())


def _lengths(asks: Sequence[Ask]) -> frozenset[int]:
    """Lengths of all sessions of some asks; empty where one is not known."""
    return frozenset().union(*(ask.lengths for ask in asks)) if all(ask.lengths for ask in asks) else frozenset()


@lru_cache(maxsize=4096)
def fillable(minutes: int, lengths: frozenset[int]) -> int:
    """The largest sum of lengths, each as often as one likes, within some minutes."""
    sums = {0}
    for total in range(1, minutes + 1):
        if any(total - length in sums for length in lengths):
            sums.add(total)
    return max(sums)


def _fits(asks: Sequence[Ask], stock: Stock) -> bool:
    """Whether one of two simple ways of sharing the hours out places them all; a no proves nothing."""
    return _spread_out(asks, stock) or _handed_out(asks, stock)


def _spread_out(asks: Sequence[Ask], stock: Stock) -> bool:
    """Whether all hours have a place when each ask is spread evenly over its half-days, and over its names."""
    lengths, loads = _lengths(asks), dict[tuple[str, HalfNumber], float]()
    for ask in asks:
        days: dict[int, int] = {}
        for half, most in ask.halves.items():
            days[half // 2] = days.get(half // 2, 0) + most
        share = ask.minutes / max(1, ask.alone) / len(ask.who)
        for half, most in ask.halves.items():
            held = days[half // 2]
            minutes = share * (most if held <= ask.per_day else most * ask.per_day / held)
            for name in ask.who:
                loads[name, half] = loads.get((name, half), 0.0) + minutes
    wider: dict[tuple[str, str, Hashable], float] = {}
    for (name, half), minutes in loads.items():
        if minutes > stock.at(name, half, lengths):
            return False
        for at in ((name, "day", half // 2), (name, "span", stock.span_of(half))):
            wider[at] = wider.get(at, 0.0) + minutes
    return all(load <= _most(stock, *at) for at, load in wider.items())


def _most(stock: Stock, name: str, kind: str, at: Hashable) -> int:
    """Minutes of a day, or of a longer span, of a name."""
    table: Mapping[str, Mapping[Hashable, int]] = stock.days if kind == "day" else stock.spans
    return table.get(name, {}).get(at, UNBOUND)


def _handed_out(asks: Sequence[Ask], stock: Stock) -> bool:
    """Whether handing out the hours in turn, the least free first, each where most is left, places them all."""
    lengths, left = _lengths(asks), dict[tuple[str, str, Hashable], int]()
    for ask in sorted(asks, key=lambda one: (len(one.who), one.alone - one.minutes)):
        ways = []
        for half, most in ask.halves.items():
            day, span = half // 2, stock.span_of(half)
            for name in ask.who:
                at = (name, "half", half), (name, "day", day), (name, "span", span)
                if at[0] not in left:
                    left[at[0]] = stock.at(name, half, lengths)
                    left.setdefault(at[1], stock.days.get(name, {}).get(day, UNBOUND))
                    left.setdefault(at[2], stock.spans.get(name, {}).get(span, UNBOUND))
                ways.append((min(left[at[2]], UNBOUND - 1), left[at[0]], half, most, at))
        ways.sort(key=lambda way: (-way[0], -way[1]))
        rest, today, here = ask.minutes, dict[int, int](), dict[HalfNumber, int]()
        for _span, _half, half, most, at in ways:
            free = min(ask.per_day - today.get(half // 2, 0), most - here.get(half, 0))
            some = min(rest, free, *(left[one] for one in at))
            if some > 0:
                rest -= some
                today[half // 2] = today.get(half // 2, 0) + some
                here[half] = here.get(half, 0) + some
                for one in at:
                    left[one] -= some
                if not rest:
                    break
        if rest:
            return False
    return True


def _short(asks: Sequence[Ask], stock: Stock) -> list[Shortage]:
    """The asks on their side of a smallest cut, in groups without a half-day in common where that is all of it."""
    net = _Net(asks, stock)
    whole = net.shortage(asks)
    if whole is None:
        return []
    parts = [_Net(some, stock).shortage(some) for some in _apart(whole.asks)]
    found = [part for part in parts if part is not None]
    return found if sum(part.missing for part in found) == whole.missing else [whole]


def _apart(asks: Sequence[Ask]) -> list[list[Ask]]:
    """Asks in groups that have no half-day of anybody in common."""
    groups: list[tuple[set[tuple[str, HalfNumber]], list[Ask]]] = []
    for ask in asks:
        mine = {(name, half) for name in ask.who for half in ask.halves}
        near = [group for group in groups if not mine.isdisjoint(group[0])]
        groups = [group for group in groups if group not in near]
        rows = [one for group in near for one in group[1]]
        groups.append((mine.union(*(group[0] for group in near)), [*rows, ask]))
    return [rows for _places, rows in groups]


class _Net:
    """The network of some asks: source, asks, days and half-days of each, half-days, days and spans of names, sink."""

    def __init__(self, asks: Sequence[Ask], stock: Stock) -> None:
        self.asks = list(asks)
        self._ids: dict[Hashable, int] = {"source": 0, "sink": 1}
        self._edges: dict[tuple[int, int], int] = {}
        lengths = _lengths(asks)
        known: dict[tuple[str, HalfNumber], int] = {}
        for number, ask in enumerate(self.asks):
            self._edge("source", ("ask", number), ask.minutes)
            for half, most in ask.halves.items():
                day = ("day", number, half // 2)
                self._edge(("ask", number), day, ask.per_day)
                shared = len(ask.who) > 1
                if shared:
                    self._edge(day, ("half", number, half), most)
                for name in ask.who:
                    if (name, half) not in known:
                        known[name, half] = stock.at(name, half, lengths)
                        self._name(stock, name, half, known[name, half])
                    if minutes := known[name, half]:
                        self._edge(("half", number, half) if shared else day, (name, half), min(most, minutes))
        size = len(self._ids)
        rows, columns = zip(*self._edges, strict=True)
        capacity = coo_array((np.array([*self._edges.values()], np.int32), (rows, columns)), shape=(size, size))
        self._capacity = csr_array(capacity)
        found = maximum_flow(self._capacity, 0, 1)
        self.value, self._flow = int(found.flow_value), found.flow

    def _name(self, stock: Stock, name: str, half: HalfNumber, minutes: int) -> None:
        """The way from a half-day of a name to the sink."""
        day, span = half // 2, stock.span_of(half)
        self._edge((name, half), (name, "day", day), minutes)
        self._edge((name, "day", day), (name, "span", span), stock.days.get(name, {}).get(day, UNBOUND))
        self._edge((name, "span", span), "sink", stock.spans.get(name, {}).get(span, UNBOUND))

    def _edge(self, one: Hashable, other: Hashable, minutes: int) -> None:
        ids = self._ids
        self._edges[ids.setdefault(one, len(ids)), ids.setdefault(other, len(ids))] = minutes

    def shortage(self, asks: Sequence[Ask]) -> Shortage | None:
        """What could still be given more if there were more room, with what it has; None where all has a place.

        On the asking side of the smallest cut: their hours have all the room that they could have, and miss the rest.
        """
        if self.value == sum(ask.minutes for ask in asks):
            return None
        left = csr_array(self._capacity - self._flow)
        left.eliminate_zeros()
        reached = {int(node) for node in breadth_first_order(left, 0, return_predecessors=False)}
        over = [ask for number, ask in enumerate(self.asks) if self._ids["ask", number] in reached]
        missing = sum(ask.minutes for ask in asks) - self.value
        asked = sum(ask.minutes for ask in over)
        return Shortage(tuple(over), asked, asked - missing)
