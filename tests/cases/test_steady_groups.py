"""Steady groups: who owes hours at a barrette stays in what they need, and has the other strands in open periods."""

from collections import Counter
from collections.abc import Callable

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

CLASS = "CAP CUI 1"
PEOPLE = [f"CAP-CUI-1-{n:02d}" for n in range(1, 9)]


def rows() -> book.Rows:
    """Two periods of two stays; in each stay two hours of barrette and two open hours; half of the class needs writing.

    Who needs it owes four hours of it in each period: all that the barrette has.
    """
    return {
        "Paramètres": book.settings("07/09/2026", "30/10/2026"),
        "Périodes": [
            {"période": "P1", "du": "07/09/2026", "au": "02/10/2026"},
            {"période": "P2", "du": "05/10/2026", "au": "30/10/2026"},
        ],
        "Classes": book.classes("CAP Cuisine", CLASS),
        "Calendrier": book.calendar((37, 39, 41, 43), CLASS),
        "Formateurs": book.trainers("Français Fatou", "Méthode Mia", "Orientation Omar"),
        "Salles": book.rooms(5, 20),
        "Compétences": [
            {"formateur": "Français Fatou", "matière ou module": "LIT1 ; LIT3"},
            {"formateur": "Méthode Mia", "matière ou module": "AP-METHODE ; AP-PROJET ; AP-CHEF-OEUVRE"},
            {"formateur": "Orientation Omar", "matière ou module": "ORI-DECOUVERTE"},
        ],
        "Cours": [{"classes": CLASS, "matière": "Français", "heures": "4 h/sem", "formateurs": "Français Fatou"}],
        "Barrettes": [{"barrette": "Barrette A", "classes": CLASS, "durée": "1 h", "par semaine": 2}],
        "Temps d'accompagnement": [{"nom": "Temps A", "classes": CLASS, "durée": "1 h", "par semaine": 2}],
        "Apprenants": [row | {"littératie": 1 if n < 4 else 3} for n, row in enumerate(book.learners(CLASS, 8))],
    }  # fmt: skip


def test_people_keep_their_modules_from_one_period_to_the_next(solved: Callable[[book.Rows], Solved]) -> None:
    """Who owes writing has nothing else at the barrette, in both periods; every strand all the same, and all its hours.

    Whoever owes nothing meets the same support again: the modules offered do not change with the period.
    """
    found = solved(rows())
    assert found.summary["hard_violations"] == {}
    for person in PEOPLE:
        mine = found.attended(person)
        barrette = {
            period: {s["module_id"] for s in mine if s["kind"] == "barrette" and s["period_id"] == period}
            for period in ("P1", "P2")
        }
        assert barrette["P1"] == barrette["P2"], person
        if person in PEOPLE[:4]:
            assert barrette["P1"] == {"LIT1"}
        assert {s["strand"] for s in mine if s["strand"]} == {"CONSOLIDATION", "PERSONAL", "GUIDANCE"}
    planned = Counter[str]()
    for row in found.debts:
        if row["module_or_strand"] == "LIT1":
            planned[row["apprentice_id"]] += int(float(row["hours_planned"]))
    assert planned == dict.fromkeys(PEOPLE[:4], 8)
