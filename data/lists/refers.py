"""Names in a list that no row of the workbook has, once everything is taken over."""

from collections.abc import Iterable, Mapping

from data.lists.mapped import Listed
from data.reading.table import Row, Table
from data.sheets.columns import Sheet, fold
from planner.words import count, did_you_mean

NAMES: Mapping[str, tuple[str, ...]] = {"classes": ("name",), "rooms": ("name",), "trainers": ("name",)}


def _names(row: Row) -> Iterable[str]:
    name, given, code = row.text("name"), row.text("given"), row.text("code")
    yield from (name, f"{name} {given}", f"{given} {name}", code)


def types_by_room(sheet: Sheet, lists: Iterable[Listed], rooms: Table | None) -> dict[str, str]:
    """Name of each room, folded, → its type, for a sheet that asks for types: other programs name a room there.

    Not where the name is a type as well, or a heading of the sheet.
    """
    if "room_types" not in {column.id for column in sheet.columns}:
        return {}
    tables = (rooms, *(one.table for one in lists if one.sheet.id == "rooms"))
    rows = [row for table in tables if table for row in table.rows if row["type"]]
    taken = {fold(row["type"]) for row in rows} | {fold(name) for column in sheet.columns for name in column.names}
    return {fold(name): row["type"] for row in rows for name in _names(row) if name.strip() and fold(name) not in taken}


def unknown_names(lists: Iterable[Listed], tables: Mapping[str, Table]) -> list[str]:
    """One sentence for each name of a class, trainer or room that is nowhere, with what to do."""
    everything = list(lists)
    known: dict[str, dict[str, str]] = {}
    for sheet_id in NAMES:
        both = (tables.get(sheet_id), *(one.table for one in everything if one.sheet.id == sheet_id))
        rows = [row for table in both if table for row in table.rows]
        known[sheet_id] = {fold(name): name.strip() for row in rows for name in _names(row) if name.strip()}
    said: dict[tuple[str, str], list[str]] = {}
    for one in everything:
        for column in one.sheet.columns:
            if column.kind not in ("ref", "refs") or len(column.sheets) != 1 or column.sheets[0] not in NAMES:
                continue
            names = known[column.sheets[0]]
            for row in one.table.rows:
                value = row[column.id]
                for name in value if isinstance(value, tuple) else (value,) if value else ():
                    if fold(name) not in names:
                        said.setdefault((column.sheets[0], name), []).append(f"{column.header}, {one.sheet.name}")
    words = {"classes": "la liste des classes", "rooms": "celle des salles", "trainers": "celle des formateurs"}
    return [
        f"« {name} » ({places[0]}, {count(len(places), 'ligne')}) n’est pas dans le classeur : reprenez aussi "
        f"{words[sheet_id]}, ou mettez votre mot et le nôtre dans « Correspondances »."
        f"{did_you_mean(name, known[sheet_id].values())}"
        for (sheet_id, name), places in said.items()
    ]
