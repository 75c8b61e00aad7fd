"""Case 22: no opening balances: rules of the cycle are reported *à vérifier*, nothing is broken."""

from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved


def rows() -> book.Rows:
    """A final CAP year, 800 hours over the cycle; nothing says what is done already, nor what anyone chose after."""
    return {
        "Paramètres": book.settings("07/09/2026", "18/09/2026"),
        "Classes": book.classes("CAP Boulanger", "CAP BOU 2", year=2),
        "Calendrier": book.calendar((37, 38), "CAP BOU 2"),
        "Formateurs": book.trainers("Français Fatou", "Maths Marc", "Projets Zoé"),
        "Salles": book.rooms(3, 16),
        "Diplômes": [{"formation": "CAP Boulanger", "heures du cycle": "800 h"}],
        "Cours": [
            {"classes": "CAP BOU 2", "matière": "Français", "heures": "2 h/sem", "formateurs": "Français Fatou"},
            {"classes": "CAP BOU 2", "matière": "Mathématiques", "heures": "2 h/sem", "formateurs": "Maths Marc"},
        ],
        "Barrettes": [{"barrette": "Barrette A", "classes": "CAP BOU 2", "durée": "1 h", "par semaine": 3}],
        "Apprenants": book.learners("CAP BOU 2", 8),
    }


def test_case_22_no_balances_is_to_be_verified(solved: Callable[[book.Rows], Solved]) -> None:
    """The minimum of the cycle cannot be judged: it is said, and the timetable passes all the same."""
    found = solved(rows())
    assert found.unplaced == []
    assert "Toutes les règles impératives sont respectées" in found.said
    assert "À vérifier : heures déjà faites ou fin de contrat inconnues (H3b)." in found.said
    assert "Le minimum de 800 h sur le cycle est à vérifier" in found.said
    assert found.summary["to_verify"] == ["H3b"]
    assert found.summary["hard_violations"] == {}
    # the course of two hours a week and three barrettes a week take place as ever
    assert len({(s["date"], s["start"]) for s in found.of(kind="barrette")}) == 6
    assert sum(int(s["minutes"]) for s in found.of(kind="course")) == 2 * 2 * 2 * 60
