"""The list of sessions of ``emploi-du-temps.xlsx``, given back by the planner: its lines, or what is wrong with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter

from data.columns import fold
from data.faults import Faults
from data.parse_values import blank, text
from data.reader_raw import Grid, load, read_bytes

SHEET = "Séances"
NAME = "Identifiant"
"""Column that names the session of a line."""
SEARCHED = 12
"""Lines at the top among which the header is looked for."""
STAMP = re.compile(r"liste n° ([0-9a-f]{8})\b")
BACK = "reprenez l'en-tête que « barrette export » écrit"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: the number of its row, and its cells by header."""

    row: int
    session_id: str
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


def read_lines(path: Path, headers: Sequence[str], faults: Faults) -> Given:
    """Lines of the list of sessions, whose header must be the one that was written; order of the lines is free."""
    content = read_bytes(path, faults)
    raw = load(path, content, faults) if content is not None else None
    if raw is None:
        return Given()
    grid = next((g for g in raw.grids if fold(g.name) == fold(SHEET)), None)
    if grid is None:
        names = ", ".join(f"« {g.name} »" for g in raw.grids[:6])
        faults.add(
            SHEET, "", "", f"manque : donnez le fichier emploi-du-temps.xlsx de « interne » (feuilles : {names})."
        )
        return Given()
    top = next((n for n, row in enumerate(grid.rows[:SEARCHED]) if fold(NAME) in {fold(text(c)) for c in row}), None)
    if top is None:
        faults.add(SHEET, "", "", f"n'a plus de colonne « {NAME} » dans ses {SEARCHED} premières lignes : {BACK}.")
        return Given()
    if not _header(grid, top, headers, faults):
        return Given()
    columns = {header: get_column_letter(n + 1) for n, header in enumerate(headers)}
    above = " ".join(text(cell) for row in grid.rows[:top] for cell in row)
    stamp = STAMP.search(above)
    return Given(tuple(_lines(grid, top, headers, columns, faults)), stamp[1] if stamp else "")


def _header(grid: Grid, top: int, headers: Sequence[str], faults: Faults) -> bool:
    """Whether every header is in its place; each one that is not is a fault."""
    found = [text(c) for c in grid.rows[top]]
    good = True
    for n, header in enumerate(headers):
        typed = found[n] if n < len(found) else ""
        if fold(typed) != fold(header):
            cell = f"{get_column_letter(n + 1)}{top + 1}"
            faults.add(SHEET, cell, typed, f"à la place de « {header} » : {BACK}, sans déplacer ni ôter de colonne.")
            good = False
    return good


def _lines(grid: Grid, top: int, headers: Sequence[str], columns: dict[str, str], faults: Faults) -> list[Line]:
    found: list[Line] = []
    seen: dict[str, int] = {}
    place = headers.index(NAME)
    for number, row in enumerate(grid.rows[top + 1 :], start=top + 2):
        if all(blank(c) for c in row[: len(headers)]):
            continue
        cells = {header: row[n] if n < len(row) else None for n, header in enumerate(headers)}
        name, cell = text(row[place]) if place < len(row) else "", f"{columns[NAME]}{number}"
        if not name:
            faults.add(
                SHEET, cell, "", "ligne sans identifiant : remettez-le ; une séance nouvelle va dans le classeur."
            )
        elif name in seen:
            faults.add(SHEET, cell, name, f"est déjà à la ligne {seen[name]} : gardez une seule des deux lignes.")
        else:
            seen[name] = number
            found.append(Line(number, name, cells, columns))
    return found
