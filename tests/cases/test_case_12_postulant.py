"""Case 12: a postulant without class or contract gets employer search each week, and a neutral calendar."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.cases import workbooks as book
from tests.cases.conftest import Solved

POSTULANT, LAST_RIGHTS, BROKEN, STOPPED = "NOM-1", "NOM-2", "NOM-3", "NOM-4"
TRACES = ("employeur", "contrat", "rupture", "rompu", "postulant", "stagiaire", "recherche", "littératie", "lit1")


def person(code: str, **cells: Any) -> dict[str, object]:
    """A line of *Apprenants* for somebody who has nothing else."""
    return {"nom": code.title(), "prénom": "Camille", "naissance": date(2005, 3, 1), "entrée": "07/09/2026",
            "module d'entrée déjà fait": "14 h", "code": code, **cells}  # fmt: skip


def rows() -> book.Rows:
    """Six weeks, one class at the centre in two of them, and four people whose situation is their own."""
    return {
        "Paramètres": book.settings("07/09/2026", "16/10/2026", **{"présence minimale": "1 h"}),
        "Classes": book.classes("BP Fleuriste", "BP FLE 1"),
        "Calendrier": book.calendar((37, 40), "BP FLE 1"),
        "Formateurs": book.trainers("Français Fatou", "Réseau Rita"),
        "Salles": book.rooms(3, 16),
        "Compétences": [
            {"formateur": "Réseau Rita", "matière ou module": "EMPLOI"},
            {"formateur": "Français Fatou", "matière ou module": "LIT1 ; Français"},
        ],
        "Cours": [
            {"classes": "BP FLE 1", "matière": "Français", "heures": "6 h/sem", "formateurs": "Français Fatou"},
        ],
        "Besoins": [{"apprenants": STOPPED, "cible": "LIT1", "en tout": "4 h"}],
        "Apprenants": [
            *book.learners("BP FLE 1", 6),
            person(POSTULANT),
            # 90 days of rights, of which the last one is 25 September
            person(LAST_RIGHTS, entrée="27/06/2026"),
            # the contract ends on a Wednesday that the class spends in the company
            person(BROKEN, classe="BP FLE 1", entrée="31/08/2025",
                   **{"contrat début": "01/09/2025", "contrat fin": "31/08/2027", "rupture": "23/09/2026"}),
            person(STOPPED, entrée="31/08/2025", rupture="01/06/2026",
                   **{"contrat début": "01/09/2025", "contrat fin": "31/08/2027"}),
        ],
    }  # fmt: skip


def weeks(found: Solved, who: str, module: str = "EMPLOI") -> list[int]:
    """Weeks in which somebody has a module, a week as often as it is given."""
    return [date.fromisoformat(s["date"]).isocalendar().week for s in found.attended(who) if s["module_id"] == module]


def test_case_12_employer_search_comes_each_week(solved: Callable[[book.Rows], Solved]) -> None:
    """An hour each week while there are rights and no contract, on company days too; modules alone for who has them."""
    found = solved(rows())
    assert found.unplaced == []
    assert weeks(found, POSTULANT) == [37, 38, 39, 40, 41, 42]
    # 27 June plus 90 days is 25 September, a Friday
    assert weeks(found, LAST_RIGHTS) == [37, 38, 39]
    # from the very week of 23 September, also in the weeks that the class spends in the company
    assert weeks(found, BROKEN) == [39, 40, 41, 42]
    assert min(s["date"] for s in found.attended(BROKEN) if s["module_id"] == "EMPLOI") >= "2026-09-23"
    # whoever has no class any more has the modules decided for them, and nothing of a class
    assert len(weeks(found, STOPPED, "LIT1")) == 4
    assert {s["kind"] for s in found.attended(STOPPED)} == {"support"}
    hours = {d["module_or_strand"]: float(d["hours_planned"]) for d in found.debts if d["apprentice_id"] == STOPPED}
    assert hours["LIT1"] == 4.0
    assert not [d for d in found.debts if d["reason_unpaid"]]


def test_case_12_what_is_handed_out_tells_nothing(solved: Callable[[book.Rows], Solved], tmp_path: Path) -> None:
    """Neither calendars nor pages tell that somebody has no contract, or looks for an employer."""
    solved(rows())
    folder = tmp_path / "resultat"
    mine = (folder / "ics" / "apprentices" / "NOM-1.ics").read_text("utf-8")
    assert mine.count("BEGIN:VEVENT") == 6
    assert "Accompagnement – Atelier" in mine.replace("\r\n ", "")
    files = [f for part in ("ics", "diffusion", "fiches") for f in sorted((folder / part).rglob("*.*"))]
    assert {f.suffix for f in files} >= {".ics", ".html", ".xlsx"}
    for file in files:
        text = said(file)
        assert not [word for word in TRACES if word in text], file.name
        assert "EMPLOI" not in file.read_text("utf-8", errors="ignore"), file.name


def test_case_12_the_planner_sees_the_rights_end(solved: Callable[[book.Rows], Solved], tmp_path: Path) -> None:
    """Whose rights end in the term, or in the thirty days after it, is among the internal alerts, with the day."""
    solved(rows())
    pages = load_workbook(tmp_path / "resultat" / "interne" / "emploi-du-temps.xlsx")
    alerts = [row for row in pages["Alertes"].iter_rows(values_only=True) if row[1] == "Fin des droits proche"]
    days = {str(row[2]): str(row[4]) for row in alerts}
    assert days == {"NOM-2 Camille": "Maintien au CFA sans contrat possible jusqu'au 25/09/2026 (90 jours)."}


def said(file: Path) -> str:
    """All words of a calendar, a page or a sheet, in small letters."""
    if file.suffix != ".xlsx":
        return file.read_text("utf-8", errors="ignore").replace("\r\n ", "").lower()
    pages = load_workbook(file).worksheets
    cells = (value for page in pages for row in page.iter_rows(values_only=True) for value in row)
    return " ".join([*(page.title for page in pages), *(str(v) for v in cells if v is not None)]).lower()
