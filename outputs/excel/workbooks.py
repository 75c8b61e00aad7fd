"""Excel files: the whole timetable for the planner, and a file per class, trainer and room to hand out."""

import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from outputs.excel.book import Book, plain
from outputs.excel.grid import Heading, grid_sheet, print_on_a4
from outputs.excel.lists import table_sheet
from outputs.folders import replacing
from outputs.labels import filename
from outputs.lists.given import given_table, untold_table
from outputs.lists.needs import need_table
from outputs.lists.staff import trainer_hour_table, visit_table
from outputs.lists.tables import (
    Table,
    alert_table,
    debt_table,
    group_table,
    missed_table,
    session_table,
    unmet_table,
    unplaced_table,
)
from outputs.summary import Figure, figures, horizon
from outputs.views import KINDS, View, views
from planner.domain import Problem, Timetable, Unmet

INTERNAL = "Document interne"
FILE = "emploi-du-temps.xlsx"
TABLES = (
    session_table,
    group_table,
    debt_table,
    unplaced_table,
    alert_table,
    visit_table,
    trainer_hour_table,
)
"""Lists of the internal workbook, in order."""
GIVEN = (given_table, untold_table)
"""Lists of what is over, where something is known to be."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST = 31


def write_excel(folder: Path, problem: Problem, timetable: Timetable, unmet: tuple[Unmet, ...] = ()) -> None:
    """Write ``interne/emploi-du-temps.xlsx`` and ``diffusion/{classes,formateurs,salles}/ID.xlsx``, all or nothing.

    ``unmet``: wishes that are not kept, for a list of their own.
    """
    with (
        replacing(folder / "interne", lambda path: path == Path(FILE)) as internal,
        replacing(folder / "diffusion", lambda path: path.suffix == ".xlsx") as handed_out,
    ):
        _internal(problem, timetable, unmet).save(internal / FILE)
        about = horizon(problem)
        for view in views(problem, timetable, public=True):
            book = Book(_saved(problem), view.name)
            heading = Heading(problem.settings.name, about, public=True)
            grid_sheet(book, next(sheet_names([view.name])), view, heading)
            book.save(handed_out / view.kind / f"{filename(view.id)}.xlsx")


def _saved(problem: Problem) -> Any:
    return problem.settings.saved or problem.first


def _internal(problem: Problem, timetable: Timetable, unmet: tuple[Unmet, ...]) -> Book:
    book = Book(_saved(problem), f"Emploi du temps – {problem.settings.name}")
    tables = [make(problem, timetable) for make in TABLES]
    missed = missed_table(problem, timetable)
    tables += [missed] if missed.rows else []
    tables += [table for make in GIVEN for table in (make(problem, timetable),) if table.rows]
    tables += [unmet_table(problem, unmet)] if unmet else []
    tables += [need_table(problem, timetable)] if problem.explicit_needs else []
    found = views(problem, timetable, public=False)
    names = list(sheet_names(["Sommaire", *(t.title for t in tables), *(v.name for v in found)]))
    _contents(book, problem, figures(timetable, problem), list(zip(names[1:], [*tables, *found], strict=True)))
    for table in tables:
        table_sheet(book, table, INTERNAL)
    heading = Heading(INTERNAL, f"{problem.settings.name} · {horizon(problem)}", public=False)
    for name, view in zip(names[len(tables) + 1 :], found, strict=True):
        grid_sheet(book, name, view, heading)
    return book


def sheet_names(titles: Iterable[str]) -> Iterator[str]:
    """Titles that a workbook accepts: at most 31 characters, none forbidden, each one once whatever its case."""
    taken: set[str] = set()
    for title in titles:
        base = _FORBIDDEN.sub(" ", plain(title).replace("'", "’")).strip() or "Sans nom"
        name, number = base[:_LONGEST].strip(), 1
        while name.casefold() in taken or name.casefold() == "history":
            number += 1
            end = f" ({number})"
            name = base[: _LONGEST - len(end)].strip() + end
        taken.add(name.casefold())
        yield name


def _contents(book: Book, problem: Problem, lines: tuple[Figure, ...], sheets: list[tuple[str, Table | View]]) -> None:
    """The first sheet: key figures, then a link to each other sheet in four columns."""
    sheet = book.sheet("Sommaire")
    for letter in "ABCD":
        sheet.page.column_dimensions[letter].width = 34
    sheet.page.sheet_view.showGridLines = False
    print_on_a4(sheet, INTERNAL)
    sheet.append([book.cell(f"Emploi du temps – {problem.settings.name}", "title")], 24)
    sheet.append([book.cell(INTERNAL, "badge"), book.cell(horizon(problem), "subtitle")])
    sheet.append()
    for line in lines:
        known = line.value if line.exact is None else line.exact
        style = "figure:hours" if isinstance(known, float) else "figure"
        sheet.append([book.cell(line.name, "label"), book.cell(known, style)])
    sheet.append()
    columns = [("Listes", [name for name, item in sheets if isinstance(item, Table)])]
    for kind in KINDS:
        columns.append((kind.capitalize(), [n for n, v in sheets if isinstance(v, View) and v.kind == kind]))
    sheet.append([book.cell(title, "section") for title, _ in columns])
    for names in itertools.zip_longest(*(found for _, found in columns)):
        row = sheet.append([book.cell(name, "link") if name else None for name in names])
        for column, name in enumerate(names):
            if name:
                sheet.link(column, row, name)
