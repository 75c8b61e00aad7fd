"""How the best plan of a term is searched: from the plan in which sessions may be cut in pieces, to whole ones.

Such a plan is found in seconds whatever the size, and nearly all of it is whole already: what is left is a small
question. Asked as a whole instead, a centre of 36 classes left sessions out that it had room for, and one of 172 found
no plan at all within the same work.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from planner.domain import CourseId
from planner.engine.solvers.cpsat import Answer, Interrupt, Outcome, Search, solve
from planner.engine.solvers.milp import NEARLY_WHOLE, Program
from planner.engine.solvers.pieces import PieceBudget, Pieces, polish
from planner.engine.solvers.sole import sole
from planner.model import MasterModel

NEAR_DEMANDS = 24
"""Demands given again at once when the plan is improved."""
WORK_OF_PIECE = 0.1
"""Deterministic work for one piece of the plan."""
USUAL_DEMANDS = 600
"""Demands for which the work of a search is meant: a larger term has as much more, but for its first question."""

Values = NDArray[np.int64]


def best_plan(model: MasterModel, search: Search, interrupt: Interrupt | None = None) -> Answer:
    """The cheapest values that were found; none where neither way has found any within its work, or after a stop.

    ``search.work``: for one question of a usual term, and for improving where the best is not proven. An answer is
    ``OPTIMAL`` where it costs no more than its bound.
    """
    alone = sole(model, _choices(model))
    if alone is not None:
        return alone
    pieces = Pieces(model, model.objective(), model.missing[-1] + 1 if model.missing else 0)
    more = replace(search, work=search.work * max(1.0, len(model.demands) / USUAL_DEMANDS))
    answer = _from_relaxation(model, pieces, search, interrupt) or solve(model, more, interrupt=interrupt)
    # With a proof there is nothing to improve; without an answer there is nothing to begin from.
    if not answer.found or answer.outcome is Outcome.OPTIMAL:
        return answer
    return _improved(model, pieces, answer, more, interrupt)


def _choices(model: MasterModel) -> Iterator[tuple[Sequence[int], int]]:
    """What each demand needs, in which nothing is missing; a course with a choice of teams has more than one."""
    for d, demand in enumerate(model.demands):
        yield model.all(d), demand.count
        yield [model.missing[d]], 0


def _from_relaxation(model: MasterModel, pieces: Pieces, search: Search, interrupt: Interrupt | None) -> Answer | None:
    """A plan near the one that may cut sessions: what comes out whole there is kept; None where that leads nowhere."""
    ideal = Program(model).relaxed_apart()
    if ideal is None:
        return None
    free = {v for d in _cut_demands(model, ideal.values) for v in model.all(d)}
    free |= {*model.missing, *np.flatnonzero(pieces.helper).tolist()}
    piece = pieces.cut(np.rint(ideal.values).astype(np.int64), free)
    found = solve(piece.model, search, interrupt=interrupt)
    if not found.found:
        return None
    bound = math.ceil(ideal.bound - NEARLY_WHOLE)
    return _answer(pieces, piece.merge(found.values), bound, found.work)


def _cut_demands(model: MasterModel, ideal: NDArray[np.float64]) -> list[int]:
    """Demands of the courses that a plan cuts: part of a session in a week, or more than one team in the term."""
    cut = np.abs(ideal - np.rint(ideal)) > NEARLY_WHOLE
    used: dict[CourseId, set[int]] = {}
    found: set[CourseId] = set()
    for d, demand in enumerate(model.demands):
        teams = range(len(demand.teams))
        taken = {t for t in teams for week in demand.weeks if ideal[model.sessions(d, week, t)] > NEARLY_WHOLE}
        used.setdefault(demand.course_id, set()).update(taken)
        takes = [model.takes(demand.course_id, t) for t in teams] if len(teams) > 1 else []
        if cut[model.all(d)].any() or cut[takes].any() or len(used[demand.course_id]) > 1:
            found.add(demand.course_id)
    return [d for d, demand in enumerate(model.demands) if demand.course_id in found]


def _improved(
    model: MasterModel, pieces: Pieces, answer: Answer, search: Search, interrupt: Interrupt | None
) -> Answer:
    """Give again, by small pieces, the lessons of a class or of those who share its trainers."""
    groups: dict[str, set[int]] = {}
    for d, demand in enumerate(model.demands):
        for name in {*demand.class_ids, *chain.from_iterable(demand.teams)}:
            groups.setdefault(name, set()).add(d)
    names = sorted(groups)

    def draw(values: Values, dice: random.Random) -> set[int]:
        found = set(groups[dice.choice(names)])
        lacking = [d for d, v in enumerate(model.missing) if values[v]]
        if lacking:
            short = model.demands[dice.choice(lacking)]
            found |= groups[short.class_ids[0]]
        kept = dice.sample(sorted(found), min(NEAR_DEMANDS, len(found))) + lacking[:3]
        return {v for d in kept for v in (*model.all(d), model.missing[d])}

    budget = PieceBudget(search.work, WORK_OF_PIECE, 2 * len(names))
    start, bound = np.array(answer.values, dtype=np.int64), math.ceil(answer.bound - NEARLY_WHOLE)
    values, work = polish(pieces, start, draw, budget, random.Random(search.seed), interrupt, done=bound)
    return _answer(pieces, values, bound, answer.work + work)


def _answer(pieces: Pieces, values: Values, bound: int, work: float) -> Answer:
    """Values as an answer: proven where they cost no more than their bound."""
    cost = int(pieces.goal @ values)
    outcome = Outcome.OPTIMAL if cost <= bound else Outcome.FEASIBLE
    return Answer(outcome, tuple(values.tolist()), cost, bound, work)
