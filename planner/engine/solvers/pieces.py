"""A small piece of a large model: some variables free, the rest at their values, only the rows that bind them."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from planner.engine.solvers.cpsat import Interrupt, Search, solve
from planner.model import LinearModel, Row


class Pieces:
    """Cuts pieces out of one model, quickly: rows are prepared once as sparse arrays.

    ``helpers`` are the variables that no neighbourhood names (what rules add to count): those tied by a row to a free
    variable are freed with it, and theirs in turn.
    """

    def __init__(self, model: LinearModel, goal: Mapping[int, int], helpers_from: int) -> None:
        self.size = len(model.low)
        self.low = np.array(model.low, dtype=np.int64)
        self.high = np.array(model.high, dtype=np.int64)
        rows = [(r.ids, r.coefs, r.low, r.high) for r in model.rows]
        rows += [(c, (1,) * len(c), 0, 1) for c in model.cliques]
        counts = np.array([len(ids) for ids, _c, _l, _h in rows], dtype=np.int64)
        self.start = np.concatenate([[0], np.cumsum(counts)])
        self.ids = np.fromiter((i for ids, *_ in rows for i in ids), dtype=np.int32, count=int(self.start[-1]))
        self.coefs = np.fromiter((c for _i, cs, *_ in rows for c in cs), dtype=np.int64, count=int(self.start[-1]))
        self.row_low = np.array([low for *_, low, _h in rows], dtype=np.int64)
        self.row_high = np.array([high for *_, high in rows], dtype=np.int64)
        shape = (len(rows), self.size)
        self.matrix = csr_matrix((self.coefs, self.ids, self.start), shape=shape)
        presence = csr_matrix((np.ones(len(self.ids), dtype=np.int32), self.ids, self.start), shape=shape)
        self.by_variable = presence.T.tocsr()
        self.goal = np.zeros(self.size, dtype=np.int64)
        for variable, cost in goal.items():
            self.goal[variable] = cost
        self.helper = np.zeros(self.size, dtype=bool)
        self.helper[helpers_from:] = True

    def rows_of(self, variables: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers of the rows that hold some variables."""
        table = self.by_variable
        found = [table.indices[table.indptr[v] : table.indptr[v + 1]] for v in variables]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

    def free(self, wanted: Iterable[int]) -> NDArray[np.int64]:
        """The wanted variables and every helper that hangs on them."""
        inside = np.zeros(self.size, dtype=bool)
        new = np.array(sorted(wanted), dtype=np.int64)
        while len(new):
            inside[new] = True
            rows = self.rows_of(new)
            around = self.matrix[rows].indices
            new = np.unique(around[self.helper[around] & ~inside[around]]).astype(np.int64)
        return np.flatnonzero(inside)

    def cut(self, values: NDArray[np.int64], wanted: Iterable[int]) -> tuple[LinearModel, NDArray[np.int64]]:
        """The piece as a model of its own, and the numbers of its variables in the large one."""
        chosen = self.free(wanted)
        rows = self.rows_of(chosen)
        inside = np.zeros(self.size, dtype=bool)
        inside[chosen] = True
        number = np.zeros(self.size, dtype=np.int64)
        number[chosen] = np.arange(len(chosen))
        fixed = np.where(inside, 0, values)
        done = self.matrix[rows] @ fixed
        piece = LinearModel()
        piece.low, piece.high = self.low[chosen].tolist(), self.high[chosen].tolist()
        self._rows(piece, rows, done, inside, number)
        goal = self.goal[chosen]
        piece.penalise("all", np.flatnonzero(goal).tolist(), goal[goal != 0].tolist())
        return piece, chosen

    def _rows(
        self,
        piece: LinearModel,
        rows: NDArray[np.int64],
        done: NDArray[np.int64],
        inside: NDArray[np.bool_],
        number: NDArray[np.int64],
    ) -> None:
        """Add the rows, without their fixed part, unless the bounds of the free variables already give them."""
        lengths = self.start[rows + 1] - self.start[rows]
        where = np.repeat(self.start[rows] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        entries = where + np.arange(int(lengths.sum()))
        owner = np.repeat(np.arange(len(rows)), lengths)
        kept = inside[self.ids[entries]]
        entries, owner = entries[kept], owner[kept]
        ids, coefs = self.ids[entries], self.coefs[entries]
        up = np.maximum(coefs * self.high[ids], coefs * self.low[ids])
        down = np.minimum(coefs * self.high[ids], coefs * self.low[ids])
        most = np.bincount(owner, weights=up, minlength=len(rows))
        least = np.bincount(owner, weights=down, minlength=len(rows))
        low, high = self.row_low[rows] - done, self.row_high[rows] - done
        plain = np.bincount(owner, weights=(coefs != 1) | (self.high[ids] > 1), minlength=len(rows)) == 0
        names = number[ids].tolist()
        factors = coefs.tolist()
        first = np.searchsorted(owner, np.arange(len(rows) + 1)).tolist()
        for r in np.flatnonzero((most > high) | (least < low)).tolist():
            span = slice(first[r], first[r + 1])
            if plain[r] and low[r] <= 0 and high[r] == 1:
                piece.cliques.append(tuple(names[span]))
            else:
                piece.rows.append(Row(tuple(names[span]), tuple(factors[span]), int(low[r]), int(high[r])))


def merge(values: NDArray[np.int64], chosen: NDArray[np.int64], found: Sequence[int]) -> NDArray[np.int64]:
    """The large solution with the piece's values put in."""
    new = values.copy()
    new[chosen] = found
    return new


@dataclass(frozen=True, slots=True)
class Budget:
    """Deterministic work in all and for one piece, and how many draws in a row may bring nothing."""

    work: float
    step: float
    patience: int


Draws = Callable[[NDArray[np.int64], random.Random], set[int]]


def polish(
    pieces: Pieces,
    values: NDArray[np.int64],
    draw: Draws,
    budget: Budget,
    dice: random.Random,
    interrupt: Interrupt | None = None,
    done: int | None = None,
) -> tuple[NDArray[np.int64], float]:
    """Solve piece after piece, each drawn by ``draw``, keeping what is no worse. Returns the values and the work.

    ``done``: an objective at which nothing is left to gain.
    """
    spent, idle = 0.0, 0
    while spent < budget.work and idle < budget.patience:
        if interrupt is not None and interrupt.asked.is_set():
            break
        if done is not None and int(pieces.goal @ values) <= done:
            break
        piece, chosen = pieces.cut(values, draw(values, dice))
        before = int(pieces.goal[chosen] @ values[chosen])
        search = Search(budget.step, dice.randrange(2**30), light=True)
        answer = solve(piece, search, hint=values[chosen].tolist(), interrupt=interrupt)
        spent += max(answer.work, budget.step / 50)
        idle += 1
        if answer.found and answer.objective <= before:
            idle = 0 if answer.objective < before else idle
            values = merge(values, chosen, answer.values)
    return values, spent
