"""``data.read``: a file in, a `Problem` or every fault of the workbook out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from data.build import build
from data.build_context import Context
from data.build_learners import contract_columns, domain_columns
from data.columns import fold
from data.faults import Fault, Faults, did_you_mean
from data.parse_values import text
from data.reader_raw import Grid, Raw, load, read_bytes
from data.reader_table import Table, read_table
from data.schema import BY_ID, BY_NAME, SHEETS
from planner.domain import Problem

README = "lisez moi"


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


def read(path: Path | str) -> Reading:
    """Read a workbook. Never raises: whatever the file, every fault found comes back."""
    path, faults = Path(path), Faults()
    data = read_bytes(path, faults)
    raw = load(path, data, faults) if data else None
    digest = hashlib.sha256(data).hexdigest() if data else ""
    if raw is None:
        return Reading(None, tuple(faults), (), digest, date(2000, 1, 1))
    problem = understand(raw, faults)
    return Reading(problem, tuple(faults), tuple(faults.notices), digest, raw.saved)


def understand(raw: Raw, faults: Faults) -> Problem | None:
    """The problem that plain grids tell, or None and every fault."""
    context = Context(_tables(raw, faults), faults)
    problem = build(context)
    _say_ignored(context)
    return None if faults else replace(problem, settings=replace(problem.settings, saved=raw.saved))


def _tables(raw: Raw, faults: Faults) -> dict[str, Table]:
    """Sheets that the schema knows, by id; a fault for each required one that is missing."""
    plain = _matches(raw, faults)
    tables: dict[str, Table] = {}
    strangers: list[str] = []
    for grid in raw.grids:
        name = fold(grid.name)
        sheet = BY_NAME.get(fold(plain.get("", {}).get(name, name)))
        if sheet is None:
            strangers += [grid.name] if name != README else []
        elif sheet.id in tables:
            faults.add(grid.name, "", "", f"la feuille double « {tables[sheet.id].name} » : gardez-en une seule.")
        else:
            matches = {**plain.get("", {}), **plain.get(sheet.id, {})} if sheet.id != "matches" else {}
            tables[sheet.id] = read_table(sheet, grid, matches, faults)
    for sheet in SHEETS:
        if sheet.required and sheet.id not in tables:
            near = did_you_mean(sheet.name, strangers)
            faults.add("", "", "", f"il manque la feuille « {sheet.name} » : ajoutez-la.{near}")
    if strangers:
        faults.notice(f"Feuilles ignorées : {', '.join(strangers)}.")
    return tables


def _matches(raw: Raw, faults: Faults) -> Mapping[str, Mapping[str, str]]:
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


def _say_ignored(context: Context) -> None:
    """Name once the columns of each sheet that were not read."""
    understood = {*domain_columns(context), *contract_columns(context)}
    for table in context.tables.values():
        if table.sheet.weekly:
            continue
        ignored = [text(h) for i, h in table.extra.items() if not (table.sheet.domains and i in understood)]
        if ignored:
            context.faults.notice(f"Feuille « {table.name} » : colonnes ignorées : {', '.join(ignored)}.")
