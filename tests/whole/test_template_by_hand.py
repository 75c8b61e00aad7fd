"""A new user fills the template by hand, from the guide alone: it solves at the first try."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.cli.running import barrette

SHEETS: dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]] = {
    "Classes": (
        ("classe", "formation", "année", "effectif prévu"),
        [("CAP CUI 1", "CAP Cuisine", 1, 10), ("CAP BOU 1", "CAP Boulanger", 1, 10)],
    ),
    "Calendrier": (
        ("qui", *(f"S{week}" for week in range(37, 49))),
        [(name, *("X" if week % 3 == 1 else None for week in range(37, 49))) for name in ("CAP CUI 1", "CAP BOU 1")],
    ),
    "Formateurs": (
        ("nom", "jours absents", "max par semaine", "rôle"),
        [
            ("Roux Anne", None, 24, None), ("Petit Paul", "me ; ve pm", 18, None), ("Faure Léa", None, 20, None),
            ("Garnier Tom", "lu am", 22, None), ("Diallo Nour", None, None, "documentaliste"),
        ],
    ),
    "Salles": (
        ("salle", "type", "places", "groupes simultanés", "encadrée par"),
        [
            ("Cuisine 1", "cuisine", 12, None, None), ("Fournil", "fournil", 12, None, None),
            ("Salle 1", "banalisée", 20, None, None), ("Salle 2", "banalisée", 20, None, None),
            ("CDR", "centre de ressources", 20, 3, "Diallo Nour"),
        ],
    ),
    "Cours": (
        ("classes", "matière", "heures", "formateurs", "durées", "type de salle"),
        [
            ("CAP CUI 1", "TP cuisine", "8 h/sem", "Roux Anne", "4+4", "cuisine"),
            ("CAP CUI 1", "Technologie", "3 h/sem", "Roux Anne", "2+1", None),
            ("CAP CUI 1", "Français", "3 h/sem", "Faure Léa", "2+1", None),
            ("CAP CUI 1", "Mathématiques", "2 h/sem", "Petit Paul ou Faure Léa", "1+1", None),
            ("CAP BOU 1", "TP boulangerie", "8 h/sem", "Garnier Tom", "4+4", "fournil"),
            ("CAP BOU 1", "Technologie", "3 h/sem", "Garnier Tom", "2+1", None),
            ("CAP BOU 1", "Français", "3 h/sem", "Faure Léa", "2+1", None),
            ("CAP BOU 1", "Mathématiques", "2 h/sem", "Petit Paul", "1+1", None),
            ("CAP CUI 1 ; CAP BOU 1", "PSE", "12 h", "Petit Paul", "1", None),
        ],
    ),
    "Apprenants": (
        ("nom", "prénom", "naissance", "classe", "entrée", "contrat début", "littératie", "numératie"),
        [
            (f"Nom{n}", f"Prénom{n}", date(2008, 1 + n % 12, 5) if n % 3 else f"{5 + n:02d}/03/2009",
             "CAP CUI 1" if n < 10 else "CAP BOU 1", "07/09/2026", date(2026, 9, 1), 1 + n % 4, 1 + (n // 2) % 4)
            for n in range(20)
        ],
    ),
    "Barrettes": (
        ("barrette", "classes", "durée", "par semaine", "effectif maximal"),
        [("Barrette A", "CAP CUI 1 ; CAP BOU 1", "1 h", 2, 12)],
    ),
}  # fmt: skip
"""What a small centre types, sheet by sheet, in the columns that the guide shows."""
SETTINGS = {"établissement": "CFA du Val", "zone": "B", "début": "07/09/2026", "fin": date(2026, 11, 29)}


def over_the_example(page: Worksheet, heads: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    """Clear the example and type from its line on."""
    for cell in page[2]:
        cell.value = None
    typed(page, 2, heads, lines)


def below_the_example(page: Worksheet, heads: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    """Leave the example where it is and type below it."""
    typed(page, 3, heads, lines)


def typed(page: Worksheet, first: int, heads: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    """Type lines under the headings of the template, which must all be there."""
    where = {cell.value: cell.column for cell in page[1]}
    for offset, line in enumerate(lines):
        for head, value in zip(heads, line, strict=True):
            page.cell(first + offset, where[head]).value = value


def filled(folder: Path, fill: Callable[[Worksheet, Sequence[str], Sequence[Sequence[object]]], None]) -> Path:
    """The template that ``new`` writes, with its notes and lists, filled by hand."""
    book = folder / "classeur.xlsx"
    assert barrette("new", book).exit_code == 0
    pages = openpyxl.load_workbook(book)
    for row in pages["Paramètres"].iter_rows(min_row=2, max_col=2):
        row[1].value = SETTINGS.get(str(row[0].value), row[1].value)
    for sheet, (heads, lines) in SHEETS.items():
        fill(pages[sheet], heads, lines)
    pages.save(book)
    return book


@pytest.mark.parametrize("fill", [over_the_example, below_the_example])
def test_template_filled_by_hand_is_checked_at_the_first_try(
    fill: Callable[[Worksheet, Sequence[str], Sequence[Sequence[object]]], None], tmp_path: Path
) -> None:
    """Whether the example is overwritten or left, no fault and nothing that blocks."""
    done = barrette("check", filled(tmp_path, fill))
    assert done.exit_code == 0, done.output
    assert "2 classes, 20 apprenants, 5 formateurs, 5 salles, 9 cours" in done.stdout


def test_template_with_the_rest_of_an_example_is_told(tmp_path: Path) -> None:
    """Whoever types over the first cells only leaves a site and a maximum that are not theirs: said, with the cell."""

    def over_the_first_cells(page: Worksheet, heads: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
        if page.title != "Formateurs":
            return over_the_example(page, heads, lines)
        typed(page, 2, heads, lines[1:2])
        return typed(page, 3, heads, [lines[0], *lines[2:]])

    done = barrette("check", filled(tmp_path, over_the_first_cells), "--json")
    (told,) = [n for n in json.loads(done.stdout)["notices"] if "ligne d'exemple" in n["text"]]
    assert told["sheet"] == "Formateurs"
    assert "ligne 2" in told["text"]
    assert "heures de l'année" in told["text"]


def test_template_filled_by_hand_solves_at_the_first_try(tmp_path: Path) -> None:
    """Every course is placed, each person has a group in the barrette, no hard rule is broken."""
    book, out = filled(tmp_path, over_the_example), tmp_path / "resultat"
    done = barrette("solve", book, "--out", out)
    assert done.exit_code == 0, done.output
    assert barrette("verify", out).exit_code == 0
    summary = json.loads((out / "csv" / "summary.json").read_text("utf-8"))
    assert summary["hard_violations"] == {}
    # 80 h while one person made a group, and nobody had to have an hour of each strand
    assert summary["hours_planned"] >= max(70, 0.9 * summary["hours_payable"])
    unplaced = (out / "csv" / "unplaced.csv").read_text("utf-8")
    assert ",course," not in unplaced
    groups = (out / "csv" / "groups.csv").read_text("utf-8")
    assert all(f"NOM{n}-PRENOM{n}" in groups for n in range(20))
