"""The bound of changes of group: what each person must change, alone, from one period to the next."""

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from constraints.p3_stability import RULE as P3
from planner.domain import (
    Absence,
    ApprenticeId,
    Barrette,
    BarretteId,
    ExplicitNeed,
    Group,
    GroupId,
    Module,
    Period,
    PeriodId,
    Problem,
    Session,
    Timetable,
    TrainerId,
)
from planner.engine.bounds.changes import least_of_changes
from planner.engine.bounds.frame import Frame
from planner.hours.ledger import settle
from planner.hours.owed import owed
from tests.rules import build as b

BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60, per_week=2)
AUTONOMY = b.module("AUTONOMIE", theme="study", guidance="autonomous", max_size=60)
LIT, NUM = b.module("LIT1", strand="CONSOLIDATION"), b.module("NUM1", strand="CONSOLIDATION")
NEXT = b.MONDAY + timedelta(days=7)
PERIODS = (
    Period(PeriodId("P1"), "Période 1", b.MONDAY, b.MONDAY + timedelta(days=6)),
    Period(PeriodId("P2"), "Période 2", NEXT, NEXT + timedelta(days=6)),
)
MODULE, STUDY_LEFT = 20, 5
"""Units of a module taken up or left, and of autonomy left."""


def centre(needs: Mapping[str, Mapping[str, tuple[int, int | None]]], *modules: Module, people: str = "") -> Problem:
    """People who owe (minutes, number of the period, or None for the term) of modules; two weeks, a period each."""
    rows = [
        ExplicitNeed(
            f"{who}-{target}-{number}", target, (ApprenticeId(who),), minutes_total=minutes, priority=1,
            opened=None if number is None else PERIODS[number].first,
            deadline=None if number is None else PERIODS[number].last,
        )
        for who, wants in needs.items()
        for target, (minutes, number) in wants.items()
    ]  # fmt: skip
    known = (*(modules or (LIT, NUM)), AUTONOMY)
    staff = [b.trainer(TrainerId(f"dit {m.id}"), skills=frozenset({m.id.lower()})) for m in known]
    return b.problem(
        learners=[b.learner(who) for who in dict.fromkeys((*needs, *people))], modules=known, barrettes=[BARRETTE],
        trainers=staff, explicit_needs=tuple(rows), periods=PERIODS, last=PERIODS[1].last,
    )  # fmt: skip


def group(module: str, period: int, hour: int, *adults: str) -> Session:
    """A group of the barrette on the Monday of a period, from eight on."""
    name = f"{module}-{period}"
    return b.session(
        f"{name}-{hour}", b.MONDAY + timedelta(days=7 * period), str(8 + hour), str(9 + hour), kind="barrette",
        barrette_id=BARRETTE.id, module_id=module, occurrence=hour + 1, group_id=GroupId(name),
        period_id=PERIODS[period].id, guidance="autonomous" if module == "AUTONOMIE" else "led",
        trainer_ids=tuple(TrainerId(f"dit {a}") for a in adults or (module,)),
        strand="" if module == "AUTONOMIE" else "CONSOLIDATION",
    )  # fmt: skip


def made(problem: Problem, rosters: Mapping[Session, Sequence[str]]) -> Timetable:
    """A timetable with these sessions, the lists of their groups, and what is planned by them."""
    plain = b.timetable(*rosters, who={s.id: people for s, people in rosters.items()})
    lists: dict[tuple[str, str, str], set[str]] = {}
    for session, people in rosters.items():
        key = str(session.group_id), str(session.module_id), str(session.period_id)
        lists.setdefault(key, set()).update(people)
    groups = tuple(
        Group(GroupId(name), BARRETTE.id, PeriodId(period), b.module(module).id, (), None, tuple(sorted(people)))
        for (name, module, period), people in lists.items()
        if people
    )  # fmt: skip
    return replace(plain, groups=groups, debts=settle(problem, owed(problem), plain.sessions, plain.attendance))


def bound(problem: Problem, timetable: Timetable) -> float:
    """Units at the least; never more than the rule counts."""
    least = least_of_changes(problem, timetable, P3)
    assert least <= sum(found.amount for found in P3.check(problem, timetable))
    return least


def test_needs_of_each_period_force_a_change() -> None:
    """An hour of one module owed in the first period, of another in the second, one hour each: one for the other."""
    problem = centre({"a": {"LIT1": (60, 0), "NUM1": (60, 1)}})
    assert bound(problem, made(problem, {group("LIT1", 0, 0): "a", group("NUM1", 1, 0): "a"})) == 2 * MODULE


def test_need_of_the_term_can_wait() -> None:
    """Two hours owed for the term, had both in the first period; one of them could come in the second."""
    problem = centre({"a": {"LIT1": (120, None)}})
    first = {group("LIT1", 0, 0): "a", group("LIT1", 0, 1): "a"}
    with_adult = {group("AUTONOMIE", 1, 0, "LIT1"): "a", group("AUTONOMIE", 1, 1): "a"}
    assert bound(problem, made(problem, first | with_adult)) == 0
    # With nobody who could lead it then, it comes first, and autonomy after it.
    alone = {group("AUTONOMIE", 1, 0): "a", group("AUTONOMIE", 1, 1): "a"}
    assert bound(problem, made(problem, first | alone)) == 2 * MODULE


def test_what_somebody_has_they_keep() -> None:
    """Nobody buys peace with hours owed: to have no group of the module at all would be no change either."""
    problem = centre({"a": {"LIT1": (60, 0)}})
    rosters = {group("LIT1", 0, 0): "a", group("AUTONOMIE", 0, 1): "a", group("AUTONOMIE", 1, 0): "a"}
    assert bound(problem, made(problem, rosters)) == MODULE


def test_autonomy_that_is_left_counts_less() -> None:
    """Autonomy in the first period, an hour owed in the second: taken up, and autonomy left."""
    problem = centre({"a": {"LIT1": (60, 1)}})
    assert bound(problem, made(problem, {group("AUTONOMIE", 0, 0): "a", group("LIT1", 1, 0): "a"})) == (
        MODULE + STUDY_LEFT
    )


def test_group_that_too_few_may_be_in_does_not_open() -> None:
    """A group of the second period would be for two at the most: nothing of the term is put off to it."""
    usual = replace(LIT, min_size=None)
    needs = {who: {"LIT1": (120, None)} for who in "abc"}
    problem = centre(needs, usual, NUM)
    rosters = {group("LIT1", 0, 0): "abc", group("LIT1", 0, 1): "abc", group("AUTONOMIE", 1, 0, "LIT1"): "ab"}
    assert bound(problem, made(problem, rosters)) == 2 * 2 * MODULE
    assert bound(problem, made(problem, {**rosters, group("AUTONOMIE", 1, 1, "LIT1"): "abc"})) == 0


def test_list_that_says_more_than_people_do_is_left_aside() -> None:
    """Away at one hour of the first period, somebody is on the list of a group that they never see: no bound."""
    problem = centre({"a": {"LIT1": (60, 0), "NUM1": (60, 1)}})
    rosters = {group("LIT1", 0, 0): "a", group("AUTONOMIE", 0, 1): "", group("NUM1", 1, 0): "a"}
    timetable = made(problem, rosters)
    ill = (Absence(first=b.MONDAY, last=b.MONDAY, start=b.hour("9"), end=b.hour("10")),)
    away = replace(problem, learners={"a": replace(problem.learners[ApprenticeId("a")], absences=ill)})
    assert bound(problem, timetable) == 2 * MODULE
    assert bound(away, timetable) == 0


@pytest.mark.parametrize("seed", range(4))
def test_bound_against_every_way_to_sit(seed: int) -> None:
    """Two people, two hours of two periods, three groups at each: nobody who has as much of all costs less."""
    dice = random.Random(seed)
    terms = [(dice.choice([60, 120]), dice.choice([None, 0, 1])) for _n in range(4)]
    problem = centre({"a": {"LIT1": terms[0], "NUM1": terms[1]}, "b": {"LIT1": terms[2], "NUM1": terms[3]}})
    hours = [
        [group(name, period, hour) for name in ("LIT1", "NUM1", "AUTONOMIE")] for period in (0, 1) for hour in (0, 1)
    ]
    made_ways = []
    for way in dice.sample(list(itertools.product(range(3), repeat=8)), 100):
        seats: dict[Session, list[str]] = {s: [] for here in hours for s in here}
        for n, here in enumerate(hours):
            for who in (0, 1):
                seats[here[way[2 * n + who]]].append("ab"[who])
        made_ways.append(made(problem, seats))
    costs = [sum(f.amount for f in P3.check(problem, timetable)) for timetable in made_ways]
    given = [Frame(problem, timetable).given for timetable in made_ways]
    for timetable, mine in list(zip(made_ways, given, strict=True))[:6]:
        as_much = [
            cost for cost, other in zip(costs, given, strict=True) if all(other[key] >= mine[key] for key in mine)
        ]
        assert bound(problem, timetable) <= min(as_much)
