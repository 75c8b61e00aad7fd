"""Columns that are a field of a dataclass: the field is there, and what the kind of column reads fits its type."""

from dataclasses import fields
from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from data.sheets.columns import Column, Sheet
from data.sheets.plain import plain_columns
from data.sheets.schema import SHEETS
from planner.domain import ApprenticeId, BarretteId, ClassId, ModuleId, RoomId, TrainerId

PLAIN = [(sheet, column) for sheet in SHEETS for column in sheet.columns if column.field]
NAMES = [f"{sheet.id}-{column.id}" for sheet, column in PLAIN]
IDS: dict[str, Any] = {
    "trainers": TrainerId, "rooms": RoomId, "classes": ClassId, "learners": ApprenticeId, "modules": ModuleId,
    "barrettes": BarretteId,
}  # fmt: skip
"""Type of the ids of the rows of each sheet that others refer to."""
KINDS: dict[str, type] = {
    "text": str, "code": str, "part": str, "any": str, "choice": str, "list": str, "date": date, "bool": bool,
    "int": int, "ints": int, "time": int, "hours": int, "length": int, "lengths": int, "float": float, "phone": str,
}  # fmt: skip
"""Type of what a kind of column reads, or of each of several."""
SEVERAL = ("list", "ints", "refs", "lengths")


def field_type(sheet: Sheet, column: Column) -> Any:
    """Type of the column's field, without None."""
    assert sheet.of is not None
    found = get_type_hints(sheet.of)[column.field]
    parts = get_args(found)
    return next(part for part in parts if part is not NoneType) if NoneType in parts else found


@pytest.mark.parametrize(("sheet", "column"), PLAIN, ids=NAMES)
def test_a_plain_column_names_a_field_of_its_dataclass(sheet: Sheet, column: Column) -> None:
    """A misspelt field is found here, not by the planner."""
    assert sheet.of is not None
    assert column.field in {field.name for field in fields(sheet.of)}


@pytest.mark.parametrize(("sheet", "column"), PLAIN, ids=NAMES)
def test_a_plain_column_reads_what_its_field_holds(sheet: Sheet, column: Column) -> None:
    """Ids are those of the sheet referred to; several values go into a tuple or a frozenset."""
    found = field_type(sheet, column)
    assert (get_origin(found) in (tuple, frozenset)) == (column.kind in SEVERAL)
    one = get_args(found)[0] if column.kind in SEVERAL else found
    if column.kind in ("ref", "refs"):
        assert [one] == [IDS[name] for name in column.sheets]
    elif column.true:
        assert one is bool
        assert column.true in column.choices.values()
        assert set(column.choices.values()) - {column.true}
    elif isinstance(one, type) and issubclass(one, StrEnum):
        assert set(column.choices.values()) == set(one)
    else:
        assert getattr(one, "__supertype__", one) is KINDS[column.kind]


def test_no_field_is_written_by_two_columns() -> None:
    """Of two cells for one field, the reader would drop one."""
    for sheet in SHEETS:
        names = [column.field for column in sheet.columns if column.field]
        assert len(names) == len(set(names)), sheet.id
        assert [plain.column.id for plain in plain_columns(sheet.id)] == [c.id for c in sheet.columns if c.field]
