"""A linear model solved by HiGHS (through scipy): exact or within a stated gap, the same answer each time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from planner.model import LinearModel


@dataclass(frozen=True, slots=True)
class Answer:
    """Values of the variables, the objective, and the best bound known; ``exact`` when proven within the gap."""

    values: NDArray[np.float64]
    objective: float
    bound: float
    exact: bool

    def count(self, variable: int | None) -> int:
        """Value of an integer variable, 0 for one that does not exist."""
        return 0 if variable is None else round(self.values[variable])

    def on(self, variable: int | None) -> bool:
        """Whether a 0/1 variable is 1; None is a variable that does not exist."""
        return variable is not None and self.values[variable] > 0.5


def solve(
    model: LinearModel,
    *,
    relaxed: bool = False,
    continuous: frozenset[int] = frozenset(),
    nodes: int = 200,
    seconds: float = 20.0,
    gap: float = 1e-3,
) -> Answer | None:
    """The cheapest values of a model, or None when none was found.

    ``relaxed`` drops integrality. ``nodes`` limits the search, the same work on every machine; ``seconds`` is only a
    guard against the worst.
    """
    size = len(model.low)
    cost = np.zeros(size)
    for variable, factor in model.objective().items():
        cost[variable] = factor
    kinds = np.full(size, 0 if relaxed else 1, dtype=np.uint8)
    kinds[list(continuous)] = 0
    result = milp(
        cost,
        integrality=kinds,
        bounds=Bounds(np.array(model.low, dtype=float), np.array(model.high, dtype=float)),
        constraints=_rows(model),
        options={"time_limit": seconds, "node_limit": nodes, "mip_rel_gap": gap},
    )
    if result.x is None:
        return None
    bound = getattr(result, "mip_dual_bound", None)
    return Answer(
        np.asarray(result.x), float(result.fun), float(result.fun if bound is None else bound), result.status == 0
    )


def _rows(model: LinearModel) -> list[LinearConstraint]:
    """Rows and cliques of a model as one sparse block."""
    data: list[int] = []
    columns: list[int] = []
    starts = [0]
    low: list[float] = []
    high: list[float] = []
    for row in model.rows:
        columns += row.ids
        data += row.coefs
        starts.append(len(columns))
        low.append(-np.inf if row.low <= -model.FREE else row.low)
        high.append(np.inf if row.high >= model.FREE else row.high)
    for clique in model.cliques:
        columns += clique
        data += [1] * len(clique)
        starts.append(len(columns))
        low.append(-np.inf)
        high.append(1)
    if not low:
        return []
    matrix = csr_array((np.array(data, dtype=float), columns, starts), shape=(len(low), len(model.low)))
    matrix.sum_duplicates()
    return [LinearConstraint(matrix, np.array(low), np.array(high))]
