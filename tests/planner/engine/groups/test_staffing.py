"""Who leads the groups of a period: few trainers for each activity, and for people those whom they know."""

import pytest

from planner.domain import ApprenticeId, ModuleId, TrainerId
from planner.engine.groups import staffing
from planner.engine.groups.scene import Scene
from planner.engine.groups.setup import scene_model
from planner.engine.groups.staffing import ask_few_trainers, few_trainers
from planner.engine.solvers.milp import Effort, MilpAnswer, Program, solve
from planner.model.groups import GroupsModel, Met
from planner.prices import STRANGER_LEADS, TRAINER_FAR, TRAINER_MORE
from tests.planner.scenes import BARRETTE, PERIOD, Tiny, tiny
from tests.rules import build as b

A, B = TrainerId("A"), TrainerId("B")
LIT1 = ModuleId("LIT1")
WORTH = 1000


def model(scene: Tiny, *, priced: bool = True, **changes: object) -> GroupsModel:
    """The model of the barrette, with the prices of trainers unless not; each minute unpaid costs ten."""
    barrette = scene.problem.barrettes[BARRETTE.id]
    made = Scene(scene.problem, PERIOD, scene.occasions, scene.owed, barrette=barrette, **changes)  # type: ignore[arg-type]
    found = scene_model(made, {})
    if priced:
        ask_few_trainers(scene.problem, found)
    for variable in found.unmet.values():
        found.penalise("offer", [variable], 10)
    return found


def solved(made: GroupsModel) -> MilpAnswer:
    """The best answer within the bounds that a model has now."""
    answer = solve(made, continuous=made.continuous, gap=0.0)
    assert answer is not None
    return answer


def leads(made: GroupsModel, answer: MilpAnswer) -> list[str]:
    """Trainers of literacy by moment."""
    (m,) = made.modules([LIT1])
    rows = sorted((o, str(t)) for n, t, o, variable in made.leaders() if n == m and answer.on(variable))
    return [trainer for _o, trainer in rows]


def two_hours(**changes: object) -> Tiny:
    """One learner owes two hours of literacy at two moments; two trainers lead it, as near as each other."""
    return tiny({"ana": ["LIT1"]}, skills={"A": ["LIT1"], "B": ["LIT1"]}, moments=2, minutes=120, **changes)  # type: ignore[arg-type]


def forced_apart(made: GroupsModel) -> MilpAnswer:
    """An answer with B at the second moment, found under narrower bounds than the model has at the end."""
    low, high = list(made.low), list(made.high)
    (m,) = made.modules([LIT1])
    for trainer, o in ((B, 0), (A, 1)):
        variable = made.leads(m, trainer, o)
        assert variable is not None
        made.fix(variable, 0)
    answer = solved(made)
    made.low[:], made.high[:] = low, high
    return answer


def test_one_trainer_leads_both_hours_at_no_price() -> None:
    """A second one would cost `TRAINER_MORE` and serve nobody: that is all that tells the two answers apart."""
    made = model(two_hours())
    best, worse = solved(made), forced_apart(made)
    assert len(set(leads(made, best))) == 1
    assert leads(made, worse) == ["A", "B"]
    far = 3 * TRAINER_FAR
    assert worse.objective - best.objective == pytest.approx(TRAINER_MORE + far)


def test_answer_with_one_trainer_too_many_is_bettered() -> None:
    """The groups stay as they are, both hours are paid, and the bounds of the model are what they were."""
    made = model(two_hours())
    low, high = list(made.low), list(made.high)
    worse = forced_apart(made)
    better = few_trainers(made, worse, WORTH)
    assert len(set(leads(made, better))) == 1
    assert all(better.on(v) == worse.on(v) for v in made.joined())
    assert (made.low, made.high) == (low, high)


def test_first_trainer_of_an_activity_costs_only_how_far_they_are() -> None:
    """A alone leads, at the one moment: three steps from the class, and no price on there being somebody."""
    alone = tiny({"ana": ["LIT1"]}, skills={"A": ["LIT1"]})
    found = solved(model(alone)).objective - solved(model(alone, priced=False)).objective
    assert found == pytest.approx(3 * TRAINER_FAR)


def test_best_answer_stays_as_it_is_and_asks_for_no_other_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is cheaper, and no activity changes trainer: one search of trainers, one of people, the same value."""
    asked: list[Effort] = []

    class Counted(Program):
        def solve(self, effort: Effort) -> MilpAnswer | None:
            asked.append(effort)
            return super().solve(effort)

    made = model(two_hours())
    best = solved(made)
    monkeypatch.setattr(staffing, "Program", Counted)
    assert few_trainers(made, best, WORTH) is best
    assert len(asked) == 2


def test_people_choose_once_more_among_the_groups_that_open() -> None:
    """Ana has literacy twice and Ben numeracy twice, and both owe an hour of each: they get it, and no group opens."""
    owed = {"ana": ["LIT1", "NUM1"], "ben": ["LIT1", "NUM1"]}
    made = model(tiny(owed, skills={"A": ["LIT1"], "B": ["NUM1"]}, moments=2))
    low, high = list(made.low), list(made.high)
    for who, module in (("ana", "LIT1"), ("ben", "NUM1")):
        (m,) = made.modules([ModuleId(module)])
        for variable in made.of(made.numbers[ApprenticeId(who)], [m]):
            made.fix(variable, 1)
    answer = solved(made)
    made.low[:], made.high[:] = low, high
    found = few_trainers(made, answer, WORTH)
    assert found.objective <= answer.objective - 2 * 60 * 10
    assert all(answer.on(v) for *_who, v in made.leaders() if found.on(v))
    assert (made.low, made.high) == (low, high)


def test_groups_change_for_the_trainer_who_leads_most() -> None:
    """Ana has her hour of A at the first moment, Ben his of B at the second; neither adult is there at the other.

    No other trainer can lead these groups: so Ben comes to Ana's, and B is not needed.
    """
    owed = {"ana": ["LIT1"], "ben": ["LIT1"]}
    made = model(tiny(owed, skills={"A": ["LIT1"], "B": ["LIT1"]}, moments=2, away={0: ["B"], 1: ["A"]}))
    (m,), low, high = made.modules([LIT1]), list(made.low), list(made.high)
    for who, o in (("ana", 1), ("ben", 0)):
        variable = made.joins(made.numbers[ApprenticeId(who)], m, o)
        assert variable is not None
        made.fix(variable, 0)
    answer = solved(made)
    made.low[:], made.high[:] = low, high
    assert leads(made, answer) == ["A", "B"]
    assert leads(made, few_trainers(made, answer, WORTH)) == ["A"]


def test_trainer_whom_somebody_knows_leads_them() -> None:
    """Ana has B for literacy elsewhere in the period: B leads, though A comes first by name."""
    known = {(ApprenticeId("ana"), LIT1): Met(trainers=frozenset({B}))}
    made = model(two_hours(), known=known)
    assert leads(made, solved(made)) == ["B", "B"]
    (m,) = made.modules([LIT1])
    fixed = [made.leads(m, B, o) for o in (0, 1)]
    best = solved(made).objective
    for variable in fixed:
        assert variable is not None
        made.fix(variable, 0)
    assert solved(made).objective - best == pytest.approx(2 * STRANGER_LEADS)


def test_trainer_near_the_class_costs_less() -> None:
    """B teaches the class its course: A is three steps away at `TRAINER_FAR` each, B two steps nearer."""
    made = model(two_hours(courses=[b.course(teams=((B,),))]))
    assert leads(made, solved(made)) == ["B", "B"]
