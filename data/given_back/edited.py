"""A list that was written and is given back by the planner: its lines, or what is wrong with it.

It is the list of sessions of ``emploi-du-temps.xlsx``, or the dossier of a regulation.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter

from data.faults import Faults
from data.reading.grids import Grid, load, read_bytes
from data.reading.parse_values import blank, text
from data.sheets.columns import fold

SHEET = "Séances"
NAME = "Identifiant"
"""Column that names the session of a line."""
LOCK = "Verrou"
"""Column that the planner fills: ``x`` keeps a session as it is."""
SEARCHED = 12
"""Lines at the top among which the header is looked for."""
STAMP = re.compile(r"liste n° ([0-9a-f]{8})\b")


@dataclass(frozen=True, slots=True)
class Form:
    """How a list that may be given back is written."""

    sheet: str
    name: str
    """Column that names what a line is about."""
    file: str
    back: str
    """What to do about a header that is no longer there."""
    new: str
    """What to do about a line without a name."""


SESSIONS = Form(
    SHEET,
    NAME,
    "le fichier emploi-du-temps.xlsx de « interne »",
    "reprenez l'en-tête que « barrette export » écrit",
    "ligne sans identifiant : remettez-le ; une séance nouvelle va dans le classeur.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: the number of its row, and its cells by header."""

    row: int
    session_id: str
    """What its line is about: the cell of the column that names it."""
    cells: dict[str, object]
    columns: dict[str, str]
    """Header → letter of its column."""

    def cell(self, header: str) -> str:
        """``D12``."""
        return f"{self.columns[header]}{self.row}"


@dataclass(frozen=True, slots=True)
class Given:
    """A file given back: its lines, and the stamp of the list that it was (empty when it has been removed)."""

    lines: tuple[Line, ...] = ()
    stamp: str = ""


def read_lines(path: Path, headers: Sequence[str], faults: Faults, form: Form = SESSIONS) -> Given:
    """Lines of a list, whose header must be the one that was written; order of the lines is free."""
    content = read_bytes(path, faults)
    raw = load(path, content, faults) if content is not None else None
    if raw is None:
        return Given()
    grid = next((g for g in raw.grids if fold(g.name) == fold(form.sheet)), None)
    if grid is None:
        names = ", ".join(f"« {g.name} »" for g in raw.grids[:6])
        faults.add(form.sheet, "", "", f"manque : donnez {form.file} (feuilles : {names}).")
        return Given()
    top = next(
        (n for n, row in enumerate(grid.rows[:SEARCHED]) if fold(form.name) in {fold(text(c)) for c in row}), None
    )
    if top is None:
        message = f"n'a plus de colonne « {form.name} » dans ses {SEARCHED} premières lignes : {form.back}."
        faults.add(form.sheet, "", "", message)
        return Given()
    if not _header(grid, top, headers, faults, form):
        return Given()
    columns = {header: get_column_letter(n + 1) for n, header in enumerate(headers)}
    above = " ".join(text(cell) for row in grid.rows[:top] for cell in row)
    stamp = STAMP.search(above)
    return Given(tuple(_lines(grid, top, headers, columns, faults, form)), stamp[1] if stamp else "")


def _header(grid: Grid, top: int, headers: Sequence[str], faults: Faults, form: Form) -> bool:
    """Whether every header is in its place; each one that is not is a fault, but for those that a first one shifts."""
    found = [text(c) for c in grid.rows[top]]
    good = True
    for n, header in enumerate(headers):
        typed = found[n] if n < len(found) else ""
        if fold(typed) != fold(header):
            cell = f"{get_column_letter(n + 1)}{top + 1}"
            message = f"à la place de « {header} » : {form.back}, sans déplacer ni ôter de colonne."
            faults.add(form.sheet, cell, typed, message)
            good = False
            ours, theirs = map(fold, headers[n + 1 : n + 2]), map(fold, found[n + 1 : n + 2])
            if fold(typed) in ours or fold(header) in theirs:
                break
    return good


def _lines(
    grid: Grid, top: int, headers: Sequence[str], columns: dict[str, str], faults: Faults, form: Form
) -> list[Line]:
    found: list[Line] = []
    seen: dict[str, int] = {}
    place = headers.index(form.name)
    for number, row in enumerate(grid.rows[top + 1 :], start=top + 2):
        if all(blank(c) for c in row[: len(headers)]):
            continue
        cells = {header: row[n] if n < len(row) else None for n, header in enumerate(headers)}
        name, cell = text(row[place]) if place < len(row) else "", f"{columns[form.name]}{number}"
        if not name:
            faults.add(form.sheet, cell, "", form.new)
        elif name in seen:
            faults.add(form.sheet, cell, name, f"est déjà à la ligne {seen[name]} : gardez une seule des deux lignes.")
        else:
            seen[name] = number
            found.append(Line(number, name, cells, columns))
    return found
