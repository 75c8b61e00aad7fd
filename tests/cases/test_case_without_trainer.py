"""A course that nobody of the workbook leads: it has its hours and its room, and no trainer is taken for it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import data
from data.writing.template import write_workbook
from planner.domain import CourseId
from tests.cases import workbooks as book
from tests.cases.conftest import Solved, barrette, read_files


def rows(nobody: str = "aucun") -> book.Rows:
    """One class, two days a week: twelve hours of the only trainer, and four of project without anybody."""
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": book.classes("BP Vente", "VTE"),
        "Calendrier": [{"qui": "VTE", "S37": "lu-ma", "S38": "lu-ma"}],
        "Formateurs": [{"nom": "Prof Anne", "max par jour": 7}],
        "Salles": book.rooms(1, 12),
        "Cours": [
            {"classes": "VTE", "matière": "Vente", "heures": "12 h/sem", "formateurs": "Prof Anne", "durées": "2",
             "max par jour": 4, "code": "VENTE"},
            {"classes": "VTE", "matière": "Projet", "heures": "4 h/sem", "formateurs": nobody, "durées": "2",
             "max par jour": 2, "code": "PROJET"},
        ],
        "Apprenants": book.learners("VTE", 5),
    }  # fmt: skip


def test_a_course_without_trainer_has_its_hours_and_its_room(
    solved: Callable[[book.Rows], Solved], tmp_path: Path
) -> None:
    """Sixteen hours a week for the class, twelve for the trainer; a closed room moves such a session too."""
    found = solved(rows(), no_trainer=4)
    assert found.unplaced == []
    project = found.of(course_id="PROJET")
    assert len(project) == 4
    assert {s["trainer_ids"] for s in project} == {""}
    assert all(s["room_id"] and len(found.people(s)) == 5 for s in project)
    asked, one = rows(), next(s for s in project if s["date"] == "2026-09-15")
    asked["Indisponibilités"] = [{"qui": "VTE", "du": "15/09/2026", "de": one["start"][-5:], "à": one["end"][-5:]}]
    write_workbook(tmp_path / "apres.xlsx", asked)
    said = barrette("update", str(found.folder), "--workbook", str(tmp_path / "apres.xlsx"), "--from", "2026-09-14")
    assert said.exit_code == 0, said.output
    assert barrette("verify", str(found.folder), "--workbook", str(tmp_path / "apres.xlsx")).exit_code == 0
    after = read_files(found.folder, "")
    assert one["session_id"] not in {s["session_id"] for s in after.of(date="2026-09-15", start=one["start"])}


@pytest.mark.parametrize("word", ["aucun", "Sans formateur"])
def test_what_is_said_of_nobody(tmp_path: Path, word: str) -> None:
    """An empty cell leaves any skilled trainer; *aucun* none; minors in it are said, and a barrette is a fault."""
    asked = rows(word)
    asked["Apprenants"][0]["naissance"] = date(2010, 1, 1)
    write_workbook(tmp_path / "cas.xlsx", asked)
    reading = data.read(tmp_path / "cas.xlsx")
    assert reading.problem is not None
    assert reading.problem.courses[CourseId("PROJET")].unled
    assert "laisse 1 mineur sans adulte du classeur" in " ".join(reading.notices)
    asked["Barrettes"] = [
        {"barrette": "B", "classes": "VTE", "durée": "2 h", "nature": "enseignement", "par semaine": 1}
    ]
    asked["Cours"][1]["dans la barrette"] = "B"
    write_workbook(tmp_path / "barrette.xlsx", asked)
    assert "ne va pas avec une barrette" in " ".join(map(str, data.read(tmp_path / "barrette.xlsx").faults))
