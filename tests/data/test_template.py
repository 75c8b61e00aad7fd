"""The empty workbook and the writer."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import data
from data.sheets.schema import SHEETS
from data.writing.template import README, write_template, write_workbook
from tests.data.rich import rich

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workbook for the school year of September 2026."""
    path = tmp_path_factory.mktemp("new") / "neuf.xlsx"
    write_template(path, salt="+sel", school_year=2026)
    return path


def test_template_holds_every_sheet_required_first(template: Path) -> None:
    """*Lisez-moi*, the seven required sheets in blue, then the optional ones in grey."""
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == [README, *(sheet.name for sheet in SHEETS)]
    colours = [page.sheet_properties.tabColor.rgb for page in book.worksheets[1:]]
    assert len(set(colours[:7])) == 1
    assert len(set(colours[7:])) == 1
    assert colours[0] != colours[7]


def test_template_headings_have_notes_and_lists(template: Path) -> None:
    """Each heading says what it is, with an example; choices are drop-down lists."""
    book = openpyxl.load_workbook(template)
    for sheet in SHEETS:
        page = book[sheet.name]
        assert all(page.cell(1, n).comment for n in range(1, len(sheet.columns) + 1)), sheet.name
    lists = {rule.formula1 for rule in book["Barrettes"].data_validations.dataValidation}
    assert '"homogène,mixte"' in lists


def test_template_is_read_with_only_what_is_left_to_fill(template: Path) -> None:
    """Examples are not read; the faults ask for what the planner has to write, nothing else."""
    reading = data.read(template)
    texts = [str(fault) for fault in reading.faults]
    assert all("vide" in text or "aucune ligne" in text for text in texts)
    assert len(texts) == 6 + 3


def test_template_proposes_public_holidays_and_keeps_the_salt_as_text(template: Path) -> None:
    """11 November 2026 is proposed; the salt begins with ``+`` and is no formula."""
    book = openpyxl.load_workbook(template)
    days = [row[1] for row in book["Fermetures"].iter_rows(min_row=3, values_only=True)]
    assert date(2026, 11, 11) in [day.date() for day in days if hasattr(day, "date")]
    salt = next(row for row in book["Paramètres"].iter_rows() if row[0].value == "sel")[1]
    assert (salt.value, salt.data_type) == ("+sel", "s")


def test_template_filled_over_its_examples_is_sound(template: Path, tmp_path: Path) -> None:
    """The rows of a sound workbook, written under the headings of the template, are read without fault."""
    book = openpyxl.load_workbook(template)
    for name, lines in rich().items():
        page = book[name]
        heads = {cell.value: cell.column for cell in page[1]}
        if name == "Paramètres":
            for line in (line for line in lines if line["paramètre"] != "sel"):
                next(row for row in page.iter_rows() if row[0].value == line["paramètre"])[1].value = line["valeur"]
            continue
        start = page.max_row + 1
        for offset, line in enumerate(lines):
            for header, value in line.items():
                column = heads.setdefault(header, len(heads) + 1)
                page.cell(1, column).value = header
                page.cell(start + offset, column).value = value
    book.save(tmp_path / "rempli.xlsx")
    reading = data.read(tmp_path / "rempli.xlsx")
    assert [str(fault) for fault in reading.faults] == []


@pytest.mark.parametrize("text", ["=1+1", "+33", "-5", "@nom"])
def test_text_like_a_formula_is_written_as_text(text: str, tmp_path: Path) -> None:
    """It comes back letter for letter, and is a text in the file."""
    write_workbook(tmp_path / "c.xlsx", {"Classes": [{"classe": text}]})
    cell = openpyxl.load_workbook(tmp_path / "c.xlsx")["Classes"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_template_has_the_same_bytes_each_time(template: Path, tmp_path: Path) -> None:
    """The same salt and year give the same file."""
    write_template(tmp_path / "bis.xlsx", salt="+sel", school_year=2026)
    assert (tmp_path / "bis.xlsx").read_bytes() == template.read_bytes()


def test_importing_data_loads_no_library() -> None:
    """The command line imports this package to say its help: openpyxl, pandas and holidays come later."""
    code = "import sys, data; print([m for m in ('openpyxl', 'pandas', 'holidays') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
