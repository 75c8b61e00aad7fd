"""Budgets of spans, kept while blocks come and go: how long the days of somebody are in all, from first to last.

A limit on gaps cannot be judged on half a week: a gap may still be filled. But what somebody has to place is known, so
that the days of a week may span so much in all and no more; what passes that is sent away from the ends of days, since
what lies inside makes nothing shorter.
"""

from collections.abc import Collection, Sequence

from planner.model import SpanBudget

SpanPlace = tuple[int, int, int, int]
"""Numbers of a budget and of one of its days, start and end."""


class Spans:
    """The budgets of a model; ``places[k]``: what option ``k`` takes of each.

    Days are numbered, each of one budget. ``held[day]``: block → (start, end), a block having one place a day at most
    in a budget. ``ends[day]``: first start (0 where the day begins at its origin) and last end, equal where nothing is.
    ``total[b]``: minutes that the days of a budget span, each at least what its budget says.
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

    def of(self, options: Sequence[int]) -> tuple[SpanPlace, ...]:
        """What some options take together."""
        return tuple(place for k in options for place in self.places[k])

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
        last = max(end for _start, end in spans)
        return (0, last) if self.anchored[day] else (min(start for start, _end in spans), last)

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
        days = {d: {b: s for b, s in self.held[d].items() if b not in out} for d in self.days[number]}
        for n, (budget, day, start, end) in enumerate(places):
            if budget == number:
                days[day][-1 - n] = start, end
        ends = {d: self._of_spans(d, spans.values()) for d, spans in days.items()}
        added, total = 0, sum(self._length(d, *both) for d, both in ends.items())
        while total > self.limits[number]:
            best: tuple[float, int, int] | None = None
            for day, spans in days.items():
                for block in self._at_ends(day, spans):
                    rest = self._of_spans(day, [span for other, span in spans.items() if other != block])
                    gain = self._length(day, *ends[day]) - self._length(day, *rest)
                    if gain > 0 and (best is None or weight[block] / gain < best[0]):
                        best = weight[block] / gain, block, day
            if best is None:
                return most + 1
            block = best[1]
            added += weight[block]
            if added > most:
                return added
            out.add(block)
            for day, spans in days.items():
                if spans.pop(block, None) is not None:
                    ends[day] = self._of_spans(day, spans.values())
            total = sum(self._length(d, *both) for d, both in ends.items())
        return added

    def _at_ends(self, day: int, spans: dict[int, tuple[int, int]]) -> list[int]:
        """Blocks at the ends of a day that may leave: the last, and the first where the day may begin later."""
        if not spans:
            return []
        last = max(spans, key=lambda b: (spans[b][1], b))
        first = last if self.anchored[day] else min(spans, key=lambda b: (spans[b][0], b))
        return [block for block in dict.fromkeys((last, first)) if block >= 0]
