"""Open periods: who is called, and where the others are."""

from dataclasses import replace
from datetime import date
from typing import Any

from planner.domain import ApprenticeId, Arrangement, ModuleId, OpenPeriod, OpenPeriodId, RoomId, TrainerId
from planner.engine.groups.compose import Composition, compose_open
from planner.model.groups import Met
from tests.planner.scenes import PERIOD, PLACE, RULES, WATCHER, Tiny, tiny
from tests.rules import build as b

OPEN = OpenPeriod(OpenPeriodId("O"), "Temps d'accompagnement", (b.CLASS,), room_id=PLACE)


def composed(scene: Tiny, place: OpenPeriod = OPEN, **changes: Any) -> Composition:
    """The first moment of a scene as an open period."""
    return compose_open(scene.problem, place, PERIOD, scene.occasions[:1], scene.owed, rules=RULES, **changes)


def test_only_those_who_owe_are_called() -> None:
    """One is called for literacy; the other stays in the supervised place, which no led group takes."""
    runs = composed(tiny({"lectrice": ["LIT1"], "libre": []}, skills={"A": ["LIT1"]})).runs
    assert {(run.module_id, run.apprentice_ids, run.trainer_ids) for run in runs} == {
        ("LIT1", ("lectrice",), ("A",)),
        ("AUTONOMIE", ("libre",), (WATCHER,)),
    }
    assert next(run.room_id for run in runs if run.module_id == "LIT1") != PLACE


def test_hours_already_planned_are_not_called_for() -> None:
    """The hour is planned in the barrette."""
    paid = {(ApprenticeId("lectrice"), "lectrice-LIT1"): 60}
    runs = composed(tiny({"lectrice": ["LIT1"]}, skills={"A": ["LIT1"]}), paid=paid).runs
    assert [run.module_id for run in runs] == ["AUTONOMIE"]


def test_adult_who_is_not_called_may_leave_where_the_centre_says_so() -> None:
    """The adult has no run; the minor has one."""
    learners = [b.learner("adulte"), b.learner("mineure", birth=date(2010, 1, 1))]
    scene = tiny({}, skills={}, learners=learners)
    runs = composed(scene, replace(OPEN, adults_free=True)).runs
    assert [run.apprentice_ids for run in runs] == [("mineure",)]


def test_helper_of_somebody_present_leads_nothing() -> None:
    """A helps a learner who is there, so no group of literacy opens."""
    helped = Arrangement(ApprenticeId("aidée"), "helper", text="A")
    scene = tiny({"lectrice": ["LIT1"], "aidée": []}, skills={"A": ["LIT1"]}, arrangements=(helped,))
    assert {run.module_id for run in composed(scene).runs} == {"AUTONOMIE"}


def test_who_is_called_meets_the_trainer_and_the_room_that_they_know() -> None:
    """Two trainers and several rooms are free: those whom the person has met for the module come first."""
    for trainer, room in (("A", "salle 1"), ("B", "salle 3")):
        known = {(ApprenticeId("a"), ModuleId("LIT1")): Met(frozenset({TrainerId(trainer)}), frozenset({RoomId(room)}))}
        found = composed(tiny({"a": ["LIT1"]}, skills={"A": ["LIT1"], "B": ["LIT1"]}), known=known)
        (run,) = [r for r in found.runs if r.module_id == "LIT1"]
        assert (run.trainer_ids, run.room_id) == ((trainer,), room)
