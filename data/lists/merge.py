"""A list beside the sheet of a workbook: who is new, what is changed, who is missing from it, and what is doubtful."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from data.faults import Faults
from data.lists.mapped import Listed, typed
from data.reading.grids import Grid
from data.reading.parse_values import text
from data.reading.table import Row, Table, read_table
from data.sheets.columns import Column, Sheet, fold

KEYS: Mapping[str, tuple[str, ...]] = {
    "classes": ("name",),
    "trainers": ("name", "given"),
    "rooms": ("name",),
    "courses": ("classes", "subject"),
    "learners": ("last_name", "first_name"),
    "standing": ("day", "start", "classes", "part", "subject"),
}
"""Sheet → columns by which a row is known where it has no code."""
FIXED = frozenset({"code", *(column for columns in KEYS.values() for column in columns)}) - {"part"}


@dataclass
class Merge:
    """What a list makes of a sheet. Lines are those of the workbook, columns indexes in it from 0."""

    sheet: Sheet
    name: str
    """Of the sheet, as its tab has it."""
    heads: dict[int, str] = field(default_factory=dict)
    """Columns that the sheet lacks → heading to be added."""
    head_row: int = 1
    fresh: bool = False
    """Whether the sheet has no headings yet."""
    added: list[dict[int, str | int | date]] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    changed: dict[tuple[int, int], str | int | date] = field(default_factory=dict)
    changes: dict[str, list[str]] = field(default_factory=dict)
    """Row → what changes, in French."""
    same: int = 0
    absent: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def called(sheet: Sheet, row: Row) -> str:
    """A row as one names it: « Martin Léa », « Mathématiques (CAP CUI 1) »."""
    parts = [row.text(column) for column in KEYS[sheet.id] if row.text(column)]
    if sheet.id == "courses":
        return f"{row.text('subject')} ({row.text('classes')})"
    if sheet.id == "standing":
        at = row["start"]
        whose = f" ({row.text('classes')})" if row.text("classes") else ""
        return f"{row['day']:%d/%m/%Y} {at // 60:02d}:{at % 60:02d} {row.text('subject')}{whose}"
    return " ".join(parts)


def _key(sheet: Sheet, row: Row) -> str:
    if sheet.id == "trainers":  # « Durand » « Paul », or « Paul Durand » in one cell
        return " ".join(sorted(fold(f"{row.text('name')} {row.text('given')}").split()))
    parts = []
    placed = ("room",) if sheet.id == "standing" and not row["classes"] else ()
    for column in (*KEYS[sheet.id], *placed):
        value = row[column]
        parts.append(",".join(sorted(map(fold, value))) if isinstance(value, tuple) else fold(str(value or "")))
    return "|".join(parts)


def target(sheet: Sheet, grid: Grid | None, words: Mapping[str, str]) -> Table:
    """The sheet of the workbook as it is; its faults are told by ``barrette check``."""
    if grid is None or not any(cell not in (None, "") for row in grid.rows for cell in row):
        return Table(sheet, sheet.name)
    return read_table(sheet, grid, words, Faults())


def merge(listed: Listed, into: Table, width: int) -> Merge:
    """What changes in a sheet; ``width``: the columns that its line of headings has."""
    sheet = listed.sheet
    where = dict(into.where) or {column.id: n for n, column in enumerate(sheet.columns)}
    found = Merge(sheet, into.name, head_row=into.head_row, fresh=not into.where)
    given = [column for column in sheet.columns if column.id in listed.table.where]
    free = max([width, *(n + 1 for n in where.values())])
    for column in given:
        if column.id not in where:
            where[column.id], found.heads[free] = free, column.header
            free += 1
    known = _Known(sheet, into)
    met: set[int] = set()
    for row in _once(sheet, listed, found.doubts):
        ours = known.find(row, listed, found.doubts)
        if ours is None:
            found.new.append(called(sheet, row))
            cells = {where[c.id]: _cell(row, c) for c in given}
            found.added.append({index: value for index, value in cells.items() if value is not None})
        elif ours is not UNSURE:
            met.add(ours.number)
            _compare(found, given, where, row, ours)
        else:
            met |= known.alike(row)
    if sheet.id != "standing":
        found.absent = [called(sheet, row) for row in into.rows if row.number not in met]
    return found


def _compare(found: Merge, given: list[Column], where: Mapping[str, int], row: Row, ours: Row) -> None:
    """What a row of the list says otherwise; an empty cell says nothing, names and codes stay as they are."""
    said = []
    for column in given:
        value = typed(row, column)
        if column.id in FIXED or value is None or _plain(row[column.id]) == _plain(ours[column.id]):
            continue
        was = typed(ours, column)
        said.append(f"{column.header} {'vide' if was is None else f'« {was} »'} → « {value} »")
        found.changed[ours.number, where[column.id]] = _cell(row, column) or value
    if ours["break"] and not row["break"] and any(line.startswith("contrat début") for line in said):
        found.doubts.append(
            f"{called(found.sheet, ours)} : nouveau contrat, mais la rupture du {ours['break']:%d/%m/%Y} reste dans le "
            "classeur : effacez-la si elle est du contrat d’avant."
        )
    if said:
        found.changes[called(found.sheet, ours)] = said
    else:
        found.same += 1


def _cell(row: Row, column: Column) -> str | int | date | None:
    """A cell as the workbook is to hold it: dates as dates, the rest as it is typed."""
    value = row[column.id]
    return value if isinstance(value, date) else typed(row, column)


def _plain(value: object) -> object:
    """A value without what makes no difference: case, accents, order of a list."""
    if isinstance(value, tuple):
        return tuple(sorted(map(repr, map(_plain, value))))
    return fold(value) if isinstance(value, str) else value


UNSURE = Row(Table(Sheet("", "", "", ()), ""), 0, {}, ())
"""Instead of a row of the workbook: more than one may be meant."""


class _Known:
    """The rows of a workbook by code and by name."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self.sheet = sheet
        self.by_code: dict[str, Row] = {}
        self.by_key: dict[str, list[Row]] = {}
        for row in table.rows:
            if row.text("code"):
                self.by_code.setdefault(fold(row.text("code")), row)
            self.by_key.setdefault(_key(sheet, row), []).append(row)

    def alike(self, row: Row) -> set[int]:
        """Lines of those of the same name."""
        return {one.number for one in self.by_key.get(_key(self.sheet, row), ())}

    def find(self, row: Row, listed: Listed, doubts: list[str]) -> Row | None:
        """The row that one of a list is; None: it is new; ``UNSURE``: one cannot say, and it is left out."""
        place, name = listed.source.place(row.number), called(self.sheet, row)
        key = _key(self.sheet, row)
        code = row.text("code")
        coded = self.by_code.get(fold(code)) if code else None
        if coded is not None:
            if _key(self.sheet, coded) != key:
                doubts.append(f"{place} : le code « {code} » est celui de {called(self.sheet, coded)}, pas de {name}.")
            return coded
        alike = self.by_key.get(key, [])
        born = [one for one in alike if one["birth"] == row["birth"]]
        if self.sheet.id == "learners" and row["birth"] and not born:
            other = [one for one in alike if one["birth"]]
            if other:
                doubts.append(
                    f"{place} : {name} a le nom d’une personne du classeur née le {other[0]['birth']:%d/%m/%Y}, pas le "
                    f"{row['birth']:%d/%m/%Y} : comptée comme une autre personne."
                )
            alike = [one for one in alike if not one["birth"]]
        elif self.sheet.id == "learners" and row["birth"]:
            alike = born
        if len(alike) > 1:
            doubts.append(
                f"{place} : {name} peut être {len(alike)} lignes du classeur : non repris. Leur donner un code, ici et "
                "là."
            )
            return UNSURE
        return alike[0] if alike else None


def _once(sheet: Sheet, listed: Listed, doubts: list[str]) -> Iterator[Row]:
    """The rows of a list, each person or thing once: of several contracts the last."""
    first: dict[tuple[str, object, str], Row] = {}
    for row in listed.table.rows:
        key = (_key(sheet, row), row["birth"] if sheet.id == "learners" else None, fold(row.text("code")))
        before = first.get(key)
        if before is None:
            first[key] = row
            continue
        if _values(before) == _values(row):
            continue
        begun, last = before["contract_start"], row["contract_start"]
        if isinstance(begun, date) and isinstance(last, date) and begun != last:
            first[key] = row if last > begun else before
            doubts.append(
                f"{listed.source.place(row.number)} : {called(sheet, row)} a plusieurs contrats dans le fichier : le "
                "dernier est repris."
            )
        else:
            doubts.append(
                f"{listed.source.place(row.number)} : {called(sheet, row)} est déjà ligne {before.number}, avec "
                "d’autres valeurs : seule la première est reprise."
            )
    yield from first.values()


def _values(row: Row) -> dict[str, str]:
    return {key: text(str(value)) for key, value in row.values.items()}
