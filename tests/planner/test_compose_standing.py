"""Groups made anew from groups that stand: people, trainers and rooms stay unless a move pays."""

from dataclasses import replace

import pytest

from planner.domain import ApprenticeId, GroupId, ModuleId, Owed, RoomId, Session, TrainerId
from planner.engine.groups.compose import Composition
from planner.engine.groups.scene import Standing
from tests.planner.scenes import MODULES, PERIOD, tiny, where
from tests.rules import build as b

BOTH = {"A": ["LIT1", "NUM1"], "B": ["LIT1", "NUM1"]}


def standing(*groups: tuple[str, str, str, str]) -> Standing:
    """Groups of the first moment: people (a letter each), module, trainer, room."""
    return {
        (ApprenticeId(person), "B-P1-o1"): session(module, trainer, room)
        for people, module, trainer, room in groups
        for person in people
    }


def session(module: str, trainer: str, room: str) -> Session:
    """A group session that stands, of the second group of its module."""
    strand = "GUIDANCE" if module == "ORI" else ""
    made = b.session(f"B-P1-{module}-2-o1", kind="barrette", module_id=ModuleId(module), strand=strand)
    group = GroupId(f"B-P1-{module}-2")
    return replace(made, group_id=group, trainer_ids=(TrainerId(trainer),), room_id=RoomId(room))


def teams(found: Composition) -> set[tuple[str, str, str, str | None]]:
    """Group, module, trainer and room of each run that is led."""
    led = [run for run in found.runs if run.module_id != "AUTONOMIE"]
    return {(run.group_id, run.module_id, run.trainer_ids[0], run.room_id) for run in led}


def test_everything_stays_where_nothing_is_to_be_gained() -> None:
    """The other trainer in the other room would pay as much: group, trainer and room are kept with their people."""
    scene = tiny({"a": ["LIT1"], "c": ["NUM1"]}, skills=BOTH)
    found = scene.compose(standing=standing(("a", "LIT1", "B", "salle 3"), ("c", "NUM1", "A", "salle 2")))
    assert where(found) == {"a": "LIT1", "c": "NUM1"}
    assert teams(found) == {("B-P1-LIT1-2", "LIT1", "B", "salle 3"), ("B-P1-NUM1-2", "NUM1", "A", "salle 2")}


def test_a_new_need_takes_a_seat_and_the_others_stay() -> None:
    """Somebody of the numeracy group now owes literacy; who shared that group owes nothing and stays in it."""
    scene = tiny({"a": ["LIT1"], "b": ["LIT1"], "d": []}, skills=BOTH)
    found = scene.compose(standing=standing(("a", "LIT1", "A", "salle 1"), ("bd", "NUM1", "B", "salle 2")))
    assert where(found) == {"a": "LIT1", "b": "LIT1", "d": "NUM1"}


def test_others_move_where_that_pays() -> None:
    """One trainer, whose numeracy group nobody needs any more: it becomes the literacy group that is owed."""
    scene = tiny({"b": ["LIT1"], "d": []}, skills={"A": ["LIT1", "NUM1"]})
    found = scene.compose(standing=standing(("bd", "NUM1", "A", "salle 2")))
    assert where(found) == {"b": "LIT1", "d": "AUTONOMIE"}


def test_a_strand_is_no_reason_to_leave_a_group_that_stands() -> None:
    """The programme expects an hour of guidance of somebody in autonomy, and of somebody who has it: both stay."""
    modules = [b.module("ORI", strand="GUIDANCE"), MODULES[-1]]
    scene = tiny({"a": [], "b": [], "c": []}, skills={"A": ["ORI"]}, modules=modules)
    expected = [
        Owed(ApprenticeId(a), "cible", "GUIDANCE", 60, PERIOD.last, PERIOD.first, 3, "programme") for a in "abc"
    ]
    found = replace(scene, owed=tuple(expected)).compose(
        standing=standing(("ab", "ORI", "A", "salle 1"), ("c", "AUTONOMIE", "documentaliste", "CDI"))
    )
    assert where(found) == {"a": "ORI", "b": "ORI", "c": "AUTONOMIE"}


@pytest.mark.parametrize("adult", ["B", "C"])
def test_a_place_of_autonomy_keeps_its_adult(adult: str) -> None:
    """Two trainers could watch it as well: it is the one who does already."""
    skills = {"A": ["LIT1"], "B": ["NUM1"], "C": ["NUM1"]}
    scene = tiny({"a": ["LIT1"], "b": []}, skills=skills, away={0: ["documentaliste"]})
    found = scene.compose(standing=standing(("a", "LIT1", "A", "salle 1"), ("b", "AUTONOMIE", adult, "CDI")))
    assert [run.trainer_ids for run in found.runs if run.module_id == "AUTONOMIE"] == [(adult,)]
