"""Plain columns: a cell that is a field of the row's dataclass, read and written by its declaration alone.

What a cell means beyond that (names that stand for several things, days that become absences, defaults that depend on
other sheets) is told in `data.building` and `data.rows`.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cached_property, lru_cache
from typing import Any, get_origin, get_type_hints

from data.building.context import Context
from data.reading.table import Row
from data.sheets.columns import Column
from data.sheets.schema import BY_ID

EMPTY: Mapping[type, object] = {str: "", int: 0, float: 0.0, bool: False, tuple: (), frozenset: frozenset()}
"""What an empty cell leaves in a field without a default; that it is empty is a fault already."""


@dataclass(frozen=True)
class Plain:
    """A column and the field that it is; ``kind``: the type of the field, as annotated."""

    column: Column
    field: str
    kind: Any
    default: object

    @cached_property
    def many(self) -> type[tuple[Any, ...]] | type[frozenset[Any]] | None:
        """How several values are held."""
        shape = get_origin(self.kind)
        return shape if shape in (tuple, frozenset) else None

    @cached_property
    def empty(self) -> object:
        """What stands in where there is neither a cell nor a default; None where nothing can."""
        return EMPTY.get(get_origin(self.kind) or getattr(self.kind, "__supertype__", self.kind))


@lru_cache(maxsize=64)
def plain_columns(sheet_id: str) -> tuple[Plain, ...]:
    """The plain columns of a sheet."""
    sheet = BY_ID[sheet_id]
    if sheet.of is None:
        return ()
    kinds, known = get_type_hints(sheet.of), {f.name: f for f in fields(sheet.of)}
    found = []
    for column in (c for c in sheet.columns if c.field):
        field = known[column.field]
        default = field.default if field.default_factory is MISSING else field.default_factory()
        found.append(Plain(column, field.name, kinds[field.name], default))
    return tuple(found)


def plain(context: Context, row: Row) -> dict[str, Any]:
    """Field → value of the plain cells of a line; an empty cell leaves its field to the default of the dataclass.

    References that lead nowhere are faults, and are left out.
    """
    bare = {p.field: p.empty for p in _without_default(row.table.sheet.id)}
    return {**bare, **typed(context, row)}


@lru_cache(maxsize=64)
def _without_default(sheet_id: str) -> tuple[Plain, ...]:
    return tuple(p for p in plain_columns(sheet_id) if p.default is MISSING and p.empty is not None)


def typed(context: Context, row: Row) -> dict[str, Any]:
    """Field → value of the plain cells that are filled, to be laid over a value that stands already."""
    read = ((p.field, _read(context, row, p)) for p in plain_columns(row.table.sheet.id))
    return {field: value for field, value in read if value is not None and value != ()}


def _read(context: Context, row: Row, plain: Plain) -> Any:
    column = plain.column
    if plain.field == "id":
        return context.ids.get((row.table.sheet.id, row.number))
    if column.kind == "ref":
        return context.ref(row, column.id)
    value = context.refs(row, column.id) if column.kind == "refs" else row[column.id]
    if value is None or value == ():
        return None
    if column.true:
        return value == column.true
    return plain.many(value) if plain.many else value
