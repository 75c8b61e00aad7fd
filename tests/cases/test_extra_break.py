"""A person entitled to an extra break of a quarter of an hour has no more than two hours in a row."""

from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

CLASS = "BP VENTE 1"
PERSON = "BP-VENTE-1-01"


def rows(**arrangement: object) -> book.Rows:
    """Bells of whole hours without any pause; twenty hours a week of one-hour and two-hour sessions."""
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": book.classes("BP Vente", CLASS),
        "Calendrier": book.calendar((37, 38), CLASS),
        "Formateurs": book.trainers("Gestion Gaël", "Vente Viviane"),
        "Salles": book.rooms(2, 20),
        "Cours": [
            {"classes": CLASS, "matière": "Gestion", "heures": "10 h/sem", "durées": "2+2+2+2+2",
             "formateurs": "Gestion Gaël"},
            {"classes": CLASS, "matière": "Vente", "heures": "10 h/sem", "durées": "2+2+2+2+2",
             "formateurs": "Vente Viviane"},
        ],
        "Apprenants": book.learners(CLASS, 4),
        "Aménagements": [{"apprenant": PERSON, "effet": "pause supplémentaire", **arrangement}],
    }  # fmt: skip


def test_sessions_leave_room_for_the_break(solved: Callable[..., Solved]) -> None:
    """Ten two-hour sessions a week, two a day, none right after another; the preference costs nothing."""
    found = solved(rows(durée="15 min"), effort=1.0)
    assert found.unplaced == []
    ends = {(s["date"], s["end"]) for s in found.attended(PERSON)}
    assert [s for s in found.attended(PERSON) if (s["date"], s["start"]) in ends] == []
    assert found.summary["soft_penalties"]["P17"] == 0
