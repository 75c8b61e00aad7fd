"""Polishing: a week where everything stands is made better by large neighbourhoods, whatever can be moved.

Last step of a week's search. It reads the model and a week that holds every row, and gives back one that is no worse:
what is placed stays placed, since leaving out costs more than all preferences (`OUT_BESIDE_PREFERENCES`).

Draws come from a generator of the run's seed and the limits are deterministic work, so that the same week improves to
the same bytes on every machine.
"""

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planner.domain import CourseId
from planner.engine.solvers.cpsat import Interrupt, Search, solve
from planner.engine.solvers.pieces import PieceBudget, Pieces, polish
from planner.model import WeekModel
from planner.prices import OUT_BESIDE_PREFERENCES

NEAR_ITEMS = 8
"""Items freed at once: few enough for each piece to be solved to the end in milliseconds."""
SIZES = (1, 2, 4)
"""Times as many of them, one after the other, each once the size before it brings nothing more and work is left."""
AROUND = 0.6
"""Share of the draws made around an item left out, while there is one."""
DRAW_PATIENCE = 1.0
"""Draws without gain, per item of the week, after which the week is left as it is."""
FEW_ITEMS = 40
"""Items of a week small enough to be improved as a whole afterwards, its pieces being too much of it to be moved."""
TINY, WHOLE, TRY = 16, 400, 100
"""Items of a week that is searched as a whole to the end, its work in that of one item; of a larger one, a try."""


def priced(model: WeekModel) -> Pieces:
    """The week ready to be cut in pieces: its preferences, and the items left out above all of them.

    Variables after the options and the items are helpers of rules; they are freed with whatever they hang on.
    """
    goal = model.objective()
    for n, item in enumerate(model.items):
        goal[model.unplaced[n]] = goal.get(model.unplaced[n], 0) + OUT_BESIDE_PREFERENCES * item.cost_unplaced
    return Pieces(model, goal, len(model.options) + len(model.items))


def improve(
    model: WeekModel,
    pieces: Pieces,
    values: Sequence[int],
    each: float,
    step: float,
    seed: int,
    interrupt: Interrupt | None,
) -> tuple[list[int], float]:
    """Large neighbourhoods: free a few items of some classes, trainers or days, keep the rest, solve that to the end.

    ``each``: deterministic work per item of the week; ``step``: for one neighbourhood. ``values``: by variable, holding
    every row; so do the values that come back, which cost no more. Stops when the work allowed is spent, or after
    `DRAW_PATIENCE` draws per item in a row without a gain, at the largest size of a piece. Returns the values and the
    work.
    """
    if not each:
        return list(values), 0.0
    dice = random.Random(seed)
    draw = Draw(model)
    movable = sum(not item.exact for item in model.items)
    found, work = np.array(values, dtype=np.int64), 0.0
    for times in SIZES:
        draw.near = times * NEAR_ITEMS
        budget = PieceBudget(each * movable - work, times * step, round(DRAW_PATIENCE * movable), bare=True)
        found, spent = polish(pieces, found, draw.variables, budget, dice, interrupt)
        work += spent
        if work >= each * movable or draw.near >= movable or (interrupt and interrupt.asked.is_set()):
            break
    best: list[int] = found.tolist()
    if len(model.items) > FEW_ITEMS or (interrupt and interrupt.asked.is_set()):
        return best, work
    goal = {int(v): int(pieces.goal[v]) for v in np.flatnonzero(pieces.goal)}
    whole = solve(
        model,
        Search((WHOLE if len(model.items) <= TINY else TRY) * each, seed),
        objective=goal,
        hint=best,
        interrupt=interrupt,
    )
    # A small week is then searched as a whole: its pieces are too much of it, so that none of them can move.
    gained = whole.found and whole.objective < int(pieces.goal @ found)
    return (list(whole.values) if gained else best), work + whole.work


class Draw:
    """Draws neighbourhoods: items of some classes, trainers or days, few enough to be solved to the end.

    Made once for a week: it keeps the items by class, by trainer (of any of their teams), by tie and by course, and for
    each option its item and its day (arrays of one entry an option). ``near``: items drawn at once.
    """

    near = NEAR_ITEMS

    def __init__(self, model: WeekModel) -> None:
        self.model = model
        classes: dict[str, list[int]] = {}
        trainers: dict[str, list[int]] = {}
        self.ties: dict[str, list[int]] = {}
        for n, item in enumerate(model.items):
            if item.exact:
                continue
            for class_id in item.class_ids:
                classes.setdefault(class_id, []).append(n)
            # In the order of the workbook: that of a set is another one in each run.
            for trainer in dict.fromkeys(t for team in item.teams for t in team):
                trainers.setdefault(trainer, []).append(n)
            if item.tie:
                self.ties.setdefault(item.tie, []).append(n)
        self.pairs: dict[int, list[int]] = {}
        for both in model.paired:
            for n in both:
                self.pairs.setdefault(n, []).extend(both)
        self.by_name = (classes, trainers)
        self.by_course: dict[CourseId, list[int]] = {}
        for n, item in enumerate(model.items):
            if item.course_id is not None and not item.exact:
                self.by_course.setdefault(item.course_id, []).append(n)
        self.groups = [list(classes.values()), list(trainers.values())]
        self.item_of = np.array([i for i, _o in model.options], dtype=np.int64)
        self.day_of = np.array([o.day.toordinal() for _i, o in model.options], dtype=np.int64)

    def variables(self, values: NDArray[np.int64], dice: random.Random) -> set[int]:
        """Variables of the items drawn: their options, and that of leaving each out.

        Items of one tie, and sessions of a course whose team may change, come together: alone they could not move.
        """
        items = self._items(values, dice)
        # A course with a choice changes its team for the whole week or not at all.
        items = {n for k in items for n in self._siblings(k)}
        for n in list(items):
            items |= {*self.ties.get(self.model.items[n].tie, ()), *self.pairs.get(n, ())}
        return {k for n in items for k in self.model.of(n)} | {self.model.unplaced[n] for n in items}

    def _items(self, values: NDArray[np.int64], dice: random.Random) -> set[int]:
        """Some items of a few classes, or trainers, or of two days; whatever stands exactly is never drawn."""
        left_out = [n for n, v in enumerate(self.model.unplaced) if values[v]]
        # While something is left out, most draws try to make room for it; the others keep the rest from standing still.
        if left_out and dice.random() < AROUND:
            return self._around(dice.choice(left_out), dice)
        kind = dice.randrange(3)
        found: set[int] = set()
        if kind < 2 and self.groups[kind]:
            for group in dice.sample(self.groups[kind], len(self.groups[kind])):
                found |= set(group)
                if len(found) >= self.near:
                    break
        else:
            placed = np.flatnonzero(values[: len(self.item_of)])
            days = sorted(set(self.day_of[placed].tolist()))
            chosen = dice.sample(days, min(2, len(days)))
            found = set(self.item_of[placed[np.isin(self.day_of[placed], chosen)]].tolist())
            found = {n for n in found if not self.model.items[n].exact}
        return set(dice.sample(sorted(found), min(self.near, len(found)))) | set(left_out[:2])

    def _around(self, item: int, dice: random.Random) -> set[int]:
        """An item left out and some of those that share its class or one of the trainers who could take it."""
        classes, trainers = self.by_name
        own = self.model.items[item]
        beside = {n for c in own.class_ids for n in classes.get(c, ())}
        beside |= {n for team in own.teams for t in team for n in trainers.get(t, ())}
        drawn = dice.sample(sorted(beside), min(2 * self.near, len(beside)))
        return {n for k in (item, *drawn) for n in self._siblings(k)}

    def _siblings(self, item: int) -> list[int]:
        """The item, with the others of its course where they change team together; alone for any other item.

        What is to stand exactly where it is has its team, even while it is left out.
        """
        own = self.model.items[item]
        together = not own.exact and len(own.teams) > 1
        return self.by_course[own.course_id] if own.course_id and together else [item]
