"""Workbooks as other programs write them, and files made to harm: one clear fault, or the same values."""

import io
import os
import re
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.table import Table

import data
from data.faults import Faults
from data.reading.archive import FIXED, Archive, TooMuchError
from data.reading.cells import MOST_SIGNS, SheetCells, Strings
from data.reading.line_kinds import is_total
from data.reading.parse_time import day
from data.reading.parse_values import clean, text
from data.reading.table import parse
from data.reading.workbook import Reading, understand
from data.sheets.columns import Column
from data.writing.template import write_workbook
from tests.data.test_faults import grids_of
from tests.data.test_reading_files import changed
from tests.data.test_reading_rules import small

Parts = dict[str, bytes]
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def rewritten(path: Path, change: Callable[[Parts], object], stamp: tuple[int, int, int] = (2026, 8, 30)) -> Reading:
    """The small workbook whose XML another program has written."""
    write_workbook(path / "source.xlsx", small())
    with zipfile.ZipFile(path / "source.xlsx") as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    change(parts)
    with zipfile.ZipFile(path / "c.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (*stamp, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return data.read(path / "c.xlsx")


def cells(body: str, strings: list[str] | None = None) -> SheetCells:
    """A sheet of these lines of XML."""
    xml = f"<worksheet {MAIN}><sheetData>{body}</sheetData></worksheet>"
    return SheetCells(strings or [], (frozenset("1"), frozenset()), from_1904=False).read(xml.encode())


def test_names_typed_on_two_lines_are_one_name(tmp_path: Path) -> None:
    """Alt+Enter within a name is a space, and the name is found on one line elsewhere."""

    def broken(book: openpyxl.Workbook) -> None:
        for sheet, old, new in (
            ("Formateurs", "Durand Paul", "Durand\nPaul"),
            ("Classes", "CAP CUI 1", "CAP\r\nCUI 1"),
        ):
            for row in book[sheet].iter_rows():
                for cell in row:
                    cell.value = new if cell.value == old else cell.value

    before, after = changed(tmp_path, lambda book: None).problem, changed(tmp_path, broken).problem
    assert before is not None
    assert after is not None
    assert [t.name for t in after.trainers.values()] == [t.name for t in before.trainers.values()]
    assert [c.name for c in after.classes.values()] == [c.name for c in before.classes.values()]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Histoire_x000D_", "Histoire"),
        ("contrat_x000D_\ndébut", "contrat début"),
        ("a_x005F_x000D_b", "a_x000D_b"),
        ("Léa\x07\u202eMarie", "LéaMarie"),
        ("CUI\u2028 1", "CUI 1"),
        ("Ana_xD83D_", "Ana"),
        ("Mon_x00E9_e", "Monée"),
    ],
)
def test_escapes_and_signs_that_control_are_read_as_a_spreadsheet_shows_them(stored: str, shown: str) -> None:
    """``_x000D_`` is a line break; signs that turn or ring are none of a name."""
    assert text(clean(stored)) == shown


def test_prefixes_quotes_and_order_of_the_xml_change_nothing(tmp_path: Path) -> None:
    """Elements with a prefix, attributes in single quotes: same problem, and what is hidden or merged is still said."""

    def other(parts: Parts) -> None:
        for name in parts:
            if name.startswith("xl/worksheets/sheet"):
                xml = parts[name].decode()
                head, mark, body = xml.partition("<worksheet ")
                body = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", mark + body)
                body = body.replace(' xmlns="', ' xmlns:x="').replace("<x:row ", "<x:row hidden='1' ", 2)
                parts[name] = (head + re.sub(r'(\w+)="([^"\']*)"', r"\1='\2'", body)).encode()

    reading = rewritten(tmp_path, other)
    plain = data.read(tmp_path / "source.xlsx")
    assert reading.problem is not None, reading.faults
    assert reading.problem.courses == (plain.problem and plain.problem.courses)
    assert any("lignes masquées" in notice for notice in reading.notices)


def place(book: openpyxl.Workbook, sheet: str, heading: str, row: int) -> Cell:
    """The cell of a line, from 1, under a heading."""
    column = next(cell.column for cell in book[sheet][1] if cell.value == heading)
    found = book[sheet].cell(row, column or 1)
    assert isinstance(found, Cell)
    return found


@pytest.mark.parametrize(("heading", "high", "wide"), [("S37", 1, 2), ("S37", 2, 1), ("qui", 2, 1)])
def test_merged_weeks_and_classes_are_faults(heading: str, high: int, wide: int, tmp_path: Path) -> None:
    """A cross over two weeks, or over two classes, is a cross in one of them only for a program."""
    spans = []

    def merged(book: openpyxl.Workbook) -> None:
        first = place(book, "Calendrier", heading, 2)
        last = book["Calendrier"].cell(first.row + high - 1, first.column + wide - 1)
        spans.append(f"{first.coordinate}:{last.coordinate}")
        book["Calendrier"].merge_cells(spans[0])

    (fault,) = [fault for fault in changed(tmp_path, merged).faults if "fusion" in fault.message]
    assert (fault.sheet, fault.cell) == ("Calendrier", spans[0])


def test_merged_ranges_are_read_however_they_are_written() -> None:
    """Whole columns and lines, dollars, small letters."""
    xml = f"<worksheet {MAIN}><mergeCells>" + "".join(
        f'<mergeCell ref="{ref}"/>' for ref in ("A:B", "3:4", "$A$1:$B$2", "c5:d6", "?")
    )
    found = SheetCells([], (frozenset(), frozenset()), from_1904=False).read(f"{xml}</mergeCells></worksheet>".encode())
    assert found.merged == ["A1:B1048576", "A3:XFD4", "A1:B2", "C5:D6"]


def test_merged_empty_cells_below_the_table_are_nothing(tmp_path: Path) -> None:
    """A frame drawn below the lines, merged, hides no value."""
    assert changed(tmp_path, lambda book: book["Cours"].merge_cells("A60:H70")).faults == ()


@pytest.mark.parametrize(
    "words", ["TOTAL", "Total général", "Sous-total", "total heures", "Total présents", "Nombre de cours"]
)
def test_total_lines_are_no_lines(words: str, tmp_path: Path) -> None:
    """The line is not read, and said."""
    reading = changed(tmp_path, lambda book: book["Formateurs"].append([words]))
    assert reading.problem is not None, reading.faults
    assert all(words not in trainer.name for trainer in reading.problem.trainers.values())
    assert any(f"« {words} » est un total" in notice for notice in reading.notices)


@pytest.mark.parametrize("sheet", ["Formateurs", "Apprenants", "Salles"])
def test_headings_once_more_are_no_line(sheet: str, tmp_path: Path) -> None:
    """Two lists pasted one below the other: the headings of the second are not read, and said."""
    plain = changed(tmp_path, lambda book: None)

    def twice(book: openpyxl.Workbook) -> None:
        page = book[sheet]
        heads = [cell.value for cell in page[1]]
        page.append([str(head).upper() if head else None for head in heads])

    reading = changed(tmp_path, twice)
    assert reading.problem is not None, reading.faults
    (said,) = (text for text in reading.notices if "intitulés" in text)
    assert f"Feuille « {sheet} », ligne " in said
    assert plain.problem is not None
    for name in ("trainers", "learners", "rooms"):
        assert getattr(reading.problem, name) == getattr(plain.problem, name)


def test_a_name_that_begins_like_a_total_is_none() -> None:
    """Somebody may be called Totalle, or Total Marie."""
    assert not any(map(is_total, (("Totalle Jean",), ("Total Marie",), (12, "Total"))))


def test_declared_total_of_a_table_is_not_read(tmp_path: Path) -> None:
    """Whatever its first cell says."""

    def tabled(book: openpyxl.Workbook) -> None:
        page = book["Salles"]
        page.append(["Capacité", "banalisée", 60])
        table = Table(displayName="salles", ref=f"A1:C{page.max_row}")
        table.totalsRowCount = 1
        page.add_table(table)

    reading = changed(tmp_path, tabled)
    assert reading.problem is not None, reading.faults
    assert "Capacité" not in {room.name for room in reading.problem.rooms.values()}


@pytest.mark.parametrize(
    ("sheet", "line"),
    [("Cours", "Enseignement général"), ("Classes", "1re année"), ("Apprenants", "CAP Boulanger")],
)
def test_heading_between_lines_is_one_fault(sheet: str, line: str, tmp_path: Path) -> None:
    """A heading or a note is no course or class: its cell is named once, with the cure."""
    (fault,) = changed(tmp_path, lambda book: book[sheet].append([line])).faults
    assert (fault.sheet, fault.value) == (sheet, line)
    assert "seul sur sa ligne" in fault.message


def test_lone_name_of_a_trainer_is_asked_about(tmp_path: Path) -> None:
    """A heading between trainers looks like one of whom nothing is known yet: it is read, and asked about."""
    reading = changed(tmp_path, lambda book: book["Formateurs"].append(["Vacataires du bâtiment B"]))
    assert reading.faults == ()
    (notice,) = (text for text in reading.notices if "seul sur sa ligne" in text)
    assert "Vacataires du bâtiment B" in notice
    assert "lue comme une personne présente" in notice


def test_moment_of_another_time_zone_is_a_fault() -> None:
    """What is 22 h in Greenwich is the next day here; midnight there is the day that was meant."""
    with pytest.raises(ValueError, match="fuseau"):
        day("2026-09-08T22:00:00.000Z")
    with pytest.raises(ValueError, match="fuseau"):
        day("2026-09-08T23:00:00-01:00")
    assert day("2026-09-09T00:00:00Z") == day("2026-09-09T00:00:00") == date(2026, 9, 9)


def test_date_of_just_before_midnight_is_said(tmp_path: Path) -> None:
    """Programs that count in another zone write the eve at 23:59."""

    def eve(book: openpyxl.Workbook) -> None:
        place(book, "Apprenants", "naissance", 2).value = datetime(2008, 3, 4, 23, 59, 12)

    (notice,) = [notice for notice in changed(tmp_path, eve).notices if "23h59" in notice]
    assert "04/03/2008" in notice


def test_workbook_without_properties_has_one_date(tmp_path: Path) -> None:
    """Saved when its archive says, else on a fixed day: never on the day of the reading."""

    def bare(parts: Parts) -> None:
        parts.pop("docProps/core.xml")

    assert rewritten(tmp_path, bare).saved == date(2026, 8, 30)
    assert rewritten(tmp_path, bare, (1980, 1, 1)).saved == FIXED


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (f'<row r="1"><c r="A1" t="str"><v>{" " * (MOST_SIGNS + 1)}</v></c></row>', "signes"),
        ('<row r="2000000"/>', "qu'aucun tableur n'a"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "qu'aucun tableur n'a"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "effacez-la"),
    ],
)
def test_more_than_a_sheet_holds_is_refused(body: str, words: str) -> None:
    """Before it fills the memory."""
    with pytest.raises(TooMuchError, match=words):
        cells(body)


def test_a_million_formatted_cells_are_no_lines() -> None:
    """Empty cells to the end of the sheet cost nothing but their reading."""
    found = cells('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>')
    assert found.rows == [(1,)]


def test_shared_text_that_is_too_long_is_refused() -> None:
    """The same limit as in a cell."""
    with pytest.raises(TooMuchError, match="signes"):
        Strings(f"<sst {MAIN}><si><t>{'a' * 40_000}</t></si></sst>".encode())


def test_spoken_form_of_a_text_is_none_of_it() -> None:
    """Phonetic runs stay out; formatted pieces are one text."""
    xml = f"<sst {MAIN}><si><r><t>Mar</t></r><r><t>tin</t></r><rPh sb='0' eb='1'><t>mar</t></rPh></si></sst>"
    assert Strings(xml.encode()).found == ["Martin"]


def test_part_that_unpacks_to_too_much_is_refused() -> None:
    """A file of 300 kB that holds 300 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/styles.xml", b" " * 40_000_000)
    with pytest.raises(TooMuchError, match="Mo de données"):
        Archive(buffer.getvalue()).read("xl/styles.xml")


def test_entities_are_refused() -> None:
    """No workbook declares any."""
    with pytest.raises(ValueError, match="entities"):
        SheetCells([], (frozenset(), frozenset()), from_1904=False).read(b'<!DOCTYPE a [<!ENTITY b "c">]><a/>')


@pytest.mark.parametrize("typed", ["1E999", "9" * 400, "NaN", "-1E999"])
@pytest.mark.parametrize("column", ["heures", "classes"])
def test_numbers_beyond_all_measure_are_faults(typed: str, column: str, tmp_path: Path) -> None:
    """Never an error, never a value."""

    def huge(parts: Parts) -> None:
        name = next(
            n for n in parts if (n.startswith("xl/worksheets") and b"CUI" in parts[n]) or n.endswith("sheet6.xml")
        )
        at = "C2" if column == "heures" else "A2"
        pattern = rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % at.encode()
        parts[name] = re.sub(pattern, f'<c r="{at}"><v>{typed}</v></c>'.encode(), parts[name], count=1)

    reading = rewritten(tmp_path, huge)
    assert reading.problem is None
    assert reading.faults


def test_what_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    """A pipe is not waited for."""
    os.mkfifo(tmp_path / "tuyau.xlsx")
    (fault,) = data.read(tmp_path / "tuyau.xlsx").faults
    assert "n'est pas un fichier ordinaire" in fault.message


def test_semicolon_alone_in_a_required_list_is_a_fault(tmp_path: Path) -> None:
    """It names nobody."""

    def void(book: openpyxl.Workbook) -> None:
        book["Cours"]["A2"] = ";"

    assert any("ne dit rien" in fault.message for fault in changed(tmp_path, void).faults)


@pytest.mark.parametrize(
    "kind", ["date", "time", "hours", "int", "days", "teams", "volume", "windows", "lengths", "starts"]
)
@pytest.mark.parametrize("piece", [" ", "1", "1 ", "(", "lu-", "a+", "h", ";"])
def test_long_cells_are_read_or_refused_at_once(kind: str, piece: str) -> None:
    """No cell takes a second, whatever is repeated in it."""
    began = time.process_time()
    with suppress(ValueError):
        parse(Column("any", "quoi", kind), "2" + piece * 32_000 + "2")
    assert time.process_time() - began < 1


@pytest.mark.parametrize(("heading", "value"), [("code", "É" * 40), ("nom", "Ж" * 60)])
def test_id_that_no_file_can_be_named_after_is_a_fault(heading: str, value: str) -> None:
    """Encoded, it would have more signs than a file's name may have."""
    rows = small()
    rows["Apprenants"][0][heading] = value
    faults = Faults()
    understand(grids_of(rows), faults)
    assert any("trop long pour nommer un fichier" in fault.message for fault in faults)


def test_workbook_that_does_not_fit_on_the_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A half of a file would stand in the way of the next try."""

    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as stream:
            stream.write(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_workbook(tmp_path / "c.xlsx", small())
    assert list(tmp_path.iterdir()) == []
