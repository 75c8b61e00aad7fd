"""Budgets of spans, kept while blocks come and go: how long the days of somebody are in all, from first to last.

A limit on gaps cannot be judged on half a week: a gap may still be filled. But what somebody has to place is known, so
that the days of a week may span so much in all and no more; what passes that is sent away from the ends of days, since
what lies inside makes nothing shorter.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from planner.model import SpanBudget

SpanPlace = tuple[int, date, int, int]
"""Number of a budget, day, start and end."""


class Spans:
    """The budgets of a model; ``places[k]``: what option ``k`` takes of each.

    ``held[b][day]``: block → (start, end), a block having one place a day at most in a budget.
    """

    def __init__(self, budgets: Sequence[SpanBudget], options: int) -> None:
        self.budgets = budgets
        self.places: list[list[SpanPlace]] = [[] for _ in range(options)]
        for number, budget in enumerate(budgets):
            for k, (day, start, end) in budget.spans.items():
                self.places[k].append((number, day, start, end))
        self.clear()

    def clear(self) -> None:
        """Nothing is placed."""
        self.held: list[dict[date, dict[int, tuple[int, int]]]] = [{} for _ in self.budgets]
        self.total = [0] * len(self.budgets)

    def of(self, options: Sequence[int]) -> tuple[SpanPlace, ...]:
        """What some options take together."""
        return tuple(place for k in options for place in self.places[k])

    def put(self, block: int, places: Sequence[SpanPlace]) -> None:
        """A block is placed."""
        for number, day, start, end in places:
            spans = self.held[number].setdefault(day, {})
            before = self._length(number, spans.values())
            own = spans.get(block)
            spans[block] = (min(own[0], start), max(own[1], end)) if own else (start, end)
            self.total[number] += self._length(number, spans.values()) - before

    def take(self, block: int, places: Sequence[SpanPlace]) -> None:
        """A block leaves."""
        for number, day, _start, _end in places:
            spans = self.held[number].get(day, {})
            if block in spans:
                before = self._length(number, spans.values())
                del spans[block]
                self.total[number] += self._length(number, spans.values()) - before

    def _length(self, number: int, spans: object) -> int:
        """Minutes from the first start, or from the origin of the day, to the last end."""
        found = list(spans)  # type: ignore[call-overload]
        if not found:
            return 0
        last = max(end for _start, end in found)
        return int(last if self.budgets[number].from_origin else last - min(start for start, _end in found))

    def relieve(self, places: Sequence[SpanPlace], out: set[int], weight: Sequence[int], most: int) -> int:
        """Weight of the blocks that leave the ends of days so that some places fit; they are added to ``out``.

        More than ``most`` where that is not enough, or too heavy.
        """
        added = 0
        for number in {place[0] for place in places}:
            mine = [place for place in places if place[0] == number]
            if self.total[number] + self._more(number, mine) <= self.budgets[number].limit:
                continue
            days = self._with(number, mine, out)
            total = sum(self._length(number, spans.values()) for spans in days.values())
            while total > self.budgets[number].limit:
                best: tuple[float, int, date] | None = None
                for day, spans in days.items():
                    for block in self._ends(number, spans):
                        rest = [span for other, span in spans.items() if other != block]
                        gain = self._length(number, spans.values()) - self._length(number, rest)
                        if gain > 0 and (best is None or weight[block] / gain < best[0]):
                            best = weight[block] / gain, block, day
                if best is None:
                    return most + 1
                _ratio, block, _day = best
                added += weight[block]
                if added > most:
                    return added
                out.add(block)
                for spans in days.values():
                    spans.pop(block, None)
                total = sum(self._length(number, spans.values()) for spans in days.values())
        return added

    def _more(self, number: int, mine: Sequence[SpanPlace]) -> int:
        """By how much some places make the days longer, nobody leaving."""
        more = 0
        for _number, day, start, end in mine:
            spans = self.held[number].get(day, {})
            more += self._length(number, [*spans.values(), (start, end)]) - self._length(number, spans.values())
        return more

    def _with(self, number: int, mine: Sequence[SpanPlace], out: set[int]) -> dict[date, dict[int, tuple[int, int]]]:
        """Days as they would be, without those that leave; the new places stand under numbers below 0."""
        days = {d: {b: s for b, s in spans.items() if b not in out} for d, spans in self.held[number].items()}
        for n, (_number, day, start, end) in enumerate(mine):
            days.setdefault(day, {})[-1 - n] = (start, end)
        return days

    def _ends(self, number: int, spans: Mapping[int, tuple[int, int]]) -> list[int]:
        """Blocks at the ends of a day that may leave: the last, and the first where the day may begin later."""
        if not spans:
            return []
        last = max(spans, key=lambda b: (spans[b][1], b))
        first = min(spans, key=lambda b: (spans[b][0], b))
        ends = [last] if self.budgets[number].from_origin else [last, first]
        return [block for block in dict.fromkeys(ends) if block >= 0]
