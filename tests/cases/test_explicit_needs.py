"""*Besoins* in all its forms: one person, several, a class, a part of it; closed, each stay, a word to the company."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.writing.template import write_workbook
from tests.cases import workbooks as book
from tests.cases.conftest import Row, Solved, barrette

COI, FLE = "BP COI 1", "BP FLE 1"
HAIR = [f"BP-COI-1-{n:02d}" for n in range(1, 9)]
FLOWERS = [f"BP-FLE-1-{n:02d}" for n in range(1, 7)]
THREE = FLOWERS[:3]


def rows() -> book.Rows:
    """Two stays of two weeks; only the hairdressers have a barrette, and two parts in the workshop."""
    people = [*book.learners(COI, 8), *book.learners(FLE, 6)]
    for person in people[:4]:
        person["partie"] = "A"
    return {
        "Paramètres": book.settings("07/09/2026", "09/10/2026"),
        "Classes": book.classes("BP Coiffure", COI, FLE),
        "Calendrier": book.calendar((37, 38, 40, 41), COI, FLE),
        "Périodes": [{"période": "P1", "du": "07/09/2026", "au": "09/10/2026"}],
        "Formateurs": book.trainers("Français Fatou", "Maths Marc", "Coiffe Carla"),
        "Salles": book.rooms(4, 16),
        "Cours": [
            {"classes": COI, "matière": "Français", "heures": "2 h/sem", "formateurs": "Français Fatou"},
            {"classes": FLE, "matière": "Mathématiques", "heures": "2 h/sem", "formateurs": "Maths Marc"},
            {"classes": COI, "matière": "Coupe", "heures": "2 h/sem", "formateurs": "Coiffe Carla", "parties": 2},
        ],
        "Barrettes": [{"barrette": "Barrette A", "classes": COI, "durée": "1 h", "par semaine": 1, "modules": "LIT2"}],
        "Besoins": [
            {"code": "B-CLASSE", "classe": COI, "cible": "NUM3", "en tout": "2 h", "origine": "conseil"},
            {"code": "B-SEJOUR", "classe": FLE, "cible": "AP-METHODE", "par séjour": "1 h"},
            {"code": "B-PARTIE", "classe": COI, "partie": "A", "cible": "AP-PROJET", "en tout": "1 h"},
            {"code": "B-TROIS", "apprenants": " ; ".join(THREE), "cible": "NUM2", "en tout": "1 h",
             "séance commune": "oui"},
            {"code": "B-FERME", "apprenants": HAIR[7], "cible": "LIT2", "en tout": "4 h", "fermé le": "18/09/2026"},
            {"code": "B-AVANT", "apprenants": HAIR[6], "cible": "LIT2", "en tout": "4 h", "fermé le": "01/09/2026"},
            {"code": "B-MOT", "apprenants": HAIR[5], "réponse": "entreprise", "motif": "C3", "décidé par": "Conseil",
             "ouvert le": "14/09/2026", "origine": "entreprise"},
        ],
        "Apprenants": people,
    }  # fmt: skip


def owed(found: Solved, code: str) -> list[tuple[str, float, float]]:
    """(who, due, planned) of a need, its periods together."""
    mine: list[Row] = [d for d in found.debts if d["need_id"] == code or d["need_id"].startswith(f"{code}-")]
    return [(d["apprentice_id"], float(d["hours_due"]), float(d["hours_planned"])) for d in mine]


def test_needs_of_a_class_a_part_and_several_are_given_together(
    solved: Callable[[book.Rows], Solved], tmp_path: Path
) -> None:
    """Each extra session holds all its people, beside lessons and barrettes; what is closed is owed no more."""
    found = solved(rows())
    whole = found.of(kind="support", module_id="NUM3")
    assert [found.people(s) for s in whole] == [set(HAIR)] * 2
    assert owed(found, "B-CLASSE") == [(who, 2.0, 2.0) for who in HAIR]
    each = found.of(kind="support", module_id="AP-METHODE")
    assert [found.people(s) for s in each] == [set(FLOWERS)] * 2
    # one in each stay: weeks 37 and 38, then 40 and 41
    assert [s["date"] < "2026-09-20" for s in each] == [True, False]
    (part,) = found.of(kind="support", module_id="AP-PROJET")
    assert found.people(part) == set(HAIR[:4])
    (three,) = found.of(kind="support", module_id="NUM2")
    assert found.people(three) == set(THREE)
    # closed after two of four weeks: half of it is owed, by then; closed before the term: nothing
    assert owed(found, "B-FERME") == [(HAIR[7], 2.0, 2.0)]
    (closed,) = [d for d in found.debts if d["need_id"] == "B-FERME"]
    assert closed["deadline"] == "2026-09-18"
    assert owed(found, "B-AVANT") == owed(found, "B-MOT") == []
    # the planner's register has the note to the company, with its code and no hour
    pages = load_workbook(tmp_path / "resultat" / "interne" / "emploi-du-temps.xlsx")
    register = {str(row[0]): row for row in pages["Besoins décidés"].iter_rows(values_only=True)}
    assert register["B-MOT"][3] == "Message au maître d'apprentissage"
    assert register["B-MOT"][9] == "C3"
    assert register["B-CLASSE"][1] == COI
    assert register["B-CLASSE"][10:12] == (16, 16)


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        ({"apprenants": HAIR[0], "réponse": "entreprise", "en tout": "2 h"}, "E2", "ne demande aucune heure"),
        ({"apprenants": HAIR[0], "cible": "LIT1", "réponse": "séance à part", "en tout": "2 h"}, "E2", "déjà dues"),
        ({"apprenants": HAIR[0], "cible": "consolidation", "réponse": "séance à part"}, "D2", "indiquez lequel"),
        ({"apprenants": HAIR[0], "en tout": "2 h"}, "D2", "indiquez un module ou un volet"),
        ({"apprenants": HAIR[0], "partie": "A", "cible": "LIT1", "en tout": "2 h"}, "C2", "indiquez la classe"),
        ({"cible": "LIT1", "en tout": "2 h"}, "A2", "indiquez pour qui"),
        ({"apprenants": HAIR[0], "cible": "LIT1"}, "E2", "indiquez une durée, et une seule"),
        ({"apprenants": HAIR[0], "cible": "LIT9", "en tout": "2 h"}, "D2", "Vouliez-vous dire"),
        ({"apprenants": HAIR[0], "réponse": "courrier", "cible": "LIT1", "en tout": "2 h"}, "F2", "courrier"),
    ],
)
def test_faulty_need_is_named_with_its_cell(tmp_path: Path, row: dict[str, object], cell: str, words: str) -> None:
    """A need that says too little or too much: exit 3, the cell and what to do."""
    blank: dict[str, object] = dict.fromkeys(("apprenants", "classe", "partie", "cible", "en tout", "réponse"))
    write_workbook(tmp_path / "faux.xlsx", {**rows(), "Besoins": [{**blank, **row}]})
    result = barrette("check", str(tmp_path / "faux.xlsx"))
    assert result.exit_code == 3, result.output
    assert f"Feuille « Besoins », cellule {cell} :" in result.output
    assert words in result.output
