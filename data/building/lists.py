"""Cells that hold a list with another separator than ours: read as lists, once every name is known."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from data.building.context import Context
from data.reading.listed import BETWEEN, OR, listed
from data.reading.table import Row
from data.sheets.columns import Column, fold

OF_ROOMS = {"room_types": OR, "features": BETWEEN}
"""Columns that name what *Salles* has, by their id → what stands between two names."""


def read_lists(context: Context) -> None:
    """Replace each name that nothing knows, and that is a list of known ones, by these; others stay as typed."""
    subjects = {fold(row.get("subject", "")) for row in context.rows("courses")}
    rooms = context.rows("rooms")
    of_rooms = {
        "room_types": {fold(row.get("type", "")) for row in rooms},
        "features": {fold(name) for row in rooms for name in row.get("features", ())},
    }
    for table in (table for table in context.tables.values() if table.sheet.id != "rooms"):
        for column in table.sheet.columns:
            known = _known(context, column, subjects, of_rooms)
            if known is not None:
                table.rows[:] = [_read(row, column, known) for row in table.rows]


def _known(
    context: Context, column: Column, subjects: set[str], of_rooms: Mapping[str, set[str]]
) -> Callable[[str], object] | None:
    """Whether a name is known to a column of lists; None for another column."""
    if column.id in OF_ROOMS and column.kind == "list":
        return lambda name: fold(name) in of_rooms[column.id] or _together(column, name, of_rooms[column.id])
    if column.id == "skills":
        return lambda name: fold(name) in subjects or context.names("modules").find(name)
    if column.kind != "refs":
        return None
    if "courses" in column.sheets:
        return lambda name: fold(name) in subjects or context.knows(column.sheets)(name)
    return context.knows(column.sheets)


def _together(column: Column, name: str, types: set[str]) -> bool:
    """Whether a name is several types of room at once, which courses alone may ask for."""
    pieces = [fold(piece) for piece in name.split("+")]
    return column.id == "room_types" and len(pieces) > 1 and types.issuperset(pieces)


def _read(row: Row, column: Column, known: Callable[[str], object]) -> Row:
    typed = row[column.id] or ()
    found = tuple(name for one in typed for name in listed(one, known, OF_ROOMS.get(column.id, BETWEEN)))
    return row if found == tuple(typed) else replace(row, values={**row.values, column.id: found})
