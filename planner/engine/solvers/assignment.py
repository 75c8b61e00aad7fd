"""The assignment problem: each row gets one column of its own, the cheapest in all.

Exact and quick; asked for the rooms of groups in an hour (`groups/same_rooms.py`) and for who sits where
(`groups/split.py`). Of several cheapest answers it gives the same one each time.
"""

from collections.abc import Mapping, Sequence

from ortools.graph.python import linear_sum_assignment


def assign(rows: Sequence[Mapping[int, int]], columns: int) -> list[int] | None:
    """The column of each row, at least cost in all; None where not every row can have one.

    ``rows``: column → cost, of the columns that the row may have. No more rows than ``columns``.
    """
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    for n, row in enumerate(rows):
        for k, cost in sorted(row.items()):
            solver.add_arc_with_cost(n, k, cost)
    # The solver wants as many rows as columns: the others are for nobody.
    for n in range(len(rows), columns):
        for k in range(columns):
            solver.add_arc_with_cost(n, k, 0)
    if not rows or solver.solve() != solver.OPTIMAL:
        return None
    return [solver.right_mate(n) for n in range(len(rows))]
