"""A class, a trainer or a room as a sheet: a grid a week, to look at and to print."""

import math
from dataclasses import dataclass
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from outputs.excel_book import Book, plain
from outputs.excel_styles import COLOURS, FONT, INK
from outputs.grid import Block, Entry, Row, Week
from outputs.views import View, legend

CLOCK_WIDTH, PAGE_WIDTH = 12, 160
"""Width of the column of hours, and of all days together, in characters: a landscape A4 page at about 85 %."""
LINE, PAUSE_HEIGHT, PAGE_HEIGHT = 11.5, 12.0, 515.0
"""Heights in points: of a line of text, of a break, of what a page leaves for a grid."""
LETTERS = 1.4
"""Letters of the small text of a cell for each character of its column's width."""
POINTS_A_MINUTE = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
"""Scales of time, the first with which the week fits a page is taken."""
HEAD_ROWS = 3


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
    _set_up(sheet, days, heading)
    sheet.merged_cells = []  # a plain list of references: as fast as it gets, and in order
    _head(book, sheet, view, heading, days)
    number = HEAD_ROWS
    for week in view.weeks:
        number = _week(book, sheet, week, number, days)
        sheet.row_breaks.append(Break(id=number))
    if not view.weeks:
        sheet.append([book.cell(sheet, "Aucune séance sur la période.", "subtitle")])


def _set_up(sheet: Any, days: int, heading: Heading) -> None:
    sheet.column_dimensions["A"].width = CLOCK_WIDTH
    for number in range(days):
        sheet.column_dimensions[get_column_letter(number + 2)].width = PAGE_WIDTH / days
    sheet.freeze_panes = f"B{HEAD_ROWS + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.print_title_rows = f"1:{HEAD_ROWS}"
    print_on_a4(sheet, heading.badge)


def print_on_a4(sheet: Any, left: str) -> None:
    """Landscape A4, one page wide, with a footer: what it is, the sheet, the page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.3
    margins.top, margins.bottom, margins.header, margins.footer = 0.35, 0.5, 0.2, 0.25
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.left.text = plain(left).replace("&", "&&")
    sheet.oddFooter.center.text = "&A"
    sheet.oddFooter.right.text = "Page &P sur &N"


def _head(book: Book, sheet: Any, view: View, heading: Heading, days: int) -> None:
    sheet.row_dimensions[1].height = 24
    sheet.append([book.cell(sheet, view.name, "title")])
    about = " · ".join(text for text in (view.subtitle, heading.about) if text)
    sheet.append(
        [
            book.cell(sheet, heading.badge, "subtitle" if heading.public else "badge"),
            None,
            book.cell(sheet, about, "subtitle"),
        ]
    )
    kinds = {e.kind for w in view.weeks for c in w.columns for e in c.entries}
    names = list(legend(heading.public, kinds).items())[:days]
    sheet.row_dimensions[3].height = 16
    sheet.append([book.cell(sheet, None), *(book.cell(sheet, name, f"block:{kind}") for kind, name in names)])


def _week(book: Book, sheet: Any, week: Week, above: int, days: int) -> int:
    """Write a week under row ``above``; the number of its last row."""
    sheet.row_dimensions[above + 1].height = 26
    sheet.append([book.cell(sheet, week.label, "week")])
    sheet.row_dimensions[above + 2].height = 18
    sheet.append([book.cell(sheet, None, "day"), *(book.cell(sheet, c.name, "day") for c in week.columns)])
    first = above + 3
    for number, height in enumerate(heights(week, days)):
        sheet.row_dimensions[first + number].height = height
    for number, row in enumerate(week.rows):
        cells = [_cell(book, sheet, c.at(number), row, number) for c in week.columns]
        sheet.append([book.cell(sheet, row.label, "clock"), *cells])
    for column, day in enumerate(week.columns, start=2):
        letter = get_column_letter(column)
        sheet.merged_cells += [
            f"{letter}{first + b.first}:{letter}{first + b.first + b.rows - 1}" for b in day.blocks if b.rows > 1
        ]
    last = first + len(week.rows) - 1
    for entry in week.due:
        sheet.append([None, book.cell(sheet, f"À faire à distance, {entry.time} : {entry.title}", "subtitle")])
        last += 1
    return last


def _cell(book: Book, sheet: Any, block: Block | None, row: Row, number: int) -> Any:
    if block is None:
        return book.cell(sheet, row.pause or None, "pause" if row.pause else "empty")
    style = f"block:{block.kind}" if block.entries else "away"
    if number != block.first:
        return book.cell(sheet, None, style)
    return book.cell(sheet, block_text(block) if block.entries else block.note, style)


_FONTS = {
    kind: (
        InlineFont(rFont=FONT, sz=8, b=True, color=Color(strong)),
        InlineFont(rFont=FONT, sz=10, b=True, color=Color(INK)),
        InlineFont(rFont=FONT, sz=9, color=Color(INK)),
    )
    for kind, (_fill, strong) in COLOURS.items()
}


def block_text(block: Block) -> CellRichText:
    """What a cell says: for each entry its kind, its title in bold, its lines."""
    text = CellRichText()
    for number, entry in enumerate(block.entries):
        tag, bold, normal = _FONTS[entry.kind]
        lead = "\n" if number else ""
        above = _above(block, entry)
        if above:
            text.append(TextBlock(tag, plain(f"{lead}{above}\n")))
            lead = ""
        text.append(TextBlock(bold, plain(lead + entry.title)))
        if entry.lines:
            text.append(TextBlock(normal, plain("\n" + "\n".join(entry.lines))))
    return text


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
