from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import barrette
from tests.whole.tiny import Rows, tiny, written

Change = Callable[[Rows], object]


def cell(sheet: str, row: int, header: str, value: object) -> Change:
    """A change of one cell; ``row`` counts from 0 below the headers."""
    return lambda rows: rows[sheet][row].update({header: value})


def again(sheet: str, **values: object) -> Change:
    """A change that adds a copy of the first line."""
    return lambda rows: rows[sheet].append({**rows[sheet][0], **values})


def ordered_in_a_circle(rows: Rows) -> None:
    """Two courses of a class that each want to come after the other."""
    rows["Cours"][0]["après"] = "TP cuisine"
    rows["Cours"][2]["après"] = "Mathématiques"


def apart(rows: Rows) -> None:
    """The two classes of the barrette come in different weeks."""
    rows["Calendrier"] = [{"qui": "CAP CUI 1", "S37": "X"}, {"qui": "CAP BOU 1", "S38": "X"}]


CASES: dict[str, tuple[Change, str, str, str, str]] = {
    "unknown reference": (
        cell("Cours", 0, "formateurs", "Durant Paul"), "Cours", "D2", "Durant Paul", "Vouliez-vous dire « Durand Paul »"
    ),
    "unknown class": (
        cell("Apprenants", 0, "classe", "CAP CUY 1"), "Apprenants", "D2", "CAP CUY 1", "Vouliez-vous dire « CAP CUI 1 »"
    ),
    "duplicate key": (again("Classes"), "Classes", "A4", "CAP CUI 1", "en double"),
    "duplicate person": (again("Apprenants"), "Apprenants", "A8", "Martin", "en double"),
    "text for a number": (cell("Salles", 0, "places", "douze"), "Salles", "C2", "douze", "n'est pas un nombre"),
    "impossible date": (
        cell("Apprenants", 0, "naissance", "31/02/2010"), "Apprenants", "C2", "31/02/2010", "date impossible"
    ),
    "class without calendar": (
        lambda rows: rows["Calendrier"].pop(), "Classes", "A3", "CAP BOU 1", "n'a pas de calendrier"
    ),
    "barrette never together": (apart, "Barrettes", "B2", "CAP BOU 1", "jamais ensemble"),
    "circular order": (ordered_in_a_circle, "Cours", "G2", "TP cuisine", "ordre circulaire"),
    "negative capacity": (cell("Salles", 0, "places", -3), "Salles", "C2", "-3", "négatif"),
}  # fmt: skip


def refused(book: Path, folder: Path) -> str:
    """What ``solve`` says of a workbook that it refuses, having written nothing; ``check`` says the same."""
    done = barrette("solve", book, "--out", folder)
    assert (done.exit_code, done.stdout) == (3, "")
    assert not folder.exists()
    checked = barrette("check", book)
    assert checked.exit_code == 3
    assert checked.stderr.splitlines()[1:] == done.stderr.splitlines()[1:]
    return done.stderr


@pytest.mark.parametrize("name", CASES)
def test_bad_input_names_sheet_cell_value_and_cure(tmp_path: Path, name: str) -> None:
    """A fault of the workbook: exit 3, one line with sheet, cell, value and what to do, and no folder."""
    change, sheet, where, value, words = CASES[name]
    rows = tiny()
    change(rows)
    said = refused(written(tmp_path, rows), tmp_path / "edt")
    assert any(
        f"Feuille « {sheet} », cellule {where}" in line and value in line and words in line
        for line in said.splitlines()
    ), said


def test_bad_input_all_at_once(tmp_path: Path) -> None:
    """Every case that leaves the others standing, in one workbook: each is said."""
    names = ("unknown reference", "unknown class", "duplicate key", "text for a number", "impossible date")
    rows = tiny()
    for name in names:
        CASES[name][0](rows)
    said = refused(written(tmp_path, rows), tmp_path / "edt")
    for name in names:
        _change, sheet, where, value, words = CASES[name]
        found = [line for line in said.splitlines() if f"« {sheet} », cellule {where}" in line]
        assert any(value in line and words in line for line in found), (name, said)


@pytest.mark.parametrize(
    "sheet", ["Paramètres", "Classes", "Calendrier", "Formateurs", "Salles", "Cours", "Apprenants"]
)
def test_bad_input_missing_required_sheet(tmp_path: Path, sheet: str) -> None:
    """Each of the seven required sheets, when it is missing, is asked for by name."""
    rows = tiny()
    del rows[sheet]
    assert f"il manque la feuille « {sheet} »" in refused(written(tmp_path, rows), tmp_path / "edt")


def test_bad_input_missing_required_column(tmp_path: Path) -> None:
    """A required column that was renamed is asked for, with its sheet."""
    rows = tiny()
    for line in rows["Salles"]:
        line["Jauge"] = line.pop("places")
    book = written(tmp_path, rows)
    from openpyxl import load_workbook

    workbook = load_workbook(book)
    page = workbook["Salles"]
    page.delete_cols(next(c.column for c in page[1] if c.value == "places"))
    workbook.save(book)
    said = refused(book, tmp_path / "edt")
    assert any("Feuille « Salles »" in line and "« places »" in line for line in said.splitlines()), said


@pytest.mark.parametrize(
    "content",
    [b"", b"bonjour", b"PK\x03\x04 pas un classeur", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600],
    ids=["empty", "text", "broken zip", "old Excel"],
)
def test_bad_input_that_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    """An empty file, a text, a broken archive, a file of old Excel: the file itself is the fault."""
    book = tmp_path / "classeur.xlsx"
    book.write_bytes(content)
    said = refused(book, tmp_path / "edt")
    assert "1 erreur" in said
    assert "• Fichier :" in said


def test_bad_input_missing_file_or_folder(tmp_path: Path) -> None:
    """A name without a file, and a folder in place of the file."""
    assert "absent.xlsx" in refused(tmp_path / "absent.xlsx", tmp_path / "edt")
    assert "• Fichier :" in refused(tmp_path, tmp_path / "edt")


@pytest.mark.parametrize("name", ["", "  "])
def test_empty_folder_name_is_refused(tmp_path: Path, name: str) -> None:
    """It would be the folder at work, with all that is in it."""
    done = barrette("solve", tmp_path / "classeur.xlsx", "--out", name)
    assert done.exit_code == 2
    assert "le nom est vide" in done.stderr
    assert list(tmp_path.iterdir()) == []
