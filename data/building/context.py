"""What every part of the building shares: tables, faults, names and the ids they lead to."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import quote

from data.faults import Fault, Faults
from data.reading.listed import separator
from data.reading.table import Row, Table
from data.sheets.columns import fold
from data.sheets.schema import BY_ID
from planner.domain import Settings
from planner.words import did_you_mean

MOST_OF_ID = 180
"""Signs of an id as a file's name, which may have 255 with its ending and what is added to it."""
IN_FILES = frozenset({"classes", "rooms", "trainers", "learners"})
"""Sheets whose lines have a file each."""


@dataclass
class Index:
    """Names and codes of one sheet, folded, to their ids; several ids when a name is not unique."""

    ids: dict[str, set[str]] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)

    def add(self, item: str, *names: str) -> None:
        """Let an id be found by these names."""
        for name in filter(None, names):
            self.ids.setdefault(fold(name), set()).add(item)
            self.shown.append(name)

    def find(self, text: str) -> set[str]:
        """Ids that a text may mean."""
        return self.ids.get(fold(text), set())


@dataclass
class Context:
    """Tables by sheet id, and what has been understood so far."""

    tables: Mapping[str, Table]
    faults: Faults
    first: date = date(2000, 1, 1)
    last: date = date(2000, 1, 1)
    dated: bool = False
    """Whether both dates are known: without them nothing is said of what lies outside."""
    settings: Settings = field(default_factory=Settings)
    options: dict[str, str] = field(default_factory=dict)
    """Settings that only the reading uses, by id."""
    index: dict[str, Index] = field(default_factory=dict)
    meetings: dict[str, Row] = field(default_factory=dict)
    """Id of a class in which nobody is → the line of *Cours* that it stands for (`data.building.meetings`)."""
    ids: dict[tuple[str, int], str] = field(default_factory=dict)
    """(sheet id, line) → id of what the line declares."""
    origins: dict[str, str] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    """Ids of what some line of the workbook refers to."""
    unread: frozenset[tuple[str, str]] = frozenset()
    """Sheet and cell of what is not understood and has been said already: that it is missing then, is not."""

    def __post_init__(self) -> None:
        """Remember the cells that the reading of the tables found faulty."""
        self.unread = frozenset((fault.sheet, fault.cell) for fault in self.faults)

    def rows(self, sheet: str) -> tuple[Row, ...]:
        """Lines of a sheet; none when it is missing."""
        return tuple(self.tables[sheet].rows) if sheet in self.tables else ()

    @cached_property
    def courses_of(self) -> Mapping[str, list[Row]]:
        """Lines of *Cours* by their subject, folded."""
        found: dict[str, list[Row]] = {}
        for row in self.rows("courses"):
            found.setdefault(fold(row.get("subject", "")), []).append(row)
        return found

    def fault(self, row: Row, column: str, message: str, value: str | None = None) -> None:
        """A fault at a cell of a line that is understood; the value is what the cell holds unless said."""
        if (row.table.name, row.cell(column)) in self.unread:
            return
        self.faults.add(row.table.name, row.cell(column), row.text(column) if value is None else value, message)

    def notice(self, row: Row, column: str, message: str, value: str | None = None) -> str:
        """Say of a cell what is no fault; the value is what it holds unless said. Returns the sentence."""
        cell = row.cell(column)
        said = str(Fault(row.table.name, cell, row.text(column) if value is None else value, message))
        self.faults.notice(said, f"{row.table.name}!{cell}")
        return said

    def outside(self, row: Row, column: str, message: str) -> None:
        """Say of a line that its date lies outside the timetable: a slip of the year, or another term."""
        span = f"(du {self.first:%d/%m/%Y} au {self.last:%d/%m/%Y})"
        far = f"est hors de l'emploi du temps {span} : {message}"
        self.faults.outside.append(self.notice(row, column, far, f"{row[column]:%d/%m/%Y}"))

    def names(self, sheet: str) -> Index:
        """Index of a sheet's names."""
        return self.index.setdefault(sheet, Index())

    def id_of(self, row: Row) -> str:
        """Id that was given to a line."""
        return self.ids[row.table.sheet.id, row.number]

    def ref(self, row: Row, column: str) -> str | None:
        """Id that a cell refers to; a fault when it is unknown or ambiguous."""
        return self.resolve(row, column, row[column]) if row[column] else None

    def refs(self, row: Row, column: str) -> tuple[str, ...]:
        """Ids that a cell with several references refers to, without repeats."""
        found = (self.resolve(row, column, name) for name in row.get(column, ()))
        return tuple(dict.fromkeys(item for item in found if item is not None))

    def resolve(self, row: Row, column: str, name: str, sheets: tuple[str, ...] = ()) -> str | None:
        """Id of one name among the sheets that the column allows."""
        sheets = sheets or row.table.sheet.column(column).sheets
        found = set().union(*(self.names(sheet).find(name) for sheet in sheets))
        if len(found) == 1:
            self.named.update(found)
            return str(next(iter(found)))
        if found:
            self.fault(row, column, "désigne plusieurs lignes : indiquez le code, qui est unique.", name)
        elif all(sheet in self.tables or not BY_ID[sheet].required for sheet in sheets):
            self.fault(row, column, self._unknown(row, column, name, sheets), name)
        return None

    def knows(self, sheets: tuple[str, ...]) -> Callable[[str], bool]:
        """Whether some sheets have a name."""
        return lambda name: any(self.names(sheet).find(name) for sheet in sheets)

    def _unknown(self, row: Row, column: str, name: str, sheets: tuple[str, ...]) -> str:
        where = " ou ".join(f"« {BY_ID[sheet].name} »" for sheet in sheets)
        kind = row.table.sheet.column(column).kind
        several = separator(name, kind, self.knows(sheets))
        if several:
            return f"n'existe pas dans la feuille {where}.{several}"
        near = did_you_mean(name, [shown for sheet in sheets for shown in self.names(sheet).shown])
        return f"n'existe pas dans la feuille {where}.{near or ' Ajoutez la ligne, ou corrigez le nom.'}"

    def origin(self, kind: str, item: str, row: Row, column: str = "") -> None:
        """Keep where a thing stands in the workbook: its line, and each cell that is filled; or one cell of it."""
        self.origins[f"{kind}:{item}"] = f"{row.table.name}!{row.cell(column)}" if column else row.origin
        for filled in row.values if kind in CELLS_KEPT and not column else ():
            if row[filled] is not None:
                self.origins[f"{kind}.{filled}:{item}"] = f"{row.table.name}!{row.cell(filled)}"


CELLS_KEPT = frozenset({"class", "course", "room", "trainer"})
"""Things whose every cell may be a fact in a conflict: few lines, of many columns."""


def slug(text: str) -> str:
    """A short id from a name: capitals, digits and dashes."""
    return fold(text).upper().replace(" ", "-") or "X"


def mark(*parts: object) -> str:
    """Eight signs that depend on these values only: enough for two thousand lines never to share them."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:8].upper()


def identify(
    context: Context,
    sheet: str,
    base: Callable[[Row], str],
    more: Callable[[Row], Iterable[object]] | None = None,
    key: str = "name",
    code: str = "code",
) -> None:
    """Give every line of a sheet its id: its code, else its name, never its number, so that inserted lines keep ids.

    ``more``: what tells namesakes apart; without it two lines of the same name are a fault at the ``key`` cell.
    """
    rows, taken = context.rows(sheet), dict[str, Row]()
    named: dict[str, list[Row]] = {}
    for row in rows:
        if not row[code]:
            named.setdefault(slug(base(row)), []).append(row)
    for row in rows:
        item = str(row[code] or "") or slug(base(row))
        if not row[code] and more is not None and len(named[item]) > 1:
            item = f"{item}-{mark(*more(row))}"
        column = code if row[code] else key
        if ";" in item:
            context.fault(row, column, "contient un point-virgule : choisissez un code sans « ; ».")
        if sheet in IN_FILES and len(quote(item)) > MOST_OF_ID:
            cure = "raccourcissez-le." if row[code] else "donnez à cette ligne un code court, ou raccourcissez-le."
            context.fault(row, column, f"est trop long pour nommer un fichier : {cure}")
        twin = taken.get(fold(item))
        if twin is not None:
            context.fault(row, column, f"est en double (déjà à la ligne {twin.number}) : gardez une seule ligne, ou "
                          "donnez à chacune un code.")  # fmt: skip
        taken.setdefault(fold(item), row)
        context.ids[sheet, row.number] = item
