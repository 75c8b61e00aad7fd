"""A tiny curriculum-based problem, made up: read, said in rows, solved by the product, scored by hand."""

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.cbctt import parts, rooms_of, rows_of
from benchmarks.cbctt_files import Course, Instance, Lecture, Period, costs, read, read_solution, violations
from benchmarks.outside import UnknownError

TEXT = """Name: Tiny
Courses: 3
Rooms: 2
Days: 2
Periods_per_day: 3
Curricula: 1
Constraints: 2

COURSES:
a t1 3 2 30
b t1 1 1 50
c t2 1 1 10

ROOMS:
big 60
small 20

CURRICULA:
q 2 a b

UNAVAILABILITY_CONSTRAINTS:
b 0 0
b 0 1

END.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The instance in a file."""
    (tmp_path / "tiny.ctt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "tiny.ctt"


@pytest.fixture
def instance(file: Path) -> Instance:
    """The instance."""
    return read(file)


def lecture(course: str, room: str, day: int, period: int) -> Lecture:
    """A line of a solution."""
    return Lecture(course, room, Period(day, period))


def test_costs_by_hand(instance: Instance) -> None:
    """Course a on one day of two (5), in two rooms (1), 10 seats short once; without its middle lecture two are alone.

    Courses b and c are not there: they lack their day (5 each), and cost nothing else.
    """
    a = [lecture("a", "big", 0, 0), lecture("a", "big", 0, 1), lecture("a", "small", 0, 2)]
    found = {"room_capacity": 10, "working_days": 15, "isolated_lectures": 0, "room_stability": 1}
    assert costs(instance, a) == found
    assert costs(instance, [a[0], a[2]]) == found | {"isolated_lectures": 4}


def test_violations_by_hand(instance: Instance) -> None:
    """Course b where it cannot be, with the same teacher, curriculum and room as a; one lecture of c too many."""
    both = [lecture("a", "big", 0, 0), lecture("b", "big", 0, 0)]
    twice = {"curriculum twice": 1, "room twice": 1, "teacher twice": 1, "unavailable": 1}
    assert violations(instance, both) == twice
    assert violations(instance, [lecture("c", "big", 0, 0), lecture("c", "big", 1, 0)]) == {"lectures too many": 1}
    assert violations(instance, [lecture("c", "big", 0, 3)]) == {"not a period": 1}


def test_lectures_beyond_the_days_that_are_wanted_are_courses_of_their_own() -> None:
    """Six lectures on four days: four that like different days, two that may be anywhere."""
    assert parts(Course("x", "t", 6, 4, 1)) == (4, 1, 1)
    assert parts(Course("x", "t", 2, 3, 1)) == (2,)


def test_course_that_the_large_rooms_cannot_hold_may_be_in_a_smaller_one(instance: Instance) -> None:
    """Courses a and b need the large room; it has 6 periods for 7 lectures, and a lacks fewer seats."""
    assert rooms_of(instance) == {"a": ("big",), "b": ("big",), "c": ("big", "small")}
    courses = {**instance.courses, "b": Course("b", "t1", 4, 1, 50)}
    more = Instance("More", 2, 3, courses, instance.rooms, instance.curricula, instance.unavailable)
    assert rooms_of(more)["a"] == ("big", "small")


def test_hours_of_one_course_of_a_teacher_are_those_of_somebody_beside(instance: Instance) -> None:
    """Teacher t1 is free for a when b is not possible."""
    rows = rows_of(instance)
    assert {row["qui"] for row in rows["Indisponibilités"]} == {"Heures de b"}
    teams = {str(row["code"]): row["formateurs"] for row in rows["Cours"]}
    assert teams["b.0"] == "Enseignant t1 + Heures de b"
    assert teams["a.0"] == "Enseignant t1"


def test_unknown_line_is_named(file: Path) -> None:
    """A header, a section and a length that no file of the competition has."""
    for old, new in (("Days: 2", "Days: 2\nWeeks: 2"), ("c t2 1 1 10", "c t2 1 1 10 5"), ("q 2 a b", "q 3 a b")):
        file.write_text(TEXT.replace(old, new), encoding="utf-8")
        with pytest.raises(UnknownError, match=new.rpartition("\n")[2]):
            read(file)
    file.write_text(TEXT.replace("Constraints: 2", "Constraints: 3"), encoding="utf-8")
    with pytest.raises(UnknownError, match="3 constraints are announced, 2 are there"):
        read(file)


def test_instance_is_solved_and_its_solution_written(file: Path, tmp_path: Path) -> None:
    """Five lectures on the two days; a and b can be beside each other, so that nothing need cost but a room."""
    assert (
        main(
            ["cbctt", str(file), str(tmp_path / "rien.ctt"), "--time-limit", "20", "--json", str(tmp_path / "out.json")]
        )
        == 0
    )
    (found,) = json.loads((tmp_path / "out.json").read_text("utf-8"))["records"]
    assert (found["unplaced"], found["hard_violations"], found["verified"]) == (0, 0, True)
    solution = read_solution(tmp_path / "tiny.sol")
    assert len(solution) == 5
    assert sum(costs(read(file), solution).values()) == found["objective"]
    assert found["components"]["working_days"] == found["components"]["room_capacity"] == 0
