"""Files as they come: other formats, other programs' habits, and what people type and paste into cells."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet.table import Table

import data
from data.reading.workbook import Reading
from data.writing.template import write_workbook
from tests.data.test_reading_rules import notices_of, problem_of, small


def changed(path: Path, change: Callable[[openpyxl.Workbook], object], name: str = "c.xlsx") -> Reading:
    """The small workbook after a spreadsheet changed it."""
    write_workbook(path / "source.xlsx", small())
    book = openpyxl.load_workbook(path / "source.xlsx")
    change(book)
    book.save(path / name)
    return data.read(path / name)


def archive(**parts: str) -> bytes:
    """A zip archive with these parts; ``_`` stands for ``/`` and ``.`` is kept."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


def protected() -> bytes:
    """The beginning of a workbook that Excel has encrypted."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1024 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vieux.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ancien format .xls"),
        ("secret.xlsx", protected(), "retirez-le"),
        ("libre.ods", archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument (.ods)"),
        ("liste.csv", "nom;prénom\nMartin;Léa\n".encode(), "fichier texte"),
        ("export.xls", b"<html><table><tr><td>nom</td></tr></table></html>", "page web"),
        ("binaire.xlsb", archive(**{"xl__workbook.bin": ""}), ".xlsb"),
        ("lettre.xlsx", archive(**{"word__document.xml": "<w/>"}), "n'est pas un classeur Excel"),
        ("strict.xlsx", archive(**{"xl__workbook.xml": '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'}),
         "Open XML strict"),
    ],
)  # fmt: skip
def test_other_format_is_refused_with_the_cure(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    """One fault that says what the file is and how to save it."""
    (tmp_path / name).write_bytes(content)
    (fault,) = data.read(tmp_path / name).faults
    assert words in str(fault)
    assert "enregistrez" in str(fault)


def test_workbook_with_macros_is_read(tmp_path: Path) -> None:
    """An .xlsm is a workbook like another."""
    assert changed(tmp_path, lambda book: None, "macros.xlsm").faults == ()


def test_dates_counted_from_1904_are_the_same(tmp_path: Path) -> None:
    """Real dates, and a day number that lost its format, mean the same days as in another workbook."""

    def old_mac(book: openpyxl.Workbook) -> None:
        book.epoch = MAC_EPOCH
        page = book["Paramètres"]
        page["B5"] = datetime(2026, 11, 27)
        page["B4"], page["B4"].number_format = (date(2026, 9, 7) - date(1904, 1, 1)).days, "General"

    reading = changed(tmp_path, old_mac)
    assert reading.problem is not None, reading.faults
    assert (reading.problem.first, reading.problem.last) == (date(2026, 9, 7), date(2026, 11, 27))


def test_title_lines_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    """A merged title, an empty line, then the headings: nothing to say, and cells keep their own numbers."""

    def titled(book: openpyxl.Workbook) -> None:
        for page in book.worksheets:
            page.insert_rows(1, 2)
            page["A1"] = f"{page.title} du CFA (classe, nom, salle)"
            page.merge_cells("A1:D1")

    reading = changed(tmp_path, titled)
    assert reading.problem is not None, reading.faults
    assert reading.problem.origins["room:CUISINE-1"] == "Salles!A4"
    assert reading.problem.learners == problem_of(small()).learners


def test_hidden_sheets_and_lines_are_read_and_said(tmp_path: Path) -> None:
    """A filter left on hides nothing from the reading; a sheet that our own template hides is no surprise."""

    def hide(book: openpyxl.Workbook) -> None:
        book["Salles"].sheet_state = "hidden"
        page = book.create_sheet("Règles")
        page.append(["règle", "poids"])
        page.append(["P4", 2])
        page.sheet_state = "hidden"
        book["Cours"].row_dimensions[3].hidden = True

    reading = changed(tmp_path, hide)
    assert reading.problem is not None
    assert len(reading.problem.courses) == len(problem_of(small()).courses)
    said = "\n".join(reading.notices)
    assert "Feuilles masquées, lues quand même : Salles (" in said
    assert "Règles (" not in said
    assert "« Cours » : lignes masquées ou filtrées, lues quand même : 1" in said


def test_formatted_empty_lines_are_nothing(tmp_path: Path) -> None:
    """Borders drawn down to line 20,000 and a format far to the right add neither lines nor faults."""

    def drawn(book: openpyxl.Workbook) -> None:
        for line in range(5, 20_001):
            book["Salles"].cell(line, 1).number_format = "@"
        book["Salles"].cell(2, 900).number_format = "@"
        book["Salles"]["A20001"] = " \u00a0"

    reading = changed(tmp_path, drawn)
    assert reading.faults == ()


def test_structured_table_is_read(tmp_path: Path) -> None:
    """Lines in an Excel table are lines."""
    reading = changed(tmp_path, lambda book: book["Salles"].add_table(Table(displayName="salles", ref="A1:C4")))
    assert reading.faults == ()


def test_formula_is_read_by_its_stored_value(tmp_path: Path) -> None:
    """A number and an empty text that a spreadsheet stored are values; what was never computed is a fault."""
    changed(tmp_path, lambda book: book["Salles"].__setitem__("C2", "=6+6"))
    stored = {"C2": ('<c r="C2"', "<v>12</v>"), "D2": ('<c r="D2" t="str"', "<v></v>")}
    with zipfile.ZipFile(tmp_path / "c.xlsx") as old, zipfile.ZipFile(tmp_path / "d.xlsx", "w") as new:
        for info in old.infolist():
            text = old.read(info)
            if b"<f>6+6</f>" in text:
                head, _mark, tail = text.partition(b'<c r="C2"')
                cells = "".join(f"{start}><f>x</f>{value}</c>" for start, value in stored.values())
                after = tail.partition(b"</c>")[2]
                rest = after[after.index(b"</row>") :]
                text = head + cells.encode() + rest
            new.writestr(info, text)
    reading = data.read(tmp_path / "d.xlsx")
    assert reading.problem is not None, reading.faults
    room = next(iter(reading.problem.rooms.values()))
    assert (room.seats, room.features) == (12, frozenset())


def test_what_is_pasted_is_understood() -> None:
    """Hard spaces, signs that do not show, numbers as texts, decimals with a comma, line breaks between values."""
    rows = small()
    rows["Salles"][0] |= {"salle": "Cuisine\u00a01\u200b", "places": " 12\u00a0", "équipements": "fours\nhotte"}
    rows["Cours"][0] |= {"heures": "1,5 h / sem", "classes": "\ufeffCAP\u00a0CUI 1 "}
    rows["Apprenants"][0]["employeur"] = "Maison 🥐"
    problem = problem_of(rows)
    assert problem.rooms["CUISINE-1"].seats == 12
    assert problem.rooms["CUISINE-1"].features == {"fours", "hotte"}
    assert next(iter(problem.courses.values())).volume.weekly == 90
    assert problem.learners["MARTIN-LEA"].employer == "Maison 🥐"


def test_dates_of_the_state_file_stand_in_for_each_other() -> None:
    """Where the date of entry is empty, that of enrolment counts; where nobody was excluded, the end of the course."""
    rows = small()
    for line in rows["Apprenants"]:
        entry = line.pop("entrée")
        line |= {"date_entree_formation": None, "date_inscription_formation": entry}
        line |= {"date_exclusion_formation": None, "date_fin_formation": "30/06/2027"}
    rows["Apprenants"][0] |= {"date_entree_formation": "14/09/2026", "date_exclusion_formation": "01/12/2026"}
    first, second = list(problem_of(rows).learners.values())[:2]
    assert (first.entry, first.exit) == (date(2026, 9, 14), date(2026, 12, 1))
    assert (second.entry, second.exit) == (date(2026, 9, 7), date(2027, 6, 30))
    assert "date_inscription" not in notices_of(rows)


def test_merged_cells_outside_keys_are_said(tmp_path: Path) -> None:
    """Only the first of the merged lines has the value: the planner is told."""

    def merge(book: openpyxl.Workbook) -> None:
        book["Salles"]["D3"] = None
        book["Salles"].merge_cells("D2:D3")

    reading = changed(tmp_path, merge)
    assert reading.problem is not None
    text = next(notice for notice in reading.notices if "fusionnées" in notice)
    assert reading.origins[text] == "Salles!D2"


def test_columns_pasted_beside_empty_headings_are_read() -> None:
    """The State's table pasted to the right of our own empty headings: these give way, and are not named."""
    names = {"nom": "nom_apprenant", "prénom": "prenom_apprenant", "classe": "libelle_court_formation"}
    rows = small()
    rows["Apprenants"] = [
        {**dict.fromkeys(names), **{names.get(h, h): v for h, v in line.items()}} for line in rows["Apprenants"]
    ]
    assert problem_of(rows).learners == problem_of(small()).learners
    assert "colonnes ignorées" not in notices_of(rows)
