"""The timetable as CSV: seven files of ``DIR/csv`` that any machine may read back (``design.md`` 6)."""

import csv
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from outputs.csv.read import read_csv
from outputs.csv.rows import COLUMNS, SUMMARY, CsvError, CsvFault
from outputs.folders import replacing
from planner.domain import Debt, Group, Problem, Room, Session, Timetable, Unplaced, in_order, iso_clock

__all__ = ["CsvError", "CsvFault", "hours", "in_file_order", "read_csv", "write_csv"]

_FILES = frozenset({SUMMARY, *(f"{name}.csv" for name in COLUMNS)})

Row = tuple[object, ...]


def _own_rooms(problem: Problem, timetable: Timetable) -> list[Room]:
    """The rooms of the workbook, and of two at once those that are used."""
    found = (room for room in problem.rooms.values() if not room.implied or room.id in timetable.by_room)
    return sorted(found, key=lambda room: room.id)


def write_csv(folder: Path, problem: Problem, timetable: Timetable) -> None:
    """Write the seven files in ``folder`` (``DIR/csv``), all or nothing, the same bytes for the same timetable.

    Raises OSError when the folder cannot be written; the former files then stay.
    """
    timetable = in_file_order(timetable)
    tables: dict[str, Iterable[Row]] = {
        "sessions": map(_session, timetable.sessions),
        "attendance": ((a.session_id, a.apprentice_id, int(a.remote)) for a in timetable.attendance),
        "groups": _rosters(timetable.groups),
        "debts": map(_debt, timetable.debts),
        "unplaced": map(_unplaced, timetable.unplaced),
        "rooms": [(r.id, r.seats, int(r.shared > 1)) for r in _own_rooms(problem, timetable)],
    }
    with replacing(folder, lambda path: str(path) in _FILES) as fresh:
        for name, rows in tables.items():
            with (fresh / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                writer.writerow(COLUMNS[name])
                writer.writerows(rows)
        text = json.dumps(_plain(timetable.summary), ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
        (fresh / SUMMARY).write_bytes(f"{text}\n".encode())


def in_file_order(timetable: Timetable) -> Timetable:
    """The same timetable with its rows as the files have them: other outputs made from it are those of a reading."""
    return replace(
        timetable,
        sessions=in_order(list(timetable.sessions)),
        attendance=tuple(sorted(timetable.attendance, key=lambda a: (a.session_id, a.apprentice_id))),
        groups=tuple(
            replace(g, apprentice_ids=tuple(sorted(g.apprentice_ids)))
            for g in sorted(timetable.groups, key=lambda g: (g.period_id, g.barrette_id, g.id))
        ),
        debts=tuple(sorted(timetable.debts, key=lambda d: (d.apprentice_id, d.deadline, d.need_id, d.target))),
        unplaced=tuple(sorted(timetable.unplaced, key=lambda u: (u.kind, u.session_id))),
    )


def hours(minutes: int) -> str:
    """Minutes as hours with four decimals at most, rounded down: never more than there is, exact in minutes."""
    return f"{minutes * 10_000 // 60 / 10_000:.4f}".rstrip("0").rstrip(".")


def _session(s: Session) -> Row:
    return (
        s.id, s.kind, s.day.isoformat(), iso_clock(s.start), iso_clock(s.end), s.minutes, _text(s.label),
        _text(s.public_label), ";".join(s.course_ids), s.part, s.module_id, s.strand, s.barrette_id, s.occurrence or "",
        s.period_id, s.group_id, ";".join(s.class_ids), ";".join(s.trainer_ids), s.room_id, s.site_id, s.modality,
        s.guidance, int(s.meal),
    )  # fmt: skip


def _rosters(groups: Iterable[Group]) -> Iterator[Row]:
    """One row per person; a group of nobody keeps one row, without a person."""
    for g in groups:
        head = (g.id, g.barrette_id, g.period_id, g.module_id, ";".join(g.trainer_ids), g.room_id)
        yield from ((*head, apprentice) for apprentice in g.apprentice_ids or ("",))


def _debt(d: Debt) -> Row:
    return (
        d.apprentice_id, d.need_id, d.target, hours(d.due), hours(d.planned), d.deadline.isoformat(), d.priority,
        _text(d.source), _text(d.reason), _text(d.late),
    )  # fmt: skip


def _unplaced(u: Unplaced) -> Row:
    return (
        u.session_id,
        u.kind,
        ";".join(u.course_ids),
        u.barrette_id,
        ";".join(u.class_ids),
        u.minutes,
        _text(u.reason),
    )


def _text(text: str) -> str:
    """Free text with the one kind of line end that CSV readers agree on."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _plain(value: Any) -> Any:
    """A JSON value: no infinite bound, no number that is not one."""
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
