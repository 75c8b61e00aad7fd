"""A whole workbook written from a problem: the next term as it is proposed to the planner, with the template's help."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl.styles import Font

from data import rows_needs, rows_offer, rows_people, rows_time
from data.book import Book
from data.rows_cells import Lines
from data.schema import SHEETS
from data.template import BLUE, GREY, OPEN_GROUPS, README, dress
from planner.domain import Problem


def rows_of(problem: Problem) -> dict[str, Lines]:
    """Sheet id → lines by column id. What is dated and over on the first day is left out, and so are the weeks."""
    trainers, kept = rows_people.trainer_rows(problem)
    return {
        "settings": rows_time.settings_rows(problem),
        "classes": rows_offer.class_rows(problem),
        "calendar": rows_time.calendar_rows(problem),
        "trainers": trainers,
        "rooms": rows_offer.room_rows(problem),
        "courses": rows_offer.course_rows(problem),
        "learners": rows_people.learner_rows(problem),
        "bells": rows_time.bells_rows(problem),
        "closures": rows_time.closure_rows(problem),
        "sites": rows_time.site_rows(problem),
        "unavailable": rows_time.absence_rows(problem, kept),
        "skills": rows_offer.skill_rows(problem),
        "programmes": rows_offer.programme_rows(problem),
        "barrettes": rows_offer.barrette_rows(problem),
        "open_periods": rows_offer.open_rows(problem),
        "modules": rows_offer.module_rows(problem),
        "results": rows_people.result_rows(problem),
        "scales": rows_needs.scale_rows(problem),
        "need_rules": rows_needs.need_rule_rows(problem),
        "needs": rows_needs.need_rows(problem),
        "arrangements": rows_people.arrangement_rows(problem),
        "exemptions": rows_people.exemption_rows(problem),
        "pairings": rows_people.pairing_rows(problem),
        "memberships": rows_people.membership_rows(problem),
        "paths": rows_people.path_rows(problem),
        "events": rows_needs.event_rows(problem),
        "locks": rows_needs.lock_rows(problem),
        "balances": rows_needs.balance_rows(problem),
        "visits": rows_people.visit_rows(problem),
        "rules": rows_needs.rule_rows(problem),
    }


def write_filled(path: Path | str, problem: Problem, notes: Sequence[tuple[str, str]], saved: date) -> None:
    """Write the workbook; ``notes``: title and text of each line of its first sheet."""
    book, rows = Book(saved), rows_of(problem)
    _write_notes(book, notes)
    for sheet in SHEETS:
        lines = rows.get(sheet.id, [])
        weeks = rows_time.week_heads(problem) if sheet.weekly else []
        cells = [[*(line.get(c.id) for c in sheet.columns), *(None for _ in weeks)] for line in lines]
        page = book.table(sheet.name, [*sheet.shown, *weeks], cells)
        page.sheet_properties.tabColor = BLUE if sheet.required else GREY
        if not sheet.required and not lines and sheet.group not in OPEN_GROUPS:
            page.sheet_state = "hidden"
        for index, column in enumerate(sheet.columns, start=1):
            dress(page, index, column)
    book.save(Path(path))


def _write_notes(book: Book, notes: Sequence[tuple[str, str]]) -> None:
    page = book.table(README, list(notes[0]), [list(note) for note in notes[1:]])
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 44, 120
    for row, (_title, text) in enumerate(notes[1:], start=2):
        page.cell(row, 1).font = Font(bold=not text)
