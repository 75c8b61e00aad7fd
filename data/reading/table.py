"""A grid as a table of the schema: headers found by name, cells turned into values, faults with their cell."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from data.faults import Faults
from data.reading import parse_time, parse_values
from data.reading.grids import Grid
from data.reading.line_kinds import is_total, repeats, say_late, say_lone, say_private, say_repeated, say_total
from data.reading.parse_values import blank
from data.sheets.columns import EXAMPLE_MARK, Column, Sheet, fold
from data.writing.places import letters, number_of
from planner.labels import private
from planner.words import did_you_mean

PARSERS: Mapping[str, Callable[[object], Any]] = {
    "text": parse_values.text,
    "code": parse_values.text,
    "part": parse_values.part,
    "phone": parse_values.phone,
    "link": parse_values.link,
    "any": parse_values.text,
    "date": parse_time.day,
    "time": parse_time.clock,
    "hours": parse_time.hours,
    "length": parse_time.length,
    "int": parse_values.whole,
    "float": parse_values.number,
    "bool": parse_values.yes,
    "list": parse_values.pieces,
    "ints": parse_values.wholes,
    "ref": parse_values.text,
    "refs": parse_values.pieces,
    "days": parse_time.days,
    "windows": parse_time.windows,
    "clocks": parse_time.clocks,
    "starts": parse_time.starts,
    "hours_list": parse_time.hours_list,
    "volume": parse_time.volume,
    "teams": parse_time.teams,
    "lengths": parse_time.lengths,
}
MOST_LINES, MOST_TITLES = 60, 15
"""How far down headings are looked for: so many lines, of which so many hold something."""
LEAST_KEPT = 3
"""From so many values of the example on, in one line, they are taken for leftovers."""
MOST_SIGNS: Mapping[str, int] = {
    **dict.fromkeys(("date", "time", "hours", "length", "int", "float", "bool", "choice", "volume"), 100),
    **dict.fromkeys(("code", "part", "phone", "link"), 200),
    # The name of something is a text in its own sheet, and as long where others refer to it.
    **dict.fromkeys(("ref", "text"), 2_000),
}
MOST_OF_LIST = 8_000
"""Signs of a cell by its kind, and of one that holds several values: a longer one was pasted by accident."""
MOST_HEAD = 200
"""Signs of a heading that are looked at."""
LATE = 22
"""Hour of the day from which a date may be the next one, as another time zone writes it."""
FEW = 2
"""Columns of a list of pairs, in which a line with one cell filled lacks the other and is no heading."""
SHIFT_1904 = 1462
"""Days between the two beginnings of Excel's calendars."""
ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#VALEUR!", "#NOM?"}
PRIVATE = re.compile(
    r"\b(nir|numero de? ?securite sociale|securite sociale|rqth|adresse|code postal|commune|nationalite|ine|"
    r"telephone|tel|mail\d?|email|courriel|responsable|sexe|lieu de naissance|pays|handicap|mdph|"
    r"cause rupture)\b|^date rqth"
)
"""Headings of data that planning does not need: their columns are not read at all, and not named."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: values by column id (an empty cell has none), with where each stands."""

    table: "Table"
    number: int
    """Line in the sheet, from 1."""
    values: Mapping[str, Any]
    raw: tuple[object, ...]

    def __getitem__(self, column_id: str) -> Any:
        return self.values.get(column_id)

    def get(self, column_id: str, default: Any) -> Any:
        """Value of a column, or the default when the cell is empty."""
        found = self.values.get(column_id)
        return default if found is None else found

    def cell(self, column_id: str = "") -> str:
        """``C12``; the first column when the sheet has no such one."""
        return f"{letters(self.table.where.get(column_id, 0))}{self.number}"

    def text(self, column_id: str) -> str:
        """The cell as typed."""
        index = self.table.where.get(column_id)
        return "" if index is None or index >= len(self.raw) else parse_values.text(self.raw[index])

    @property
    def origin(self) -> str:
        """``Cours!A12``."""
        return f"{self.table.name}!{letters(0)}{self.number}"


@dataclass
class Table:
    """A sheet that was read: ``where`` is column id → index, ``extra`` index → heading that the schema lacks."""

    sheet: Sheet
    name: str
    where: dict[str, int] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    """Column id → heading under which it was found, folded."""
    extra: dict[int, object] = field(default_factory=dict)
    private: set[int] = field(default_factory=set)
    """Indexes of columns that planning does not need."""
    head_row: int = 1
    rows: list[Row] = field(default_factory=list)
    since_1904: bool = False

    def dated(self, value: object) -> object:
        """A cell that holds a date: a day number counted from 1904 becomes one counted from 1900."""
        return value + SHIFT_1904 if self.since_1904 and isinstance(value, (int, float)) else value


def read_table(sheet: Sheet, grid: Grid, matches: Mapping[str, str], faults: Faults) -> Table:
    """Read a grid as a sheet of the schema. ``matches``: folded heading or value of the centre → ours."""
    table = Table(sheet, grid.name, since_1904=grid.since_1904)
    head = _head(sheet, grid, matches)
    if head is None:
        if sheet.required:
            faults.add(grid.name, "", "", "la feuille est vide : collez-y vos données sous les intitulés du modèle.")
        return table
    table.head_row = head + 1
    _headings(table, grid.rows[head:], matches, faults)
    _merged(table, grid, faults)
    missing = [c for c in sheet.columns if c.need and c.id not in table.where]
    for column in missing:
        present = did_you_mean(column.header, [parse_values.text(v) for v in table.extra.values()])
        faults.add(grid.name, f"A{head + 1}", "", f"il manque la colonne « {column.header} ».{present}")
    plan = [(index, sheet.column(column_id)) for column_id, index in sorted(table.where.items(), key=lambda i: i[1])]
    for number, line in enumerate(grid.rows[head + 1 :], start=head + 2):
        if all(map(blank, line)) or _example(line):
            continue
        if sheet.id != "settings" and (number in grid.totals or is_total(line)):
            say_total(grid.name, number, line, faults)
        elif repeats(line, grid.rows[head]):
            say_repeated(grid.name, number, faults)
        else:
            table.rows.append(_row(table, plan, number, line, grid, matches, faults))
    _left_over(table, faults)
    if sheet.required and not table.rows:
        faults.add(grid.name, "", "", "la feuille n'a aucune ligne : remplissez au moins une ligne sous les intitulés.")
    return table


def _left_over(table: Table, faults: Faults) -> None:
    """The example of the template, overwritten in its first cells only: what is left of it counts, and is said."""
    row = table.rows[0] if table.rows and table.rows[0].number == table.head_row + 1 else None
    if row is None or table.sheet.id == "settings":
        return
    given = [c for c in table.sheet.columns if c.id in table.where and c.example is not None]
    kept = [c for c in given if not c.need and row.text(c.id) == parse_values.text(c.example)]
    new = any(c.need and row.text(c.id) != parse_values.text(c.example) for c in given)
    if new and len(kept) >= LEAST_KEPT and 2 * len(kept) >= sum(not c.need for c in given):
        names = ", ".join(column.header for column in kept)
        faults.notice(
            f"Feuille « {table.name} », ligne {row.number} : des valeurs de la ligne d'exemple semblent y être restées "
            f"({names}) : effacez celles qui ne sont pas les vôtres.",
            f"{table.name}!{row.cell(kept[0].id)}",
        )


def _head(sheet: Sheet, grid: Grid, matches: Mapping[str, str]) -> int | None:
    """Line of the headings, from 0: of the first lines that hold something, the one that names most columns.

    Titles above the headings are passed over that way; where no line names any column, it is the first.
    """
    known = {fold(name): column.id for column in sheet.columns for name in column.names}
    filled = [n for n, row in enumerate(grid.rows[:MOST_LINES]) if not all(map(blank, row))][:MOST_TITLES]
    if not filled:
        return next((n for n, row in enumerate(grid.rows) if not all(map(blank, row))), None)

    def named(number: int) -> int:
        names = (fold(parse_values.text(v)) for v in grid.rows[number] if isinstance(v, str))
        return len({known[name] for n in names if (name := fold(matches.get(n, n))) in known})

    return max(filled, key=lambda number: (named(number), -number))


def _headings(table: Table, rows: Sequence[tuple[object, ...]], matches: Mapping[str, str], faults: Faults) -> None:
    """Find the columns by their headings, in the first of the rows; a heading wins over its synonyms."""
    found: dict[str, list[int]] = {}
    heads = rows[0]
    for index, head in enumerate(heads):
        if head is not None and parse_values.text(head):
            name = fold(parse_values.text(head))
            found.setdefault(fold(matches.get(name, name)), []).append(index)
    void = _void(table.sheet, found, rows[1:])
    taken: set[int] = set().union(*(found[name] for _column, name in void))
    for rank in range(max(len(c.names) for c in table.sheet.columns)):
        for column in table.sheet.columns:
            if column.id in table.where or rank >= len(column.names):
                continue
            if (column.id, fold(column.names[rank])) in void:
                continue
            free = [index for index in found.get(fold(column.names[rank]), ()) if index not in taken]
            if free:
                table.where[column.id] = free[0]
                table.heads[column.id] = fold(column.names[rank])
                taken.add(free[0])
                for twin in free[1:]:
                    taken.add(twin)
                    where = f"{letters(twin)}{table.head_row}"
                    faults.add(table.name, where, heads[twin], "est un intitulé en double : gardez une seule colonne.")
    for index, head in enumerate(heads):
        name = fold(parse_values.text(head)) if head is not None and index not in taken else ""
        if name and PRIVATE.search(name):
            table.private.add(index)
        elif name:
            table.extra[index] = head if not isinstance(head, str) else parse_values.text(head)[:MOST_HEAD]


def _void(sheet: Sheet, found: Mapping[str, list[int]], rows: Sequence[tuple[object, ...]]) -> set[tuple[str, str]]:
    """Columns (id, folded heading) with nothing below, where a synonym has values: pasted beside our own headings."""
    void: set[tuple[str, str]] = set()
    for column in sheet.columns:
        names = [name for name in dict.fromkeys(map(fold, column.names)) if name in found]
        if len(names) > 1:
            empty = {name for name in names if not any(_filled(found[name][0], row) for row in rows)}
            void |= {(column.id, name) for name in empty if len(empty) < len(names)}
    return void


def _filled(index: int, row: tuple[object, ...]) -> bool:
    return index < len(row) and not blank(row[index]) and not _example(row)


def _merged(table: Table, grid: Grid, faults: Faults) -> None:
    """Merged cells that hold something: only the first has it, so that the others would be read as empty."""
    keys = {table.where[c.id] for c in table.sheet.columns if c.need == "cell" and c.id in table.where}
    keys |= set(table.extra) if table.sheet.weekly or table.sheet.domains else set()
    for span in grid.merged:
        found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", span)
        if not found:
            continue
        columns = range(number_of(found[1]), number_of(found[3]) + 1)
        first, last = int(found[2]), int(found[4])
        if first <= table.head_row <= last:
            if _holds(grid, table.head_row, columns[0]) or first < table.head_row:
                faults.add(grid.name, span, "", "des cellules fusionnées dans les intitulés : annulez la fusion.")
        elif first < table.head_row or not _holds(grid, first, columns[0]):
            continue
        elif keys.intersection(columns):
            faults.add(grid.name, span, "", "des cellules fusionnées : annulez la fusion et remplissez chaque case.")
        elif set(table.where.values()).intersection(columns):
            faults.notice(
                f"Feuille « {grid.name} » : les cellules fusionnées {span} ne comptent que pour la première.",
                f"{grid.name}!{found[1]}{found[2]}",
            )


def _holds(grid: Grid, number: int, index: int) -> bool:
    """Whether a cell holds something; its line counts from 1, its column from 0."""
    line = grid.rows[number - 1] if number <= len(grid.rows) else ()
    return index < len(line) and not blank(line[index])


def _example(line: tuple[object, ...]) -> bool:
    first = next((v for v in line if not blank(v)), None)
    return isinstance(first, str) and first.strip().lower().startswith(EXAMPLE_MARK)


def _row(
    table: Table,
    plan: list[tuple[int, Column]],
    number: int,
    line: tuple[object, ...],
    grid: Grid,
    matches: Mapping[str, str],
    faults: Faults,
) -> Row:
    values: dict[str, Any] = {}
    empty: list[tuple[str, Column]] = []
    if matches:
        line = tuple(_matched(value, matches) for value in line)
    for index, column in plan:
        value = line[index] if index < len(line) else None
        if value is None and not column.need and not grid.unvalued:
            continue
        where = f"{letters(index)}{number}"
        if column.kind == "date":
            value = table.dated(value)
        if grid.unvalued and where in grid.unvalued:
            message = (
                "cette formule n'a pas de valeur enregistrée : ouvrez le classeur dans un tableur et enregistrez-le."
            )
            faults.add(grid.name, where, "", message)
        elif blank(value):
            if column.need == "cell":
                empty.append((where, column))
        elif isinstance(value, str) and value in ERRORS:
            faults.add(grid.name, where, value, "est une erreur de formule : corrigez la formule ou collez la valeur.")
        else:
            try:
                values[column.id] = found = parse(column, value)
            except (ValueError, OverflowError) as error:
                said = str(error) if isinstance(error, ValueError) else "est un nombre démesuré : corrigez-le."
                faults.add(grid.name, where, parse_values.text(value), said)
            else:
                if column.need == "cell" and found == ():
                    faults.add(
                        grid.name, where, parse_values.text(value), f"ne dit rien : remplissez « {column.header} »."
                    )
                elif column.kind == "date" and isinstance(value, datetime) and value.hour >= LATE:
                    say_late(grid.name, where, value, faults)
            if column.shown and private(parse_values.text(value)):
                say_private(grid.name, where, column, parse_values.text(value), faults)
    lone = sum(not blank(value) for value in line) == 1
    named = len(plan) > FEW and plan[0][0] == 0 and plan[0][1].need and not blank(line[0])
    if lone and (len(empty) > 1 or (empty and named)):
        say_lone(grid.name, number, line, [column for _where, column in empty], faults)
        empty = []
    for where, column in empty:
        faults.add(grid.name, where, "", f"« {column.header} » est vide : remplissez cette cellule.")
    return Row(table, number, values, line)


def _matched(value: object, matches: Mapping[str, str]) -> object:
    if not isinstance(value, str):
        return value
    whole = matches.get(fold(value))
    if whole is not None:
        return whole
    if ";" in value or "\n" in value:
        return " ; ".join(matches.get(fold(piece), piece) for piece in parse_values.pieces(value))
    return value


def parse(column: Column, value: object) -> Any:
    """Value of a cell by the kind of its column, within its limits; a refusal is a French ``ValueError``."""
    most = MOST_SIGNS.get(column.kind, MOST_OF_LIST)
    if isinstance(value, str) and len(value) > most and len(parse_values.text(value)) > most:
        raise ValueError(f"est trop long : {most} signes au plus.")
    if column.kind == "choice":
        return parse_values.choice(value, column.choices)
    found = PARSERS[column.kind](value)
    for part in found if isinstance(found, tuple) and column.kind in ("ints", "hours_list", "lengths") else (found,):
        if not isinstance(part, (int, float)):
            continue
        if column.low is not None and part < column.low:
            negative = "est négatif : " if part < 0 else "est trop petit : "
            raise ValueError(f"{negative}le plus petit possible est {_limit(column, column.low)}.")
        if column.high is not None and part > column.high:
            raise ValueError(f"est trop grand : le plus grand possible est {_limit(column, column.high)}.")
    return found


def _limit(column: Column, value: float) -> str:
    if column.kind in ("hours", "length", "hours_list", "lengths"):
        return f"{value / 60:g} h".replace(".", ",") if value >= 60 else f"{value:g} min"
    return f"{value:g}"
