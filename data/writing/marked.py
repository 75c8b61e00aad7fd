"""A copy of a workbook with what is wrong coloured and commented, written from the values that were read.

The planner's own file is never saved: macros, charts, formats and formulas stay in it. Columns that are not read are
left empty in the copy, so that it holds nothing that planning does not need.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from data.reading.grids import Grid, Raw
from data.reading.workbook import Used
from data.sheets.columns import fold
from data.writing.book import Book, put

LIST = "Erreurs à corriger"
FAULT, BLOCKING, ALERT, NOTICE = "erreur", "à corriger avant le calcul", "à regarder", "remarque"
COLOURS: Mapping[str, str] = {FAULT: "FFFF9999", BLOCKING: "FFFFCC80", ALERT: "FFFFF2A8", NOTICE: "FFD6E8F7"}
"""In order of gravity; a cell takes the colour of the gravest."""
MOST_COMMENTS = 2000
"""Cells of a sheet that carry a comment; further ones are coloured only, so that the file still opens quickly."""
MOST_SIGNS = 1500
"""Length of a comment; a longer one would not fit on the screen."""
MOST_CELLS = 500
"""Cells coloured for one merged range."""
HEADS = ("nature", "feuille", "cellule", "contenu", "ce qu'il faut savoir ou faire")
LINK = Font(underline="single", color="FF1F4E79")
SPAN = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to show: its kind (a key of `COLOURS`), sheet and cell (or range) where there is one, and a text."""

    kind: str
    sheet: str
    cell: str
    value: str
    text: str


def write_marked(path: Path, raw: Raw, used: Mapping[str, Used], marks: Sequence[Mark], book: Book) -> None:
    """Write the copy: a first sheet that lists every mark, with links, then the sheets that were read, as values."""
    grids = [grid for grid in raw.grids if grid.name in used]
    _write_list(book, marks, {grid.name for grid in grids}, _left(raw, used))
    for grid in grids:
        here = [mark for mark in marks if mark.sheet == grid.name]
        page = book.workbook.create_sheet(grid.name)
        _copy(page, grid, used[grid.name])
        _mark(page, here)
    book.save(path)


def lost(raw: Raw) -> str:
    """What the copy does not take over, as a list in French."""
    return ", ".join(["mises en forme", "formules (remplacées par leurs valeurs)", *raw.contents])


def _left(raw: Raw, used: Mapping[str, Used]) -> list[str]:
    """What stays in the planner's own file."""
    lines = [
        "Corrigez votre propre classeur, pas cette copie : elle ne reprend que des valeurs.",
        f"N'est pas repris : {lost(raw)}.",
        "Les colonnes que Barrette ne lit pas gardent leur intitulé, sans leur contenu ; celles de données "
        "personnelles inutiles à l'emploi du temps sont laissées vides.",
    ]
    others = [grid.name for grid in raw.grids if grid.name not in used and fold(grid.name) != fold(LIST)]
    return lines + ([f"Feuilles non reprises : {', '.join(others)}."] if others else [])


def _write_list(book: Book, marks: Sequence[Mark], sheets: set[str], notes: Iterable[str]) -> None:
    order = list(COLOURS)
    rows = sorted(marks, key=lambda mark: order.index(mark.kind))
    page = book.table(LIST, HEADS, [(m.kind, m.sheet, m.cell, _clean(m.value), _clean(m.text)) for m in rows])
    for number, mark in enumerate(rows, start=2):
        page.cell(number, 1).fill = PatternFill("solid", start_color=COLOURS[mark.kind])
        if mark.sheet in sheets:
            target = f"'{mark.sheet.replace(chr(39), chr(39) * 2)}'!{mark.cell or 'A1'}"
            cell = page.cell(number, 3 if mark.cell else 2)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target, display=str(cell.value))
            cell.font = LINK
    page.auto_filter.ref = f"A1:E{len(rows) + 1}"
    page.column_dimensions["E"].width = 110
    for offset, note in enumerate(["Document interne. " + _summary(marks), *notes], start=len(rows) + 3):
        put(page, offset, 1, note)
        page.cell(offset, 1).font = Font(bold=offset == len(rows) + 3)


def _summary(marks: Sequence[Mark]) -> str:
    counts = {kind: sum(mark.kind == kind for mark in marks) for kind in COLOURS}
    return ", ".join(f"{kind} : {number}" for kind, number in counts.items() if number) or "Rien à signaler."


def _copy(page: Worksheet, grid: Grid, used: Used) -> None:
    """Values of the columns that were read, headings of the others, everything above the headings."""
    widths: dict[int, int] = {}
    for number, line in enumerate(grid.rows, start=1):
        for index, value in enumerate(line):
            kept = index in used.columns if number > used.head_row else index not in used.private
            if value is None or value == "" or not kept:
                continue
            put(page, number, index + 1, _clean(value) if isinstance(value, str) else value)
            if isinstance(value, datetime) and (value.hour or value.minute):
                page.cell(number, index + 1).number_format = "DD/MM/YYYY HH:MM"
            widths[index] = max(widths.get(index, 8), min(40, len(str(value)) + 2))
    for index, width in widths.items():
        page.column_dimensions[get_column_letter(index + 1)].width = width
        page.cell(used.head_row, index + 1).font = Font(bold=True)
    page.freeze_panes = f"A{used.head_row + 1}"


def _mark(page: Worksheet, marks: Sequence[Mark]) -> None:
    """Colour the cells, the gravest colour winning, and comment them."""
    order = list(COLOURS)
    by_cell: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        for place in _places(mark.cell):
            by_cell.setdefault(place, []).append(mark)
    for count, (place, here) in enumerate(sorted(by_cell.items())):
        here.sort(key=lambda mark: order.index(mark.kind))
        cell = page.cell(*place)
        cell.fill = PatternFill("solid", start_color=COLOURS[here[0].kind])
        if count < MOST_COMMENTS:
            text = "\n".join(f"{m.kind.capitalize()} : {_clean(m.text)}" for m in here)
            text = text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]} … (la suite est dans la première feuille)"
            cell.comment = Comment(text, "Barrette", height=60 + 18 * (len(text) // 45), width=320)
    if marks:
        page.sheet_properties.tabColor = COLOURS[min((mark.kind for mark in marks), key=order.index)]


def _places(cell: str) -> Iterable[tuple[int, int]]:
    found = SPAN.fullmatch(cell)
    if not found:
        return ()
    low, high = column_index_from_string(found[1]), column_index_from_string(found[3] or found[1])
    rows = range(int(found[2]), int(found[4] or found[2]) + 1)
    return [(row, column) for row in rows for column in range(low, high + 1)][:MOST_CELLS]


def _clean(text: str) -> str:
    """Without the signs that no workbook may hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)
