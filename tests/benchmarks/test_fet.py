"""Files of FET: what they state in our words, what the engine makes of them, what cannot be said is named."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks import fet
from benchmarks.fet import _broken, describe, folder_of, measure, placed, run_fet, write_solved
from benchmarks.fet_problem import FetProblem, Unsayable
from benchmarks.record import record
from data.fet.file import read_fet
from planner.domain import CourseId, Relation, WeekLimit
from tests.fet_school import FOUR, ROOM, away, constraint, school, start, write_school


def write(folder: Path, time: str = "", space: str = "") -> Path:
    """A file of four activities of a year with two groups."""
    return write_school(folder, school(time, space))


def test_everything_is_placed_and_verified(tmp_path: Path) -> None:
    """A plain week: nothing is left out, no rule is broken, and the places stand in the file that is written."""
    line, found = measure(write(tmp_path), 5, 1, tmp_path, peer=False)
    assert (found["unplaced"], found["hard_violations"]) == (0, {}), line
    solved = ElementTree.parse(folder_of(tmp_path / "school.fet", tmp_path) / "school_solved.fet").getroot()
    assert len(solved.findall("Time_Constraints_List/ConstraintActivityPreferredStartingTime")) == len(FOUR)


def test_files_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    """Two schools whose files are called the same: each has a folder of its own, and so both are verified."""
    here, there = folder_of(tmp_path / "a" / "school.fet", tmp_path), folder_of(tmp_path / "b" / "school.fet", tmp_path)
    assert here != there
    assert here.parent == there.parent == tmp_path


def test_a_run_is_told_beside_fet() -> None:
    """Who completes what, the median of the ratios of what both complete, and by its name what FET alone completes."""

    def of(name: str, ours: float, left: int, theirs: float | None) -> dict[str, Any]:
        reference = {"fet_seconds_binding": theirs, "fet_accepts": not left}
        return record(name, seconds_first=ours, unplaced=left, verified=True, reference=reference)

    told = describe([of("a", 1.0, 0, 2.0), of("b", 3.0, 0, 1.0), of("c", 9.0, 4, 1.0), of("d", 1.0, 0, None)])
    assert told.splitlines() == [
        "4 of 4 files sayable; complete: ours 3, FET's 3",
        "complete for FET alone: c",
        "seconds of processor, ours / FET's, 2 files: median 1.75, at most 1 on 1 (50%)",
    ]


def test_groups_clash_with_their_year_and_not_with_each_other(tmp_path: Path) -> None:
    """The year is both groups: its hours are theirs."""
    file = read_fet(write(tmp_path))
    assert file.subgroups == {"A": ("A",), "B": ("B",), "Y": ("A", "B")}
    sessions, left = placed(FetProblem(file).problem, 5, 1)
    assert not left
    of_year = [s for s in sessions if s.course_id in ("1", "4")]
    assert not any(a.overlaps(b) for a in of_year for b in sessions if a is not b)


def test_what_binds_is_kept(tmp_path: Path) -> None:
    """Absences, a start, a link and a limit are all obeyed; what is wished is only counted."""
    time = (
        away("TeacherNotAvailableTimes", "Teacher", "T1", ("Mo", "0"))
        + start(4, "Tu", "2")
        + constraint("ActivitiesSameStartingTime", Activity_Id=[2, 3])
        + constraint("StudentsMaxGapsPerWeek", Max_Gaps=0)
        + constraint("MinDaysBetweenActivities", "95", Activity_Id=[1, 4], MinDays=1)
    )
    stated = FetProblem(read_fet(write(tmp_path, time)))
    assert [link.relation for link in stated.problem.links] == [Relation.SAME_START]
    assert stated.file.wished == {"MinDaysBetweenActivities": 1}
    sessions, left = placed(stated.problem, 5, 1)
    at = {s.course_id: (s.day.weekday(), s.start, s.end) for s in sessions}
    assert not left
    assert at[CourseId("4")][:2] == (1, 180)
    assert at[CourseId("2")] == at[CourseId("3")]
    assert at[CourseId("1")][:2] != (0, 60)


def test_a_lesson_left_out_excuses_too_few_days(tmp_path: Path) -> None:
    """Two days at least, and one lesson of two has no place: nothing is broken, what lacks is counted."""
    two = school("", "")
    problem = FetProblem(read_fet(write_school(tmp_path, two))).problem
    classes = tuple(problem.classes)
    asked = replace(problem, week_limits=(WeekLimit(class_ids=classes, least_days=2),))
    sessions, _left = placed(asked, 5, 1)
    day = min(s.day for s in sessions)
    assert not _broken(asked, tuple(s for s in sessions if s.day == day))


def test_rooms_of_the_file_are_used(tmp_path: Path) -> None:
    """The one room of a subject holds one activity at a time, and is written with its place."""
    path = write(tmp_path, space=constraint("SubjectPreferredRoom", Subject="S", Room="R"))
    file = read_fet(path)
    sessions, left = placed(FetProblem(file).problem, 5, 1)
    assert (left, {s.room_id for s in sessions}) == (0, {"R"})
    write_solved(file, sessions, tmp_path / "solved.fet")
    rooms = ElementTree.parse(tmp_path / "solved.fet").getroot().iterfind("Space_Constraints_List/*/Room")
    assert [r.text for r in rooms] == ["R"] * (1 + len(FOUR))


def test_virtual_room_is_one_of_the_ways_to_have_it(tmp_path: Path) -> None:
    """One room with either of two others: FET is told which; nothing else is in them at the time."""
    several = "<Room><Name>R2</Name></Room><Room><Name>R3</Name></Room><Room><Name>V</Name><Virtual>true</Virtual>" + (
        "<Set_of_Real_Rooms><Real_Room>R</Real_Room></Set_of_Real_Rooms>"
        "<Set_of_Real_Rooms><Real_Room>R2</Real_Room><Real_Room>R3</Real_Room></Set_of_Real_Rooms></Room>"
    )
    space = constraint("ActivityPreferredRoom", Activity_Id=2, Room="V")
    space += constraint("ActivityPreferredRoom", Activity_Id=3, Room="R")
    file = read_fet(write_school(tmp_path, school("", space, rooms=ROOM + several)))
    sessions, left = placed(FetProblem(file).problem, 5, 1)
    assert left == 0
    one, other = (next(s for s in sessions if s.course_id == CourseId(name)) for name in ("2", "3"))
    assert not one.overlaps(other)
    write_solved(file, sessions, tmp_path / "solved.fet")
    rows = ElementTree.parse(tmp_path / "solved.fet").getroot().iter("ConstraintActivityPreferredRoom")
    (chosen,) = ([r.text for r in row.iterfind("Real_Room")] for row in rows if row.find("Real_Room") is not None)
    assert chosen in (["R", "R2"], ["R", "R3"])


def test_what_cannot_be_said_is_named(tmp_path: Path) -> None:
    """A constraint that nothing of ours states is an error with its name, not left out in silence."""
    path = write(tmp_path, constraint("TeacherMinRestingHours", Minimum_Resting_Hours=12))
    with pytest.raises(Unsayable, match="TeacherMinRestingHours"):
        FetProblem(read_fet(path))
    line, found = measure(path, 5, 1, tmp_path, peer=False)
    assert "cannot be said" in line
    assert found["unsayable"] == "TeacherMinRestingHours"


def test_a_peer_that_does_not_stop_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FET looks for ever at some files that are wholly fixed, whatever limit it was given."""
    peer = tmp_path / fet.SOLVER
    peer.write_text("#!/bin/sh\nexec sleep 60\n")
    peer.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(fet, "MORE_SECONDS", 0)
    assert run_fet(write(tmp_path), 0.2) is None
