"""Locks of people in a module: of every hour of a barrette, of one, or of a day whose hour is to be found."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain import ApprenticeId, Lock, ModuleId
from planner.engine.groups.locked_hours import locked_hours, locked_ranks
from planner.engine.groups.scene import Scene
from planner.engine.groups.setup import Setup
from tests.planner.scenes import BARRETTE, PERIOD, Tiny, tiny
from tests.rules import build as b

ANY = Lock(barrette_id=BARRETTE.id, apprentice_id=ApprenticeId("a"), module_id=ModuleId("NUM1"))
SECOND, TUESDAY = b.MONDAY + timedelta(days=7), b.TUESDAY
PEOPLE = {"a": ["LIT1"], "c": ["NUM1"]}
NEXT_YEAR = b.MONDAY.replace(year=b.MONDAY.year + 1)


def scene_of(found: Tiny) -> Scene:
    """What the composition of its barrette reads."""
    return Scene(found.problem, PERIOD, found.occasions, found.owed, barrette=BARRETTE)


@pytest.mark.parametrize(
    ("locks", "expected"),
    [
        ([ANY], {0, 1, 2}),
        ([replace(ANY, day=SECOND, start=480)], {1}),
        ([replace(ANY, day=SECOND, start=600)], set()),
        ([replace(ANY, day=SECOND)], {1}),
        ([replace(ANY, day=TUESDAY)], {0}),
        ([replace(ANY, day=TUESDAY), replace(ANY, day=SECOND)], {0, 1}),
        ([replace(ANY, day=NEXT_YEAR)], set()),
    ],
    ids=["every hour", "its hour", "an hour that there is not", "its day", "another day", "two days", "another term"],
)
def test_a_lock_speaks_of_its_hours(locks: list[Lock], expected: set[int]) -> None:
    """Three Mondays at 8; as many hours are held as there are days, those of the day first."""
    scene = scene_of(tiny(PEOPLE, skills={"A": ["LIT1"], "B": ["NUM1"]}, moments=3))
    found = locked_hours(scene, Setup(scene).activities, locks, (0, 1, 2))
    assert set(found) == expected
    assert set(found.values()) <= {"NUM1"}


def test_a_lock_of_a_day_leaves_the_other_hours_to_what_is_owed() -> None:
    """One of two hours is held; the other one serves what is due."""
    lock = replace(ANY, day=TUESDAY)
    scene = tiny(
        {"a": ["LIT1"], "c": ["NUM1", "NUM1"]}, skills={"A": ["LIT1"], "B": ["NUM1"]}, moments=2, locks=(lock,)
    )
    runs = scene.compose().runs
    assert sorted(run.module_id for run in runs if "a" in run.apprentice_ids) == ["LIT1", "NUM1"]


def test_nothing_is_held_where_nobody_leads() -> None:
    """The lock of an hour that cannot be found is none."""
    scene = scene_of(tiny(PEOPLE, skills={"A": ["LIT1"]}, moments=2))
    assert locked_hours(scene, Setup(scene).activities, [replace(ANY, day=TUESDAY)], (0, 1)) == {}


def test_groups_of_a_course_are_named_by_their_rank() -> None:
    """A lock of this barrette and period speaks of one of the groups that there are; no other does."""
    second = replace(ANY, module_id=ModuleId("ENS-2"))
    others = (replace(second, apprentice_id=ApprenticeId("c"), day=NEXT_YEAR), replace(ANY, barrette_id=None))
    scene = scene_of(tiny(PEOPLE, skills={"A": ["LIT1"]}, locks=(second, *others)))
    assert locked_ranks(scene, [ModuleId("ENS-1"), ModuleId("ENS-2")]) == {"a": 1}
    assert locked_ranks(scene, [ModuleId("ENS-1")]) == {}
