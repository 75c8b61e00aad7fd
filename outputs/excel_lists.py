"""The internal lists as sheets: frozen header, filters, widths, dates and hours as such."""

from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

from outputs.excel_book import Book
from outputs.excel_grid import print_on_a4
from outputs.tables import Table, Value

HEAD_ROW = 3
LINE = 14.0
"""Height of a line of text in points."""


def table_sheet(book: Book, table: Table, badge: str) -> None:
    """Add a sheet with a list under its title."""
    sheet = book.sheet(table.title)
    for number, width in enumerate(table.widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    last = get_column_letter(len(table.headers))
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW + len(table.rows)}"
    print_on_a4(sheet, badge)
    sheet.row_dimensions[1].height = 24
    sheet.append([book.cell(sheet, table.title, "title")])
    note = f"{badge} · {table.note}" if table.note else badge
    sheet.append([book.cell(sheet, note, "badge")])
    sheet.row_dimensions[HEAD_ROW].height = 30
    sheet.append([book.cell(sheet, header, "head") for header in table.headers])
    for number, row in enumerate(table.rows, start=HEAD_ROW + 1):
        sheet.row_dimensions[number].height = LINE * _lines(row, table.widths)
        sheet.append([_cell(book, sheet, value) for value in row])
    if not table.rows:
        sheet.append([book.cell(sheet, "Rien à signaler.", "subtitle")])


def _lines(row: tuple[Value, ...], widths: tuple[int, ...]) -> int:
    """Lines of the longest text of a row, so that no program has to guess the height."""
    return max(
        -(-len(value) // width) if isinstance(value, str) and value else 1
        for value, width in zip(row, widths, strict=True)
    )


def _cell(book: Book, sheet: Any, value: Value) -> Any:
    if value == "":
        return None
    style = {date: "date", float: "hours", int: "count"}.get(type(value), "text")
    return book.cell(sheet, value, style)
