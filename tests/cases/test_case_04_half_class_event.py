"""Case 4: an exam takes half of a class for a morning; the workbook says what the others do, and what is made up."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

CLASS = "BP VENTE 1"
PEOPLE = [f"BP-VENTE-1-{n:02d}" for n in range(1, 9)]
EXAMINED, OTHERS = set(PEOPLE[:4]), set(PEOPLE[4:])
MINOR = PEOPLE[7]
MORNING = "2026-09-08"


def rows(rest: str, makeup: str = "non", **event: object) -> book.Rows:
    """A class of eight, one of them a minor; 28 hours a week, so that every morning has courses; exam on a Tuesday."""
    people = book.learners(CLASS, 8)
    for number, person in enumerate(people):
        person["partie"] = "A" if number < 4 else "B"
    people[7]["naissance"] = date(2009, 3, 1)
    courses = [("Gestion", "Gestion Gaël", "GESTION"), ("Vente", "Vente Viviane", "VENTE")]
    return {
        "Paramètres": book.settings("07/09/2026", "25/09/2026"),
        "Classes": book.classes("BP Vente", CLASS),
        "Calendrier": book.calendar((37, 38, 39), CLASS),
        "Formateurs": [*book.trainers("Gestion Gaël", "Vente Viviane", "Jury Jeanne"),
                       {"nom": "Vie scolaire Val", "rôle": "vie scolaire"}],
        "Salles": book.rooms(3, 20),
        "Cours": [
            {"classes": CLASS, "matière": subject, "heures": "14 h/sem", "durées": "3+3+2+2+2+2", "formateurs": who,
             "code": code, "max par jour": 2}
            for subject, who, code in courses
        ],
        "Événements": [
            {"événement": "CCF écrit", "date": "08/09/2026", "début": "08:00", "fin": "12:00", "classes": CLASS,
             "partie": "A", "formateurs": "Jury Jeanne", "salle": "Salle 3", "reste de la classe": rest,
             "à rattraper": makeup, "code": "CCF", **event},
        ],
        "Apprenants": people,
    }  # fmt: skip


def morning(found: Solved, **cells: str) -> list[dict[str, str]]:
    """Sessions of the exam's morning."""
    return [s for s in found.of(date=MORNING, **cells) if s["start"] < "12"]


def the_exam_holds(found: Solved) -> None:
    """The four are at the exam with their examiner, and in nothing else."""
    exam = found.of(kind="fixed")
    assert [(s["session_id"], s["room_id"], s["trainer_ids"]) for s in exam] == [("fixe-CCF", "SALLE-3", "JURY-JEANNE")]
    assert found.people(exam[0]) == EXAMINED
    for person in EXAMINED:
        assert [s["session_id"] for s in found.attended(person) if s in morning(found)] == ["fixe-CCF"]


def test_case_04_the_other_half_keeps_its_courses(solved: Callable[[book.Rows], Solved]) -> None:
    """Maintained: no hour is lost, the four others have the courses of the morning with their trainer."""
    found = solved(rows("maintenu"))
    assert found.unplaced == []
    the_exam_holds(found)
    assert all(found.people(s) <= OTHERS for s in morning(found, kind="course"))
    for code in ("GESTION", "VENTE"):
        assert sum(int(s["minutes"]) for s in found.of(course_id=code, kind="course")) == 3 * 14 * 60


@pytest.mark.parametrize(("rest", "there"), [("autonomie", OTHERS), ("libéré", {MINOR})])
def test_case_04_the_other_half_works_alone_or_is_free(
    rest: str, there: set[str], solved: Callable[[book.Rows], Solved]
) -> None:
    """No course that morning; in autonomy all four have a watched room, released only the minor has."""
    found = solved(rows(rest))
    the_exam_holds(found)
    assert morning(found, kind="course") == []
    study = morning(found, kind="study")
    assert [(s["start"], s["end"], s["guidance"]) for s in study] == [("08:00", "12:00", "autonomous")]
    assert found.people(study[0]) == there
    assert study[0]["trainer_ids"]
    assert study[0]["room_id"]
    # half a day of ten is lost: a tenth of 28 hours in that week, to one session near
    lost = 3 * 28 - sum(int(s["minutes"]) for s in found.of(kind="course")) / 60
    assert 0 < lost <= 6


def test_case_04_the_courses_move_to_other_weeks(solved: Callable[[book.Rows], Solved]) -> None:
    """To be made up: the morning has no course, and the class still has all its hours."""
    found = solved(rows("autonomie", "oui"))
    the_exam_holds(found)
    assert found.unplaced == []
    assert morning(found, kind="course") == []
    assert sum(int(s["minutes"]) for s in found.of(kind="course")) == 3 * 28 * 60
