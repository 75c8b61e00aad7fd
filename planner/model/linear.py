"""A linear model over 0/1 and integer variables, as arrays; which engine solves it is decided elsewhere.

Rules speak to it through a few verbs (`at_most_one`, `add`, `penalise`), so that no rule knows the solver.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32] | Sequence[int]


@dataclass(frozen=True, slots=True)
class Row:
    """``low <= sum(coefs · vars) <= high``; every number is an integer."""

    ids: tuple[int, ...]
    coefs: tuple[int, ...]
    low: int
    high: int


class LinearModel:
    """Variables by number, rows, and costs by rule key. Weights multiply the costs of a rule; 0 switches it off."""

    FREE = 2**40
    """No bound, for ``low`` and ``high``."""

    def __init__(self, weights: Mapping[str, int] | None = None) -> None:
        self.weights = dict(weights or {})
        self.low: list[int] = []
        self.high: list[int] = []
        self.rows: list[Row] = []
        self.cliques: list[tuple[int, ...]] = []
        self.costs: dict[str, dict[int, int]] = {}
        self.constants: dict[str, int] = {}
        self.given: set[int] = set()
        """Variables of what stands already: where these alone pass a limit, the limit is where they are."""

    def new_bools(self, count: int) -> NDArray[np.int32]:
        """``count`` new 0/1 variables, numbered in a row."""
        first = len(self.low)
        self.low += [0] * count
        self.high += [1] * count
        return np.arange(first, first + count, dtype=np.int32)

    def new_bool(self) -> int:
        """One new 0/1 variable."""
        return int(self.new_bools(1)[0])

    def new_int(self, low: int, high: int) -> int:
        """One new integer variable between two bounds, both included."""
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def fix(self, variable: int, value: int) -> None:
        """Leave one value to a variable."""
        self.low[variable] = self.high[variable] = value

    def forbid(self, ids: Iterable[int]) -> None:
        """Fix variables to 0, but for what stands already."""
        for variable in ids:
            if int(variable) not in self.given:
                self.high[int(variable)] = 0

    def add(self, ids: Ids, coefs: Ids | int, low: int = -FREE, high: int = FREE) -> None:
        """``low <= sum(coefs · ids) <= high``; one number as ``coefs`` serves all."""
        names = _whole(ids)
        factors = (int(coefs),) * len(names) if isinstance(coefs, int) else _whole(coefs)
        if self.given and high < self.FREE and min(factors, default=0) >= 0:
            high = max(high, sum(c for v, c in zip(names, factors, strict=True) if v in self.given))
        self.rows.append(Row(names, factors, low, high))

    def at_most_one(self, ids: Ids) -> None:
        """No two of these."""
        held = sum(int(i) in self.given for i in ids) if self.given else 0
        if held > 1:
            self.add(ids, 1, high=held)
        elif len(ids) > 1:
            self.cliques.append(_whole(ids))

    def exactly_one(self, ids: Ids) -> None:
        """One of these and no other."""
        self.add(ids, 1, 1, 1)

    def any_of(self, ids: Ids) -> int:
        """A 0/1 variable that is 1 as soon as one of these is (and may be 1 otherwise: use it under a cost)."""
        found = self.new_bool()
        for variable in ids:
            self.add((int(variable), found), (1, -1), high=0)
        return found

    def either(self, ids: Ids) -> int:
        """A 0/1 variable that is 1 where one of these is, and 0 where none is."""
        found = self.any_of(ids)
        self.add([*ids, found], [1] * len(ids) + [-1], low=0)
        return found

    def excess(self, ids: Ids, coefs: Ids | int, limit: int, most: int) -> int:
        """An integer variable of 0..most, at least ``sum(coefs · ids) - limit``; use it under a cost."""
        over = self.new_int(0, most)
        names = [int(i) for i in ids]
        factors = [int(coefs)] * len(names) if isinstance(coefs, int) else [int(c) for c in coefs]
        self.add([*names, over], [*factors, -1], high=limit)
        return over

    def penalise(self, key: str, ids: Ids, coefs: Ids | int = 1) -> None:
        """Add ``coefs · ids`` units of a rule's cost (its weight comes on top)."""
        factors = [int(coefs)] * len(ids) if isinstance(coefs, int) else [int(c) for c in coefs]
        terms = self.costs.setdefault(key, {})
        for variable, factor in zip(ids, factors, strict=True):
            terms[int(variable)] = terms.get(int(variable), 0) + factor

    def objective(self) -> dict[int, int]:
        """Weighted cost of each variable, all rules together."""
        total: dict[int, int] = {}
        for key, terms in self.costs.items():
            weight = self.weights.get(key, 1)
            for variable, factor in terms.items():
                if weight and factor:
                    total[variable] = total.get(variable, 0) + weight * factor
        return total

    def units(self, key: str, values: Sequence[float]) -> float:
        """Units of one rule's cost in a solution, unweighted."""
        return self.constants.get(key, 0) + sum(f * values[v] for v, f in self.costs.get(key, {}).items())


def _whole(values: Ids) -> tuple[int, ...]:
    """Numbers as plain integers; those of a list are so, unless an array has lent some."""
    found = values.tolist() if isinstance(values, np.ndarray) else values
    return tuple(found) if set(map(type, found)) <= {int} else tuple(int(v) for v in found)
