"""A small piece of a large model: some variables free, the rest at their values, only the rows that bind them.

What improves a plan or a week: hundreds of small questions that CP-SAT answers to the end, each cut out of one large
model with NumPy in less time than building it anew would take. Everything is whole numbers (int64).

Variables are numbered as in the model. A row is a run of entries (variable, factor) of the sparse table, from
``start[r]`` to ``start[r + 1]``; cliques are rows of ones with at most 1.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from planner.engine.solvers.cpsat import Interrupt, Search, solve
from planner.model import LinearModel, Row

LEAST_WORK, LEAST_WORK_BARE = 50, 30
"""A piece counts for such a share of its step at least: to cut it out takes as long as CP-SAT does for so much."""
BOUND_ROUNDS = 30
"""Times that bounds are drawn from one another in a piece: the longest chain of helpers is a day's lessons."""


class Pieces:
    """Cuts pieces out of one model, quickly: rows are prepared once as sparse arrays.

    ``helpers`` are the variables that no neighbourhood names (what rules add to count): those tied by a row to a free
    variable are freed with it, and theirs in turn.

    Shapes: ``low``, ``high``, ``goal`` and ``helper`` have one entry a variable; ``row_low`` and ``row_high`` one a
    row; ``ids`` and ``coefs`` one an entry, those of row r between ``start[r]`` and ``start[r + 1]``. ``by_variable``
    is the table of rows turned round: for each variable the rows that hold it. What is added to the model afterwards is
    not seen.
    """

    def __init__(self, model: LinearModel, goal: Mapping[int, int], helpers_from: int) -> None:
        self.size = len(model.low)
        self.low = np.array(model.low, dtype=np.int64)
        self.high = np.array(model.high, dtype=np.int64)
        rows = [(r.ids, r.coefs, r.low, r.high) for r in model.rows]
        rows += [(c, (1,) * len(c), 0, 1) for c in model.cliques]
        counts = np.array([len(ids) for ids, _c, _l, _h in rows], dtype=np.int64)
        self.start = np.concatenate([[0], np.cumsum(counts)])
        size = int(self.start[-1])
        self.ids = np.fromiter(chain.from_iterable(ids for ids, *_ in rows), dtype=np.int32, count=size)
        self.coefs = np.fromiter(chain.from_iterable(cs for _i, cs, *_ in rows), dtype=np.int64, count=size)
        self.row_low = np.array([low for *_, low, _h in rows], dtype=np.int64)
        self.row_high = np.array([high for *_, high in rows], dtype=np.int64)
        shape = (len(rows), self.size)
        presence = csr_matrix((np.ones(len(self.ids), dtype=np.int32), self.ids, self.start), shape=shape)
        self.by_variable = presence.T.tocsr()
        self.goal = np.zeros(self.size, dtype=np.int64)
        for variable, cost in goal.items():
            self.goal[variable] = cost
        self.helper = np.zeros(self.size, dtype=bool)
        self.helper[helpers_from:] = True

    def rows_of(self, variables: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers of the rows that hold some variables, each once, in order."""
        table = self.by_variable
        return _each_once(table.indices[_slices(table.indptr, variables)], len(self.row_low))

    def free(self, wanted: Iterable[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The wanted variables and every helper that hangs on them, and the rows that hold any of these, in order.

        Helpers are followed through rows until no new one is met; a variable that is no helper is never freed by
        another.
        """
        inside = np.zeros(self.size, dtype=bool)
        seen = np.zeros(len(self.row_low), dtype=bool)
        new = np.array(sorted(wanted), dtype=np.int64)
        while len(new):
            inside[new] = True
            rows = self.rows_of(new)
            rows = rows[~seen[rows]]
            seen[rows] = True
            around = self.ids[_slices(self.start, rows)]
            # Each turn looks only at rows that no turn before has seen, so that a row costs once.
            new = _each_once(around[self.helper[around] & ~inside[around]], self.size)
        return np.flatnonzero(inside), np.flatnonzero(seen)

    def cut(self, values: NDArray[np.int64], wanted: Iterable[int]) -> "Cut":
        """The piece in which the wanted variables and their helpers are free, all others being as in ``values``.

        ``values``: whole numbers by variable of the large model, which need not hold. Rows are shifted by what is fixed
        in them; bounds are then drawn from one another, and what has one value left is no part of the piece. Where
        nothing can hold, the piece has one row that nothing keeps, so that CP-SAT says so.
        """
        chosen, rows = self.free(wanted)
        inside = np.zeros(self.size, dtype=bool)
        inside[chosen] = True
        entries = _slices(self.start, rows)
        owner = np.repeat(np.arange(len(rows)), self.start[rows + 1] - self.start[rows])
        kept = inside[self.ids[entries]] & (self.coefs[entries] != 0)
        fixed = np.where(kept, 0, self.coefs[entries] * values[self.ids[entries]])
        done = np.bincount(owner, weights=fixed, minlength=len(rows)).astype(np.int64)
        bounds = _Bounds(
            self.low.copy(),
            self.high.copy(),
            self.ids[entries[kept]].astype(np.int64),
            self.coefs[entries[kept]],
            owner[kept],
            self.row_low[rows] - done,
            self.row_high[rows] - done,
        )
        # Before CP-SAT sees it: most variables of a piece are settled by what is fixed around them.
        bounds.narrow()
        left = chosen[bounds.low[chosen] < bounds.high[chosen]]
        base = values.copy()
        base[chosen] = bounds.low[chosen]
        return Cut(self._piece(bounds, left), left, base)

    def holds(self, values: NDArray[np.int64]) -> bool:
        """Whether values keep every bound and every row; ``values`` has one entry a variable."""
        owner = np.repeat(np.arange(len(self.row_low)), np.diff(self.start))
        sums = np.bincount(owner, weights=self.coefs * values[self.ids], minlength=len(self.row_low))
        inside = ((self.low <= values) & (values <= self.high)).all()
        return bool(inside and ((self.row_low <= sums) & (sums <= self.row_high)).all())

    def _piece(self, bounds: "_Bounds", left: NDArray[np.int64]) -> LinearModel:
        """What is left open, as a model: variable k of it is ``left[k]`` of the large one."""
        piece = LinearModel()
        piece.low, piece.high = bounds.low[left].tolist(), bounds.high[left].tolist()
        number = np.zeros(self.size, dtype=np.int64)
        number[left] = np.arange(len(left))
        bounds.rows(piece, number)
        goal = self.goal[left]
        piece.penalise("all", np.flatnonzero(goal).tolist(), goal[goal != 0].tolist())
        return piece


class Cut(NamedTuple):
    """A piece as a model of its own, the numbers of its variables in the large one, and the values of all others.

    Variables that the fixed ones leave one value only are no part of it: ``values`` has them.
    """

    model: LinearModel
    chosen: NDArray[np.int64]
    values: NDArray[np.int64]

    def merge(self, found: Sequence[int]) -> NDArray[np.int64]:
        """The large solution with the piece's values put in."""
        new = self.values.copy()
        new[self.chosen] = found
        return new


@dataclass
class _Bounds:
    """Bounds of all variables, and rows as entries (variable, factor, row): ``under <= row <= over``.

    Nine variables in ten of a piece have one value left once the bounds of each row are drawn: to see it here costs
    a tenth of handing them to CP-SAT.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    ids: NDArray[np.int64]
    coefs: NDArray[np.int64]
    owner: NDArray[np.int64]
    under: NDArray[np.int64]
    over: NDArray[np.int64]

    def narrow(self) -> None:
        """Draw the bounds that each row implies until nothing moves, or until they contradict each other.

        Bounds only ever get narrower. On a contradiction they are put back, and one row that nothing keeps is left.
        """
        low, high = self.low.copy(), self.high.copy()
        for _turn in range(BOUND_ROUNDS):
            moved = self._round()
            if (self.low > self.high).any():
                self._refuse(low, high)
                return
            if not moved:
                return

    def _refuse(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> None:
        """Only a row that nothing can keep, so that CP-SAT says what it says of any such model."""
        self.low, self.high = low, high
        self.ids = self.ids[low[self.ids] < high[self.ids]][:1]
        self.coefs = np.ones(len(self.ids), dtype=np.int64)
        self.owner = np.zeros(len(self.ids), dtype=np.int64)
        self.under = self.over = high[self.ids] + 1

    def _ends(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Least and most of each row, having dropped the rows that their bounds already keep.

        Two arrays of one entry a row that is left; ``ids``, ``coefs``, ``owner``, ``under`` and ``over`` are cut to
        these.
        """
        up = np.maximum(self.coefs * self.high[self.ids], self.coefs * self.low[self.ids])
        down = np.minimum(self.coefs * self.high[self.ids], self.coefs * self.low[self.ids])
        size = len(self.under)
        most = np.bincount(self.owner, weights=up, minlength=size).astype(np.int64)
        least = np.bincount(self.owner, weights=down, minlength=size).astype(np.int64)
        binds = (most > self.over) | (least < self.under)
        kept = binds[self.owner]
        self.ids, self.coefs = self.ids[kept], self.coefs[kept]
        self.owner = (np.cumsum(binds) - 1)[self.owner[kept]]
        self.under, self.over = self.under[binds], self.over[binds]
        return least[binds], most[binds]

    def _round(self) -> bool:
        """Draw the bounds that each row implies once; whether any moved."""
        least, most = self._ends()
        ids, size = self.ids, np.abs(self.coefs)
        # Beside its other end, a variable may use what its row has left.
        above = (self.over - least)[self.owner] // size
        below = (most - self.under)[self.owner] // size
        rising = self.coefs > 0
        high = self.low[ids] + np.where(rising, above, below)
        low = self.high[ids] - np.where(rising, below, above)
        tighter = (high < self.high[ids]) | (low > self.low[ids])
        np.minimum.at(self.high, ids[tighter], high[tighter])
        np.maximum.at(self.low, ids[tighter], low[tighter])
        return bool(tighter.any())

    def rows(self, piece: LinearModel, number: NDArray[np.int64]) -> None:
        """Add the rows that still bind, without what is fixed in them."""
        size = len(self.under)
        fixed = self.low[self.ids] == self.high[self.ids]
        done = np.bincount(self.owner, weights=np.where(fixed, self.coefs * self.low[self.ids], 0), minlength=size)
        low, high = self.under - done.astype(np.int64), self.over - done.astype(np.int64)
        ids, coefs, owner = self.ids[~fixed], self.coefs[~fixed], self.owner[~fixed]
        plain = np.bincount(owner, weights=(coefs != 1) | (self.high[ids] > 1), minlength=size) == 0
        names, factors = number[ids].tolist(), coefs.tolist()
        first = np.searchsorted(owner, np.arange(size + 1)).tolist()
        for r in range(size):
            span = slice(first[r], first[r + 1])
            if plain[r] and low[r] <= 0 and high[r] == 1:
                piece.cliques.append(tuple(names[span]))
            else:
                piece.rows.append(Row(tuple(names[span]), tuple(factors[span]), int(low[r]), int(high[r])))


def _each_once(numbers: NDArray[Any], size: int) -> NDArray[np.int64]:
    """Numbers below ``size``, each once, in order: marks are read faster than numbers are sorted."""
    marks = np.zeros(size, dtype=bool)
    marks[numbers] = True
    return np.flatnonzero(marks)


def _slices(start: NDArray[np.int64], which: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions of the entries of some rows of a sparse table, row after row; ``start``: where each row begins."""
    lengths = start[which + 1] - start[which]
    offsets = start[which] - np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(which) else lengths
    found: NDArray[np.int64] = np.repeat(offsets, lengths) + np.arange(int(lengths.sum()))
    return found


@dataclass(frozen=True, slots=True)
class PieceBudget:
    """Deterministic work in all and for one piece, and how many draws in a row may bring nothing.

    ``bare``: no presolve, for pieces of yes and no; those with whole numbers of many values need it. Work is in units
    of CP-SAT's deterministic time.
    """

    work: float
    step: float
    patience: int
    bare: bool = False


Draws = Callable[[NDArray[np.int64], random.Random], set[int]]


def polish(
    pieces: Pieces,
    values: NDArray[np.int64],
    draw: Draws,
    budget: PieceBudget,
    dice: random.Random,
    interrupt: Interrupt | None = None,
    done: int | None = None,
) -> tuple[NDArray[np.int64], float]:
    """Solve piece after piece, each drawn by ``draw``, keeping what is no worse. Returns the values and the work.

    ``values`` must hold; what comes back holds too and is never worse. Ends when the work is spent, after ``patience``
    draws in a row without a gain, or on a stop. ``done``: an objective at which nothing is left to gain.
    """
    spent, idle = 0.0, 0
    least = budget.step / (LEAST_WORK_BARE if budget.bare else LEAST_WORK)
    while spent < budget.work and idle < budget.patience:
        if interrupt is not None and interrupt.asked.is_set():
            break
        if done is not None and int(pieces.goal @ values) <= done:
            break
        piece = pieces.cut(values, draw(values, dice))
        before = int(pieces.goal[piece.chosen] @ values[piece.chosen])
        search = Search(budget.step, dice.randrange(2**30), light=True, bare=budget.bare)
        answer = solve(piece.model, search, hint=values[piece.chosen].tolist(), interrupt=interrupt)
        # A piece that is solved in no time still took time to cut out; else there would be no end of them.
        spent += max(answer.work, least)
        idle += 1
        if answer.found and answer.objective <= before:
            # An answer as good as before is taken all the same: plateaus are crossed that way, and lead on.
            idle = 0 if answer.objective < before else idle
            values = piece.merge(answer.values)
    return values, spent
