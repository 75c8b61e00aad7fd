"""Ejection chains: put a block where those that it drives out weigh least, then place these in turn.

A block that is driven out again and again grows heavy, so that it keeps its place in the end and others make room.
Costs of preferences only break ties between choices that drive out as little; all the rest is about leaving out least.

A move touches a few sets and rows only; the choices of a block are compared as arrays. All tables come from
`Conflicts`. Work is counted in looks, not in seconds, so that the same seed gives the same week anywhere.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.engine.solvers.blocks import Block, BlockChoice, ChainLimits, Guard
from planner.engine.solvers.conflicts import Conflicts

NEVER_DRIVEN_OUT = 2**60
"""Weight of what cannot be driven out: more than all blocks together."""
NO_HOLDER = -1
"""Holder of a set that no block has."""


@dataclass(slots=True)
class _Spot:
    """A choice as the search reads it: sets, loads by row, marks."""

    cost: int
    cliques: tuple[int, ...]
    loads: dict[int, int]
    forces: tuple[int, ...]
    places: tuple[tuple[Any, ...], ...] = ()
    """What it takes, guard by guard."""
    plain: bool = False
    """Whether sets alone tell what it drives out."""
    holders: Callable[[Sequence[int]], Iterable[int]] = tuple
    """Who has its sets, out of the list of all holders; with `NO_HOLDER`, which that list ends with."""


def _table(spots: Sequence[_Spot | None], sets: int) -> NDArray[np.int64]:
    """A row of sets for each choice of a block, filled up with the number of none (``sets``); closed ones have none."""
    rows = [spot.cliques if spot is not None else () for spot in spots]
    width = max(map(len, rows), default=0) + 1
    found = np.full((len(rows), width), sets, dtype=np.int64)
    for number, row in enumerate(rows):
        found[number, : len(row)] = row
    return found


@dataclass
class Chains:
    """One search. ``chosen[b]`` is the number of the choice that block ``b`` has, or None; ``best`` the best such list.

    ``looks`` counts the sets and rows looked at, the same on every machine. What holds at any time: ``held[q]`` is the
    block that has set ``q``, or `NO_HOLDER`; ``load[r]`` what row ``r`` bears, ``on[r]`` by which block; ``setters[m]``
    the blocks that set mark ``m``; ``left`` the price of all that is not placed.

    ``weight[b]`` begins as the price of a block and grows by it each time the block is driven out: in the end the block
    that everybody wants to push aside is too heavy, and the others look elsewhere. ``spots[b][n]`` is the n-th choice
    of a block as tables read it, None once it is closed; ``_tables[b]`` has a row of sets for each of them, and
    ``_heavy[q]`` the weight of who has a set: all choices of a block are looked at together.
    """

    conflicts: Conflicts
    blocks: Sequence[Block]
    seed: int = 0
    guards: tuple[Guard, ...] = ()
    looks: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.spots = [[self._spot(choice) for choice in block.choices] for block in self.blocks]
        self._tables = [_table(spots, self.conflicts.sets) for spots in self.spots]
        self._heavy = np.zeros(self.conflicts.sets + 1, dtype=np.int64)
        self.weight = [block.price for block in self.blocks]
        self.chosen: list[int | None] = [None] * len(self.blocks)
        self.held = [NO_HOLDER] * (self.conflicts.sets + 1)
        self.load = [0] * len(self.conflicts.limits)
        self.on: list[dict[int, int]] = [{} for _ in self.conflicts.limits]
        self.setters: list[set[int]] = [set() for _ in self.conflicts.marked]
        self.marks: list[list[tuple[int, int]]] = [[] for _ in self.conflicts.limits]
        for mark, rows in enumerate(self.conflicts.marked):
            for row, load in rows:
                self.marks[row].append((mark, load))
        self.left = sum(block.price for block in self.blocks)
        self._closed: list[tuple[int, int, _Spot | None]] = []
        self.best = list(self.chosen)

    def _spot(self, choice: BlockChoice) -> _Spot | None:
        """None where the choice excludes itself or passes a limit alone.

        It is asked once, at the start: sets, loads and marks of all its options added up, those of its marks counted
        once.
        """
        table = self.conflicts
        if len(choice.options) == 1 and not self.guards:
            (k,) = choice.options
            if not table.loads[k] and not table.forces[k]:
                sets = table.cliques[k]
                if len(set(sets)) < len(sets):
                    return None
                return _Spot(choice.cost, tuple(sets), {}, (), (), True, self._holders(sets))
        cliques = [q for k in choice.options for q in table.cliques[k]]
        loads = dict(table.loads[choice.options[0]])
        for k in choice.options[1:]:
            for row, load in table.loads[k]:
                loads[row] = loads.get(row, 0) + load
        forces = tuple(sorted({mark for k in choice.options for mark in table.forces[k]}))
        alone = dict(loads) if forces else loads
        for mark in forces:
            for row, load in table.marked[mark]:
                alone[row] = alone.get(row, 0) + load
        if len(set(cliques)) < len(cliques) or any(load > table.limits[row] for row, load in alone.items()):
            return None
        places = tuple([guard.of(choice.options) for guard in self.guards])
        plain = not (loads or forces or any(places))
        return _Spot(choice.cost, tuple(cliques), loads, forces, places, plain, self._holders(cliques))

    def _holders(self, sets: Sequence[int]) -> Callable[[Sequence[int]], Iterable[int]]:
        """Reads the holders of some sets at once; two at least, so that there are always several."""
        return itemgetter(*sets, self.conflicts.sets, self.conflicts.sets)

    def start(self, wanted: Mapping[int, int]) -> None:
        """Begin anew: blocks at these choices, in this order, where nothing stands against it, and nobody heavy.

        ``wanted``: block → number of its choice. Choices that `move_on` has closed stay closed.
        """
        self._clear()
        self.weight = [block.price for block in self.blocks]
        for block, number in wanted.items():
            spot = self.spots[block][number]
            if spot is not None and self._driven(spot, 0)[0] == 0:
                self._put(block, number, spot)
        self.best = list(self.chosen)

    def resume(self) -> None:
        """Begin again from the best, nobody heavy: what a search has filled is worth more than another empty week."""
        self.weight = [block.price for block in self.blocks]
        self._enter(self.best)

    def run(self, limits: ChainLimits, stop: Callable[[], bool], *, heaviest: bool = False) -> None:
        """Place what waits, in the order in which it came to wait; `best` leaves out least of all it met.

        ``heaviest``: who has been driven out most often goes before all others, which is another search: the place that
        it needs is easier to find while these wait. It ends when all is placed, when a stop is asked or the looks are
        spent, and after ``patience`` moves in a row that left no less out. What then fits beside the best is placed,
        whether it has had its turn or not, which takes a moment. Blocks without any choice are never tried.
        """
        able = [b for b, spots in enumerate(self.spots) if self.chosen[b] is None and any(spots)]
        # Those with few choices first: they have the least to lose by waiting for nobody. Then by number, for the order
        # to be the same each time.
        order = sorted(able, key=lambda b: (len(self.spots[b]), b))
        queue = [(-NEVER_DRIVEN_OUT, turn, b) for turn, b in enumerate(order)]
        self.best, least, idle, last = list(self.chosen), self.left, 0, len(queue)
        while queue and self.looks < limits.looks and idle < limits.patience and not stop():
            for block in self._place(heappop(queue)[2]):
                pushed = self.weight[block] // self.blocks[block].price
                heappush(queue, (-pushed if heaviest else 0, last, block))
                last += 1
            idle += 1
            if self.left < least:
                self.best, least, idle = list(self.chosen), self.left, 0
        if queue:
            self._fill(order)

    def _fill(self, order: Sequence[int]) -> None:
        """Back to the best, and beside it what drives nobody out."""
        self._enter(self.best)
        for block in order:
            if self.chosen[block] is None:
                self._place(block, 1)
        self.best = list(self.chosen)

    def _enter(self, wanted: Sequence[int | None], but: int = NO_HOLDER) -> None:
        """Every block where it is in a list, but one; those whose choice is closed stay out."""
        self._clear()
        for block, number in enumerate(wanted):
            spot = self.spots[block][number] if number is not None else None
            if spot is not None and number is not None and block != but:
                self._put(block, number, spot)

    def move_on(self, block: int) -> bool:
        """Back to the best, without a block that may not be where it is there; whether it may go elsewhere.

        The choice that it had is closed until `reopen`. All other blocks stand where they were in the best.
        """
        self._enter(self.best, block)
        number = self.best[block]
        if number is not None:
            # The exact check has refused it there.
            self._closed.append((block, number, self.spots[block][number]))
            self.spots[block][number] = None
        self.best = list(self.chosen)
        return any(self.spots[block])

    def reopen(self) -> None:
        """Open again every choice that `move_on` has closed; nothing is placed afterwards."""
        self._clear()
        for block, number, spot in self._closed:
            self.spots[block][number] = spot
        self._closed.clear()

    def _clear(self) -> None:
        """Take every block out."""
        for block, number in enumerate(self.chosen):
            if number is not None:
                self._take(block)

    def _place(self, block: int, below: int = NEVER_DRIVEN_OUT) -> list[int]:
        """Put a block at its lightest choice; the blocks that it drives out, each heavier now.

        Numbers of these, in order; none where it drives nobody out, and none where it has no choice that weighs less
        than ``below``, the block then staying out.
        """
        least = below
        found: list[int] = []
        out: dict[int, set[int]] = {}
        spots, table = self.spots[block], self._tables[block]
        self.looks += table.size
        # Each choice weighs what the heaviest in its sets does, at least: those that weigh least come first, and most
        # of the others need no look of their own.
        bounds = self._heavy[table].max(axis=1)
        order = np.argsort(bounds, kind="stable").tolist() if len(spots) > 1 else [0]
        lower = bounds.tolist()
        for number in order:
            spot = spots[number]
            if lower[number] > least:
                break
            if spot is None:
                continue
            weight, driven = self._driven(spot, least)
            if weight < least:
                least, found = weight, []
            if weight == least < below:
                found.append(number)
                out[number] = driven
        if not found:
            return []
        found.sort()
        # Among choices that drive out as little, the cheapest; among these, chance, so that chains do not run in a
        # circle.
        costs = [self.blocks[block].choices[n].cost for n in found]
        cheap = min(costs)
        number = self.dice.choice([n for n, cost in zip(found, costs, strict=True) if cost == cheap])
        for other in out[number]:
            self._take(other)
            self.weight[other] += self.blocks[other].price
        spot = spots[number]
        assert spot is not None
        self._put(block, number, spot)
        return sorted(out[number])

    def _driven(self, spot: _Spot, most: int) -> tuple[int, set[int]]:
        """Weight of the blocks that must leave for a choice, and these; (``NEVER``, some) where it passes ``most``."""
        heavy = self.weight
        out: set[int] = set(spot.holders(self.held))
        out.discard(NO_HOLDER)
        weight = sum([heavy[block] for block in out])
        if weight > most:
            return NEVER_DRIVEN_OUT, out
        if spot.plain:
            return weight, out
        self.looks += len(spot.loads)
        for row, load in self._adds(spot).items():
            over = self.load[row] + load - self.conflicts.limits[row]
            if over > 0:
                weight += self._relieve(row, over, out, spot)
                if weight > most:
                    return NEVER_DRIVEN_OUT, out
        for guard, places in zip(self.guards, spot.places, strict=True):
            self.looks += len(places)
            weight += guard.relieve(places, out, heavy, most - weight)
            if weight > most:
                return NEVER_DRIVEN_OUT, out
        return weight, out

    def _adds(self, spot: _Spot) -> dict[int, int]:
        """What a choice would add to each row, as things stand: row → load.

        A mark that is set already adds nothing: a half-day that is used is used once.
        """
        # A mark that is set weighs already.
        new = [mark for mark in spot.forces if not self.setters[mark]] if spot.forces else ()
        if not new:
            return spot.loads
        adds = dict(spot.loads)
        for mark in new:
            for row, load in self.conflicts.marked[mark]:
                adds[row] = adds.get(row, 0) + load
        return adds

    def _relieve(self, row: int, over: int, out: set[int], spot: _Spot) -> int:
        """Send the lightest away until a row bears ``over`` less: one that is enough, or several, by unit of load.

        The weight of those sent, who are added to ``out``; `NEVER` where nobody who may go is enough. A mark leaves a
        row only when all who set it leave. Who is in ``out`` already counts as gone.
        """
        ways: list[tuple[int, int, list[int]]] = []
        for block, load in self.on[row].items():
            if block in out:
                over -= load
            else:
                ways.append((self.weight[block], load, [block]))
        for mark, load in self.marks[row]:
            away = [block for block in self.setters[mark] if block not in out]
            if away and mark not in spot.forces:
                ways.append((sum(self.weight[block] for block in away), load, sorted(away)))
            elif self.setters[mark] and mark not in spot.forces:
                over -= load
        self.looks += len(ways)
        if over <= 0:
            return 0
        # Two ways: one block whose going is enough, or several small ones; whichever weighs less.
        enough = min((way for way in ways if way[1] >= over), default=None)
        several: set[int] = set()
        for _weight, load, blocks in sorted(ways, key=lambda way: (way[0] / way[1], way[2])):
            if over <= 0:
                break
            several.update(blocks)
            over -= load
        gone = several if over <= 0 else None
        if enough is not None and (gone is None or enough[0] <= sum(self.weight[b] for b in gone)):
            gone = set(enough[2])
        if gone is None:
            return NEVER_DRIVEN_OUT
        out |= gone
        return sum(self.weight[b] for b in gone)

    def _put(self, block: int, number: int, spot: _Spot) -> None:
        """Enter a choice into every table; the caller has made room for it."""
        for row, load in self._adds(spot).items():
            self.load[row] += load
        for row, load in spot.loads.items():
            self.on[row][block] = load
        for mark in spot.forces:
            self.setters[mark].add(block)
        for q in spot.cliques:
            self.held[q] = block
        self._heavy[self._tables[block][number]] = self.weight[block]
        self._heavy[-1] = 0
        for guard, places in zip(self.guards, spot.places, strict=True):
            guard.put(block, places)
        self.chosen[block] = number
        self.left -= self.blocks[block].price

    def _take(self, block: int) -> None:
        """Take a block out of every table; the inverse of `_put`."""
        number = self.chosen[block]
        assert number is not None
        spot = self.spots[block][number]
        assert spot is not None
        for mark in spot.forces:
            self.setters[mark].discard(block)
        for row, load in self._adds(spot).items():
            self.load[row] -= load
        for row in spot.loads:
            del self.on[row][block]
        for q in spot.cliques:
            self.held[q] = NO_HOLDER
        self._heavy[self._tables[block][number]] = 0
        for guard, places in zip(self.guards, spot.places, strict=True):
            guard.take(block, places)
        self.chosen[block] = None
        self.left += self.blocks[block].price
