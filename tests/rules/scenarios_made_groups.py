"""Grids of the preferences on groups (P1 hours owed, P2 make-up, P3 stability), each cost counted twice."""

import itertools
from collections.abc import Iterator

from planner.domain import (
    Barrette,
    BarretteId,
    Debt,
    Group,
    GroupId,
    GroupMembership,
    ModuleId,
    Period,
    PeriodId,
    Problem,
    TrainerId,
)
from planner.model.groups import GroupActivity, GroupsModel, Member, Occasion, Want
from planner.rule import Rule
from tests.rules import build as b
from tests.rules.agreement import Case, Scenario, _least

BARRETTE, PERIOD = BarretteId("barrette"), PeriodId("P1")
LIT, NUM, STUDY = ModuleId("LIT1"), ModuleId("NUM1"), ModuleId("AUTONOMIE")
_PERIODS = (Period(PERIOD, "Période 1", b.MONDAY, b.SUNDAY),)
_MODULES = [
    b.module(LIT, levels=frozenset({1})),
    b.module(NUM),
    b.module(STUDY, theme="study", guidance="autonomous", max_size=60),
]
_BARRETTES = [Barrette(BARRETTE, "Barrette", (b.CLASS,))]


def _occasions(problem: Problem, *days: int) -> tuple[Occasion, ...]:
    dates = [[b.MONDAY, b.TUESDAY][n] for n in days]
    people, staff = tuple(problem.learners), frozenset(problem.trainers)
    return tuple(Occasion(d.isoformat(), d, 480, 540, 60, people, staff, tuple(problem.rooms)) for d in dates)


def _activities(problem: Problem, count: int) -> tuple[GroupActivity, ...]:
    staff, rooms = frozenset(problem.trainers), tuple(problem.rooms)
    return tuple(GroupActivity(m, leaders=(staff,) * count, rooms=(rooms,) * count) for m in problem.modules.values())


# P1: one hour of each of two modules is owed, at two moments

_OWED = b.problem(learners=[b.learner()], modules=_MODULES, periods=_PERIODS)


def _hours(problem: Problem, rule: Rule) -> Iterator[Case]:
    """The learner in either module or in autonomy, at each moment."""
    assert rule.enforce.groups
    both = frozenset({0, 1})
    wants = (Want("urgent", 60, 1, frozenset({0}), both), Want("plus tard", 60, 3, frozenset({1}), both))
    member = Member(b.LEARNER, b.CLASS, 1, both, frozenset({0, 1, 2}), wants)
    model = GroupsModel(_occasions(problem, 0, 1), _activities(problem, 2), (member,), problem.rooms, ((), ()))
    rule.enforce.groups(problem, model)
    for chosen in itertools.product(range(3), repeat=2):
        values = {
            v: int(chosen[day] == m) for day in (0, 1) for m in range(3) if (v := model.joins(0, m, day)) is not None
        }
        debts = tuple(
            Debt(b.LEARNER, want.need_id, name, 60, 60 * (m in chosen), b.SUNDAY, want.priority, "formateur")
            for m, (want, name) in enumerate(zip(wants, (LIT, NUM), strict=True))
        )
        yield Case(*_least(model, rule, values), b.timetable(debts=debts))


# P2: ten people at one moment, some of them in a group for the first level

_TEN = b.problem(
    learners=[b.learner(f"apprenant {n}") for n in range(10)], modules=_MODULES, barrettes=_BARRETTES, periods=_PERIODS
)


def _sizes(problem: Problem, rule: Rule) -> Iterator[Case]:
    """Nobody, one, …, ten people in the group."""
    assert rule.enforce.groups
    now, people = frozenset({0}), tuple(problem.learners)
    members = tuple(Member(a, b.CLASS, 1, now, frozenset({0, 2})) for a in people)
    model = GroupsModel(_occasions(problem, 0), _activities(problem, 1), members, problem.rooms, ((),))
    rule.enforce.groups(problem, model)
    for heads in range(len(people) + 1):
        values = {
            v: int((n < heads) == (m == 0))
            for n in range(len(people))
            for m in (0, 2)
            if (v := model.joins(n, m, 0)) is not None
        }
        group = b.session("LIT1", kind="barrette", barrette_id=BARRETTE, module_id=LIT)
        shown = (group,) if heads else ()
        yield Case(*_least(model, rule, values), b.timetable(*shown, who={"LIT1": people[:heads]} if heads else {}))


# P3: two people and two trainers, each with a module of the period before

_TWO = b.problem(
    learners=[b.learner("lectrice"), b.learner("calculatrice")],
    modules=_MODULES,
    barrettes=_BARRETTES,
    periods=_PERIODS,
    last_groups=(
        GroupMembership(BARRETTE, b.learner("lectrice").id, LIT, (b.TRAINER,)),
        GroupMembership(BARRETTE, b.learner("calculatrice").id, NUM, (b.SECOND,)),
    ),
)


def _stays(problem: Problem, rule: Rule) -> Iterator[Case]:
    """Each person in either module, each module with either trainer."""
    assert rule.enforce.groups
    now, people = frozenset({0}), tuple(problem.learners)
    before = {g.apprentice_id: frozenset({g.module_id}) for g in problem.last_groups}
    members = tuple(Member(a, b.CLASS, 1, now, frozenset({0, 1}), previous=before[a]) for a in people)
    usual = {g.module_id: frozenset(TrainerId(t) for t in g.trainer_ids) for g in problem.last_groups}
    model = GroupsModel(_occasions(problem, 0), _activities(problem, 1), members, problem.rooms, ((),), usual=usual)
    rule.enforce.groups(problem, model)
    staff = tuple(problem.trainers)
    for chosen in itertools.product((0, 1), repeat=2):
        for swapped in (0, 1):
            leads = {m: staff[m ^ swapped] for m in set(chosen)}
            values = {v: int(leads.get(m) == t) for m, t, _o, v in model.leaders()}
            for n, m in itertools.product((0, 1), repeat=2):
                variable = model.joins(n, m, 0)
                assert variable is not None
                values[variable] = int(chosen[n] == m)
            groups = tuple(
                Group(
                    GroupId(f"groupe {m}"), BARRETTE, PERIOD, (LIT, NUM)[m], (leads[m],), b.ROOM,
                    tuple(a for a, own in zip(people, chosen, strict=True) if own == m),
                )
                for m in sorted(leads)
            )  # fmt: skip
            yield Case(*_least(model, rule, values), b.timetable(groups=groups))


SCENARIOS = (
    Scenario("P1", "groups", _OWED, _hours),
    Scenario("P2", "groups", _TEN, _sizes),
    Scenario("P3", "groups", _TWO, _stays),
)
