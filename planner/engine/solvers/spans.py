"""Budgets of spans, kept while blocks come and go: how long the days of somebody are in all, from first to last.

A limit on gaps cannot be judged on half a week: a gap may still be filled. But what somebody has to place is known, so
that the days of a week may span so much in all and no more; what passes that is sent away from the ends of days, since
what lies inside makes nothing shorter.
"""

from collections.abc import Collection, Mapping, Sequence

from planner.model import SpanBudget

SpanPlace = tuple[int, int, int, int]
"""Numbers of a budget and of one of its days, start and end."""
SpanWays = list[tuple[int, int]]
"""Blocks that may leave a day, and the minutes by which it is shorter then."""


class Spans:
    """The budgets of a model; ``places[k]``: what option ``k`` takes of each.

    Days are numbered, each of one budget. ``held[day]``: block → (start, end), a block having one place a day at most
    in a budget. ``ends[day]``: first start (0 where the day begins at its origin) and last end, equal where nothing is.
    ``total[b]``: minutes that the days of a budget span, each at least what its budget says. ``known[day]``: who may
    leave the ends of a day, once that has been asked.
    """

    def __init__(self, budgets: Sequence[SpanBudget], options: int) -> None:
        self.limits = [budget.limit for budget in budgets]
        self.places: list[list[SpanPlace]] = [[] for _ in range(options)]
        self.days: list[list[int]] = [[] for _ in budgets]
        self.anchored: list[bool] = []
        self.least: list[int] = []
        self.empty: list[int] = []
        for number, budget in enumerate(budgets):
            known: dict[object, int] = {}
            for k, (day, start, end) in budget.spans.items():
                if day not in known:
                    known[day] = len(self.anchored)
                    self.anchored.append(budget.from_origin)
                    self.least.append(budget.least)
                    self.empty.append(budget.least if budget.every_day else 0)
                    self.days[number].append(known[day])
                self.places[k].append((number, known[day], start, end))
        self.held: list[dict[int, tuple[int, int]]] = [{} for _ in self.anchored]
        self.ends: list[tuple[int, int]] = [(0, 0) for _ in self.anchored]
        self.total = [sum(self.empty[d] for d in days) for days in self.days]
        self.known: list[SpanWays | None] = [None] * len(self.anchored)

    def of(self, options: Sequence[int]) -> tuple[SpanPlace, ...]:
        """What some options take together."""
        return tuple([place for k in options for place in self.places[k]])

    def put(self, block: int, places: Sequence[SpanPlace]) -> None:
        """A block is placed."""
        for number, day, start, end in places:
            own = self.held[day].get(block)
            self.held[day][block] = (min(own[0], start), max(own[1], end)) if own else (start, end)
            self._renew(number, day)

    def take(self, block: int, places: Sequence[SpanPlace]) -> None:
        """A block leaves."""
        for number, day, _start, _end in places:
            if self.held[day].pop(block, None) is not None:
                self._renew(number, day)

    def _renew(self, number: int, day: int) -> None:
        """The ends of a day, and the total, after a change of who is on it."""
        self.known[day] = None
        before = self._length(day, *self.ends[day])
        self.ends[day] = self._of_spans(day, self.held[day].values())
        self.total[number] += self._length(day, *self.ends[day]) - before

    def _length(self, day: int, first: int, last: int) -> int:
        """What a day counts for, from its first start to its last end."""
        return max(last - first, self.least[day]) if last > first else self.empty[day]

    def _of_spans(self, day: int, spans: Collection[tuple[int, int]]) -> tuple[int, int]:
        """First start, or the origin of the day, and last end."""
        if not spans:
            return 0, 0
        last = max([end for _start, end in spans])
        return (0, last) if self.anchored[day] else (min([start for start, _end in spans]), last)

    def relieve(self, places: Sequence[SpanPlace], out: set[int], weight: Sequence[int], most: int) -> int:
        """Weight of the blocks that leave the ends of days so that some places fit; they are added to ``out``.

        More than ``most`` where that is not enough, or too heavy.
        """
        added = 0
        for number, more in self._more(places).items():
            if self.total[number] + more <= self.limits[number]:
                continue
            added += self._shorten(number, places, out, weight, most - added)
            if added > most:
                break
        return added

    def _more(self, places: Sequence[SpanPlace]) -> dict[int, int]:
        """By how much some places make the days of each budget longer, nobody leaving; one place a day is counted."""
        found: dict[int, int] = {}
        for number, day, start, end in places:
            first, last = self.ends[day]
            begin = 0 if self.anchored[day] else start if first == last else min(first, start)
            more = self._length(day, begin, max(last, end)) - self._length(day, first, last)
            found[number] = found.get(number, 0) + more
        return found

    def _shorten(
        self, number: int, places: Sequence[SpanPlace], out: set[int], weight: Sequence[int], most: int
    ) -> int:
        """Weight of those sent from the ends of the days of one budget, the lightest for what they free first."""
        new: dict[int, dict[int, tuple[int, int]]] = {}
        for n, (budget, day, start, end) in enumerate(places):
            if budget == number:
                new.setdefault(day, {})[-1 - n] = start, end
        days: dict[int, dict[int, tuple[int, int]]] = {}
        ways: dict[int, SpanWays] = {}
        total, added = self.total[number], 0
        for day in self.days[number]:
            held = self.held[day]
            if day not in new and held.keys().isdisjoint(out):
                # As it stands: who may leave it is known from the last time.
                known = self.known[day]
                if known is None:
                    known = self.known[day] = self._ways(day, held)
                ways[day] = known
                continue
            found = days[day] = {b: s for b, s in held.items() if b not in out} | new.get(day, {})
            ways[day] = self._ways(day, found)
            first, last = self.ends[day]
            total += self._long(day, found) - self._length(day, first, last)
        while total > self.limits[number]:
            best: tuple[float, int] | None = None
            for its in ways.values():
                for block, gain in its:
                    if best is None or weight[block] / gain < best[0]:
                        best = weight[block] / gain, block
            if best is None:
                return most + 1
            block = best[1]
            added += weight[block]
            if added > most:
                return added
            out.add(block)
            for day in self.days[number]:
                found = days.get(day, self.held[day])
                if block in found:
                    days[day] = {b: s for b, s in found.items() if b != block}
                    total += self._long(day, days[day]) - self._long(day, found)
                    ways[day] = self._ways(day, days[day])
        return added

    def _long(self, day: int, found: Mapping[int, tuple[int, int]]) -> int:
        """What a day counts for with some blocks."""
        return self._length(day, *self._of_spans(day, found.values()))

    def _ways(self, day: int, found: Mapping[int, tuple[int, int]]) -> SpanWays:
        """Who may leave the ends of a day with some blocks: the last, the first too where it may begin later.

        Only where that makes the day shorter.
        """
        if not found:
            return []
        anchored = self.anchored[day]
        starts = sorted([(start, block) for block, (start, _end) in found.items()])
        ends = sorted([(end, block) for block, (_start, end) in found.items()])
        (first, opens), (last, closes) = starts[0], ends[-1]
        length = self._length(day, 0 if anchored else first, last)
        ways = []
        for block in (closes,) if anchored or opens == closes else (closes, opens):
            rest = self.empty[day]
            if len(found) > 1:
                begin = 0 if anchored else starts[block == opens][0]
                rest = self._length(day, begin, ends[-2 if block == closes else -1][0])
            if block >= 0 and length > rest:
                ways.append((block, length - rest))
        return ways
