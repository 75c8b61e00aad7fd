"""A sound workbook broken in one cell, in every way that the schema allows to foresee: the cell is named, always.

Cases derive from `data.sheets.schema`: a new sheet or column is broken the day it is declared.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from data.building.settings import SETTINGS
from data.faults import Faults
from data.reading.grids import Grid, Raw, load
from data.reading.workbook import understand
from data.sheets.columns import Column, Sheet
from data.sheets.schema import BY_ID, SHEETS
from data.writing.places import letters
from data.writing.template import write_workbook
from tests.cli.running import barrette
from tests.data.rich import rich

NOBODY = "Zzyx Inconnu"
NONSENSE = "?? pas ça ??"
PLAIN = {"text", "code", "part", "list", "any", "ref", "refs", "teams"}
"""Kinds in which any text may be right, references aside."""
BOUNDED = {"int", "float", "hours", "length"}
NUMBERS = {*BOUNDED, "ints", "hours_list", "lengths"}
VALID = {"date": "08/09/2026", "time": "9h00", "int": 1, "float": 1, "bool": "oui", "hours": "2 h", "length": "2 h"}
"""What fills a cell of a sheet that the rich workbook does not hold yet."""


@dataclass(frozen=True)
class Case:
    """One cell to spoil: ``header`` in ``sheet`` gets ``value`` in the first line, and the fault must be there."""

    sheet: str
    header: str
    value: object
    why: str

    def __str__(self) -> str:
        return f"{self.sheet}-{self.header}-{self.why}"


def cases() -> Iterator[Case]:
    """Every way to break one cell that follows from the declaration of its column."""
    for sheet in SHEETS:
        for column in sheet.columns:
            name = sheet.name, column.header
            if column.need == "cell":
                yield Case(*name, None, "emptied")
            if column.sheets or column.kind == "teams":
                yield Case(*name, NOBODY, "unknown")
            if column.kind in ("refs", "teams"):
                yield Case(*name, f"{NOBODY} ; {NOBODY} 2", "unknown twice")
            if column.kind not in PLAIN:
                yield Case(*name, NONSENSE, "nonsense")
            if column.kind == "date":
                yield Case(*name, "31/02/2026", "impossible")
            if column.kind in BOUNDED and column.low is not None and column.low >= 0:
                yield Case(*name, -1, "negative")
            if column.kind in BOUNDED and column.high is not None:
                yield Case(*name, column.high + 1 if column.kind == "int" else f"{column.high + 60} min", "too large")
            if column.kind == "int":
                yield Case(*name, 1.5, "not whole")
            if column.need == "cell" or column.sheets:
                yield Case(*name, "#REF!", "formula error")
    for setting in SETTINGS:
        if setting.column.kind != "text":
            yield Case("Paramètres", setting.column.header, NONSENSE, "nonsense")
        if setting.required:
            yield Case("Paramètres", setting.column.header, None, "emptied")


CASES = [case for case in cases() if case.sheet != "Correspondances" or case.why == "emptied"]


@cache
def sound() -> Raw:
    """The rich workbook as grids, with a line in each sheet of the schema."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "classeur.xlsx"
        write_workbook(path, rich())
        raw = load(path, path.read_bytes(), Faults())
    assert raw is not None
    here = {grid.name for grid in raw.grids}
    more = tuple(_line(sheet) for sheet in SHEETS if sheet.name not in here)
    return replace(raw, grids=(*raw.grids, *more))


def _line(sheet: Sheet) -> Grid:
    """A sheet with one line, its compulsory cells filled."""
    columns = [column for column in sheet.columns if column.need]
    return Grid(sheet.name, (tuple(c.header for c in columns), tuple(_valid(c) for c in columns)))


def _valid(column: Column) -> object:
    if column.sheets:
        target = BY_ID[column.sheets[0]]
        line = rich()[target.name][0]
        key = next(c.header for c in target.columns if c.need == "cell")
        return f"{line['nom']} {line['prénom']}" if target.id == "learners" else line[key]
    return column.words[0] if column.words else VALID.get(column.kind, column.example)


def broken(raw: Raw, case: Case) -> tuple[Raw, str]:
    """The grids with one cell spoilt, and the name of that cell."""
    number = next(n for n, grid in enumerate(raw.grids) if grid.name == case.sheet)
    rows = [list(row) for row in raw.grids[number].rows]
    line, index = _place(rows, case)
    for row in rows[: line + 1]:
        row += [None] * (index + 1 - len(row))
    rows[line][index] = case.value
    grid = replace(raw.grids[number], rows=tuple(map(tuple, rows)))
    return replace(raw, grids=(*raw.grids[:number], grid, *raw.grids[number + 1 :])), f"{letters(index)}{line + 1}"


def _place(rows: list[list[object]], case: Case) -> tuple[int, int]:
    """Line and column to spoil; a column, or a setting, that is not there yet is added."""
    setting = next((s for s in SETTINGS if case.sheet == "Paramètres" and s.column.header == case.header), None)
    if setting is not None:
        line = next((n for n, row in enumerate(rows) if row[0] == case.header), len(rows))
        if line == len(rows):
            rows.append([case.header, None])
        return line, 1
    if case.header not in rows[0]:
        rows[0].append(case.header)
    return 1, rows[0].index(case.header)


def test_every_number_has_a_greatest_value() -> None:
    """A slip of the keyboard is told in its cell: no number is so great that the planning of it never ends.

    Levels, from 1 to 4, have a message of their own.
    """
    columns = [c for sheet in SHEETS for c in sheet.columns] + [setting.column for setting in SETTINGS]
    numbers = [c for c in columns if c.kind in NUMBERS and c.id != "levels"]
    assert [c.header for c in numbers if c.high is None] == []


@pytest.mark.parametrize("header", ["heures", "durées"])
def test_a_course_without_end_is_refused(header: str) -> None:
    """*Cours*: hours and lengths that no term can hold, in every way to write them."""
    ways = {"heures": (1e300, 1e6, "2001 h", "61 h/sem", "61 créneaux/sem"), "durées": (1e300, "13 h", "2+1000")}
    for value in ways[header]:
        raw, where = broken(sound(), Case("Cours", header, value, "too large"))
        faults = Faults()
        understand(raw, faults)
        assert [f.message for f in faults if f.cell == where and "le plus grand possible est" in f.message], value


def test_sound_workbook_has_no_fault() -> None:
    """What the cases break is right before."""
    faults = Faults()
    assert understand(sound(), faults) is not None, [str(fault) for fault in faults]


def test_cases_are_many() -> None:
    """At least 150 workbooks, and every sheet of the schema among them."""
    assert len(CASES) >= 150
    assert {case.sheet for case in CASES} == {sheet.name for sheet in SHEETS}
    assert len(set(map(str, CASES))) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_broken_cell_is_named(case: Case) -> None:
    """No problem comes back, and a fault names the sheet and the cell."""
    raw, cell = broken(sound(), case)
    faults = Faults()
    assert understand(raw, faults) is None
    assert (case.sheet, cell) in {(fault.sheet, fault.cell) for fault in faults}, [str(fault) for fault in faults]


@pytest.mark.parametrize("case", CASES[::25], ids=str)
def test_broken_cell_is_named_by_the_command(case: Case, tmp_path: Path) -> None:
    """The same through the command line: exit 3, sheet and cell in one line, no traceback."""
    raw, cell = broken(sound(), case)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for grid in raw.grids:
        page = book.create_sheet(grid.name)
        for row in grid.rows:
            page.append(list(row))
        for place in page.iter_rows():
            for one in place:
                one.data_type = "s" if isinstance(one.value, str) else one.data_type
    book.save(tmp_path / "classeur.xlsx")
    done = barrette("check", tmp_path / "classeur.xlsx")
    assert done.exit_code == 3
    assert any(f"« {case.sheet} », cellule" in line and cell in line for line in done.stderr.splitlines()), done.stderr
