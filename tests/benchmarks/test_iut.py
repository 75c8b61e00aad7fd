"""A week of an institute, made up: what its files say becomes rows, and the scorer counts by hand what comes out."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from benchmarks import iut
from benchmarks.__main__ import main
from benchmarks.iut_bound import unplaceable
from benchmarks.iut_files import COLUMNS, At, Institute, Span, read
from benchmarks.iut_score import score
from benchmarks.iut_units import places, units
from benchmarks.outside import UnknownError

WEEK = "2021-W40"
STARTS = "480;570;660;855;945;1035"
Lines = Mapping[str, Sequence[str]]


def course(name: str, group: str, tutor: str, kind: str = "100", starts: str = STARTS, minutes: int = 90) -> str:
    """A line of ``courses``."""
    return f"{name},D,Y,{WEEK},m,t,{minutes},{starts},{tutor},,{group},{kind}"


CENTRE: Lines = {
    "departments": ["D,480,1125,750,855,m;tu;w;th;f"],
    "groups": ["1,D,Y,structural,,,", "2,D,Y,structural,1,,", "3,D,Y,structural,1,,"],
    "rooms": ["10,D,100,", "11,D,100;200,", "12,D,100,13", "13,D,300,"],
    "courses": [
        course("1", "1", "7"),
        course("2", "2", "8"),
        course("3", "2", "8"),
        course("4", "3", "9"),
        course("5", "3", "9"),
        course("6", "3", "8", starts="480;855"),
    ],
    "dependencies": ["2,3,1,0", "4,5,0,1", "1,6,0,0", "1,2,0,0"],
    "tutor_availability": ["7,,m,480,645,0", "8,,tu,480,90,3"],
    "published": [
        *("1,tu,480,10,7", "2,w,480,10,8", "3,w,570,10,", "4,w,855,11,9", "5,th,855,10,9", "6,f,480,10,8"),
    ],
}


def files(folder: Path, **changes: Sequence[str]) -> Path:
    """The files of a centre, some of them changed."""
    for name, columns in COLUMNS.items():
        lines = {**CENTRE, **changes}.get(name, [])
        (folder / f"{name}.csv").write_text("\n".join([",".join(columns), *lines]) + "\n", encoding="utf-8")
    return folder


def at(day: int, start: int, room: str = "10", *tutors: str) -> At:
    """A place."""
    return At(day, start, room, tutors)


@pytest.fixture
def institute(tmp_path: Path) -> Institute:
    """The centre, read."""
    return read(files(tmp_path))


def test_links_become_sessions_of_a_course(institute: Institute) -> None:
    """Back to back: one session of three hours, at the four starts that allow both; another day: two sessions."""
    made, dropped = units(institute.week("D", WEEK), institute.links)
    found = {unit.id: unit for unit in made}
    assert (found["C2"].minutes, found["C2"].starts, found["C2"].after) == (180, (480, 570, 855, 945), "C1")
    assert [[one.id for one in session] for session in found["C4"].sessions] == [["4"], ["5"]]
    assert found["C6"].after == "C1"
    assert not dropped


def test_what_no_course_can_say_is_counted(tmp_path: Path) -> None:
    """A second course before one; one after the second of two sessions; back to back with other people."""
    links = ["1,6,0,0", "2,6,0,0", "4,5,0,1", "5,3,0,0", "1,4,1,0"]
    institute = read(files(tmp_path, dependencies=links))
    _made, dropped = units(institute.week("D", WEEK), institute.links)
    assert dropped == {"after several courses": 1, "after a later session": 1, "back to back": 1}


def test_unknown_is_named(tmp_path: Path) -> None:
    """A group across the tree, a column more, a course of two groups: refused, each by its name."""
    with pytest.raises(UnknownError, match="group 1: kind “transversal”"):
        read(files(tmp_path, groups=["1,D,Y,transversal,,,"]))
    with pytest.raises(UnknownError, match="course 9: 2 groups"):
        read(files(tmp_path, courses=[course("9", "2;3", "7")]))
    files(tmp_path)
    (tmp_path / "rooms.csv").write_text("room,departments,types,part_of,lift\n", encoding="utf-8")
    with pytest.raises(UnknownError, match="lift"):
        read(tmp_path)


def test_room_made_of_others_excludes_its_parts(tmp_path: Path) -> None:
    """Type 300 is given in the room made of 12 and 14: type 100 has others, and type 500 only 14, so they share it."""
    rooms = ["10,D,100,", "12,D,100,13", "13,D,300,", "14,D,500,13"]
    found = places(read(files(tmp_path, rooms=rooms)), "D", ["100", "300", "500"])
    assert found.rooms == {"100": ("10",), "300": ("13",), "500": ("14",)}
    assert found.taken == {"300": ("12", "14"), "500": ("14",)}


def test_starts_of_a_course_are_bells_of_its_own(institute: Institute) -> None:
    """Course 6 may begin at two hours of six: it has a class of its own with these."""
    made, _dropped = units(institute.week("D", WEEK), institute.links)
    rows = iut.rows_of(institute, "D", WEEK, made, wish=False)
    own = [row for row in rows["Horaires"] if row.get("site")]
    assert [(row["début"], row["fin"]) for row in own] == [("8h00", "9h30"), ("14h15", "15h45")]
    classes = {str(row["code"]): row["classes"] for row in rows["Cours"]}
    assert classes["C6"] == "Groupe 3 ; Cours C6"
    assert classes["C1"] == "Groupe 2 ; Groupe 3"


def test_score_counts_half_days_and_minutes_away(institute: Institute) -> None:
    """The lecture on Monday: two groups, one tutor who is not there; course 2 that afternoon: one more of each."""
    found = score(institute, {"1": at(0, 480, "10", "7"), "2": at(0, 855, "10", "8")})
    assert found.components() == {"tutor_half_days": 2, "group_half_days": 3, "minutes_tutor_away": 90}
    assert found.broken == {"tutor away": 1}


def test_score_names_each_broken_rule(institute: Institute) -> None:
    """One place each that breaks it."""
    broken = {
        "group twice": {"1": at(1, 480, "10"), "4": at(1, 480, "11")},
        "tutor twice": {"2": at(1, 480, "10", "8"), "6": at(1, 480, "11", "8")},
        "room twice": {"2": at(1, 480, "10"), "4": at(1, 480, "10")},
        "start not allowed": {"6": at(1, 570)},
        "room of another type": {"1": at(1, 480, "13")},
        "order": {"1": at(1, 480), "6": at(0, 855)},
        "back to back": {"2": at(1, 480), "3": at(1, 660)},
        "not the same day": {"4": at(1, 480), "5": at(1, 660)},
    }
    for what, where in broken.items():
        assert score(institute, where).broken == {what: 1}, what


def test_tutor_with_too_few_hours_leaves_courses_nobody_could_place(tmp_path: Path) -> None:
    """Tutor 9 is there for an hour and a half on Monday, for one of 4 and 5; not if he is elsewhere."""
    away = [f"9,,{day},480,645,0" for day in ("tu", "w", "th", "f")] + ["9,,m,570,555,0"]
    institute = read(files(tmp_path, tutor_availability=away))
    made, _dropped = units(institute.week("D", WEEK), institute.links)
    assert unplaceable(institute, made, {}) == 1
    assert unplaceable(institute, made, {"9": [Span(0, 480, 570)]}) == 2


def test_week_is_placed_by_the_product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All six courses, nothing broken; tutors 7 and 9 need one and two half-days, 8 one or two."""
    monkeypatch.setattr(iut, "FEWEST", 6)
    assert main(["iut", str(files(tmp_path)), "--json", str(tmp_path / "out.json")]) == 0
    (found,) = json.loads((tmp_path / "out.json").read_text("utf-8"))["records"]
    assert (found["instance"], found["unplaced"], found["share"]) == (f"D {WEEK}", 0, 1.0)
    assert (found["hard_violations"], found["verified"], found["broken_published"]) == (0, True, {})
    assert found["reference"] == {"tutor_half_days": 5, "group_half_days": 6, "minutes_tutor_away": 0}
    assert found["components"]["tutor_half_days"] in (4, 5)
    assert found["dropped"] == {"grades of a tutor's hours": 1}


def test_absent_folder_is_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Said, and no failure."""
    assert main(["iut", str(tmp_path / "rien")]) == 0
    assert "skipped" in capsys.readouterr().out


def test_columns_are_those_of_the_files(tmp_path: Path) -> None:
    """What the tests write is what the adapter reads."""
    with (files(tmp_path) / "courses.csv").open(encoding="utf-8", newline="") as file:
        assert tuple(next(csv.reader(file))) == COLUMNS["courses"]
