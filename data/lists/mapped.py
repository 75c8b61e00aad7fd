"""Which column of ours each heading of a list is, and the list read as our sheet; what it is not is named."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from data.faults import Faults
from data.lists.headings import DOUBTFUL, FULL_NAMES, THEIRS
from data.lists.source import Source
from data.reading.grids import Grid
from data.reading.parse_time import MOMENT
from data.reading.parse_values import blank, text
from data.reading.table import MOST_LINES, MOST_TITLES, PRIVATE, Row, Table, read_table
from data.sheets.columns import Column, Sheet, fold
from planner.words import did_you_mean

LATER_CONTRACT = re.compile(r"contrat date (debut|fin|rupture) ([234])")
ROOM_TYPE = "banalisée"
"""Type of a room of a list that says none."""
NOT_TAKEN = "non repris : "
HOURS = {"day": "date", "start": "début", "end": "fin"}


@dataclass(frozen=True)
class Heads:
    """The line of headings of a list, from 0, and the columns found in it."""

    number: int
    cells: tuple[str, ...]
    where: Mapping[int, Column]
    full: int | None = None
    """Index of a column of *Apprenants* that holds both names."""

    @property
    def ids(self) -> frozenset[str]:
        """Columns that the list has; a full name is both."""
        both = {"last_name", "first_name"} if self.full is not None else set()
        return frozenset({column.id for column in self.where.values()} | both)


@dataclass(frozen=True)
class Listed:
    """A list read as a sheet. ``columns``: heading → ours; ``ignored``: headings left out; ``faults``: in French."""

    source: Source
    sheet: Sheet
    table: Table
    columns: Mapping[str, str]
    ignored: tuple[str, ...]
    private: int
    """Columns of data that planning does not need: not read, not named."""
    faults: tuple[str, ...]
    chosen: tuple[str, ...]
    """What was chosen because the list does not say it."""


def heads_of(sheet: Sheet, grid: Grid, words: Mapping[str, str]) -> Heads:
    """The line that names most columns of a sheet; ``words``: the centre's own, folded → ours."""
    filled = [n for n, row in enumerate(grid.rows[:MOST_LINES]) if not all(map(blank, row))][:MOST_TITLES]
    found = [_heads(sheet, grid, number, words) for number in filled]
    return max(found, key=lambda heads: (len(heads.ids), -heads.number))


def _heads(sheet: Sheet, grid: Grid, number: int, words: Mapping[str, str]) -> Heads:
    cells = tuple("" if blank(value) else text(value) for value in grid.rows[number])
    folded = {index: fold(words.get(fold(cell), cell)) for index, cell in enumerate(cells) if cell}
    where: dict[int, Column] = {}
    taken: set[str] = set()
    theirs = THEIRS.get(sheet.id, {})
    own = [(column, (column.header,)) for column in sheet.columns]
    others = [(column, theirs.get(column.id, ())) for column in sheet.columns]
    synonyms = [(column, column.synonyms) for column in sheet.columns]
    for names in (own, others, synonyms):
        for rank in range(max((len(found) for _column, found in names), default=0)):
            for column, found in names:
                if column.id in taken or rank >= len(found):
                    continue
                name = fold(found[rank])
                index = next((i for i, head in folded.items() if head == name and i not in where), None)
                if index is not None:
                    where[index] = column
                    taken.add(column.id)
    full = None
    if sheet.id == "learners" and not {"last_name", "first_name"} <= taken:
        full = next((i for i, head in folded.items() if head in map(fold, (*FULL_NAMES, "nom"))), None)
        where = {i: column for i, column in where.items() if i != full} if full is not None else where
    return Heads(number, cells, where, full)


def with_contracts(sheet: Sheet, grids: Iterable[Grid | None]) -> Sheet:
    """*Apprenants* with the columns of later contracts that lists or the workbook have; another sheet as it is."""
    if sheet.id != "learners":
        return sheet
    more: dict[str, Column] = {}
    for grid in grids:
        for cell in (cell for row in (grid.rows[:MOST_LINES] if grid else ()) for cell in row if isinstance(cell, str)):
            found = LATER_CONTRACT.fullmatch(fold(cell))
            if found:
                more.setdefault(found[0], Column(f"contract_{found[1]}_{found[2]}", cell.strip(), "date"))
    return replace(sheet, columns=(*sheet.columns, *more.values()))


def listed(source: Source, sheet: Sheet, words: Mapping[str, str]) -> Listed:
    """A list as our sheet reads it; ``words``: headings and values of the centre, folded → ours."""
    heads = heads_of(sheet, source.grid, words)
    chosen: list[str] = []
    rows, bad = _tidied(sheet, source, heads, chosen)
    faults = Faults()
    grid = replace(source.grid, rows=rows, name=source.file)
    ours = {fold(column.header) for column in sheet.columns}
    table = read_table(sheet, grid, {key: value for key, value in words.items() if key not in ours}, faults)
    taken = {i: column.header for i, column in heads.where.items()}
    columns = {heads.cells[i]: header for i, header in sorted(taken.items())}
    if heads.full is not None:
        columns[heads.cells[heads.full]] = "nom et prénom"
    left = [cell for i, cell in enumerate(heads.cells) if cell and i not in taken and i != heads.full]
    doubtful = DOUBTFUL.get(sheet.id, {})
    chosen += [
        f"« {c} » n’est pas repris : {doubtful[fold(c)]}" for c in left if fold(words.get(fold(c), c)) in doubtful
    ]
    ignored = tuple(cell for cell in left if not PRIVATE.search(fold(cell)))
    told = (*bad, *_told(source, sheet, heads, faults))
    return Listed(source, sheet, table, columns, ignored, len(left) - len(ignored), told, tuple(chosen))


def _tidied(
    sheet: Sheet, source: Source, heads: Heads, chosen: list[str]
) -> tuple[tuple[tuple[object, ...], ...], list[str]]:
    """Lines under our own headings, names and moments parted; also what cannot be parted, in French."""
    width = len(heads.cells)
    titles = [
        heads.where[i].header if i in heads.where else f"{NOT_TAKEN}{cell}" if cell else ""
        for i, cell in enumerate(heads.cells)
    ]
    bad: list[str] = []
    more: list[str] = []
    if heads.full is not None:
        titles[heads.full], more = "nom", ["prénom"]
    elif sheet.id == "standing" and (added := _moment_head(heads)):
        more = [added]
    elif sheet.id == "rooms" and "type" not in heads.ids:
        more = ["type"]
        chosen.append(f"type de salle : « {ROOM_TYPE} » pour toutes, car le fichier ne le dit pas")
    out: list[tuple[object, ...]] = [*((),) * heads.number, (*titles, *more)]
    for number, row in enumerate(source.grid.rows[heads.number + 1 :], start=heads.number + 2):
        cells = [*row, *(None,) * (width - len(row))]
        if all(map(blank, cells)):
            out.append(())
        elif heads.full is not None:
            parted = _parted(text(cells[heads.full])) if not blank(cells[heads.full]) else ("", "")
            if parted is None:
                name = text(cells[heads.full])
                bad.append(
                    f"{source.place(number)}, « {heads.cells[heads.full]} » : « {name} » : où finit le nom ? "
                    "Écrivez-le en capitales (LE GALL Anne Marie), ou exportez nom et prénom dans deux colonnes."
                )
                parted = (name, name)
            cells[heads.full] = parted[0]
            out.append((*cells[:width], parted[1]))
        elif sheet.id == "standing":
            out.append(_moments(heads, cells, more))
        else:
            out.append((*cells[:width], *(ROOM_TYPE for _ in more)))
    return tuple(out), bad


def _parted(name: str) -> tuple[str, str] | None:
    """Surname and first name; None where nothing tells where the first ends."""
    words = name.split()
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        rest = [word for word in words if word not in capitals]
        return " ".join(capitals), " ".join(rest)
    return (words[0], words[1]) if len(words) == 2 else None


def _moment_head(heads: Heads) -> str:
    """The column that a date with its hour fills besides its own."""
    return "date" if "day" not in heads.ids else "début" if "start" not in heads.ids else ""


def _moments(heads: Heads, cells: list[object], more: list[str]) -> tuple[object, ...]:
    """A line of a session: of a date with an hour, each goes where it belongs."""
    added: object = None
    width = len(heads.cells)
    for index, column in heads.where.items():
        if column.id not in HOURS:
            continue
        day, hour = _day_and_hour(cells[index])
        if day and hour:
            cells[index] = day if column.id == "day" else hour
            if more == ["date" if column.id == "start" else "début" if column.id == "day" else ""]:
                added = day if column.id == "start" else hour
    return (*cells[:width], *(added for _ in more))


def _day_and_hour(value: object) -> tuple[str, str]:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}", f"{value:%H:%M}" if value.hour or value.minute else ""
    found = MOMENT.fullmatch(text(value)) if isinstance(value, str) else None
    return (found[1], found[2]) if found else ("", "")


def _told(source: Source, sheet: Sheet, heads: Heads, faults: Faults) -> Iterator[str]:
    """Faults by file, line, heading and value, with their cure; the same one of many lines is told once."""
    places: dict[tuple[str, str, str], list[int]] = {}
    for fault in faults:
        found = re.fullmatch(r"([A-Z]+)(\d+)", fault.cell)
        if found and int(found[2]) > heads.number + 1:
            column = _heading(heads, found[1])
            places.setdefault((column, fault.value, fault.message), []).append(int(found[2]))
        elif fault.message.startswith("il manque"):
            missing = next((c for c in sheet.columns if f"« {c.header} »" in fault.message), None)
            if missing and missing.need != "cell":
                continue  # the sheet of the workbook has it, and may leave it empty
            near = did_you_mean(missing.header, heads.cells) if missing else ""
            header = missing.header if missing else ""
            yield (
                f"« {source.file} » : aucune colonne ne dit « {header} » ({sheet.name}).{near} Ajoutez-la au fichier, "
                f"ou écrivez votre intitulé en face de « {header} » dans la feuille « Correspondances »."
            )
        elif "n'a aucune ligne" in fault.message:
            yield f"« {source.file} » : aucune ligne sous les intitulés ; exportez la liste à nouveau, avec ses lignes."
        elif fault.message:
            yield f"« {source.file} » : {fault.value} {fault.message}".replace("  ", " ")
    for (column, value, message), lines in places.items():
        where = f", « {column} »" if column else ""
        more = f" (et {len(lines) - 1} autres lignes)" if len(lines) > 1 else ""
        said = f"« {value} » {message}" if value else message
        yield f"{source.place(lines[0])}{more}{where} : {' '.join(said.split())}"


def _heading(heads: Heads, letters: str) -> str:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return heads.cells[index - 1] if index <= len(heads.cells) else ""


def typed(row: Row, column: Column) -> str | int | None:
    """A cell as a workbook has it typed: dates and hours as texts of this country; None where it is empty."""
    value = row[column.id]
    if value is None:
        return None
    if column.kind == "date":
        return f"{value:%d/%m/%Y}"
    if column.kind == "int" and isinstance(value, int):
        return value
    if column.kind == "time" and isinstance(value, int):
        return f"{value // 60:02d}:{value % 60:02d}"
    return row.text(column.id)
