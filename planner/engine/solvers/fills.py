"""Days that hold so much or nothing, kept while blocks come and go: what their days still lack must be left to place.

A least length of days cannot be judged on half a week: a short day may still fill up. But what somebody has to place is
known, so that what their days lack in all is no more than what is not placed yet. What passes that is sent away: from
days that hold more than they need, or all of a day that holds too little.
"""

from collections.abc import Sequence

from planner.model import FillBudget

FillPlace = tuple[int, int, int]
"""Numbers of a budget and of one of its days, minutes."""


class Fills:
    """The budgets of a model; ``places[k]``: what option ``k`` adds to each.

    ``held[day]``: block → minutes; ``minutes[day]`` their sum. ``over[b]``: minutes that the days of a budget lack,
    less those left to place; it may not be more than 0.
    """

    def __init__(self, budgets: Sequence[FillBudget], options: int) -> None:
        self.budgets = budgets
        self.places: list[list[FillPlace]] = [[] for _ in range(options)]
        self.days: list[list[int]] = [[] for _ in budgets]
        self.owner: list[int] = []
        for number, budget in enumerate(budgets):
            known: dict[object, int] = {}
            for k, (day, minutes) in budget.minutes.items():
                if day not in known:
                    known[day] = len(self.owner)
                    self.owner.append(number)
                    self.days[number].append(known[day])
                self.places[k].append((number, known[day], minutes))
        self.held: list[dict[int, int]] = [{} for _ in self.owner]
        self.minutes = [0] * len(self.owner)
        self.over = [-budget.whole for budget in budgets]

    def of(self, options: Sequence[int]) -> tuple[FillPlace, ...]:
        """What some options add together."""
        return tuple(place for k in options for place in self.places[k])

    def put(self, block: int, places: Sequence[FillPlace]) -> None:
        """A block is placed."""
        for number, day, minutes in places:
            self.held[day][block] = self.held[day].get(block, 0) + minutes
            self._change(number, day, minutes)

    def take(self, block: int, places: Sequence[FillPlace]) -> None:
        """A block leaves."""
        for number, day, _minutes in places:
            gone = self.held[day].pop(block, 0)
            if gone:
                self._change(number, day, -gone)

    def _change(self, number: int, day: int, more: int) -> None:
        before = self.minutes[day]
        self.minutes[day] = before + more
        self.over[number] += self._cost(number, before, before + more)

    def _cost(self, number: int, before: int, after: int) -> int:
        """What a day that goes from so many minutes to so many others adds to what is over."""
        least = self.budgets[number].least
        lacks = (max(0, least - minutes) if minutes else 0 for minutes in (after, before))
        return next(lacks) - next(lacks) + after - before

    def relieve(self, places: Sequence[FillPlace], out: set[int], weight: Sequence[int], most: int) -> int:
        """Weight of the blocks that leave so that some places fit; they are added to ``out``.

        More than ``most`` where that is not enough, or too heavy.
        """
        more: dict[int, int] = {}
        for number, day, minutes in places:
            more[number] = more.get(number, 0) + self._cost(number, self.minutes[day], self.minutes[day] + minutes)
        added = 0
        for number, over in more.items():
            if self.over[number] + over <= 0:
                continue
            added += self._send(number, places, out, weight, most - added)
            if added > most:
                break
        return added

    def _send(self, number: int, places: Sequence[FillPlace], out: set[int], weight: Sequence[int], most: int) -> int:
        """Weight of those sent from the days of one budget, the lightest for what they free first."""
        days = {d: {b: m for b, m in self.held[d].items() if b not in out} for d in self.days[number]}
        fixed: dict[int, int] = {}
        for budget, day, minutes in places:
            if budget == number:
                fixed[day] = fixed.get(day, 0) + minutes
        whole = {d: sum(found.values()) + fixed.get(d, 0) for d, found in days.items()}
        over = sum(self._cost(number, 0, minutes) for minutes in whole.values()) - self.budgets[number].whole
        added = 0
        while over > 0:
            best: tuple[float, int, tuple[int, ...]] | None = None
            for day, found in days.items():
                ways: list[tuple[int, ...]] = [(b,) for b in found]
                if len(found) > 1 and day not in fixed:
                    ways.append(tuple(found))
                for blocks in ways:
                    gone = sum(found[b] for b in blocks)
                    gain = -self._cost(number, whole[day], whole[day] - gone)
                    price = sum(weight[b] for b in blocks) / gain if gain > 0 else 0.0
                    if gain > 0 and (best is None or price < best[0]):
                        best = price, day, blocks
            if best is None:
                return most + 1
            _price, day, blocks = best
            added += sum(weight[b] for b in blocks)
            if added > most:
                return added
            gone = sum(days[day].pop(b) for b in blocks)
            out.update(blocks)
            over += self._cost(number, whole[day], whole[day] - gone)
            whole[day] -= gone
        return added
