"""Needs that open on a date: by age, by how long a situation has lasted; at any free hour of the person."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import data
from tests.cases import workbooks as book
from tests.cases.conftest import Row, Solved

NAME = "BP FLE 1"
YOUNG, GROWING, GROWN, BROKEN, LONG_BROKEN, ASKED = "JEUNE", "GRANDI", "ADULTE", "ROMPU", "PARTI", "SOCIALE"
NEW, OLD = "07/09/2026", "01/09/2025"


def person(code: str, birth: date, **cells: Any) -> dict[str, object]:
    """A line of *Apprenants*, with a contract since last year."""
    return {"nom": code.title(), "prénom": "Camille", "naissance": birth, "classe": NAME, "entrée": "31/08/2025",
            "contrat début": OLD, "contrat fin": "31/08/2027", "code": code, **cells}  # fmt: skip


def rows() -> book.Rows:
    """Six weeks with a class that is there in each, six hours of lessons, neither barrette nor open period."""
    adult = date(2005, 3, 1)
    return {
        "Paramètres": book.settings("07/09/2026", "16/10/2026", **{"présence minimale": "1 h"}),
        "Classes": book.classes("BP Fleuriste", NAME),
        "Calendrier": book.calendar(range(37, 43), NAME),
        "Formateurs": [*book.trainers("Français Fatou", "Aide Aline"), {"nom": "Référent Rémi", "rôle": "référent"}],
        "Salles": book.rooms(3, 16),
        "Compétences": [{"formateur": "Aide Aline", "matière ou module": "PERMIS ; AIDES ; SUITE"}],
        "Cours": [
            {"classes": NAME, "matière": "Français", "heures": "6 h/sem", "formateurs": "Français Fatou"},
        ],
        "Règles de besoins": [
            {"cible": "PERMIS", "situations": "apprenti", "âge minimal": "17,5", "en tout": "1 h",
             "temporaire ou récurrent": "temporaire", "échéance": 21},
            {"cible": "AIDES", "situations": "apprenti", "depuis au plus": 45, "en tout": "1 h",
             "temporaire ou récurrent": "temporaire"},
            {"cible": "SUITE", "situations": "rupture", "depuis au moins": 7, "depuis au plus": 60, "en tout": "2 h",
             "temporaire ou récurrent": "temporaire"},
        ],
        "Besoins": [{"apprenants": ASKED, "cible": "SOCIO", "en tout": "1 h", "origine": "apprenant"}],
        "Apprenants": [
            person(YOUNG, date(2009, 12, 1)),
            # 17 years and 6 months on 23 September 2026
            person(GROWING, date(2009, 3, 23)),
            person(GROWN, adult, **{"contrat début": NEW, "entrée": NEW, "module d'entrée déjà fait": "14 h"}),
            person(BROKEN, adult, rupture="15/09/2026"),
            person(LONG_BROKEN, adult, rupture="01/06/2026"),
            person(ASKED, adult),
        ],
    }  # fmt: skip


def had(found: Solved, who: str, module: str) -> list[Row]:
    """Sessions of a module of one person."""
    return [s for s in found.attended(who) if s["module_id"] == module]


def test_needs_open_on_their_date(solved: Callable[[book.Rows], Solved], tmp_path: Path) -> None:
    """By age, by the days since contract or breach; on free hours, once; nothing handed out says what it was."""
    found = solved(rows())
    assert not had(found, YOUNG, "PERMIS")
    (licence,) = had(found, GROWING, "PERMIS")
    assert "2026-09-23" <= licence["date"] <= "2026-10-14"
    (first,) = had(found, GROWN, "PERMIS")
    assert first["date"] <= "2026-09-28"
    # The contract began less than 45 days ago for one only.
    assert [bool(had(found, who, "AIDES")) for who in (GROWN, ASKED)] == [True, False]
    after = had(found, BROKEN, "SUITE")
    assert sum(int(s["minutes"]) for s in after) == 120
    assert min(s["date"] for s in after) >= "2026-09-22"
    assert not had(found, LONG_BROKEN, "SUITE")
    (talk,) = had(found, ASKED, "SOCIO")
    assert (found.people(talk), talk["trainer_ids"], talk["public_label"]) == ({ASKED}, "REFERENT-REMI", "Rendez-vous")
    assert not [d for d in found.debts if d["reason_unpaid"]]
    mine = (tmp_path / "resultat" / "ics" / "apprentices" / f"{BROKEN}.ics").read_text("utf-8").replace("\r\n ", "")
    assert "Accompagnement – Atelier" in mine
    assert "interruption" not in mine


def test_rows_of_these_themes_leave_the_usual_rules(written_book: Callable[[book.Rows], str]) -> None:
    """A row about the licence takes no consolidation away; one about a level replaces the usual levels."""
    cells = rows()
    assert {"LIT1", "EMPLOI", "PERMIS"} <= targets(written_book(cells))
    cells["Règles de besoins"].append({"cible": "LIT2", "domaine": "littératie", "niveaux": "2", "par semaine": "1 h"})
    assert not {"LIT1", "EMPLOI"} & targets(written_book(cells))


def targets(path: str) -> set[str]:
    """What the rules of need of a workbook are about."""
    problem = data.read(Path(path)).problem
    assert problem is not None
    return {rule.target for rule in problem.need_rules}
