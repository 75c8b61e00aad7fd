"""A tiny published timetable, disturbed: the fewest moved lectures are those that trying everything finds."""

import itertools
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.cbctt_files import Instance, Lecture, Period, costs, read, read_solution, violations, write_solution
from benchmarks.outside import Limits, UnknownError
from benchmarks.perturb import KINDS, SHORT, Disturbed, Result, Standing, describe, line, measure

TEXT = """Name: Disturbed
Courses: 3
Rooms: 2
Days: 2
Periods_per_day: 2
Curricula: 2
Constraints: 1

COURSES:
a t1 2 2 30
b t1 1 1 50
c t2 1 1 10

ROOMS:
big 60
small 20

CURRICULA:
q 2 a b
r 1 c

UNAVAILABILITY_CONSTRAINTS:
c 1 1

END.
"""
SOLUTION = (
    Lecture("a", "big", Period(0, 0)),
    Lecture("a", "big", Period(1, 0)),
    Lecture("b", "big", Period(0, 1)),
    Lecture("c", "small", Period(0, 0)),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The instance in a file, its solution beside it."""
    (tmp_path / "tiny.ctt").write_text(TEXT, encoding="utf-8")
    write_solution(tmp_path / "tiny-published.sol", SOLUTION)
    return tmp_path / "tiny.ctt"


@pytest.fixture
def standing(file: Path) -> Standing:
    """The solution as the product has it, every room allowed."""
    return Standing.of(read(file), SOLUTION, SHORT[-1])


def fewest(instance: Instance, disturbed: Disturbed) -> int | None:
    """Moved lectures at the least, by trying every timetable; None where there is none."""
    places = [
        (room, Period(day, period))
        for room in instance.rooms
        for day in range(instance.days)
        for period in range(instance.periods)
    ]
    found = []
    for chosen in itertools.product(places, repeat=len(SOLUTION)):
        tried = [Lecture(one.course, *place) for one, place in zip(SOLUTION, chosen, strict=True)]
        moved = (Counter(SOLUTION) - Counter(tried)).total()
        if (not found or moved < min(found)) and not any(map(disturbed.forbidden, tried)):
            found += [] if violations(disturbed.instance, tried) else [moved]
    return min(found, default=None)


@pytest.mark.parametrize("kind", KINDS)
def test_fewest_moved_lectures_are_those_of_all_timetables(kind: str, standing: Standing) -> None:
    """And it is proven, lectures of one course being alike."""
    for seed in (1, 2):
        disturbed = KINDS[kind](standing, random.Random(f"{kind} {seed}"))
        found = Result.of(standing, disturbed, Limits(), 0)
        assert (found.broken, found.moved) == ({}, fewest(standing.instance, disturbed)), disturbed.what
        assert found.moved == found.update.bound > 0
        assert found.update.proven


def test_same_seed_draws_the_same_disruption_whatever_the_rooms(file: Path, standing: Standing) -> None:
    """And other seeds draw others."""
    other = Standing.of(read(file), SOLUTION, 0)
    for kind, draw in KINDS.items():
        drawn = [[draw(one, random.Random(f"{kind} {seed}")).what for seed in range(9)] for one in (standing, other)]
        assert drawn[0] == drawn[1]
        assert len(set(drawn[0])) > 1, kind


def test_room_that_lacks_few_enough_seats_is_allowed(file: Path) -> None:
    """Course a lacks ten seats in the small room, b thirty."""
    rooms = [Standing.of(read(file), SOLUTION, short).rooms for short in (0, 10, 30)]
    assert [{course for course, found in one.items() if "small" in found} for one in rooms] == [
        {"c"},
        {"a", "c"},
        {"a", "b", "c"},
    ]


def test_solution_that_clashes_or_lacks_a_lecture_is_refused(file: Path) -> None:
    """It would be no published timetable; what is against it is said."""
    clash = [*SOLUTION[:3], Lecture("c", "big", Period(0, 0))]
    with pytest.raises(UnknownError, match="room twice"):
        Standing.of(read(file), clash, 0)
    with pytest.raises(UnknownError, match="no solution of it, d in big is unknown"):
        Standing.of(read(file), [*SOLUTION[:3], Lecture("d", "big", Period(1, 1))], 0)
    with pytest.raises(UnknownError, match="1 lectures missing"):
        Standing.of(read(file), SOLUTION[:3], 0)


def test_curriculum_that_no_course_would_hit_is_said(file: Path) -> None:
    """All courses are of the one curriculum already."""
    instance = read(file)
    one = Instance(
        *("One", 2, 2, instance.courses, instance.rooms, {"q": ("a", "b", "c")}, instance.unavailable),
    )
    apart = [*SOLUTION[:3], Lecture("c", "small", Period(0, 1))]
    alone = [Lecture("c", "small", Period(1, 0)) if x.course == "c" else x for x in apart]
    free = [Lecture("a", "big", Period(1, 1)) if x == SOLUTION[1] else x for x in alone]
    with pytest.raises(UnknownError, match="no course would hit"):
        KINDS["curriculum"](Standing.of(one, free, 0), random.Random(1))


def test_record_has_the_costs_of_more_changes_and_no_result_counts_as_none(file: Path) -> None:
    """A record of each kind and seed; UD2 before is that of the solution, and after it of what came out."""
    instance, path = read(file), file.with_name("tiny-published.sol")
    records = [found for _line, found in measure(file, [path], list(KINDS), [1], Limits())]
    assert [r["kind"] for r in records] == list(KINDS)
    before = sum(costs(instance, read_solution(path)).values())
    for found in records:
        assert (found["verified"], found["proven"], found["reference"]) == (True, True, {"UD2 before": before})
        assert set(found["ud2"]) == {0, 2, 5}
        assert sum(found["components"].values()) == found["ud2"][0]
        assert all(found["moved"][more] <= found["objective"] + more for more in found["moved"])
        assert "proven" in line(found)
    lost = {**records[0], "verified": False, "proven": False, "broken": {"unplaced": 1}, "objective": None}
    assert "none, {'unplaced': 1}" in line(lost)
    assert describe([lost, records[1]]).splitlines()[-1].split()[1:4] == ["2", "1", "1"]


def test_command_writes_its_records_and_skips_what_is_not_there(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One kind, two seeds; a solution that is missing is named."""
    out, missing = file.with_name("out.json"), file.with_name("rien.sol")
    words = ["perturb", str(file), str(file.with_name("tiny-published.sol")), str(missing), "--kind", "assignment"]
    assert main([*words, "--seeds", "2", "--json", str(out)]) == 0
    content = json.loads(out.read_text("utf-8"))
    assert [r["instance"] for r in content["records"]] == [f"tiny-published/assignment/{n}" for n in (1, 2)]
    assert f"skipped: {missing} is not there" in capsys.readouterr().out
    assert main(["perturb", str(missing), str(missing)]) == 0
