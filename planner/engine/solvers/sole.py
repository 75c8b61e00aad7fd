"""Models that leave one choice only: everything where alone it may be, if every row can be kept then.

Asked before CP-SAT where leaving something out costs more than all else, so that a model without a choice needs no
search: the term of a centre planned for one week, the rooms of a day on which each session has one room.
"""

from collections.abc import Iterable, Sequence

from planner.engine.solvers.cpsat import Answer, Outcome
from planner.model import LinearModel

Served = tuple[Sequence[int], int]
"""Variables that may serve one thing, and the value that they need together."""


def sole(model: LinearModel, choices: Iterable[Served]) -> Answer | None:
    """The answer with every thing served by its only variable; None where one has a choice, or a row is not kept.

    Other variables count where they help most, and their values are left at their lowest: nobody may read them. None
    too where one of these is in several rows, which it may not be able to help at once.
    """
    values = list(model.low)
    chosen: set[int] = set()
    for ids, value in choices:
        if len(ids) != 1 or not model.low[ids[0]] <= value <= model.high[ids[0]]:
            return None
        values[ids[0]] = value
        chosen.add(ids[0])
    seen: set[int] = set()
    rows = [(row.ids, row.coefs, row.low, row.high) for row in model.rows]
    rows += [(clique, (1,) * len(clique), 0, 1) for clique in model.cliques]
    for ids, coefs, low, high in rows:
        least = most = 0
        for v, c in zip(ids, coefs, strict=True):
            if v in chosen or model.low[v] == model.high[v]:
                least += c * values[v]
                most += c * values[v]
                continue
            if v in seen:
                return None
            seen.add(v)
            ends = c * model.low[v], c * model.high[v]
            least += min(ends)
            most += max(ends)
        if most < low or least > high:
            return None
    return Answer(Outcome.OPTIMAL, tuple(values))
