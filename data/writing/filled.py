"""A whole workbook written from a problem: the next term as it is proposed to the planner, with the template's help."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl.styles import Font

from data.rows import needs as rows_needs
from data.rows import offer as rows_offer
from data.rows import people as rows_people
from data.rows import time as rows_time
from data.rows.cells import Lines
from data.rows.plain import Cells
from data.sheets.schema import SHEETS
from data.writing.book import Book
from data.writing.template import BLUE, GREY, README, dress
from planner.domain import Problem


def rows_of(problem: Problem) -> dict[str, Lines]:
    """Sheet id → lines by column id. What is dated and over on the first day is left out, and so are the weeks."""
    cells = Cells(problem)
    trainers, kept = rows_people.trainer_rows(cells)
    return {
        "settings": rows_time.settings_rows(problem),
        "classes": rows_offer.class_rows(cells),
        "calendar": rows_time.calendar_rows(cells),
        "trainers": trainers,
        "rooms": rows_offer.room_rows(cells),
        "courses": rows_offer.course_rows(cells),
        "learners": rows_people.learner_rows(cells),
        "bells": rows_time.bells_rows(cells),
        "closures": rows_time.closure_rows(cells),
        "sites": rows_time.site_rows(cells),
        "unavailable": rows_time.absence_rows(cells, kept),
        "skills": rows_offer.skill_rows(cells),
        "programmes": rows_offer.programme_rows(cells),
        "barrettes": rows_offer.barrette_rows(cells),
        "open_periods": rows_offer.open_rows(cells),
        "modules": rows_offer.module_rows(cells),
        "results": rows_people.result_rows(cells),
        "scales": rows_needs.scale_rows(cells),
        "need_rules": rows_needs.need_rule_rows(cells),
        "needs": rows_needs.need_rows(cells),
        "arrangements": rows_people.arrangement_rows(cells),
        "exemptions": rows_people.exemption_rows(cells),
        "pairings": rows_people.pairing_rows(cells),
        "memberships": rows_people.membership_rows(cells),
        "paths": rows_people.path_rows(cells),
        "links": rows_offer.link_rows(cells),
        "limits": rows_offer.limit_rows(cells),
        "events": rows_needs.event_rows(cells),
        "locks": rows_needs.lock_rows(cells),
        "actions": rows_people.action_rows(cells),
        "balances": rows_needs.balance_rows(cells),
        "visits": rows_people.visit_rows(cells),
        "rules": rows_needs.rule_rows(problem),
        "cure_prices": rows_needs.cure_price_rows(cells),
        "matches": rows_needs.match_rows(cells),
    }


def write_filled(path: Path | str, problem: Problem, notes: Sequence[tuple[str, str]], saved: date) -> None:
    """Write the workbook; ``notes``: title and text of each line of its first sheet."""
    write_lines(path, rows_of(problem), notes, saved, rows_time.week_heads(problem), rows_people.option_heads(problem))


def write_lines(
    path: Path | str,
    rows: Mapping[str, Lines],
    notes: Sequence[tuple[str, str]],
    saved: date,
    week_heads: Sequence[str] = (),
    options: Mapping[str, str] | None = None,
) -> None:
    """Write a workbook from lines by sheet id, with all sheets.

    ``week_heads``: columns of weeks to be filled; ``options``: id → heading of columns of one's own of *Apprenants*.
    """
    book = Book(saved)
    _write_notes(book, notes)
    for sheet in SHEETS:
        lines = rows.get(sheet.id, [])
        more = options or {} if sheet.domains else {head: head for head in (week_heads if sheet.weekly else ())}
        cells = [[*(line.get(c.id) for c in sheet.columns), *map(line.get, more)] for line in lines]
        page = book.table(sheet.name, [*sheet.shown, *more.values()], cells)
        page.sheet_properties.tabColor = BLUE if sheet.required else GREY
        if sheet.folded_away and not lines:
            page.sheet_state = "hidden"
        for index, column in enumerate(sheet.columns, start=1):
            dress(page, index, column)
    book.save(Path(path))


def _write_notes(book: Book, notes: Sequence[tuple[str, str]]) -> None:
    page = book.table(README, list(notes[0]), [list(note) for note in notes[1:]])
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 44, 120
    for row, (_title, text) in enumerate(notes[1:], start=2):
        page.cell(row, 1).font = Font(bold=not text)
