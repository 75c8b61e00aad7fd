"""What days still lack, kept while blocks come and go: no more than what is left to place.

Least hours of days, and gaps of one day, cannot be judged on half a week: a short day may still fill up, a gap too. But
what somebody has to place is known, so that all that their days lack together is no more than what is not placed yet.
What passes that is sent away: whatever makes a day lack less, or leaves more to place.
"""

from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter

from planner.model import FillBudget

FillPlace = tuple[int, int, int, int]
"""Numbers of a budget and of one of its days, start and end."""
FillSpan = tuple[int, int]
"""Start and end of a block on a day, in teaching minutes."""

FillWays = list[tuple[tuple[int, ...], int]]
"""Blocks that may leave a day together, and the minutes that this frees."""
FillSums = tuple[int, int, int]
"""Minutes of the stretches of a day, their first start and their last end; the value `NO_SUMS` itself of none."""
NO_SUMS = (0, 0, 0)


def _sums(stretches: Collection[FillSpan]) -> FillSums:
    """The sums of some stretches."""
    if not stretches:
        return NO_SUMS
    starts, ends = zip(*stretches, strict=True)
    return sum(ends) - sum(starts), min(starts), max(ends)


def _without(found: Mapping[int, FillSpan]) -> dict[int, FillSums]:
    """`_sums` of a day once each of its blocks has left alone."""
    starts = sorted(start for start, _end in found.values())
    ends = sorted((end for _start, end in found.values()), reverse=True)
    held = sum(ends) - sum(starts)
    if len(starts) == 1:
        return dict.fromkeys(found, NO_SUMS)
    return {
        block: (held - end + start, starts[start == starts[0]], ends[end == ends[0]])
        for block, (start, end) in found.items()
    }


_price = itemgetter(0)
NOBODY_LEAVES: tuple[float, int, tuple[int, ...]] = 0.0, 0, ()


class Fills:
    """The budgets of a model; ``places[k]``: what option ``k`` adds to each.

    ``held[day]``: block → its stretch. ``cost[day]``: minutes that a day holds, and those that it lacks. ``over[b]``:
    the costs of the days of a budget, less all that there is to place; it may not be more than 0. ``sums[day]``:
    minutes held, first start and last end. ``known[day]``: the ways to free some of it, once they have been asked.
    """

    def __init__(self, budgets: Sequence[FillBudget], options: int) -> None:
        self.budgets = budgets
        self.places: list[list[FillPlace]] = [[] for _ in range(options)]
        self.days: list[list[int]] = [[] for _ in budgets]
        for number, budget in enumerate(budgets):
            known: dict[object, int] = {}
            for k, (day, start, end) in budget.spans.items():
                if day not in known:
                    known[day] = sum(map(len, self.days))
                    self.days[number].append(known[day])
                self.places[k].append((number, known[day], start, end))
        self.held: list[dict[int, FillSpan]] = [{} for days in self.days for _ in days]
        self.cost = [0] * len(self.held)
        self.sums: list[FillSums] = [NO_SUMS] * len(self.held)
        self.over = [-budget.whole for budget in budgets]
        self.known: list[FillWays | None] = [None] * len(self.held)

    def of(self, options: Sequence[int]) -> tuple[FillPlace, ...]:
        """What some options add together."""
        return tuple([place for k in options for place in self.places[k]])

    def put(self, block: int, places: Sequence[FillPlace]) -> None:
        """A block is placed."""
        for number, day, start, end in places:
            own = self.held[day].get(block)
            self.held[day][block] = (min(own[0], start), max(own[1], end)) if own else (start, end)
            self._renew(number, day)

    def take(self, block: int, places: Sequence[FillPlace]) -> None:
        """A block leaves."""
        for number, day, _start, _end in places:
            if self.held[day].pop(block, None) is not None:
                self._renew(number, day)

    def _renew(self, number: int, day: int) -> None:
        self.known[day] = None
        before, self.sums[day] = self.cost[day], _sums(self.held[day].values())
        self.cost[day] = self._of_sums(number, self.sums[day])
        self.over[number] += self.cost[day] - before

    def _cost(self, number: int, stretches: Collection[FillSpan]) -> int:
        """Minutes that a day holds and those that it lacks: to its least, to close gaps, to begin at its first slot."""
        return self._of_sums(number, _sums(stretches))

    def _of_sums(self, number: int, sums: FillSums) -> int:
        """The same of the sums of a day."""
        if sums is NO_SUMS:
            return 0
        held, first, last = sums
        budget = self.budgets[number]
        lacks = budget.least - held
        if budget.gaps is not None and last - first - held - budget.gaps > lacks:
            lacks = last - first - held - budget.gaps
        if budget.first and first and budget.first > lacks:
            lacks = budget.first
        return held + lacks if lacks > 0 else held

    def relieve(self, places: Sequence[FillPlace], out: set[int], weight: Sequence[int], most: int) -> int:
        """Weight of the blocks that leave so that some places fit; they are added to ``out``.

        More than ``most`` where that is not enough, or too heavy.
        """
        more: dict[int, int] = {}
        for number, day, start, end in places:
            held, first, last = known = self.sums[day]
            whole = end - start, start, end
            if known is not NO_SUMS:
                whole = held + end - start, min(first, start), max(last, end)
            more[number] = more.get(number, 0) + self._of_sums(number, whole) - self.cost[day]
        added = 0
        for number, over in more.items():
            if self.over[number] + over <= 0:
                continue
            added += self._send(number, places, out, weight, most - added)
            if added > most:
                break
        return added

    def _ways(self, number: int, found: Mapping[int, FillSpan], cost: int, *, whole: bool) -> FillWays:
        """Whoever may leave a day of such a cost, alone or (``whole``) all of them, where that frees anything."""
        ways: list[tuple[int, ...]] = [(b,) for b in found if b >= 0]
        if not ways:
            return []
        if len(ways) > 1 and whole:
            ways.append(tuple(found))  # all of them, so that nothing is left
        without = _without(found)
        gains = (
            (blocks, cost - self._of_sums(number, without[blocks[0]] if len(blocks) == 1 else NO_SUMS))
            for blocks in ways
        )
        return [(blocks, gain) for blocks, gain in gains if gain > 0]

    def _send(self, number: int, places: Sequence[FillPlace], out: set[int], weight: Sequence[int], most: int) -> int:
        """Weight of those sent from the days of one budget, the lightest for what they free first."""
        new: dict[int, dict[int, FillSpan]] = {}
        for n, (budget, day, start, end) in enumerate(places):
            if budget == number:
                new.setdefault(day, {})[-1 - n] = start, end
        days: dict[int, dict[int, FillSpan]] = {}
        costs, ways = {}, {}
        for day in self.days[number]:
            held = self.held[day]
            if day not in new and held.keys().isdisjoint(out):
                # As it stands: what may leave it is known from the last time.
                known = self.known[day]
                if known is None:
                    known = self.known[day] = self._ways(number, held, self.cost[day], whole=True)
                costs[day], ways[day] = self.cost[day], known
                continue
            found = days[day] = {b: s for b, s in held.items() if b not in out} | new.get(day, {})
            costs[day] = self._cost(number, found.values())
            ways[day] = self._ways(number, found, costs[day], whole=day not in new)
        over, added = sum(costs.values()) - self.budgets[number].whole, 0
        while over > 0:
            _least, day, blocks = min(
                (
                    (
                        weight[blocks[0]] / gain if len(blocks) == 1 else sum([weight[b] for b in blocks]) / gain,
                        day,
                        blocks,
                    )
                    for day, its in ways.items()
                    for blocks, gain in its
                ),
                key=_price,
                default=NOBODY_LEAVES,
            )
            if not blocks:
                return most + 1
            added += sum([weight[b] for b in blocks])
            if added > most:
                return added
            out.update(blocks)
            found = days[day] if day in days else dict(self.held[day])
            days[day] = {b: s for b, s in found.items() if b not in blocks}
            before, costs[day] = costs[day], self._cost(number, days[day].values())
            ways[day] = self._ways(number, days[day], costs[day], whole=day not in new)
            over += costs[day] - before
        return added
