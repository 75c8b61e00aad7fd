"""The internal lists as sheets: frozen header, filters, widths, dates and hours as such."""

from datetime import date

from openpyxl.utils import get_column_letter

from outputs.excel_book import Book, Cell
from outputs.excel_grid import print_on_a4
from outputs.tables import Table, Value

HEAD_ROW = 3
LINE = 14.0
"""Height of a line of text in points."""


def table_sheet(book: Book, table: Table, badge: str) -> None:
    """Add a sheet with a list under its title."""
    sheet = book.sheet(table.title)
    page = sheet.page
    for number, width in enumerate(table.widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = f"A{HEAD_ROW + 1}"
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(table.headers))}{HEAD_ROW + len(table.rows)}"
    print_on_a4(sheet, badge)
    sheet.append([book.cell(table.title, "title")], 24)
    sheet.append([book.cell(f"{badge} · {table.note}" if table.note else badge, "badge")])
    sheet.append([book.cell(header, "head") for header in table.headers], 30)
    for row in table.rows:
        sheet.append([_cell(book, value) for value in row], LINE * _lines(row, table.widths))
    if not table.rows:
        sheet.append([book.cell("Rien à signaler.", "subtitle")])


def _lines(row: tuple[Value, ...], widths: tuple[int, ...]) -> int:
    """Lines of the longest text of a row, so that no program has to guess the height."""
    return max(
        -(-len(value) // width) if isinstance(value, str) and value else 1
        for value, width in zip(row, widths, strict=True)
    )


def _cell(book: Book, value: Value) -> Cell:
    return book.cell(value, {date: "date", float: "hours", int: "count"}.get(type(value), "text"))
