"""`barrette update` through the command line: what the guide's example becomes when a trainer is away for a day."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.running import barrette, tree
from tests.whole.guide_example import make


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example of the guide, solved."""
    return make(tmp_path_factory.mktemp("cycle"))


def away(folder: Path, place: Path) -> tuple[Path, Path]:
    """A copy of the results, and the workbook with one more line: the maths trainer is away on 10 November."""
    copy = shutil.copytree(folder, place / "resultat")
    book = load_workbook(folder.parent / "classeur.xlsx")
    sheet = book["Indisponibilités"]
    columns = {str(cell.value): cell.column for cell in sheet[1]}
    for header, value in (("qui", "Petit Paul"), ("du", "10/11/2026"), ("au", "10/11/2026")):
        sheet.cell(3, columns[header], value)
    book.save(place / "change.xlsx")
    return copy, place / "change.xlsx"


def test_dry_run_says_what_changes_and_changes_nothing(guide_folder: Path, tmp_path: Path) -> None:
    """The change of the workbook is told first; no version is added, no file touched."""
    folder, book = away(guide_folder, tmp_path)
    before = (folder / "csv" / "sessions.csv").read_bytes()
    done = barrette("update", folder, "--workbook", book, "--from", "2026-10-01", "--dry-run")
    assert done.exit_code == 0, done.output
    assert "Petit Paul, disponibilités : absence le 10/11/2026." in done.output
    assert "Essai seulement" in done.output
    assert (folder / "csv" / "sessions.csv").read_bytes() == before
    assert "   2  " not in barrette("versions", folder).output


def test_update_is_a_version_that_history_describes(guide_folder: Path, tmp_path: Path) -> None:
    """Nothing is left on that day, the rules hold, and the history says who, why, and how many sessions there are."""
    folder, book = away(guide_folder, tmp_path)
    words = ("--from", "2026-10-01", "--reason", "Stage", "--author", "Planificatrice")
    done = barrette("update", folder, "--workbook", book, *words)
    assert done.exit_code == 0, done.output
    rows = (folder / "csv" / "sessions.csv").read_text("utf-8").splitlines()
    assert not [row for row in rows if "2026-11-10" in row and "PETIT-PAUL" in row]
    assert barrette("verify", folder).exit_code == 0
    said = barrette("versions", folder).output
    assert f"{len(rows) - 1} séances placées" in said.split("   2  ")[1]
    assert "par Planificatrice" in said
    assert "Motif : Stage" in said
    assert "De la version 1 à la version 2 : Stage" in barrette("diff", folder).output


def cramped(folder: Path, place: Path) -> tuple[Path, Path]:
    """A copy of the results, and the workbook whose kitchen has three places left."""
    copy = shutil.copytree(folder, place / "resultat")
    book = load_workbook(folder.parent / "classeur.xlsx")
    sheet = book["Salles"]
    columns = {str(cell.value): cell.column for cell in sheet[1]}
    (row,) = [cell.row for cell in sheet["A"] if cell.value == "Cuisine 1"]
    sheet.cell(row, columns["places"], 3)
    book.save(place / "change.xlsx")
    return copy, place / "change.xlsx"


def test_what_cannot_hold_is_said_before_anything_is_given_up(begun: Path, tmp_path: Path) -> None:
    """Too few places for the class: the cell, the room and the ways out; nothing is cancelled unless it is accepted."""
    folder, book = cramped(begun, tmp_path)
    before = tree(folder)
    done = barrette("update", folder, "--workbook", book, "--from", "2026-11-16")
    assert done.exit_code == 3, done.output
    assert "Cours!A" in done.output
    assert "la plus grande salle de type cuisine a 3 places" in done.output
    assert "--anyway" in done.output
    assert tree(folder) == before
    tried = barrette("update", folder, "--workbook", book, "--from", "2026-11-16", "--dry-run")
    assert tried.exit_code == 0
    assert "Ne tient pas (1) :" in tried.output
    assert tree(folder) == before
    assert barrette("update", folder, "--workbook", book, "--from", "2026-11-16", "--anyway").exit_code == 0
    assert "   2  " in barrette("versions", folder).output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "hier"), "n’est pas une date"),
        (("--from", "2025-01-01"), "avant le début"),
        (("--from", "2027-01-01"), "après la fin"),
        (("--from", "2026-10-01", "--notice", "400"), "plus que la durée"),
    ],
)
def test_dates_that_cannot_be_are_refused(guide_folder: Path, words: tuple[str, ...], told: str) -> None:
    """The message says what is wrong with the option; nothing is kept."""
    done = barrette("update", guide_folder, "--workbook", guide_folder.parent / "classeur.xlsx", *words)
    assert done.exit_code == 2
    assert told in done.output
