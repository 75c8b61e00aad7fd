"""The internal lists as sheets: frozen header, filters, widths, dates and hours as such."""

from datetime import date, time

from openpyxl.utils import get_column_letter

from outputs.excel.book import Book, Cell
from outputs.excel.grid import print_on_a4
from outputs.lists.tables import Figure, Share, Table, Value

HEAD_ROW = 3
SHEET_WIDTH = 200
"""Characters across one printed sheet: a wider list takes a second one rather than letters that nobody reads."""
LINE = 14.0
"""Height of a line of text in points."""


def table_sheet(book: Book, table: Table, badge: str, stamp: str = "") -> None:
    """Add a sheet with a list under its title; the stamp says what the values come from."""
    sheet = book.sheet(table.title)
    page = sheet.page
    sheet.widths(table.widths)
    page.freeze_panes = f"A{HEAD_ROW + 1}"
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(table.headers))}{HEAD_ROW + len(table.rows)}"
    print_on_a4(sheet, badge, stamp)
    printed = table.printed or len(table.headers)
    page.print_area = f"A1:{get_column_letter(printed)}{HEAD_ROW + max(1, len(table.rows))}"
    page.page_setup.fitToWidth = -(-sum(table.widths[:printed]) // SHEET_WIDTH)
    sheet.append([book.cell(table.title, "title")], 24)
    sheet.append([book.cell(" · ".join(text for text in (badge, stamp, table.note) if text), "badge")])
    sheet.append([book.cell(header, "head") for header in table.headers], 30)
    for row in table.rows:
        sheet.append([value_cell(book, value) for value in row], LINE * text_lines(row, table.widths))
    if not table.rows:
        sheet.append([book.cell("Rien à signaler.", "subtitle")])


def text_lines(row: tuple[Value, ...], widths: tuple[int, ...]) -> int:
    """Lines of the longest text of a row, so that no program has to guess the height."""
    return max(
        -(-len(value) // width) if isinstance(value, str) and value else 1
        for value, width in zip(row, widths, strict=True)
    )


def value_cell(book: Book, value: Value) -> Cell:
    """A value in the style of its type."""
    looks = {date: "date", time: "time", float: "hours", int: "count", Share: "share", Figure: "figures"}
    return book.cell(value, looks.get(type(value), "text"))
