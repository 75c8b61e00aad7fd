"""Case 1: an English trainer with two half-time jobs is here on Mondays and Tuesdays of even weeks only."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

NAME = "Anglais Aude"
ON_HER_LINE = {"nom": NAME, "disponible seulement": "lu-ma", "semaines paires ou impaires": "paires"}
ABSENCES = [{"qui": NAME, "jours": "me-ve"}, {"qui": NAME, "semaines": "impaires"}]


def rows(line: dict[str, object], absences: list[dict[str, object]]) -> book.Rows:
    """Two classes for four weeks (37 to 40); twelve hours of English each, French each week beside it."""
    return {
        "Paramètres": book.settings("07/09/2026", "02/10/2026"),
        "Classes": book.classes("BTS Management commercial", "BTS MCO 1", "BTS MCO 2"),
        "Calendrier": book.calendar(range(37, 41), "BTS MCO 1", "BTS MCO 2"),
        "Formateurs": [line, *book.trainers("Français Fatou")],
        "Salles": book.rooms(2, 20),
        "Cours": [
            course
            for name in ("BTS MCO 1", "BTS MCO 2")
            for course in (
                {"classes": name, "matière": "Anglais", "heures": "12 h", "formateurs": NAME, "durées": "3"},
                {"classes": name, "matière": "Français", "heures": "4 h/sem", "formateurs": "Français Fatou"},
            )
        ],
        "Indisponibilités": absences,
        "Apprenants": [*book.learners("BTS MCO 1", 5), *book.learners("BTS MCO 2", 5)],
    }


@pytest.mark.parametrize(
    ("line", "absences"), [(ON_HER_LINE, []), ({"nom": NAME}, ABSENCES)], ids=["formateurs", "indisponibilités"]
)
def test_case_01_only_her_days_of_even_weeks(
    solved: Callable[[book.Rows], Solved], line: dict[str, object], absences: list[dict[str, object]]
) -> None:
    """24 h of English fit in four days: Monday and Tuesday of weeks 38 and 40, six hours a day, three a class."""
    found = solved(rows(line, absences))
    assert found.unplaced == []
    english = [s for s in found.of(kind="course") if s["public_label"] == "Anglais"]
    days = [date.fromisoformat(s["date"]) for s in english]
    assert {(day.isocalendar().week, day.weekday()) for day in days} == {(38, 0), (38, 1), (40, 0), (40, 1)}
    assert len(english) == 8
    assert {s["trainer_ids"] for s in english} == {"ANGLAIS-AUDE"}
