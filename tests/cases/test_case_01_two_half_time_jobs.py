"""Case 1: an English trainer with two half-time jobs is here on Mondays and Tuesdays of even weeks only."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.cases import workbooks as book
from tests.cases.conftest import Row, Solved

NAME, CODE = "Anglais Aude", "ANGLAIS-AUDE"
ON_HER_LINE = {"nom": NAME, "disponible seulement": "lu-ma", "semaines paires ou impaires": "paires"}
ABSENCES = [{"qui": NAME, "jours": "me-ve"}, {"qui": NAME, "semaines": "impaires"}]


def rows(line: dict[str, object], absences: list[dict[str, object]], *courses: dict[str, object]) -> book.Rows:
    """Two classes for four weeks (37 to 40), with the courses given."""
    return {
        "Paramètres": book.settings("07/09/2026", "02/10/2026"),
        "Classes": book.classes("BTS Management commercial", "BTS MCO 1", "BTS MCO 2"),
        "Calendrier": book.calendar(range(37, 41), "BTS MCO 1", "BTS MCO 2"),
        "Formateurs": [line, *book.trainers("Français Fatou")],
        "Salles": book.rooms(2, 20),
        "Cours": list(courses),
        "Indisponibilités": absences,
        "Apprenants": [*book.learners("BTS MCO 1", 5), *book.learners("BTS MCO 2", 5)],
    }


def english(name: str, hours: str, length: str | None = None) -> dict[str, object]:
    """English of a class, over the four weeks."""
    return {"classes": name, "matière": "Anglais", "heures": hours, "formateurs": NAME, "durées": length}


def french(name: str, hours: str) -> dict[str, object]:
    """French of a class, each week."""
    return {"classes": name, "matière": "Français", "heures": hours, "formateurs": "Français Fatou"}


def hers(found: Solved) -> tuple[list[Row], set[tuple[int, int]]]:
    """The sessions of English, all by her, with their weeks and weekdays."""
    sessions = [s for s in found.of(kind="course") if s["public_label"] == "Anglais"]
    assert {s["trainer_ids"] for s in sessions} == {CODE}
    days = [date.fromisoformat(s["date"]) for s in sessions]
    return sessions, {(day.isocalendar().week, day.weekday()) for day in days}


@pytest.mark.parametrize(
    ("line", "absences"), [(ON_HER_LINE, []), ({"nom": NAME}, ABSENCES)], ids=["formateurs", "indisponibilités"]
)
def test_case_01_only_her_days_of_even_weeks(
    solved: Callable[[book.Rows], Solved], line: dict[str, object], absences: list[dict[str, object]]
) -> None:
    """24 h of English fit in four days: Monday and Tuesday of weeks 38 and 40, six hours a day, three a class."""
    classes = ("BTS MCO 1", "BTS MCO 2")
    courses = [course for name in classes for course in (english(name, "12 h", "3"), french(name, "4 h/sem"))]
    found = solved(rows(line, absences, *courses))
    assert found.unplaced == []
    sessions, days = hers(found)
    assert days == {(38, 0), (38, 1), (40, 0), (40, 1)}
    assert len(sessions) == 8


def test_case_01_lengths_left_to_the_timetable(solved: Callable[[book.Rows], Solved]) -> None:
    """Eight hours of English whose lengths nobody chose: all of them in both even weeks, on her days."""
    found = solved(rows(ON_HER_LINE, [], english("BTS MCO 1", "8 h"), french("BTS MCO 1", "6 h/sem")))
    assert found.unplaced == []
    sessions, days = hers(found)
    assert sum(int(s["minutes"]) for s in sessions) == 8 * 60
    assert {week for week, _weekday in days} == {38, 40}
    assert {weekday for _week, weekday in days} <= {0, 1}
