"""HiGHS: models with numbers that need not be whole, and relaxations, for the composition of groups.

The groups model pays minutes, which are real numbers, where CP-SAT has whole ones only. HiGHS is called through SciPy;
an answer is exact or within a stated gap. A limit of nodes makes its results the same everywhere; the limit of seconds
is a guard.
"""

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from planner.model import LinearModel

NEARLY_WHOLE = 1e-6
"""How near an integer a value must be to count as one."""


LOT = 1000
"""Variables from which on a part of a relaxation is solved apart."""
FEW_NODES, GUARD = 1, 600.0
"""Nodes searched for the groups of one barrette (the root alone: more found nothing), and a guard of seconds."""


@dataclass(frozen=True, slots=True)
class MilpAnswer:
    """Values by variable, the objective, a bound that no answer can be below, and whether the two met.

    ``values`` may be a hair away from whole numbers: read them by `count` and `on`.
    """

    values: NDArray[np.float64]
    objective: float
    bound: float
    exact: bool

    def count(self, variable: int | None) -> int:
        """Value of an integer variable, 0 for one that does not exist; rounded, since it may be a hair away."""
        return 0 if variable is None else round(self.values[variable])

    def on(self, variable: int | None) -> bool:
        """Whether a 0/1 variable is 1; None is a variable that does not exist, which is not."""
        return variable is not None and self.values[variable] > 0.5


@dataclass(frozen=True, slots=True)
class Effort:
    """``nodes`` limits the search, the same work on every machine; ``seconds`` is only a guard against the worst.

    It is far from what a loaded machine needs: a limit that is met there changes the timetable.
    """

    nodes: int = 200
    seconds: float = 120.0
    gap: float = 1e-3
    enough: float = 0.0
    """For `Program.near`: a gap to the relaxation at which the whole question is not worth asking."""


@dataclass
class Program:
    """A model as arrays, built once and solved as often as needed.

    Shapes: ``cost``, ``low``, ``high`` and ``kinds`` have one entry a variable (``kinds``: 1 for a whole number, 0 for
    ``continuous``), ``rows`` one sparse block of all rows and cliques. Costs are those of the model when it was made:
    what is penalised later is not seen.
    """

    model: LinearModel
    continuous: Collection[int] = ()

    def __post_init__(self) -> None:
        size = len(self.model.low)
        self.cost = np.zeros(size)
        for variable, factor in self.model.objective().items():
            self.cost[variable] = factor
        self.kinds = np.ones(size, dtype=np.uint8)
        self.kinds[list(self.continuous)] = 0
        self.low = np.array(self.model.low, dtype=float)
        self.high = np.array(self.model.high, dtype=float)
        self.rows = _rows(self.model)

    def relaxed(self) -> MilpAnswer | None:
        """The optimum when people and groups may be cut in pieces: a bound on all that is whole. None: no solution."""
        return self._run(np.zeros_like(self.kinds), self.low, self.high, Effort())

    def relaxed_apart(self) -> MilpAnswer | None:
        """The same optimum, what shares no row solved apart: the time of a relaxation grows faster than its size."""
        lots = self._apart()
        if len(lots) < 2:
            return self.relaxed()
        values, objective, bound, exact = np.zeros_like(self.cost), 0.0, 0.0, True
        for lot in lots:
            found = self._part(lot).relaxed()
            if found is None:
                return None
            values[lot] = found.values
            objective, bound, exact = objective + found.objective, bound + found.bound, exact and found.exact
        return MilpAnswer(values, objective, bound, exact)

    def _apart(self) -> list[NDArray[np.intp]]:
        """Variables in lots that no row joins, each of `LOT` or more where there are so many."""
        if not self.rows:
            return []
        matrix = self.rows[0].A
        rows, columns = matrix.shape
        places = matrix.tocoo()
        ends = (places.row, rows + places.col)
        joins = coo_array((np.ones(len(ends[0])), ends), shape=(rows + columns, rows + columns))
        number = connected_components(joins, directed=False)[1][rows:]
        order = np.argsort(number, kind="stable")
        edges = np.flatnonzero(np.diff(number[order])) + 1
        lots: list[NDArray[np.intp]] = []
        for group in np.split(order, edges):
            if lots and len(lots[-1]) < LOT:
                lots[-1] = np.concatenate((lots[-1], group))
            else:
                lots.append(group)
        return [np.sort(lot) for lot in lots]

    def _part(self, lot: NDArray[np.intp]) -> "Program":
        """The program of some variables that no row joins to others."""
        part = copy(self)
        part.cost, part.kinds = self.cost[lot], self.kinds[lot]
        part.low, part.high = self.low[lot], self.high[lot]
        whole = self.rows[0]
        columns = whole.A.tocsc()[:, lot].tocsr()
        own = np.flatnonzero(np.diff(columns.indptr))
        part.rows = [LinearConstraint(columns[own], whole.lb[own], whole.ub[own])] if len(own) else []
        return part

    def solve(self, effort: Effort) -> MilpAnswer | None:
        """The cheapest values found within the effort, or None when none was."""
        return self._run(self.kinds, self.low, self.high, effort)

    def near(self, core: Collection[int], effort: Effort) -> MilpAnswer | None:
        """An answer near the relaxation: what it leaves whole is kept, then only in ``core``, then only its ones.

        Each of these questions is smaller than the next one, and than the whole, which comes last; the first answer
        within the gap of the relaxation is taken, which bounds it. None where there is no solution, or none was found
        in the effort. ``core``: variables that decide the rest (who does what), so that keeping them leaves little to
        search.
        """
        ideal = self.relaxed()
        if ideal is None:
            return None
        fixed = np.round(ideal.values)
        whole = (np.abs(ideal.values - fixed) < NEARLY_WHOLE) & (self.kinds == 1)
        inside = np.zeros_like(whole)
        inside[list(core)] = True
        inside &= whole
        ones = inside & (fixed > 0)
        scale = max(1.0, abs(ideal.objective))
        best: MilpAnswer | None = None
        # From the smallest question to the largest: all that came out whole is kept; then only what is in the core;
        # then only its ones, which leaves every zero open.
        for kept, most in ((whole, effort.gap), (inside, effort.gap), (ones, max(effort.gap, effort.enough))):
            low, high = np.where(kept, fixed, self.low), np.where(kept, fixed, self.high)
            found = self._run(self.kinds, low, high, effort)
            if found is not None and (best is None or found.objective < best.objective):
                best = MilpAnswer(found.values, found.objective, ideal.objective, False)
            if best is not None and best.objective <= ideal.objective + most * scale:
                return replace(best, exact=best.objective <= ideal.objective + effort.gap * scale)
        found = self.solve(effort)
        return found if best is None or (found is not None and found.objective < best.objective) else best

    def _run(
        self, kinds: NDArray[np.uint8], low: NDArray[np.float64], high: NDArray[np.float64], effort: Effort
    ) -> MilpAnswer | None:
        """One call of HiGHS with some bounds; None where it found no solution within the effort."""
        result = milp(
            self.cost,
            integrality=kinds,
            bounds=Bounds(low, high),
            constraints=self.rows,
            options={"time_limit": effort.seconds, "node_limit": effort.nodes, "mip_rel_gap": effort.gap},
        )
        if result.x is None:
            return None
        bound = getattr(result, "mip_dual_bound", None)
        best = float(result.fun if bound is None else bound)
        return MilpAnswer(np.asarray(result.x), float(result.fun), best, result.status == 0)


def solve(
    model: LinearModel,
    *,
    relaxed: bool = False,
    continuous: Collection[int] = (),
    nodes: int = 200,
    seconds: float = 120.0,
    gap: float = 1e-3,
) -> MilpAnswer | None:
    """The cheapest values of a model, or None when none was found; ``relaxed`` drops integrality.

    ``continuous``: variables that may have any value between their bounds. ``gap``: how far from the bound an answer
    may be, as a share of the objective. ``nodes`` is the limit that counts; ``seconds`` is met only where something is
    wrong, since a clock would make results differ between machines.
    """
    program = Program(model, continuous)
    return program.relaxed_apart() if relaxed else program.solve(Effort(nodes, seconds, gap))


def _rows(model: LinearModel) -> list[LinearConstraint]:
    """Rows and cliques of a model as one sparse block, each row divided by its largest factor.

    A value a hair away from an integer, times a large factor, would break a row by more than the solver allows. An
    empty list for a model without rows, which SciPy does not accept as a block.
    """
    data: list[float] = []
    columns: list[int] = []
    starts = [0]
    low: list[float] = []
    high: list[float] = []
    for row in model.rows:
        largest = max((abs(c) for c in row.coefs), default=1) or 1
        columns += row.ids
        data += [c / largest for c in row.coefs]
        starts.append(len(columns))
        low.append(-np.inf if row.low <= -model.FREE else row.low / largest)
        high.append(np.inf if row.high >= model.FREE else row.high / largest)
    for clique in model.cliques:
        columns += clique
        data += [1.0] * len(clique)
        starts.append(len(columns))
        low.append(-np.inf)
        high.append(1)
    if not low:
        return []
    matrix = csr_array((np.array(data), columns, starts), shape=(len(low), len(model.low)))
    # A rule may name a variable twice in a row: the factors add up.
    matrix.sum_duplicates()
    return [LinearConstraint(matrix, np.array(low), np.array(high))]
