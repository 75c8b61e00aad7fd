"""*Salles*, « réunit »: rooms made of rooms, and the lines of which nothing can be made."""

from datetime import date
from pathlib import Path

import pytest

import data
from data.reading.workbook import Reading
from data.writing.filled import rows_of
from data.writing.template import write_workbook
from planner.domain import RoomId
from tests.data.rich import rich

HALL: dict[str, object] = {"salle": "Grande salle", "type": "amphi", "places": 40, "réunit": "Salle 1 ; Cuisine 1"}


def read(folder: Path, *rooms: dict[str, object], **sheets: list[dict[str, object]]) -> Reading:
    """The rich workbook with some rooms more, and other lines in some sheets."""
    rows = rich()
    write_workbook(folder / "classeur.xlsx", rows | {"Salles": [*rows["Salles"], *rooms]} | dict(sheets))
    return data.read(folder / "classeur.xlsx")


def test_a_hall_is_closed_while_a_part_is(tmp_path: Path) -> None:
    """Two rooms, by their names; the kitchen is away on a day, and so is the hall, and the other room is not."""
    away: list[dict[str, object]] = [
        {"qui": "Cuisine 1", "du": date(2026, 9, 9), "au": date(2026, 9, 9), "nature": "impérative"}
    ]
    reading = read(tmp_path, HALL, Indisponibilités=away)
    assert reading.problem is not None, [str(f) for f in reading.faults]
    hall, kitchen, room = (reading.problem.rooms[RoomId(r)] for r in ("GRANDE-SALLE", "CUISINE-1", "SALLE-1"))
    assert hall.joins == ("SALLE-1", "CUISINE-1")
    assert set(kitchen.absences) <= set(hall.absences)
    assert kitchen.absences
    assert not set(kitchen.absences) & set(room.absences)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"réunit": "Salle 1"}, "ne nomme qu'une salle"),
        ({"réunit": "Salle 1 ; Salle 2"}, "n'existe pas"),
        ({"réunit": "Salle 1 ; Grande salle"}, "une partie d'elle-même"),
        ({"groupes simultanés": 2}, "ne va pas avec « réunit »"),
        ({"site": "Ailleurs"}, "autre site"),
    ],
)
def test_a_hall_that_cannot_be_is_a_fault(tmp_path: Path, line: dict[str, object], says: str) -> None:
    """Each says what is wrong with the line."""
    found = [str(fault) for fault in read(tmp_path, HALL | line).faults]
    assert any(says in fault for fault in found), found


def together(folder: Path, kind: str, **more: object) -> Reading:
    """The rich workbook with one course more, in rooms of some types."""
    rows = rich()
    line: dict[str, object] = {
        "classes": "CAP CUI 1", "matière": "Projet", "heures": "1 h/sem", "formateurs": "Durand Paul",
        "type de salle": kind, **more,
    }  # fmt: skip
    again: dict[str, object] = {"salle": "Salle 2", "type": "banalisée", "places": 10}
    return read(folder, again, Cours=[*rows["Cours"], line])


def test_two_types_with_a_plus_are_two_rooms_at_once(tmp_path: Path) -> None:
    """The kitchen with either classroom: as one room of both, of the seats of both, which *Salles* does not list."""
    reading = together(tmp_path, "cuisine + banalisée")
    assert reading.problem is not None, [str(f) for f in reading.faults]
    problem = reading.problem
    (course,) = (c for c in problem.courses.values() if c.subject == "Projet")
    found = {room.name: room for room in problem.course_rooms(course)}
    assert set(found) == {"Cuisine 1 + Salle 1", "Cuisine 1 + Salle 2"}
    first = found["Cuisine 1 + Salle 1"]
    assert (first.joins, first.seats, first.implied) == (("CUISINE-1", "SALLE-1"), 32, True)
    assert course.room_types == ("cuisine + banalisée",)
    assert set(problem.special_types) >= {"cuisine", "cuisine + banalisee"}
    assert "Cuisine 1 + Salle 1" not in {row["name"] for row in rows_of(problem)["rooms"]}


def test_two_of_one_type_are_each_pair_of_them(tmp_path: Path) -> None:
    """Two classrooms of two: one pair. A type beside is another choice."""
    reading = together(tmp_path, "banalisée + banalisée ; ressources")
    assert reading.problem is not None, [str(f) for f in reading.faults]
    (course,) = (c for c in reading.problem.courses.values() if c.subject == "Projet")
    assert {room.name for room in reading.problem.course_rooms(course)} == {"Salle 1 + Salle 2", "CDR"}


def test_unknown_type_beside_a_plus_is_a_fault(tmp_path: Path) -> None:
    """The cell is named."""
    (fault,) = together(tmp_path, "cuisine + piscine").faults
    assert "n'est pas un type de la feuille « Salles »" in str(fault)


def test_lock_may_name_two_rooms_at_once(tmp_path: Path) -> None:
    """By the names of both, as they are written everywhere."""
    rows = rich()
    lock: dict[str, object] = {"cours": "Projet – CAP CUI 1", "date": "19/10/2026", "salle": "Cuisine 1 + Salle 1"}
    line: dict[str, object] = {
        "classes": "CAP CUI 1", "matière": "Projet", "heures": "1 h/sem", "formateurs": "Durand Paul",
        "type de salle": "cuisine + banalisée",
    }  # fmt: skip
    reading = read(tmp_path, Cours=[*rows["Cours"], line], Verrous=[lock])
    assert reading.problem is not None, [str(f) for f in reading.faults]
    assert reading.problem.locks[0].room_id == "CUISINE-1+SALLE-1"
