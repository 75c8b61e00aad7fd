"""Case 21: undecided in final year: a place in both guidance modules until the choice; hours count together."""

from collections.abc import Callable
from typing import Any

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

STUDY, WORK = "ORI-POURSUITE", "ORI-INSERTION"
CLASS = "CAP CUI 2"
SURE, LATE, UNDECIDED = "CAP-CUI-2-01", "CAP-CUI-2-05", "CAP-CUI-2-06"


def rows() -> book.Rows:
    """Eight weeks at the centre of a final year, two hours of barrette each; half the hours of guidance by week.

    Four have chosen work, one is undecided until 12 October, after four of the eight weeks, one for good.
    """
    people = book.learners(CLASS, 6)
    for person in people[:4]:
        person["choix d'orientation"] = "insertion"
    people[4] |= {"choix d'orientation": "poursuite", "choix fait le": "12/10/2026"}
    people[5] |= {"choix d'orientation": "à décider"}
    rule: dict[str, Any] = {"diplômes": "CAP", "temporaire ou récurrent": "temporaire"}
    return {
        "Paramètres": book.settings("07/09/2026", "06/11/2026"),
        "Classes": book.classes("CAP Cuisine", CLASS, year=2),
        "Calendrier": book.calendar((37, 38, 39, 40, 42, 43, 44, 45), CLASS),
        "Périodes": [{"période": "P1", "du": "07/09/2026", "au": "06/11/2026"}],
        "Formateurs": book.trainers("Études Émile", "Insertion Inès", "Français Fatou"),
        "Salles": book.rooms(4, 16),
        "Cours": [{"classes": CLASS, "matière": "Français", "heures": "2 h/sem", "formateurs": "Français Fatou"}],
        "Modules": book.for_one(STUDY, WORK, "LIT3", "AP-PROJET"),
        "Barrettes": [
            {"barrette": "Barrette A", "classes": CLASS, "durée": "1 h", "par semaine": 2,
             "modules": f"{STUDY} ; {WORK} ; LIT3 ; AP-PROJET"}
        ],
        "Compétences": [
            {"formateur": "Études Émile", "matière ou module": STUDY},
            {"formateur": "Insertion Inès", "matière ou module": WORK},
        ],
        "Règles de besoins": [
            {**rule, "cible": STUDY, "choix d'orientation": "poursuite", "en tout": "4 h"},
            {**rule, "cible": WORK, "choix d'orientation": "insertion", "en tout": "4 h"},
            {**rule, "cible": STUDY, "choix d'orientation": "à décider", "dernière année": "oui", "en tout": "2 h"},
            {**rule, "cible": WORK, "choix d'orientation": "à décider", "dernière année": "oui", "en tout": "2 h"},
        ],
        "Apprenants": people,
    }  # fmt: skip


def guidance(found: Solved, who: str) -> list[tuple[str, str]]:
    """(date, module) of the two modules of guidance that somebody follows."""
    return [(s["date"], s["module_id"]) for s in found.attended(who) if s["module_id"] in (STUDY, WORK)]


def test_case_21_both_modules_until_the_choice(solved: Callable[[book.Rows], Solved]) -> None:
    """Before the choice an hour of each, from its day the chosen one only; four hours in all, whatever the way."""
    found = solved(rows())
    assert found.unplaced == []
    # two of the four hours fall before the choice, half in each module; the other two after it, all of further study
    before = [m for day, m in guidance(found, LATE) if day < "2026-10-12"]
    after = [m for day, m in guidance(found, LATE) if day >= "2026-10-12"]
    assert set(before) == {STUDY, WORK}
    assert set(after) == {STUDY}
    assert len(after) >= 2
    # who never chooses keeps both, two hours in each
    assert {m for _day, m in guidance(found, UNDECIDED)} == {STUDY, WORK}
    assert {m for _day, m in guidance(found, SURE)} == {WORK}
    owed = [d for d in found.debts if d["module_or_strand"] in (STUDY, WORK)]
    for who in (SURE, LATE, UNDECIDED):
        mine = [d for d in owed if d["apprentice_id"] == who]
        assert sum(float(d["hours_due"]) for d in mine) == sum(float(d["hours_planned"]) for d in mine) == 4.0
    # every hour of both modules counts for the strand of guidance
    strand = next(d for d in found.debts if d["apprentice_id"] == UNDECIDED and d["module_or_strand"] == "GUIDANCE")
    assert float(strand["hours_planned"]) == min(float(strand["hours_due"]), len(guidance(found, UNDECIDED)))
