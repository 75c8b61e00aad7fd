"""A folder of results as anyone could read it, by code that the program does not share.

CSV files are read with csv, calendars with icalendar, the history with sqlite3.
"""

import csv
import hashlib
import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar

Row = Mapping[str, str]
Address = tuple[str, str]
"""Audience and id of the owner of a calendar."""
STAMPS = (b"SEQUENCE:", b"LAST-MODIFIED:", b"DTSTAMP:")
PLACE = ("date", "start", "room_id", "trainer_ids")
"""Columns of a session that a lock keeps."""
INSTEAD_OF_EVENTS = re.compile(rb"BEGIN:VFREEBUSY\r\n.*?END:VFREEBUSY\r\n", re.DOTALL)
"""What a calendar without an event has in the place of one."""
NOT_FILES = (".verrou", "plan.sqlite-journal")
PARIS = ZoneInfo("Europe/Paris")


class Event(NamedTuple):
    """An event of a calendar: its bytes, when it is (Paris, no zone), its history, what it says beside them."""

    raw: bytes
    start: datetime
    end: datetime
    sequence: int
    modified: datetime
    cancelled: bool
    words: bytes


@dataclass(frozen=True)
class Seen:
    """A folder as anyone could read it."""

    files: Mapping[str, str]
    """Path → hash of the content."""
    sessions: Mapping[str, Row]
    people: Mapping[str, frozenset[str]]
    twice: tuple[str, ...]
    """Ids that two sessions have."""
    feeds: Mapping[str, Mapping[str, Event]]
    """Path below ``public/ics`` → UID → event."""
    heads: Mapping[str, bytes]
    """Path → what stands around the events."""
    addresses: Mapping[Address, str]
    locks: Mapping[str, tuple[str, ...]]
    """Session → what its lock says of the columns of `PLACE`."""
    last: int
    """The last version."""
    published: int
    """The published one; 0: none."""


def seen(folder: Path) -> Seen:
    """Read a folder of results."""
    rows = _rows(folder / "csv/sessions.csv")
    people: dict[str, set[str]] = defaultdict(set)
    for row in _rows(folder / "csv/attendance.csv"):
        people[row["session_id"]].add(f"{row['apprentice_id']} {row['remote']}")
    public = folder / "public/ics"
    calendars = {str(path.relative_to(public)): calendar(path.read_bytes()) for path in sorted(public.rglob("*.ics"))}
    with closing(sqlite3.connect(f"file:{folder / 'plan.sqlite'}?mode=ro", uri=True)) as history:
        feeds = history.execute("SELECT audience, owner, secret FROM feeds WHERE revoked IS NULL").fetchall()
        rows_of_locks = history.execute("SELECT session, lock FROM locks").fetchall()
        last = history.execute("SELECT max(number) FROM versions").fetchone()[0]
        told = history.execute("SELECT version FROM publications ORDER BY number DESC LIMIT 1").fetchone()
    return Seen(
        hashes(folder), {row["session_id"]: row for row in rows}, {k: frozenset(v) for k, v in people.items()},
        tuple(name for name, number in Counter(row["session_id"] for row in rows).items() if number > 1),
        {path: events for path, (_head, events) in calendars.items()},
        {path: head for path, (head, _events) in calendars.items()},
        {(audience, owner): f"{audience}/{secret}.ics" for audience, owner, secret in feeds},
        {name.rpartition("\x1f")[2]: _lock(json.loads(text)) for name, text in rows_of_locks},
        last, told[0] if told else 0,
    )  # fmt: skip


def _lock(said: Mapping[str, Any]) -> tuple[str, ...]:
    start = f"{said['start'] // 60:02d}:{said['start'] % 60:02d}"
    return said["day"], start, said["room"] or "", ";".join(said["trainers"])


def hashes(folder: Path) -> dict[str, str]:
    """Every file below a folder, but for the lock that a running command holds."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in NOT_FILES
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@lru_cache(maxsize=2000)
def calendar(content: bytes) -> tuple[bytes, Mapping[str, Event]]:
    """What stands around the events of a calendar file, and its events by UID."""
    head, *texts = content.split(b"BEGIN:VEVENT\r\n")
    raws = [text.partition(b"END:VEVENT\r\n")[0] for text in texts]
    found: dict[str, Event] = {}
    for raw, event in zip(raws, Calendar.from_ical(content).walk("VEVENT"), strict=True):
        assert str(event["uid"]) not in found, f"the UID {event['uid']} stands there twice"
        found[str(event["uid"])] = _event(raw, event)
    return INSTEAD_OF_EVENTS.sub(b"", head.removesuffix(b"END:VCALENDAR\r\n")), found


def _event(raw: bytes, event: Any) -> Event:
    start, end = (event[name].dt.astimezone(PARIS).replace(tzinfo=None) for name in ("dtstart", "dtend"))
    words = b"".join(line for line in raw.splitlines(keepends=True) if not line.startswith(STAMPS))
    cancelled = str(event.get("status", "")) == "CANCELLED"
    return Event(raw, start, end, int(event["sequence"]), event["last-modified"].dt, cancelled, words)
