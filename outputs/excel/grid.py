"""A class, a trainer or a room as a sheet: a grid a week, to look at and to print."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from outputs.excel.book import Book, Cell, Sheet, plain
from outputs.grid import Block, Entry, Row, Week
from outputs.views import View, legend

CLOCK_WIDTH, PAGE_WIDTH = 15, 158
"""Width of the column of hours, and of all days together, in characters: a landscape A4 page at about 85 %."""
LINE, PAUSE_HEIGHT, PAGE_HEIGHT = 11.5, 12.0, 515.0
"""Heights in points: of a line of text, of a break, of what a page leaves for a grid."""
LETTERS = 1.4
"""Letters of the small text of a cell for each character of its column's width."""
POINTS_A_MINUTE = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
"""Scales of time, the first with which the week fits a page is taken."""
HEAD_ROWS = 2
"""Rows above the legend, which takes as many as it needs."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the grids of a sheet and is printed on each page."""

    badge: str
    """« Document interne », or the name of the centre on what is handed out."""
    about: str
    public: bool


def grid_sheet(book: Book, title: str, view: View, heading: Heading) -> None:
    """Add the sheet of a view."""
    sheet = book.sheet(title)
    days = max([len(w.columns) for w in view.weeks], default=5)
    kinds = {e.kind for w in view.weeks for c in w.columns for e in c.entries}
    names = _rows_of(list(legend(heading.public, kinds).items()), days)
    _set_up(sheet, days, HEAD_ROWS + max(1, len(names)), heading)
    _head(book, sheet, view, heading, names)
    for week in view.weeks:
        _week(book, sheet, week, days)
        sheet.break_page()
    if not view.weeks:
        sheet.append([book.cell("Aucune séance sur la période.", "subtitle")])


def _set_up(sheet: Sheet, days: int, head: int, heading: Heading) -> None:
    page = sheet.page
    page.column_dimensions["A"].width = CLOCK_WIDTH
    for number in range(days):
        page.column_dimensions[get_column_letter(number + 2)].width = PAGE_WIDTH / days
    page.freeze_panes = f"B{head + 1}"
    page.sheet_view.showGridLines = False
    page.print_title_rows = f"1:{head}"
    print_on_a4(sheet, heading.badge)


def print_on_a4(sheet: Sheet, left: str, above: str = "") -> None:
    """Landscape A4, one page wide, with a footer: what it is, the sheet, the page; what is long goes above it all."""
    page = sheet.page
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    margins = page.page_margins
    margins.left = margins.right = 0.3
    margins.top, margins.bottom, margins.header, margins.footer = 0.35, 0.5, 0.2, 0.25
    page.print_options.horizontalCentered = True
    page.oddHeader.left.text = plain(above).replace("&", "&&") or None
    page.oddFooter.left.text = plain(left).replace("&", "&&")
    page.oddFooter.center.text = "&A"
    page.oddFooter.right.text = "Page &P sur &N"


def _head(book: Book, sheet: Sheet, view: View, heading: Heading, names: list[tuple[tuple[str, str], ...]]) -> None:
    sheet.append([book.cell(view.name, "title")], 24)
    about = " · ".join(text for text in (view.subtitle, heading.about) if text)
    badge = "subtitle" if heading.public else "badge"
    sheet.append([book.cell(heading.badge, badge), None, book.cell(about, "subtitle")])
    for row in names or [()]:
        sheet.append([None, *(book.cell(name, f"block:{kind}") for kind, name in row)], 16)


def _rows_of(names: list[tuple[str, str]], days: int) -> list[tuple[tuple[str, str], ...]]:
    return [tuple(names[n : n + days]) for n in range(0, len(names), days)]


def _week(book: Book, sheet: Sheet, week: Week, days: int) -> None:
    sheet.append([book.cell(week.label, "week")], 26)
    sheet.append([book.cell(None, "day"), *(book.cell(c.name, "day") for c in week.columns)], 18)
    first = len(sheet.rows) + 1
    for number, (row, height) in enumerate(zip(week.rows, heights(week, days), strict=True)):
        cells = (_cell(book, c.at(number), row, number) for c in week.columns)
        sheet.append([book.cell(row.label, "clock"), *cells], height)
    sheet.merge(
        f"{get_column_letter(column)}{first + b.first}:{get_column_letter(column)}{first + b.first + b.rows - 1}"
        for column, day in enumerate(week.columns, start=2)
        for b in day.blocks
        if b.rows > 1
    )
    for entry in week.due:
        sheet.append([None, book.cell(f"À faire à distance, {entry.time} : {entry.title}", "subtitle")])


def _cell(book: Book, block: Block | None, row: Row, number: int) -> Cell:
    if block is None:
        return book.cell(row.pause, "pause" if row.pause else "empty")
    style = f"block:{block.kind}" if block.entries else "away"
    if number != block.first:
        return book.cell(None, style)
    return book.rich(block_text(block), style) if block.entries else book.cell(block.note, style)


def block_text(block: Block) -> Iterator[tuple[str, str]]:
    """What a cell says: for each entry its kind, its title in bold, its lines; pairs of a look and a text."""
    for number, entry in enumerate(block.entries):
        lead = "\n" if number else ""
        above = _above(block, entry)
        if above:
            yield f"tag:{entry.kind}", f"{lead}{above}\n"
            lead = ""
        yield f"title:{entry.kind}", lead + entry.title
        if entry.lines:
            yield f"line:{entry.kind}", "\n" + "\n".join(entry.lines)


def _above(block: Block, entry: Entry) -> str:
    """The kind, and the time where the entries of a block do not all last as long as it."""
    whole = (entry.start, entry.end) == (block.start, block.end)
    return " · ".join(t for t in (entry.tag, "" if whole else entry.time) if t)


def heights(week: Week, days: int) -> list[float]:
    """Height of each row of a grid in points: by its length, more where a text needs it, a week a page if possible."""
    letters = PAGE_WIDTH / days * LETTERS
    needs = [
        (range(b.first, b.first + b.rows), _lines(b, letters) * LINE + 3)
        for c in week.columns
        for b in c.blocks
        if b.entries
    ]
    found: list[float] = []
    for scale in POINTS_A_MINUTE:
        found = _heights(week, needs, scale)
        if sum(found) <= PAGE_HEIGHT:
            break
    return found


def _heights(week: Week, needs: list[tuple[range, float]], scale: float) -> list[float]:
    found = [PAUSE_HEIGHT if row.pause else max(14.0, (row.end - row.start) * scale) for row in week.rows]
    for rows, need in needs:
        missing = need - sum(found[n] for n in rows)
        if missing > 0:
            for n in rows:
                found[n] += missing / len(rows)
    return [round(height, 1) for height in found]


def _lines(block: Block, letters: float) -> int:
    small = (text for e in block.entries for text in (_above(block, e), *e.lines) if text)
    titles = sum(math.ceil(len(e.title) * 1.2 / letters) for e in block.entries)
    return titles + sum(math.ceil(len(text) / letters) for text in small)
