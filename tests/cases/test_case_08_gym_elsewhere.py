"""Case 8: sport at the municipal gym, booked on Tuesdays from 14:00 to 16:00, two classes at once, a walk away."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from tests.cases import workbooks as book
from tests.cases.conftest import Row, Solved

CLASSES = ("BP BAN 1", "BP BAN 2")
BELLS = (("08:30", "10:15"), ("10:30", "12:00"), ("13:00", "14:30"), ("14:45", "16:30"))
ALONE = [
    {"classes": name, "matière": "EPS", "heures": "2 h/sem", "formateurs": who, "type de salle": "gymnase"}
    for name, who in zip(CLASSES, ("Sport Sam", "Sport Sofia"), strict=True)
]
TOGETHER = [
    {
        "classes": " ; ".join(CLASSES),
        "matière": "EPS",
        "heures": "2 h/sem",
        "formateurs": "Sport Sam",
        "type de salle": "gymnase",
    }
]


def rows(sport: list[dict[str, object]]) -> book.Rows:
    """Two weeks; the gym has hours of its own, the rest of the week is nearly full (six long slots of French a day)."""
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": [{**row, "site": "Centre"} for row in book.classes("BP Banque", *CLASSES)],
        "Calendrier": book.calendar((37, 38), *CLASSES),
        "Formateurs": book.trainers("Sport Sam", "Sport Sofia", "Français Fatou", "Gestion Gil"),
        "Salles": [
            *({**row, "site": "Centre"} for row in book.rooms(2, 20)),
            {
                "salle": "Gymnase municipal",
                "type": "gymnase",
                "places": 60,
                "site": "Gymnase",
                "groupes simultanés": 2,
                "disponible seulement": "ma 14:00-16:00",
                "code": "GYMNASE",
            },
        ],
        "Sites": [{"de": "Centre", "vers": "Gymnase", "minutes": 15}],
        "Horaires": [
            *({"site": "Centre", "jours": "lu-ve", "début": a, "fin": b, "coupure possible": "non"} for a, b in BELLS),
            {"site": "Gymnase", "jours": "ma", "début": "14:00", "fin": "16:00", "coupure possible": "non"},
        ],
        "Cours": [
            *sport,
            *(
                {"classes": name, "matière": "Français", "heures": "6 h/sem", "formateurs": who, "durées": "1,5",
                 "max par jour": 2}
                for name, who in zip(CLASSES, ("Français Fatou", "Gestion Gil"), strict=True)
            ),
        ],
        "Apprenants": [*book.learners("BP BAN 1", 10), *book.learners("BP BAN 2", 12)],
    }  # fmt: skip


def minutes(session: Row, column: str) -> datetime:
    """A time of a session."""
    return datetime.fromisoformat(f"{session['date']}T{session[column][-5:]}")


@pytest.mark.parametrize("sport", [ALONE, TOGETHER], ids=["chacun son formateur", "cours commun"])
def test_case_08_gym_on_tuesday_with_the_walk_before_and_after(
    solved: Callable[[book.Rows], Solved], sport: list[dict[str, object]]
) -> None:
    """Each Tuesday both classes are at the gym from 14:00 to 16:00; nobody has anything from 13:45 to 16:15."""
    found = solved(rows(sport))
    assert found.unplaced == []
    gym = found.of(room_id="GYMNASE")
    assert len(gym) == 2 * len(sport)
    assert {date.fromisoformat(s["date"]).weekday() for s in gym} == {1}
    assert {(s["start"][-5:], s["end"][-5:], s["minutes"], s["site_id"]) for s in gym} == {
        ("14:00", "16:00", "120", "GYMNASE")
    }
    for session in gym:
        names = found.people(session)
        assert names
        same_day = {o["session_id"] for p in names for o in found.attended(p) if o["date"] == session["date"]}
        for other in (s for s in found.sessions if s["session_id"] in same_day and s["room_id"] != "GYMNASE"):
            gap = (
                (minutes(session, "start") - minutes(other, "end")).total_seconds()
                if other["start"] < session["start"]
                else (minutes(other, "start") - minutes(session, "end")).total_seconds()
            )
            assert gap >= 15 * 60
