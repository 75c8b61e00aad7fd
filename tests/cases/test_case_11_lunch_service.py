"""Case 11: commis de cuisine: practical work from 9:00, then lunch service at 12:00, meal included."""

from collections.abc import Callable

import pytest

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

CLASS, DAYS = "CS COMMIS 1", 4
AT_ONCE = [
    {"classes": CLASS, "matière": "Pratique et service", "heures": "16 h", "durées": "4", "formateurs": "Chef Anne",
     "type de salle": "cuisine", "repas compris": "oui", "code": "JOUR"},
]  # fmt: skip
TWO = [
    {"classes": CLASS, "matière": "Pratique", "heures": "12 h", "durées": "3", "formateurs": "Chef Anne",
     "type de salle": "cuisine", "code": "TP"},
    {"classes": CLASS, "matière": "Service", "heures": "8 h", "durées": "2", "formateurs": "Chef Anne ou Maître Max",
     "type de salle": "cuisine", "repas compris": "oui", "après": "Pratique", "code": "SERVICE"},
]  # fmt: skip


def rows(courses: list[dict[str, object]], starts: dict[str, str]) -> book.Rows:
    """Four days; hourly bells 8–12 and 13–17 that sessions may cut; starts of the courses locked for the term."""
    spans = [("08:00", "12:00"), ("13:00", "17:00")]
    return {
        "Paramètres": book.settings("07/09/2026", "10/09/2026"),
        "Classes": book.classes("CS Commis de cuisine", CLASS),
        "Calendrier": book.calendar((37,), CLASS),
        "Formateurs": book.trainers("Chef Anne", "Maître Max", "Gestion Gil"),
        "Salles": [{"salle": "Cuisine", "type": "cuisine", "places": 12}, *book.rooms(1, 20)],
        "Horaires": [{"jours": "lu-ve", "début": a, "fin": b, "coupure possible": "oui"} for a, b in spans],
        "Cours": [
            *courses,
            {"classes": CLASS, "matière": "Gestion", "heures": "4 h", "durées": "1", "formateurs": "Gestion Gil"},
        ],
        "Verrous": [{"cours": course, "heure": hour} for course, hour in starts.items()],
        "Apprenants": book.learners(CLASS, 10),
    }  # fmt: skip


def spans(found: Solved, course: str) -> set[tuple[str, str, str, str]]:
    """Start, end, minutes and meal of the sessions of a course."""
    return {(s["start"][-5:], s["end"][-5:], s["minutes"], s["meal"]) for s in found.of(course_id=course)}


def test_case_11_one_session_spans_the_meal(solved: Callable[[book.Rows], Solved]) -> None:
    """From 9:00 to 14:00 each day: four hours of work and the meal, at which nobody needs another lunch."""
    found = solved(rows(AT_ONCE, {"JOUR": "9h00"}))
    assert found.unplaced == []
    assert spans(found, "JOUR") == {("09:00", "14:00", "240", "1")}
    assert len({s["date"] for s in found.of(course_id="JOUR")}) == DAYS


@pytest.mark.parametrize("starts", [{"TP": "9h00", "SERVICE": "12h00"}], ids=["9 h puis 12 h"])
def test_case_11_service_follows_practical_work(solved: Callable[[book.Rows], Solved], starts: dict[str, str]) -> None:
    """Each day practical work until noon, then the service, meal included, until 15:00 (two hours of work)."""
    found = solved(rows(TWO, starts))
    assert found.unplaced == []
    assert spans(found, "TP") == {("09:00", "12:00", "180", "0")}
    assert spans(found, "SERVICE") == {("12:00", "15:00", "120", "1")}
    assert [s["date"] for s in found.of(course_id="TP")] == [s["date"] for s in found.of(course_id="SERVICE")]
