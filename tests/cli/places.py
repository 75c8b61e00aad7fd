"""Where the sessions of a solved folder stand, and the places that are still free around them."""

import csv
from datetime import date, timedelta
from pathlib import Path

from tests.cli.running import Row

WEEKDAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi")
BELLS = tuple((f"{hour:02}:00", f"{hour + 2:02}:00") for hour in (8, 9, 10, 13, 14, 15))  # of a session of 2 h
ROOMS = {"SALLE-1": "salle 1", "SALLE-2": "salle 2"}  # the two rooms where any lesson may take place, as typed


def sessions(folder: Path) -> dict[str, Row]:
    """The sessions of the folder by id."""
    with (folder / "csv" / "sessions.csv").open(encoding="utf-8", newline="") as stream:
        return {row["session_id"]: row for row in csv.DictReader(stream)}


def free_hour(rows: dict[str, Row], name: str) -> tuple[str, str]:
    """Another start and end of a session of 2 h the same day, clashing with nothing."""
    one = rows[name]
    return next(
        (start, end)
        for start, end in BELLS
        if start != one["start"] and _free(rows, {**one, "start": start, "end": end})
    )


def free_day(rows: dict[str, Row], name: str) -> date:
    """Another day of the same week for a session at its own hour, clashing with nothing."""
    one = rows[name]
    day = date.fromisoformat(one["date"])
    week = (day + timedelta(days=n - day.weekday()) for n in range(len(WEEKDAYS)))
    return next(d for d in week if d != day and _free(rows, {**one, "date": d.isoformat()}))


def free_room(rows: dict[str, Row], name: str) -> str:
    """Another plain room for a session at its own hour."""
    one = rows[name]
    return next(room for room in ROOMS if room != one["room_id"] and _free(rows, {**one, "room_id": room}))


def clock_told(clock: str) -> str:
    """An hour as it is told: "08:00" → "8 h"."""
    hour, minute = clock.split(":")
    return f"{int(hour)} h" if minute == "00" else f"{int(hour)} h {minute}"


def clock_typed(clock: str) -> str:
    """An hour as a planner types it: "08:00" → "8h"."""
    return clock_told(clock).replace(" ", "")


def _free(rows: dict[str, Row], placed: Row) -> bool:
    """No other session at that hour has the class, the trainer or the room of the session so placed."""
    return not any(
        other["date"] == placed["date"]
        and other["start"] < placed["end"]
        and placed["start"] < other["end"]
        and _held(other) & _held(placed)
        for name, other in rows.items()
        if name != placed["session_id"]
    )


def _held(row: Row) -> set[str]:
    """The classes, trainers and room that a session takes."""
    return {*row["class_ids"].split(";"), *row["trainer_ids"].split(";"), row["room_id"]} - {""}
