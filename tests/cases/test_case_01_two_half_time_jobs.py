"""Case 1: an English trainer with two half-time jobs, here on Mondays and Tuesdays of even weeks only."""

from collections.abc import Callable
from datetime import date

from tests.cases import workbooks as book
from tests.cases.conftest import Solved


def rows() -> book.Rows:
    """A class at the centre for four weeks, eight hours of English to place, French all along."""
    return {
        "Paramètres": book.settings("07/09/2026", "02/10/2026"),
        "Classes": book.classes("BP Fleuriste", "BP FLE 1"),
        "Calendrier": book.calendar((37, 38, 39, 40), "BP FLE 1"),
        "Formateurs": [
            {
                "nom": "Anglais Ana",
                "disponible seulement": "lu-ma",
                "semaines paires ou impaires": "paires",
            },
            *book.trainers("Français Fatou"),
        ],
        "Salles": book.rooms(2, 20),
        "Cours": [
            {"classes": "BP FLE 1", "matière": "Anglais", "heures": "8 h", "formateurs": "Anglais Ana"},
            {"classes": "BP FLE 1", "matière": "Français", "heures": "6 h/sem", "formateurs": "Français Fatou"},
        ],
        "Apprenants": book.learners("BP FLE 1", 6),
    }


def test_case_01_english_is_on_mondays_and_tuesdays_of_even_weeks(solved: Callable[[book.Rows], Solved]) -> None:
    """Eight hours of English, all on the four days on which she is here."""
    found = solved(rows())
    assert found.unplaced == []
    english = [s for s in found.of(kind="course") if s["trainer_ids"] == "ANGLAIS-ANA"]
    assert sum(int(s["minutes"]) for s in english) == 8 * 60
    days = [date.fromisoformat(s["date"]) for s in english]
    assert {day.isocalendar().week for day in days} == {38, 40}
    assert {day.weekday() for day in days} <= {0, 1}
