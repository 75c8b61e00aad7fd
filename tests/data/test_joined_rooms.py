"""*Salles*, « réunit »: rooms made of rooms, and the lines of which nothing can be made."""

from datetime import date
from pathlib import Path

import pytest

import data
from data.reading.workbook import Reading
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
