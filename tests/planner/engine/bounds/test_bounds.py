"""The bound of what the preferences cost: hours owed that no group can give, and the figures of the summary."""

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from constraints.p1_serve_needs import RULE as P1
from constraints.p4_compact_days import RULE as P4
from constraints.p6_same_slot import RULE as P6
from planner.domain import (
    ApprenticeId,
    Barrette,
    BarretteId,
    Debt,
    ExplicitNeed,
    Module,
    ModuleId,
    Problem,
    Session,
    Timetable,
    TrainerId,
)
from planner.engine.bounds.frame import Frame, SupportHour, needs_adult
from planner.engine.bounds.least import OF_GROUPS, OF_WEEKS, Bounded, bound_figures, bounded
from planner.engine.bounds.support import least_of_support
from planner.hours.ledger import settle
from planner.hours.owed import owed
from tests.rules import build as b

BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60, per_week=2)
AUTONOMY = b.module("AUTONOMIE", theme="study", guidance="autonomous", max_size=60)
LIT, NUM = b.module("LIT1", strand="CONSOLIDATION"), b.module("NUM1", strand="CONSOLIDATION")
GUIDANCE = b.module("ORI", strand="GUIDANCE")
MINUTE = 6
"""Units of a minute of priority 1 that is not planned."""


def centre(needs: Mapping[str, Mapping[str, int]], *modules: Module, people: Sequence[str] = ()) -> Problem:
    """People who owe minutes of modules, first of all; each module is led by those who are named after it."""
    rows = [
        ExplicitNeed(f"{who}-{target}", target, (ApprenticeId(who),), minutes_total=minutes, priority=1)
        for who, wants in needs.items()
        for target, minutes in wants.items()
    ]
    known = (*(modules or (LIT, NUM)), AUTONOMY)
    staff = [b.trainer(TrainerId(f"dit {m.id}"), skills=frozenset({m.id.lower()})) for m in known]
    learners = [b.learner(who) for who in dict.fromkeys((*needs, *people))]
    return b.problem(learners=learners, modules=known, barrettes=[BARRETTE], trainers=staff, explicit_needs=tuple(rows))


def group(module: str, hour: int = 0, *adults: str) -> Session:
    """A group of the barrette, on Monday from eight on."""
    return b.session(
        f"{module}-{hour}", b.MONDAY, str(8 + hour), str(9 + hour), kind="barrette", barrette_id=BARRETTE.id,
        module_id=module, occurrence=hour + 1, guidance="autonomous" if module == "AUTONOMIE" else "led",
        trainer_ids=tuple(TrainerId(f"dit {a}") for a in adults or (module,)),
        strand="GUIDANCE" if module == "ORI" else "" if module == "AUTONOMIE" else "CONSOLIDATION",
    )  # fmt: skip


def made(problem: Problem, rosters: Mapping[Session, Sequence[str]]) -> Timetable:
    """A timetable with these groups and what is planned by them."""
    plain = b.timetable(*rosters, who={s.id: people for s, people in rosters.items()})
    return replace(plain, debts=settle(problem, owed(problem), plain.sessions, plain.attendance))


def least(problem: Problem, rosters: Mapping[Session, Sequence[str]]) -> float:
    """Minutes of hours owed that cannot be planned at the hours of a timetable."""
    return least_of_support(problem, made(problem, rosters), P1) / MINUTE


def test_hour_that_a_group_could_give_is_no_bound() -> None:
    """Somebody in autonomy owes an hour of the module that another group of the hour has."""
    problem = centre({"a": {"LIT1": 60}, "b": {"LIT1": 60}})
    assert least(problem, {group("LIT1"): ["a"], group("AUTONOMIE"): ["b"]}) == 0


def test_more_is_owed_than_there_are_hours() -> None:
    """Three hours owed, two hours at the barrette."""
    problem = centre({"a": {"LIT1": 180}})
    assert least(problem, {group("LIT1", 0): ["a"], group("LIT1", 1): ["a"]}) == pytest.approx(60, rel=1e-4)


def test_module_that_no_adult_of_the_hour_leads_gives_nothing() -> None:
    """Who leads NUM1 is not there."""
    problem = centre({"a": {"NUM1": 60}})
    assert least(problem, {group("LIT1"): ["a"]}) == pytest.approx(60, rel=1e-4)
    assert least(problem, {group("LIT1", 0, "LIT1", "NUM1"): ["a"]}) == 0


def test_adult_leads_one_group_at_once() -> None:
    """One adult for two modules, an hour of each owed: an hour of one of them is left."""
    both = b.module("NUM1", strand="CONSOLIDATION", trainer_ids=(TrainerId("dit LIT1"),))
    problem = centre({"a": {"LIT1": 60}, "b": {"NUM1": 60}}, LIT, both)
    assert least(problem, {group("LIT1"): ["a", "b"]}) == pytest.approx(60, rel=1e-4)


def test_group_has_no_more_than_its_places() -> None:
    """Two places for three."""
    small = b.module("LIT1", strand="CONSOLIDATION", max_size=2)
    problem = centre({who: {"LIT1": 60} for who in "abc"}, small, NUM)
    assert least(problem, {group("LIT1"): ["a", "b"], group("AUTONOMIE"): ["c"]}) == pytest.approx(60, rel=1e-4)


def test_group_opens_for_three_unless_it_is_smaller_here() -> None:
    """Two who alone may be in a module open no group of it; where one stands for one of them, it takes both."""
    own = b.module("SUIVI", strand="CONSOLIDATION", theme="follow_up", min_size=None)
    problem = centre({"a": {"SUIVI": 60}, "b": {"SUIVI": 60}}, own, LIT)
    waiting = group("AUTONOMIE", 0, "SUIVI")
    assert least(problem, {waiting: ["a", "b"]}) == pytest.approx(120, rel=1e-4)
    assert least(problem, {group("SUIVI"): ["a"], group("AUTONOMIE"): ["b"]}) == 0


def test_hour_of_a_strand_is_kept() -> None:
    """Two hours owed, one of two hours is the only one of another strand."""
    problem = centre({"a": {"LIT1": 120}}, LIT, GUIDANCE)
    rosters = {group("LIT1", 0): ["a"], group("ORI", 1, "ORI", "LIT1"): ["a"]}
    assert least(problem, rosters) == pytest.approx(60, rel=1e-4)


def test_nobody_has_less_for_others() -> None:
    """One place, an hour owed by two: who has it keeps it, though the other owes what is counted more."""
    small = b.module("LIT1", strand="CONSOLIDATION", max_size=1)
    problem = centre({"a": {"LIT1": 60}, "b": {"LIT1": 60}}, small, NUM)
    second = replace(problem.explicit_needs[0], priority=3)
    problem = replace(problem, explicit_needs=(second, *problem.explicit_needs[1:]))
    rosters = {group("LIT1"): ["a"], group("AUTONOMIE"): ["b"]}
    assert least(problem, rosters) == pytest.approx(60, rel=1e-4)
    assert least(problem, {group("LIT1"): ["b"], group("AUTONOMIE"): ["a"]}) == pytest.approx(40, rel=1e-4)


def test_level_beside_pays_only_who_has_nothing_of_their_own() -> None:
    """Two hours owed, one had in its own module: the level beside is for who has none, and pays them all."""
    beside = [b.module(f"LIT{n}", strand="CONSOLIDATION") for n in (1, 2)]
    names = frozenset({ModuleId("LIT2")})

    def least_with(rosters: Mapping[Session, Sequence[str]]) -> list[bool]:
        """Whether a group of the level beside pays the need, hour by hour."""
        problem = centre({"a": {"LIT1": 120}}, *beside)
        frame = Frame(problem, made(problem, rosters))
        need = replace(frame.needs()[ApprenticeId("a")][0], neighbours=names)
        return [frame.pays(need, beside[1], hour) for hour in frame.sessions]

    assert least_with({group("LIT1", 0): ["a"], group("LIT2", 1): ["a"]}) == [False, False]
    assert least_with({group("AUTONOMIE", 0): ["a"], group("LIT2", 1): ["a"]}) == [True, True]


def test_hour_of_ones_own_pays_too() -> None:
    """Two hours owed: one at the barrette, one that somebody has beside it."""
    problem = centre({"a": {"LIT1": 120}})
    own = b.session("own", b.TUESDAY, kind="support", module_id="LIT1", strand="CONSOLIDATION")
    assert least(problem, {group("LIT1"): ["a"], own: ["a"]}) == 0


@pytest.mark.parametrize("seed", range(6))
def test_bound_against_every_way_to_sit(seed: int) -> None:
    """Four people, two hours, a group of each module at each: whoever sits where, it never costs less."""
    dice = random.Random(seed)
    small = [replace(m, max_size=2) for m in (LIT, NUM)]
    problem = centre({who: {dice.choice(["LIT1", "NUM1"]): dice.choice([60, 120])} for who in "abcd"}, *small)
    groups = [group(name, hour) for hour in (0, 1) for name in ("LIT1", "NUM1", "AUTONOMIE")]
    costs = []
    ways = list(itertools.product(range(3), repeat=8))
    for way in [(0, 0, 1, 1, 0, 0, 1, 1), *dice.sample(ways, 150)]:
        seats = {s: ["abcd"[n % 4] for n in range(8) if way[n] + 3 * (n // 4) == k] for k, s in enumerate(groups)}
        if all(len(people) <= 2 or s.module_id == "AUTONOMIE" for s, people in seats.items()):
            timetable = made(problem, seats)
            costs.append((sum(f.amount for f in P1.check(problem, timetable)), timetable))
    given = [Frame(problem, timetable).given for _cost, timetable in costs]
    for (_cost, timetable), mine in list(zip(costs, given, strict=True))[:5]:
        # All of them have the same frame where nobody has less of anything: the bound holds for every one of these.
        as_much = [c for (c, _t), other in zip(costs, given, strict=True) if all(other[k] >= mine[k] for k in mine)]
        assert least_of_support(problem, timetable, P1) <= min(as_much) + 1e-6


def test_course_that_comes_more_often_has_new_hours() -> None:
    """One lesson in the first week, two in the second one: the second of these is at an hour that is new."""
    weeks = [b.MONDAY, *(b.MONDAY.replace(day=n) for n in (14, 15))]
    lessons = [b.session(f"s{n}", day, course_id=b.COURSE) for n, day in enumerate(weeks)]
    problem = b.problem(courses=[b.course()], last=b.MONDAY.replace(day=20))
    assert P6.least is not None
    assert P6.least(problem, b.timetable(*lessons)) == 1
    assert P6.least(problem, b.timetable(*lessons[:2])) == 0


def test_trainer_who_comes_for_an_hour_a_day() -> None:
    """Three hours on three days, where a course is once a day at most: two half-days too many, whatever the hours."""
    lessons = [b.session(f"s{n}", day, course_id=b.COURSE) for n, day in enumerate((b.MONDAY, b.TUESDAY, b.FRIDAY))]
    assert P4.least is not None
    assert P4.least(b.problem(courses=[b.course()]), b.timetable(*lessons)) == 40
    assert P4.least(b.problem(courses=[b.course(max_per_day=3)]), b.timetable(*lessons)) == 0


def test_figures_have_costs_with_their_weight() -> None:
    """P1 weighs 3: of 120 minutes left, 60 cannot be given; what costs nothing is left out, and so is a rule of 0."""
    problem = centre({"a": {"LIT1": 180}})
    timetable = made(problem, {group("LIT1", 0): ["a"], group("AUTONOMIE", 1, "LIT1"): ["a"]})
    costs = {"P1": 120.0 * MINUTE, "P4": 0.0}
    found = bound_figures(bounded(problem, (P1, P4), timetable, costs))
    assert (found["objective"], found["bound"], found["gap"]) == (2160, pytest.approx(1080, rel=1e-4), 0.5)
    assert set(found["bounds"]) == {"P1"}
    assert found["bounds"]["P1"]["statement"] == P1.statement
    assert found["stages"][OF_GROUPS]["cost"] == 2160
    assert OF_WEEKS not in found["stages"]
    without = replace(problem, rule_weights={"P1": 0})
    assert bound_figures(bounded(without, (P1, P4), timetable, costs))["bounds"] == {}


def test_nothing_costs_less_than_nothing() -> None:
    """Where all is kept, the gap is 0."""
    assert bound_figures({"P4": Bounded(0.0, 0.0)}) == {
        "objective": 0.0, "bound": 0.0, "gap": 0.0, "stages": {}, "bounds": {},
    }  # fmt: skip


def test_small_gap_is_no_proof() -> None:
    """Cost and bound a hair apart: the gap is the smallest that is written, and not 0."""
    assert bound_figures({"P1": Bounded(1e6, 1e6 - 1)})["gap"] == 1e-4
    assert bound_figures({"P1": Bounded(1e6, 1e6)})["gap"] == 0


def test_frame_reads_hours_people_and_adults() -> None:
    """An hour of the barrette, who is at it, who may lead there; a group without an adult of its own needs none."""
    problem = centre({"a": {"LIT1": 60}}, people=["b"])
    frame = Frame(problem, made(problem, {group("LIT1", 0, "LIT1", "NUM1"): ["a"], group("AUTONOMIE"): ["b"]}))
    (hour,) = frame.sessions
    assert hour == SupportHour("B", b.MONDAY, b.hour("8"), b.hour("9"))
    assert set(frame.at) == {"a", "b"}
    assert frame.leaders(hour, NUM) == ("dit NUM1",)
    assert frame.sizes(hour, LIT) == (0, 12)
    assert (needs_adult(LIT), needs_adult(AUTONOMY)) == (True, False)


def test_need_counts_as_far_as_the_timetable_lists_it() -> None:
    """A row that is shorter than what is owed, and none at all."""
    problem = centre({"a": {"LIT1": 180}})
    timetable = made(problem, {group("LIT1"): ["a"]})
    assert [need.minutes for need in Frame(problem, timetable).needs()[ApprenticeId("a")]] == [180]
    shorter: tuple[Debt, ...] = tuple(replace(row, due=90) for row in timetable.debts)
    assert [n.minutes for n in Frame(problem, replace(timetable, debts=shorter)).needs()[ApprenticeId("a")]] == [90]
    assert Frame(problem, replace(timetable, debts=())).needs() == {}
