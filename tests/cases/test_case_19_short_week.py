"""Case 19: the week of 11 November: pro rata for one course, made up for another."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

ARMISTICE = "2026-11-11"


def rows() -> book.Rows:
    """One class, three weeks in a row; Wednesday 11 November 2026 is in the second."""
    course = {"classes": "BP VENTE 1", "heures": "5 h/sem", "durées": "1+1+1+1+1"}
    return {
        "Paramètres": book.settings("02/11/2026", "20/11/2026"),
        "Classes": book.classes("BP Vente", "BP VENTE 1"),
        "Calendrier": book.calendar((45, 46, 47), "BP VENTE 1"),
        "Formateurs": book.trainers("Prorata Paul", "Reprise Rose"),
        "Salles": book.rooms(1, 20),
        "Cours": [
            {**course, "matière": "Français", "formateurs": "Prorata Paul", "code": "PRORATA"},
            {
                **course,
                "matière": "Gestion",
                "formateurs": "Reprise Rose",
                "semaine courte": "à rattraper",
                "max par jour": 2,
                "code": "RATTRAPE",
            },
        ],
        "Apprenants": book.learners("BP VENTE 1", 6),
    }


def hours(found: Solved, course: str) -> list[float]:
    """Hours of a course in each of the three weeks."""
    weeks: Counter[int] = Counter()
    for session in found.of(course_id=course):
        weeks[date.fromisoformat(session["date"]).isocalendar().week] += int(session["minutes"])
    return [weeks[week] / 60 for week in (45, 46, 47)]


def test_case_19_short_week_pro_rata_or_made_up(solved: Callable[[book.Rows], Solved]) -> None:
    """Five hours a week over three weeks: 5 + 4 + 5 pro rata (four days of five), 15 in all when made up."""
    found = solved(rows())
    assert found.unplaced == []
    assert not [s for s in found.sessions if s["date"] == ARMISTICE]
    assert hours(found, "PRORATA") == [5, 4, 5]
    made_up = hours(found, "RATTRAPE")
    assert sum(made_up) == 15
    assert all(week >= 4 for week in made_up)
