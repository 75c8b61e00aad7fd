"""The papers as workbooks: a sheet a paper, one printed page after the other."""

from pathlib import Path

from outputs.excel.book import Book, Sheet, plain
from outputs.excel.grid import print_on_a4
from outputs.excel.lists import text_lines, value_cell
from outputs.excel.workbooks import sheet_names
from outputs.lists.tables import Table
from outputs.papers.html import INTERNAL
from outputs.papers.model import Page, Paper
from planner.domain import Problem

LINE, TO_SIGN = 14.0, 24.0
"""Heights in points: of a line of text, of a row with room for a pen."""


def write_book(path: Path, problem: Problem, title: str, papers: list[Paper]) -> None:
    """Write a workbook with a sheet for each paper."""
    book = Book(problem.settings.saved or problem.first, title)
    names = sheet_names([paper.title for paper in papers])
    for name, paper in zip(names, papers, strict=True):
        _paper(book, name, problem.settings.name, paper)
    book.save(path)


def _paper(book: Book, name: str, centre: str, paper: Paper) -> None:
    sheet = book.sheet(name)
    sheet.widths(max(paper.pages, key=lambda page: len(page.table.widths)).table.widths)
    print_on_a4(sheet, f"{centre} – {INTERNAL}" if paper.internal else centre)
    sheet.page.page_setup.orientation = "landscape" if paper.landscape else "portrait"
    sheet.page.oddFooter.center.text = plain(f"{paper.title}").replace("&", "&&")
    for number, page in enumerate(paper.pages):
        if number:
            sheet.break_page()
        _page(book, sheet, centre, paper, page)
    if len(paper.pages) == 1:
        sheet.page.print_title_rows = f"1:{_head_rows(paper.pages[0])}"


def _head_rows(page: Page) -> int:
    return 3 + bool(page.facts)


def _page(book: Book, sheet: Sheet, centre: str, paper: Paper, page: Page) -> None:
    sheet.append([book.cell(page.title, "title")], 24)
    where = f"{centre} · {page.when}"
    sheet.append([book.cell(f"{INTERNAL} · {where}", "badge") if paper.internal else book.cell(where, "subtitle")])
    if page.facts:
        sheet.append([book.cell(" · ".join(page.facts), "figure")], 18)
    _table(book, sheet, page.table, paper.to_sign)
    if not page.table.rows:
        sheet.append([book.cell(page.empty, "subtitle")])
    if page.table.note:
        sheet.append([book.cell(page.table.note, "subtitle")])
    if page.under:
        sheet.append()
        _lessons(book, sheet, page.under)
    for signer in page.signers:
        last = len(page.table.headers) - 2
        sheet.append([book.cell(""), book.cell(signer), *(book.cell("") for _ in range(last))], TO_SIGN + 6)


def _table(book: Book, sheet: Sheet, table: Table, to_sign: bool) -> None:
    sheet.append([book.cell(header, "head") for header in table.headers], 30)
    for row in table.rows:
        height = LINE * text_lines(row, table.widths)
        sheet.append([value_cell(book, value) for value in row], max(TO_SIGN, height) if to_sign else height)


def _lessons(book: Book, sheet: Sheet, table: Table) -> None:
    """Sessions and who signs for them, under the columns of names and of signatures."""
    first, second, *rest = table.headers
    sheet.append([book.cell("", "head"), *(book.cell(h, "head") for h in (f"{first}, {second.lower()}", *rest))], 30)
    for row in table.rows:
        cells = ("", f"{row[0]}, {row[1]}", *row[2:])
        sheet.append([value_cell(book, value) for value in cells], TO_SIGN + 4)
