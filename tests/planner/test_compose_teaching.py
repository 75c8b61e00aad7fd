"""Teaching barrettes: groups by level on the same programme."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from planner.domain import (
    ApprenticeId,
    Barrette,
    BarretteId,
    ClassId,
    CourseId,
    Exemption,
    Group,
    GroupId,
    Lock,
    ModuleId,
    Pairing,
    PeriodId,
    Result,
    ScaleBand,
    Volume,
)
from planner.engine.groups.compose import compose_barrette
from planner.engine.groups.split import Split
from planner.model.groups import Member
from tests.planner.scenes import MODULES, PERIOD, Tiny, tiny
from tests.rules import build as b

LEVELS = tuple(ScaleBand("niveaux", str(n), str(n), n) for n in (1, 2, 3, 4))
FRENCH = Barrette(
    BarretteId("B"), "Français", (b.CLASS, b.OTHER), 60, per_week=1, nature="teaching",
    course_ids=(CourseId("français 1"), CourseId("français 2")), min_size=4,
)  # fmt: skip


def french(levels: str, staff: int = 3, **changes: Any) -> Tiny:
    """Two classes by turns, one level a person; trainers of French."""
    results = [
        (Result("Français", digit, "niveaux", b.MONDAY - timedelta(days=3)),) if digit != "?" else ()
        for digit in levels
    ]
    learners = [b.learner(f"p{n:02d}", (b.CLASS, b.OTHER)[n % 2], results=row) for n, row in enumerate(results)]
    courses = {
        name: b.course(name, class_ids=(c,), subject="Français", volume=Volume(weekly=60), teams=(("T0",),))
        for name, c in zip(FRENCH.course_ids, (b.CLASS, b.OTHER), strict=True)
    }
    return tiny(
        {},
        skills={f"T{n}": ["francais"] for n in range(staff)},
        classes=[b.group(), b.group(b.OTHER)],
        learners=learners,
        scales=LEVELS,
        barrette=changes.pop("barrette", FRENCH),
        courses=courses.values(),
        **changes,
    )


def test_groups_are_by_level_and_carry_the_course_of_each_class() -> None:
    """Twelve people of levels 1, 2 and 4 and three trainers: three groups of one level, of both classes."""
    scene = french("111122224444")
    found = scene.compose()
    assert [len(g.apprentice_ids) for g in found.groups] == [4, 4, 4]
    assert [g.module_id for g in found.groups] == ["ENS-1", "ENS-2", "ENS-3"]
    assert found.groups[0].apprentice_ids == ("p00", "p01", "p02", "p03")
    assert all(run.course_ids == FRENCH.course_ids for run in found.runs)
    assert len({run.trainer_ids for run in found.runs}) == 3


def test_mixed_policy_spreads_the_levels() -> None:
    """Two groups of four, two people of level 1 in each."""
    found = french("11114444", barrette=replace(FRENCH, policy="mixed")).compose()
    weak = {"p00", "p01", "p02", "p03"}
    assert [len(weak & set(g.apprentice_ids)) for g in found.groups] == [2, 2]


def test_two_trainers_make_two_groups() -> None:
    """Never more groups than trainers who are free."""
    assert len(french("111122224444", staff=2).compose().groups) == 2


def test_new_levels_move_few_people() -> None:
    """One person has gone from level 1 to 4: only that one changes group."""
    before = french("1111144444", staff=2).compose().groups
    after = french("1111444444", staff=2).compose(previous=before).groups
    moved = [set(new.apprentice_ids) - set(old.apprentice_ids) for old, new in zip(before, after, strict=True)]
    assert moved == [set(), {"p04"}]


def test_a_lock_keeps_somebody_in_a_group_of_another_level() -> None:
    """One of level 1 stays in the third group, by a lock of this period; one of another day changes nothing."""
    lock = Lock(barrette_id=FRENCH.id, apprentice_id=ApprenticeId("p00"), module_id=ModuleId("ENS-3"), day=b.MONDAY)
    groups = french("111112222244444", locks=(lock,)).compose().groups
    assert [g.module_id for g in groups if "p00" in g.apprentice_ids] == ["ENS-3"]
    late = replace(lock, day=PERIOD.last + timedelta(days=1))
    groups = french("111112222244444", locks=(late,)).compose().groups
    assert [g.module_id for g in groups if "p00" in g.apprentice_ids] == ["ENS-1"]


def test_exempted_person_is_in_no_group() -> None:
    """Exempted from French: the barrette goes on without that person."""
    exempt = Exemption(ApprenticeId("p00"), "français")
    found = french("11114444", exemptions=(exempt,)).compose()
    assert not any("p00" in run.apprentice_ids for run in found.runs)


def test_no_trainer_at_a_moment_leaves_everyone_in_autonomy() -> None:
    """Only the documentalist is there at the second moment."""
    found = french("11114444", moments=2, away={1: ["T0", "T1", "T2"]}).compose()
    second = [run for run in found.runs if run.occasion_key == "B-P1-o2"]
    assert [(run.module_id, len(run.apprentice_ids)) for run in second] == [("AUTONOMIE", 8)]


def test_both_natures_share_the_moments() -> None:
    """An hour a week of French, two moments in one week: one carries the course, the other gives support."""
    scene = french("11114444", moments=2, barrette=replace(FRENCH, nature="both"), modules=MODULES)
    same_week = tuple(replace(o, day=b.MONDAY + timedelta(days=n)) for n, o in enumerate(scene.occasions))
    found = replace(scene, occasions=same_week).compose()
    by_moment = {
        key: {run.module_id for run in found.runs if run.occasion_key == key} for key in ("B-P1-o1", "B-P1-o2")
    }
    assert by_moment == {"B-P1-o1": {"ENS-1", "ENS-2"}, "B-P1-o2": {"AUTONOMIE"}}


def people(*names: str) -> list[Member]:
    """Members without needs."""
    return [Member(ApprenticeId(n), ClassId("c"), 1, frozenset(), frozenset()) for n in names]


def split(names: str, seats: tuple[int, ...], **changes: Any) -> dict[str, int]:
    """Group of each person."""
    rows = people(*names)
    usual = changes.pop("usual", {})
    found = Split(rows, seats, [frozenset()] * len(seats), usual, **changes).solve()
    return {p.id: g for p, g in zip(rows, found, strict=True)}


def test_split_keeps_apart_and_together() -> None:
    """One pair apart, the other together."""
    pairs = (
        Pairing(frozenset({ApprenticeId("a"), ApprenticeId("b")}), together=False),
        Pairing(frozenset({ApprenticeId("a"), ApprenticeId("c")}), together=True),
    )
    found = split("abcd", (2, 2), pairings=pairs)
    assert found["a"] != found["b"]
    assert found["a"] == found["c"]


@pytest.mark.parametrize("seats", [(1, 3), (3, 1), (2, 2)])
def test_split_never_passes_the_seats(seats: tuple[int, ...]) -> None:
    """Four people in four places, however they are cut."""
    found = list(split("abcd", seats).values())
    assert [found.count(0), found.count(1)] == list(seats)


def test_split_leaves_people_where_they_were() -> None:
    """Balanced already: nobody moves."""
    usual = {ApprenticeId("a"): 1, ApprenticeId("b"): 0, ApprenticeId("c"): 1, ApprenticeId("d"): 0}
    assert split("abcd", (3, 3), usual=usual) == usual


OF_BEFORE = {name: 1 + n // 6 for n, name in enumerate("abcdefghijklmnopqrstuvwx")}
"""Six people of each level."""


@pytest.mark.parametrize(
    ("new", "seats"),
    [
        ({"a": 4, "s": 1}, (6, 6, 6, 6)),
        ({"a": 3, "m": 4, "s": 1}, (6, 6, 6, 6)),
        ({"a": 4, "b": 3, "m": 1, "s": 1, "t": 2}, (6, 7, 6, 6)),
    ],
    ids=["two", "ring of three", "five"],
)
def test_split_finds_the_swap_where_groups_are_full(new: dict[str, int], seats: tuple[int, ...]) -> None:
    """Four groups of six, one a level: those whose level changes change places, and no one else."""
    usual = {ApprenticeId(p): level - 1 for p, level in OF_BEFORE.items()}
    now = {ApprenticeId(p): level for p, level in (OF_BEFORE | new).items()}
    found = split("".join(OF_BEFORE), seats, usual=usual, levels=now, least=5)
    assert found == {p: level - 1 for p, level in now.items()}


def test_group_of_an_earlier_period_without_its_like_is_no_trouble() -> None:
    """Three groups before, one trainer now: one group of everybody."""
    before = tuple(
        Group(
            GroupId(f"g{n}"), BarretteId("B"), PeriodId("P0"), ModuleId(f"ENS-{n}"), (), None, (ApprenticeId(f"p0{n}"),)
        )
        for n in (1, 2, 3)
    )
    scene = french("11114444", staff=1)
    found = compose_barrette(scene.problem, FRENCH, PERIOD, scene.occasions, (), previous=before)
    assert [len(g.apprentice_ids) for g in found.groups] == [8]
