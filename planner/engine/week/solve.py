"""One week: build its model from the rules, place everything that can be, then improve by large neighbourhoods."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain import CourseId, Kind, Problem, SessionId, TrainerId, away
from planner.engine.solvers.cpsat import Answer, Interrupt, Outcome, Search, solve
from planner.engine.solvers.pieces import Budget, Pieces, polish
from planner.engine.week.items import options_of
from planner.model import Item, Option, Placed, WeekModel
from planner.rule import Rules, active, weights

REPAIR, REPAIRS = 1.0, 40
"""Deterministic work, and draws without gain, around the items left out before the week is placed anew."""
NEAR = 8
"""Items freed at once: few enough for each piece to be solved to the end in milliseconds."""
AROUND = 0.6
"""Share of the draws made around an item left out, while there is one."""
PATIENCE = 1.0
"""Draws without gain, per item of the week, after which the week is left as it is."""
FEW = 40
"""Items of a week small enough to be improved as a whole afterwards, its pieces being too much of it to be moved."""
LEFT_OUT = 1000
"""What leaving an item out costs beside every preference."""
STAFF_SHORT = 60
"""Cost of each trainer who would be missing at a barrette whose team is still to be composed."""


@dataclass(frozen=True, slots=True)
class WeekEffort:
    """Deterministic work for one week: to place everything, then, per item of the week, to improve it."""

    place: float = 6.0
    improve: float = 0.006
    step: float = 0.1


@dataclass(frozen=True, slots=True)
class WeekAnswer:
    """A solved week: what is placed where, what is not, its cost and what is known about the best possible."""

    week: date
    placed: tuple[Placed, ...]
    unplaced: tuple[Item, ...]
    objective: int
    bound: int
    work: float
    no_option: frozenset[str] = frozenset()
    """Ids of the items that no day of the week could take, whatever the rest."""
    proven: bool = False
    """Whether no week can place more than this one does."""


def solve_week(
    problem: Problem,
    rules: Rules,
    week: date,
    items: Sequence[Item],
    effort: WeekEffort,
    seed: int,
    interrupt: Interrupt | None = None,
    start_from: Mapping[str, Option] | None = None,
    repair: bool = False,
) -> WeekAnswer:
    """Place the items of a week. ``start_from``: options to begin with, by item id, kept where still allowed.

    ``repair``: look first around what ``start_from`` leaves out, before placing everything anew.
    """
    model = build(problem, rules, week, items)
    first = _repair(model, start_from, effort, seed, interrupt) if repair and start_from else Answer(Outcome.UNKNOWN)
    if not first.found or any(first.values[v] for v in model.unplaced):
        anew = _place(model, effort, seed, interrupt, start_from or {})
        first = anew if not first.found or (anew.found and anew.objective < _left(model, first)) else first
    if not first.found:
        return WeekAnswer(week, (), tuple(items), 0, 0, first.work, _stuck(model))
    best = list(first.values)
    work = first.work
    if not (interrupt and interrupt.asked.is_set()):
        best, extra = improve(model, best, effort, seed, interrupt)
        work += extra
    placed = tuple((model.items[i], option) for k, (i, option) in enumerate(model.options) if best[k])
    left = tuple(item for n, item in enumerate(model.items) if best[model.unplaced[n]])
    goal = model.objective()
    cost = sum(c * best[v] for v, c in goal.items())
    return WeekAnswer(week, placed, left, cost, 0, work, _stuck(model), first.outcome is Outcome.OPTIMAL)


def _stuck(model: WeekModel) -> frozenset[str]:
    return frozenset(item.id for n, item in enumerate(model.items) if not model.of(n))


def build(problem: Problem, rules: Rules, week: date, items: Sequence[Item]) -> WeekModel:
    """The model of a week: options that the rules allow, then rows and costs of every rule."""
    options: list[tuple[int, Option]] = []
    kept = list(items)
    alike: dict[Item, list[Option]] = {}
    for number, item in enumerate(items):
        kind = replace(item, id=SessionId(""), units=(), day_units=(), usual=(), tie="", ordinal=0)
        kind = replace(kind, follows=SessionId(""))
        found = alike.get(kind)
        if found is None:
            found = alike[kind] = options_of(problem, rules, item, week)
        if not found and item.pinned and item.kind == Kind.BARRETTE:
            kept[number] = replace(item, pinned=None, usual=((item.pinned[0].weekday(), item.pinned[1]),))
            found = options_of(problem, rules, kept[number], week)
        options += [(number, option) for option in found]
    model = WeekModel(tuple(kept), tuple(options), weights(rules, problem))
    _structure(problem, model)
    for rule in active(rules, problem):
        if rule.enforce.week:
            rule.enforce.week(problem, model)
    return model


def _structure(problem: Problem, model: WeekModel) -> None:
    """What makes the items hang together: the order of the entry module, the staff of barrettes to be composed."""
    _staff(problem, model)
    _one_team(model)
    for number, item in enumerate(model.items):
        before = model.index(item.follows) if item.follows else None
        if before is not None:
            _after(model, before, number)


def _one_team(model: WeekModel) -> None:
    """A course that may go to several teams goes to one of them in the week."""
    chosen: dict[CourseId, dict[tuple[TrainerId, ...], list[int]]] = {}
    for number, item in enumerate(model.items):
        if item.course_id is not None and len(item.teams) > 1:
            by_team = chosen.setdefault(item.course_id, {})
            for k in model.of(number):
                by_team.setdefault(model.options[k][1].team, []).append(k)
    for by_team in chosen.values():
        takes = model.new_bools(len(by_team))
        model.at_most_one(takes.tolist())
        for variable, options in zip(takes.tolist(), by_team.values(), strict=True):
            for k in options:
                model.add((k, variable), (1, -1), high=0)


def _after(model: WeekModel, before: int, number: int) -> None:
    """The item starts after the end of the one it follows; nothing is asked when either is left out."""
    starts = sorted({(o.day, o.start) for k in model.of(number) for o in [model.options[k][1]]})
    for moment in starts:
        early = [k for k in model.of(number) if model.options[k][1][:2] <= moment]
        late = [k for k in model.of(before) if (model.options[k][1].day, model.options[k][1].end) > moment]
        if early and late:
            model.at_most_one([*early, *late])


def _staff(problem: Problem, model: WeekModel) -> None:
    """Barrettes whose team is not composed yet need trainers of their pool who teach nothing else at that hour."""
    waiting = [n for n, item in enumerate(model.items) if item.staff]
    if not waiting:
        return
    today: dict[date, list[tuple[int, int, Option]]] = {}
    for k, (i, option) in enumerate(model.options):
        today.setdefault(option.day, []).append((k, i, option))
    short = {n: model.new_int(0, model.items[n].staff) for n in waiting}
    for n in waiting:
        model.penalise("staff", [short[n]], STAFF_SHORT)
        for k in model.of(n):
            _staff_at(problem, model, n, k, short[n], today)


def _staff_at(
    problem: Problem,
    model: WeekModel,
    n: int,
    k: int,
    short: int,
    today: Mapping[date, list[tuple[int, int, Option]]],
) -> None:
    item, option = model.items[n], model.options[k][1]
    free = [t for t in sorted(item.pool) if not _away(problem, t, option)]
    around = [(j, i) for j, i, other in today[option.day] if other.start < option.end and option.start < other.end]
    busy = [
        j
        for j, i in around
        if model.items[i].kind != Kind.BARRETTE and not item.pool.isdisjoint(model.options[j][1].team)
    ]
    rivals = [(j, model.items[i].staff) for j, i in around if model.items[i].staff and i != n]
    total = item.staff + sum(s for _j, s in rivals) + len(busy)
    model.add(
        [k, *busy, *(j for j, _s in rivals), short],
        [item.staff + total, *([1] * len(busy)), *(s for _j, s in rivals), -1],
        high=total + len(free),
    )


def _away(problem: Problem, trainer: TrainerId, option: Option) -> bool:
    return away(problem.trainers[trainer].absences, option.day, option.start, option.end)


def _place(
    model: WeekModel, effort: WeekEffort, seed: int, interrupt: Interrupt | None, start_from: Mapping[str, Option]
) -> Answer:
    """Leave out as little as possible, all else free."""
    goal = {model.unplaced[n]: item.cost_unplaced for n, item in enumerate(model.items)}
    hint = _hint(model, start_from) if start_from else None
    found = solve(model, Search(effort.place, seed, core=True), objective=goal, hint=hint, interrupt=interrupt)
    if found.found:
        return found
    wide = Search(effort.place, seed, portfolio=True)
    other = solve(model, wide, objective=goal, hint=hint, interrupt=interrupt)
    return replace(other, work=found.work + other.work)


def _left(model: WeekModel, answer: Answer) -> int:
    """What the items left out of an answer cost."""
    return sum(item.cost_unplaced * answer.values[v] for item, v in zip(model.items, model.unplaced, strict=True))


def _repair(
    model: WeekModel, start_from: Mapping[str, Option], effort: WeekEffort, seed: int, interrupt: Interrupt | None
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
    budget = Budget(REPAIR, effort.step, REPAIRS)
    values = np.array(answer.values, dtype=np.int64)
    draw = Draw(model).variables
    values, work = polish(pieces, values, draw, budget, random.Random(seed), interrupt, done=0)
    return replace(answer, values=tuple(values.tolist()), work=answer.work + work, outcome=Outcome.FEASIBLE)


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


def improve(
    model: WeekModel, values: Sequence[int], effort: WeekEffort, seed: int, interrupt: Interrupt | None
) -> tuple[list[int], float]:
    """Large neighbourhoods: free a few items of some classes, trainers or days, keep the rest, solve that to the end.

    Stops when the work allowed is spent, or after ``PATIENCE`` draws per item in a row without a gain.
    """
    dice = random.Random(seed)
    goal = dict(model.objective())
    for n, item in enumerate(model.items):
        goal[model.unplaced[n]] = goal.get(model.unplaced[n], 0) + LEFT_OUT * item.cost_unplaced
    pieces = Pieces(model, goal, len(model.options) + len(model.items))
    draw = Draw(model)
    movable = sum(not item.exact for item in model.items)
    budget = Budget(effort.improve * movable, effort.step, round(PATIENCE * movable))
    found, work = polish(pieces, np.array(values, dtype=np.int64), draw.variables, budget, dice, interrupt)
    best: list[int] = found.tolist()
    if len(model.items) > FEW or (interrupt and interrupt.asked.is_set()):
        return best, work
    whole = solve(model, Search(100 * effort.improve, seed), objective=goal, hint=best, interrupt=interrupt)
    gained = whole.found and whole.objective < sum(c * best[v] for v, c in goal.items())
    return (list(whole.values) if gained else best), work + whole.work


class Draw:
    """Draws neighbourhoods: items of some classes, trainers or days, few enough to be solved to the end."""

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
            for trainer in {t for team in item.teams for t in team}:
                trainers.setdefault(trainer, []).append(n)
            if item.tie:
                self.ties.setdefault(item.tie, []).append(n)
        self.by_name = (classes, trainers)
        self.by_course: dict[CourseId, list[int]] = {}
        for n, item in enumerate(model.items):
            if item.course_id is not None and not item.exact:
                self.by_course.setdefault(item.course_id, []).append(n)
        self.groups = [list(classes.values()), list(trainers.values())]
        self.item_of = np.array([i for i, _o in model.options], dtype=np.int64)
        self.day_of = np.array([o.day.toordinal() for _i, o in model.options], dtype=np.int64)

    def variables(self, values: NDArray[np.int64], dice: random.Random) -> set[int]:
        """Variables of the items drawn."""
        items = self._items(values, dice)
        items = {n for k in items for n in self._siblings(k)}
        for n in list(items):
            items |= set(self.ties.get(self.model.items[n].tie, ()))
        return {k for n in items for k in self.model.of(n)} | {self.model.unplaced[n] for n in items}

    def _items(self, values: NDArray[np.int64], dice: random.Random) -> set[int]:
        left_out = [n for n, v in enumerate(self.model.unplaced) if values[v]]
        if left_out and dice.random() < AROUND:
            return self._around(dice.choice(left_out), dice)
        kind = dice.randrange(3)
        found: set[int] = set()
        if kind < 2 and self.groups[kind]:
            for group in dice.sample(self.groups[kind], len(self.groups[kind])):
                found |= set(group)
                if len(found) >= NEAR:
                    break
        else:
            placed = np.flatnonzero(values[: len(self.item_of)])
            days = sorted(set(self.day_of[placed].tolist()))
            chosen = dice.sample(days, min(2, len(days)))
            found = set(self.item_of[placed[np.isin(self.day_of[placed], chosen)]].tolist())
            found = {n for n in found if not self.model.items[n].exact}
        return set(dice.sample(sorted(found), min(NEAR, len(found)))) | set(left_out[:2])

    def _around(self, item: int, dice: random.Random) -> set[int]:
        """An item left out and some of those that share its class or one of the trainers who could take it."""
        classes, trainers = self.by_name
        own = self.model.items[item]
        beside = {n for c in own.class_ids for n in classes.get(c, ())}
        beside |= {n for team in own.teams for t in team for n in trainers.get(t, ())}
        drawn = dice.sample(sorted(beside), min(2 * NEAR, len(beside)))
        return {n for k in (item, *drawn) for n in self._siblings(k)}

    def _siblings(self, item: int) -> list[int]:
        """The item, with the others of its course where they change team together."""
        own = self.model.items[item]
        return self.by_course[own.course_id] if own.course_id and len(own.teams) > 1 else [item]
