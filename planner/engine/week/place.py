"""Placing: everything that can be, somewhere; what is left out costs as little as possible."""

import random
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from planner.engine.solvers.cpsat import Answer, Interrupt, Outcome, Search, solve
from planner.engine.solvers.pieces import Budget, Pieces, polish
from planner.engine.week.polish import Draw
from planner.model import Option, WeekModel

REPAIR, REPAIRS = 1.0, 40
"""Deterministic work, and draws without gain, around the items left out before the week is placed anew."""


def place(
    model: WeekModel,
    work: float,
    step: float,
    seed: int,
    interrupt: Interrupt | None,
    start_from: Mapping[str, Option],
    repair: bool,
) -> Answer:
    """Leave out as little as possible, all else free; ``OPTIMAL`` when nothing can leave out less.

    ``start_from``: options to begin with, by item id. ``repair``: look first around what they leave out, before
    placing everything anew. ``work``: deterministic, to place everything; ``step``: for one neighbourhood.
    """
    first = _repair(model, start_from, step, seed, interrupt) if repair and start_from else Answer(Outcome.UNKNOWN)
    if first.found and not any(first.values[v] for v in model.unplaced):
        return first
    anew = _anew(model, work, seed, interrupt, start_from)
    return anew if not first.found or (anew.found and anew.objective < _left(model, first)) else first


def _anew(
    model: WeekModel, work: float, seed: int, interrupt: Interrupt | None, start_from: Mapping[str, Option]
) -> Answer:
    """Leave out as little as possible, all else free."""
    goal = {model.unplaced[n]: item.cost_unplaced for n, item in enumerate(model.items)}
    hint = _hint(model, start_from) if start_from else None
    found = solve(model, Search(work, seed, core=True), objective=goal, hint=hint, interrupt=interrupt)
    if found.found:
        return found
    wide = Search(work, seed, portfolio=True)
    other = solve(model, wide, objective=goal, hint=hint, interrupt=interrupt)
    return replace(other, work=found.work + other.work)


def _left(model: WeekModel, answer: Answer) -> int:
    """What the items left out of an answer cost."""
    return sum(item.cost_unplaced * answer.values[v] for item, v in zip(model.items, model.unplaced, strict=True))


def _repair(
    model: WeekModel, start_from: Mapping[str, Option], step: float, seed: int, interrupt: Interrupt | None
) -> Answer:
    """Complete a week that was allowed less, then find room for what it left out, piece by piece."""
    kept: dict[int, int] = {}
    for n, item in enumerate(model.items):
        wanted = start_from.get(item.id)
        same = [k for k in model.of(n) if wanted and model.options[k][1] == wanted]
        kept[same[0] if same else model.unplaced[n]] = 1
    goal = {model.unplaced[n]: item.cost_unplaced for n, item in enumerate(model.items)}
    answer = solve(model, Search(1.0, seed, light=True), objective=goal, fixed=kept, interrupt=interrupt)
    if not answer.found:
        return answer
    pieces = Pieces(model, goal, len(model.options) + len(model.items))
    budget = Budget(REPAIR, step, REPAIRS)
    values = np.array(answer.values, dtype=np.int64)
    draw = Draw(model).variables
    values, spent = polish(pieces, values, draw, budget, random.Random(seed), interrupt, done=0)
    return replace(answer, values=tuple(values.tolist()), work=answer.work + spent, outcome=Outcome.FEASIBLE)


def _hint(model: WeekModel, start_from: Mapping[str, Option]) -> list[int]:
    values = [0] * len(model.low)
    for n, item in enumerate(model.items):
        wanted = start_from.get(item.id)
        for k in model.of(n):
            option = model.options[k][1]
            if wanted and option.day.weekday() == wanted.day.weekday() and option.start == wanted.start:
                values[k] = 1
                break
        else:
            values[model.unplaced[n]] = 1
    return values
