"""Every timetable of a tiny grid, as a stage of the engine judges it and as the rule's check judges it.

A `Scenario` belongs to one rule and one stage and yields `Case` values. The rule's own functions say ``accepted`` and
``cost``; the timetable goes to its check.
"""

import itertools
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from planner.domain import Attendance, Problem, RoomId, Session, Timetable
from planner.model import Demand, Item, LinearModel, MasterModel, Option, RoomModel, WeekModel
from planner.rule import Rule

Placed = Sequence[tuple[Item, Option, RoomId | None]]
Finish = Callable[[Problem, Placed], Timetable]


class Case(NamedTuple):
    """One timetable: whether the stage accepts it, at what least cost (units of the rule), and the timetable."""

    accepted: bool
    cost: float
    timetable: Timetable


@dataclass(frozen=True)
class Scenario:
    """A tiny grid for one rule at one stage. ``given``: rules whose broken timetables are left out."""

    key: str
    stage: str
    problem: Problem
    cases: Callable[[Problem, Rule], Iterable[Case]]
    given: tuple[str, ...] = ()
    name: str = ""


def sessions(problem: Problem, placed: Placed) -> Timetable:
    """The plain timetable of placed items: those that the item names, else the class and part, and followers."""
    rows, attendance = [], []
    for item, option, room_id in placed:
        rows.append(
            Session(
                item.id, item.kind, option.day, option.start, option.end, item.minutes, item.id, item.id,
                course_ids=(item.course_id,) if item.course_id else (), part=item.part, module_id=item.module_id,
                barrette_id=item.barrette_id, occurrence=item.occurrence, period_id=item.period_id,
                class_ids=item.class_ids, trainer_ids=option.team, room_id=room_id, site_id=item.site_id,
                meal=item.meal,
            )
        )  # fmt: skip
        course = problem.courses.get(item.course_id) if item.course_id else None
        people = item.learners or tuple(
            a.id for c in item.class_ids for a in problem.roster(c, option.day, item.part, course)
        )
        if course is not None:
            people = tuple(a for a in people if problem.freed(a, course, option.day) is None)
            people += tuple(a.id for a in problem.followers(course.id, option.day, item.part))
        attendance += [Attendance(item.id, a) for a in people]
    return Timetable(tuple(rows), tuple(attendance))


def over_options(*items: Item, options: Sequence[Option], finish: Finish = sessions) -> Callable[..., Iterator[Case]]:
    """Stage ``domain``: each item alone at each option."""

    def cases(problem: Problem, rule: Rule) -> Iterator[Case]:
        assert rule.enforce.domain
        known: dict[Hashable, bool] = {}
        for item, option in itertools.product(items, options):
            allowed = rule.enforce.domain(problem, item, option)
            if rule.enforce.about:
                about = rule.enforce.about(problem, item, option.team)
                assert allowed or about is not None, f"{rule.key} says nothing of {item.id}, and refuses it"
                assert allowed == known.setdefault((about, option[:3]), allowed), (
                    f"{rule.key} looks at more of {item.id}"
                )
            yield Case(allowed, 0, finish(problem, [(item, option, None)]))

    return cases


def over_rooms(*items: Item, options: Sequence[Option], finish: Finish = sessions) -> Callable[..., Iterator[Case]]:
    """Stage ``room``: each item alone at each option in each room."""

    def cases(problem: Problem, rule: Rule) -> Iterator[Case]:
        assert rule.enforce.room
        known: dict[Hashable, bool] = {}
        for item, option, room in itertools.product(items, options, problem.rooms.values()):
            allowed = rule.enforce.room(problem, item, option, room)
            anytime = rule.enforce.room(problem, item, None, room)
            if rule.enforce.about_room:
                about = rule.enforce.about_room(problem, item)
                assert anytime or about is not None, f"{rule.key} says nothing of {item.id}, and refuses it"
                assert anytime == known.setdefault((about, room.id), anytime), f"{rule.key} looks at more of {item.id}"
            yield Case(allowed, 0, finish(problem, [(item, option, room.id)]))

    return cases


def over_weeks(
    choices: Mapping[Item, Sequence[Option]], finish: Finish = sessions, whole: bool = False
) -> Callable[..., Iterator[Case]]:
    """Stage ``week``: every choice of an option, or of none (unless ``whole``), for each item."""
    items = tuple(choices)
    numbered = tuple((n, option) for n, item in enumerate(items) for option in choices[item])

    def cases(problem: Problem, rule: Rule) -> Iterator[Case]:
        assert rule.enforce.week
        model = WeekModel(items, numbered)
        rule.enforce.week(problem, model)
        ways = [[*model.of(n), *([] if whole else [model.unplaced[n]])] for n in range(len(items))]
        for chosen in itertools.product(*ways):
            options = [numbered[k] for k in chosen if k < len(numbered)]
            placed = [(items[n], option, None) for n, option in options]
            yield Case(*_judge(model, rule, chosen, len(numbered) + len(items)), finish(problem, placed))

    return cases


def over_room_choices(
    placed: Sequence[tuple[Item, Option]], finish: Finish = sessions, whole: bool = False, **fields: object
) -> Callable[..., Iterator[Case]]:
    """Stage ``rooms``: every choice of a room, or of none (unless ``whole``), for each placed item."""

    def cases(problem: Problem, rule: Rule) -> Iterator[Case]:
        assert rule.enforce.rooms
        pairs = tuple(itertools.product(range(len(placed)), problem.rooms))
        model = RoomModel(placed, problem.rooms, pairs, **fields)  # type: ignore[arg-type]
        rule.enforce.rooms(problem, model)
        ways = [[*model.of(n), *([] if whole else [model.roomless[n]])] for n in range(len(placed))]
        for chosen in itertools.product(*ways):
            rooms = [pairs[k][1] if k < len(pairs) else None for k in chosen]
            done = [(*both, room) for both, room in zip(placed, rooms, strict=True)]
            yield Case(*_judge(model, rule, chosen, len(pairs) + len(placed)), finish(problem, done))

    return cases


def over_terms(*demands: Demand, finish: Finish = sessions, **fields: object) -> Callable[..., Iterator[Case]]:
    """Stage ``master``: every number of sessions of each demand in each week with each team, up to its count.

    The sessions of a week are laid out from its Monday, 8:00, one after the other, eight hours a day.
    """

    def cases(problem: Problem, rule: Rule) -> Iterator[Case]:
        assert rule.enforce.master
        model = MasterModel(demands, **fields)  # type: ignore[arg-type]
        rule.enforce.master(problem, model)
        keys = [
            (d, week, t) for d, demand in enumerate(demands) for week in demand.weeks for t in range(len(demand.teams))
        ]
        counts = [range(demands[d].count + 1) for d, _week, _t in keys]
        for chosen in itertools.product(*counts):
            if any(sum(n for (e, _, _), n in zip(keys, chosen, strict=True) if e == d) > demand.count
                   for d, demand in enumerate(demands)):  # fmt: skip
                continue
            values = {model.sessions(*key): n for key, n in zip(keys, chosen, strict=True)}
            yield Case(*_least(model, rule, values), finish(problem, _laid_out(demands, keys, chosen)))

    return cases


def _laid_out(demands: Sequence[Demand], keys: Sequence[tuple[int, object, int]], chosen: Sequence[int]) -> Placed:
    placed: list[tuple[Item, Option, RoomId | None]] = []
    taken: dict[object, int] = {}
    for (d, week, t), number in zip(keys, chosen, strict=True):
        demand = demands[d]
        for _ in range(number):
            at = taken.get(week, 0)
            taken[week] = at + demand.minutes
            day, start = week + timedelta(days=at // 480), 480 + at % 480  # type: ignore[operator]
            item = Item(
                f"{demand.course_id}-{len(placed)}", "course", demand.minutes, demand.class_ids, demand.part,
                course_id=demand.course_id,
            )  # fmt: skip
            placed.append((item, Option(day, start, start + demand.minutes, demand.teams[t]), None))
    return placed


def _judge(model: LinearModel, rule: Rule, chosen: Sequence[int], count: int) -> tuple[bool, float]:
    """Whether the choice can be completed, and at what least cost of the rule; ``count``: variables to choose from."""
    return _least(model, rule, {v: int(v in chosen) for v in range(count)})


def _least(model: LinearModel, rule: Rule, values: Mapping[int, int]) -> tuple[bool, float]:
    """Feasibility and least cost once some variables have their values, others being free."""
    if any(not model.low[v] <= value <= model.high[v] for v, value in values.items()):
        return False, 0.0
    cost = np.zeros(len(model.low))
    for variable, units in model.costs.get(rule.key, {}).items():
        cost[variable] += units
    low, high = np.array(model.low, float), np.array(model.high, float)
    for variable, value in values.items():
        low[variable] = high[variable] = value
    rows = [(row.ids, row.coefs, row.low, row.high) for row in model.rows]
    rows += [(clique, (1,) * len(clique), 0, 1) for clique in model.cliques]
    constant = model.constants.get(rule.key, 0)
    if len(values) == len(model.low):
        fine = all(a <= sum(c * values[v] for v, c in zip(ids, coefs, strict=True)) <= b for ids, coefs, a, b in rows)
        return fine, constant + sum(units * values[v] for v, units in enumerate(cost) if units)
    matrix = np.zeros((len(rows), len(cost)))
    for number, (ids, coefs, _low, _high) in enumerate(rows):
        for variable, coef in zip(ids, coefs, strict=True):
            matrix[number, variable] += coef
    limits = LinearConstraint(matrix, [r[2] for r in rows], [r[3] for r in rows])
    found = milp(cost, integrality=np.ones(len(cost)), bounds=Bounds(low, high), constraints=limits)
    return found.x is not None, constant + (float(found.fun) if found.x is not None else 0.0)
