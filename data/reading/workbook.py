"""``data.read``: a file in, a `Problem` or every fault of the workbook out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from data.building.context import Context
from data.building.learners import contract_columns, date_columns, domain_columns
from data.building.problem import build
from data.building.reserved import option_columns
from data.faults import Fault, Faults
from data.reading.grids import Grid, Raw, load, read_bytes
from data.reading.parse_values import text
from data.reading.table import Table, read_table
from data.sheets.columns import Sheet, fold
from data.sheets.schema import BY_ID, BY_NAME, SHEETS
from data.writing.places import letters
from planner.domain import Problem
from planner.words import count, did_you_mean, say_all

OURS = ("lisez moi", "erreurs a corriger")
"""Sheets that Barrette itself writes for the planner to read."""


@dataclass(frozen=True)
class Reading:
    """What one reading gave: a problem when there is no fault, none otherwise."""

    problem: Problem | None
    faults: tuple[Fault, ...]
    notices: tuple[str, ...]
    """Defaults that stand in, columns ignored, people of unknown age: things to know, no faults."""
    hash: str
    """SHA-256 of the file's bytes; empty when there was nothing to read."""
    saved: date
    """When the workbook was saved, from its own properties."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """Notice → the cell that it concerns (``Cours!A12``), where there is one."""
    defaults: Mapping[str, str] = field(default_factory=dict)
    """Sheet that is missing or empty → what stands in for it; each is a notice too."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Sheet, as it is named in the file → how many of its lines are read."""
    outside: tuple[str, ...] = ()
    """Of the notices, those on lines that lie outside the timetable by their dates."""


@dataclass(frozen=True, slots=True)
class Used:
    """What was read of a sheet: the line of its headings, from 1, and the indexes of its columns."""

    head_row: int
    columns: frozenset[int]
    private: frozenset[int]
    """Columns that planning does not need; even their headings are kept nowhere."""


def read(path: Path | str, before: Problem | None = None) -> Reading:
    """Read a workbook. Never raises: whatever the file, every fault found comes back.

    ``before``: an earlier problem, whose parts of classes stay those of whoever the workbook gives none.
    """
    return read_whole(path, before)[0]


def read_whole(path: Path | str, before: Problem | None = None) -> tuple[Reading, Raw | None, Mapping[str, Used]]:
    """Also the plain grids of the file, None when it is no workbook, and what was read of each sheet by its name."""
    path, faults = Path(path), Faults()
    data = read_bytes(path, faults)
    raw = load(path, data, faults) if data else None
    digest = hashlib.sha256(data).hexdigest() if data else ""
    if raw is None:
        return Reading(None, tuple(faults), (), digest, date(2000, 1, 1)), None, {}
    context = Context(_tables(raw, faults), faults)
    problem = _understand(context, raw, before)
    notices = tuple(faults.notices)
    lines = {table.name: len(table.rows) for table in context.tables.values() if table.rows}
    reading = Reading(
        problem, tuple(faults), notices, digest, raw.saved, faults.origins, faults.defaults, lines,
        tuple(faults.outside),
    )  # fmt: skip
    return reading, raw, _used(context)


def understand(raw: Raw, faults: Faults) -> Problem | None:
    """The problem that plain grids tell, or None and every fault."""
    return _understand(Context(_tables(raw, faults), faults), raw)


def _understand(context: Context, raw: Raw, before: Problem | None = None) -> Problem | None:
    found = len(context.faults.rows)
    problem = build(context, before)
    if any(sheet.required and sheet.id not in context.tables for sheet in SHEETS):
        del context.faults.rows[found:]  # what names a sheet that is missing: one fault says that it is
    _say_ignored(context)
    return None if context.faults else replace(problem, settings=replace(problem.settings, saved=raw.saved))


def _tables(raw: Raw, faults: Faults) -> dict[str, Table]:
    """Sheets that the schema knows, by id; a fault for each required one that is missing."""
    plain = centre_words(raw, faults)
    tables: dict[str, Table] = {}
    strangers: list[str] = []
    for grid in raw.grids:
        name = fold(grid.name)
        sheet = BY_NAME.get(fold(plain.get("", {}).get(name, name)))
        if sheet is None:
            strangers += [grid.name] if name not in OURS else []
        elif sheet.id in tables:
            faults.add(grid.name, "", "", f"la feuille double « {tables[sheet.id].name} » : gardez-en une seule.")
        else:
            matches = {**plain.get("", {}), **plain.get(sheet.id, {})} if sheet.id != "matches" else {}
            tables[sheet.id] = read_table(sheet, grid, matches, faults)
            _say_hidden_rows(grid, tables[sheet.id], faults)
    _say_hidden(raw, tables, faults)
    for sheet in SHEETS:
        if sheet.required and sheet.id not in tables:
            near = did_you_mean(sheet.name, strangers) or _alike(sheet, raw, strangers)
            faults.add("", "", "", f"il manque la feuille « {sheet.name} » : ajoutez-la.{near}")
    if strangers:
        near = "".join(did_you_mean(name, [s.name for s in SHEETS if s.id not in tables]) for name in strangers)
        faults.notice(f"Feuilles ignorées : {', '.join(strangers)}.{near}")
    return tables


def centre_words(raw: Raw, faults: Faults) -> Mapping[str, Mapping[str, str]]:
    """*Correspondances* by sheet id (empty: every sheet): the centre's word, folded → ours."""
    sheet = BY_ID["matches"]
    grid: Grid | None = next((g for g in raw.grids if BY_NAME.get(fold(g.name)) is sheet), None)
    found: dict[str, dict[str, str]] = {}
    for row in read_table(sheet, grid, {}, Faults()).rows if grid else ():
        where = BY_NAME.get(fold(row["sheet"])) if row["sheet"] else None
        if row["sheet"] and where is None:
            near = did_you_mean(row["sheet"], [s.name for s in SHEETS])
            faults.add(row.table.name, row.cell("sheet"), row["sheet"], f"n'est pas une feuille connue.{near}")
        elif row["theirs"] and row["ours"]:
            found.setdefault(where.id if where else "", {})[fold(row["theirs"])] = row["ours"]
    return found


def _alike(sheet: Sheet, raw: Raw, strangers: Sequence[str]) -> str:
    """The one sheet without a meaning whose first line has every heading that a missing one must have: a new name."""
    needed = [{fold(name) for name in (c.header, *c.synonyms)} for c in sheet.columns if c.need]
    found = []
    for grid in raw.grids:
        heads = {fold(text(value)) for value in next(iter(grid.rows), ())}
        if grid.name in strangers and all(names & heads for names in needed):
            found.append(grid.name)
    return f" Si c'est « {found[0]} », redonnez-lui ce nom." if len(found) == 1 else ""


def _say_hidden(raw: Raw, tables: Mapping[str, Table], faults: Faults) -> None:
    """What the planner does not see is read all the same: say so once, save of what our own workbook hides."""
    hidden = {grid.name for grid in raw.grids if grid.hidden}
    found = [t for t in tables.values() if t.name in hidden and t.rows and not t.sheet.folded_away]
    if found:
        lines = say_all(f"{t.name} ({count(len(t.rows), 'ligne')})" for t in found)
        faults.notice(f"Feuilles masquées, lues quand même : {lines}.")


def _say_hidden_rows(grid: Grid, table: Table, faults: Faults) -> None:
    """Lines that a filter hides are read all the same."""
    hidden = [row for row in table.rows if row.number in grid.hidden_rows]
    if hidden:
        faults.notice(f"Feuille « {grid.name} » : lignes masquées ou filtrées, lues quand même : {len(hidden)}.",
                      hidden[0].origin)  # fmt: skip


def _understood(context: Context, table: Table) -> set[int]:
    """Indexes of further columns that have a meaning: weeks, tested domains, contracts, options."""
    if table.sheet.weekly:
        return set(table.extra)
    if not table.sheet.domains:
        return set()
    return {*domain_columns(context), *contract_columns(context), *date_columns(context), *option_columns(context)}


def _used(context: Context) -> dict[str, Used]:
    return {
        table.name: Used(
            table.head_row, frozenset({*table.where.values(), *_understood(context, table)}), frozenset(table.private)
        )
        for table in context.tables.values()
    }


def _say_ignored(context: Context) -> None:
    """Name once the columns of each sheet that were not read."""
    for table in context.tables.values():
        ignored = {i: text(h) for i, h in table.extra.items() if i not in _understood(context, table)}
        if ignored:
            origin = f"{table.name}!{letters(min(ignored))}{table.head_row}"
            names = ", ".join(ignored.values())
            context.faults.notice(f"Feuille « {table.name} » : colonnes ignorées : {names}.", origin)
