"""*Reprise*: hours done before the term, of some people only, and the groups of the last period."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.writing.template import write_workbook
from tests.cases import workbooks as book
from tests.cases.conftest import Solved, barrette

CLASS = "CAP BOU 2"
AHEAD, BEHIND, OF_CLASS, UNKNOWN = (f"CAP-BOU-2-{n:02d}" for n in (1, 2, 3, 8))
METHOD, PROJECT = "AP-METHODE", "AP-PROJET"


def rows(first: str = "Méthode Mia", second: str = "Projets Zoé") -> book.Rows:
    """January of a final CAP year; 800 hours over the cycle, contracts until August; hours known for seven of eight."""
    people = book.learners(CLASS, 8)
    people[7]["entrée"] = "05/10/2026"
    hours: list[dict[str, Any]] = [
        {"apprenant": AHEAD, "heures": "760 h", "dont à distance": "0 h"},
        {"apprenant": BEHIND, "heures": "200 h"},
        {"apprenant": AHEAD, "quoi": "orientation", "heures": "11 h"},
        {"apprenant": AHEAD, "quoi": "consolidation", "heures": "0 h"},
        {"formateurs": "Maths Marc", "heures": "690 h"},
    ]
    hours += [{"apprenant": f"CAP-BOU-2-{n:02d}", "heures": "780 h"} for n in range(3, 8)]
    groups = [
        {"apprenant": f"CAP-BOU-2-{n:02d}", "barrette": "Barrette A", "quoi": METHOD if n < 5 else PROJECT,
         "formateurs": first if n < 5 else second}
        for n in range(1, 9)
    ]  # fmt: skip
    return {
        "Paramètres": book.settings("04/01/2027", "22/01/2027"),
        "Classes": book.classes("CAP Boulanger", CLASS, year=2),
        "Calendrier": book.calendar((1, 2, 3), CLASS),
        "Périodes": [{"période": "P1", "du": "04/01/2027", "au": "22/01/2027"}],
        "Formateurs": [*book.trainers("Français Fatou", "Méthode Mia", "Projets Zoé"),
                       {"nom": "Maths Marc", "heures de l'année": "700 h"}],
        "Salles": book.rooms(3, 16),
        "Diplômes": [{"formation": "CAP Boulanger", "heures du cycle": "800 h"}],
        "Cours": [
            {"classes": CLASS, "matière": "Français", "heures": "2 h/sem", "formateurs": "Français Fatou"},
            {"classes": CLASS, "matière": "Mathématiques", "heures": "2 h/sem", "formateurs": "Maths Marc"},
        ],
        "Compétences": [
            {"formateur": "Méthode Mia", "matière ou module": f"{METHOD} ; {PROJECT}"},
            {"formateur": "Projets Zoé", "matière ou module": f"{METHOD} ; {PROJECT}"},
        ],
        "Barrettes": [{"barrette": "Barrette A", "classes": CLASS, "durée": "1 h", "par semaine": 2,
                       "modules": f"{METHOD} ; {PROJECT} ; LIT3 ; ORI-DECOUVERTE"}],
        "Reprise": [*hours, *groups],
        "Apprenants": people,
    }  # fmt: skip


def test_balances_settle_the_cycle_and_keep_the_groups(solved: Callable[[book.Rows], Solved]) -> None:
    """Who is known is judged by projection, who is not is to be verified; nobody leaves the group of December."""
    found = solved(rows())
    # 18 hours planned in 19 days, 221 days to 31 August: 18 × (1 + 221/19) = 227 h to come; 200 + 227 < 800
    cycle = [d for d in found.debts if d["module_or_strand"] == "cycle"]
    assert [d["apprentice_id"] for d in cycle] == [BEHIND]
    assert "200 h faites" in cycle[0]["reason_unpaid"]
    assert "sur 800 h à la fin du contrat" in cycle[0]["reason_unpaid"]
    # the eighth has no balance: named, never broken
    assert "Nom08" in found.said or "Prénom08" in found.said
    assert found.summary["hard_violations"] == {}
    assert "H3b" in found.summary["to_verify"]
    # 690 hours done and 6 planned of 700: the year goes over at this rhythm, nothing is broken yet
    assert "H6c" in found.summary["to_verify"]
    assert "Maths Marc aura" in found.said
    # the share of a strand is what is left of the year over the weeks left of it
    share = {(d["apprentice_id"], d["module_or_strand"]): float(d["hours_due"]) for d in found.debts}
    assert share[AHEAD, "CONSOLIDATION"] > share[UNKNOWN, "CONSOLIDATION"]
    assert share.get((AHEAD, "GUIDANCE"), 0.0) == 0.0
    # few moves: everyone meets the module of the last period again, with its trainer
    for number in range(1, 9):
        mine = {s["module_id"] for s in found.attended(f"CAP-BOU-2-{number:02d}")}
        assert (METHOD if number < 5 else PROJECT) in mine
    assert trainers(found) == {METHOD: {"METHODE-MIA"}, PROJECT: {"PROJETS-ZOE"}}


def trainers(found: Solved) -> dict[str, set[str]]:
    """Who leads each of the two modules."""
    return {m: {t for s in found.of(module_id=m) for t in s["trainer_ids"].split(";")} for m in (METHOD, PROJECT)}


def test_groups_keep_the_trainers_of_the_last_period(solved: Callable[[book.Rows], Solved]) -> None:
    """The two trainers may lead both modules: each keeps the one of December, here the other way round."""
    found = solved(rows("Projets Zoé", "Méthode Mia"))
    assert trainers(found) == {METHOD: {"PROJETS-ZOE"}, PROJECT: {"METHODE-MIA"}}


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        ({"apprenant": AHEAD, "heures": "-3 h"}, "E15", "-3 h"),
        ({"apprenant": "Personne", "heures": "3 h"}, "A15", "n'existe pas"),
        ({"apprenant": BEHIND, "heures": "210 h"}, "A15", "est en double (déjà à la ligne 3)"),
        ({"apprenant": AHEAD, "quoi": "Mathématique", "heures": "3 h"}, "D15", "Vouliez-vous dire « Mathématiques »"),
        ({"heures": "3 h"}, "A15", "dites de qui sont ces heures"),
        ({"apprenant": AHEAD, "quoi": METHOD}, "E15", "donnez les heures déjà faites"),
        ({"apprenant": BEHIND, "quoi": METHOD, "barrette": "Barrette A"}, "A15", "est en double"),
        ({"apprenant": BEHIND, "barrette": "Barrette A"}, "D15", "quel module"),
        ({"formateurs": "Maths Marc", "heures": "3 h"}, "C15", "est en double"),
        ({"apprenant": OF_CLASS, "quoi": "LIT3", "heures": "3 h", "dont à distance": "1 h"}, "F15", "total"),
        ({"classe": "CAP BOU 9", "heures": "3 h"}, "B15", "n'existe pas"),
    ],
)
def test_faulty_balance_is_named_with_its_cell(tmp_path: Path, row: dict[str, object], cell: str, words: str) -> None:
    """Negative, unknown or repeated lines: exit 3, one sentence with the cell and the cure."""
    broken = rows()
    blank: dict[str, object] = dict.fromkeys(
        ("apprenant", "classe", "formateurs", "quoi", "heures", "dont à distance", "barrette")
    )
    broken["Reprise"] = [{**blank, **line} for line in (*broken["Reprise"][:13], row)]
    write_workbook(tmp_path / "faux.xlsx", broken)
    result = barrette("check", str(tmp_path / "faux.xlsx"))
    assert result.exit_code == 3, result.output
    assert f"Feuille « Reprise », cellule {cell} :" in result.output
    assert words in result.output
    assert result.output.count("Feuille « Reprise », cellule") == 1
