"""Published calendars: under secret names, each event with its history, read back and compared with the version.

What an event says goes into the store as JSON (`encode`): the store knows when it changes, not what it means.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from icalendar import Calendar, Event

from outputs.feeds import Entry, Feeds, Text
from outputs.ics import AUDIENCES, BEGIN, CANCELLED, PARIS, Mark, Printer
from planner.domain import Problem, Timetable

REPLACED = "calendrier remplacé"
"""Name of what stands at an address that was taken back: a calendar of nobody, without an event."""
END = b"END:VCALENDAR"


class Owned(NamedTuple):
    """The calendar of one owner as a version has it."""

    name: str
    entries: list[Entry]


class ToPublish(NamedTuple):
    """A calendar to be published."""

    audience: str
    owner: str
    secret: str
    name: str
    events: list[tuple[str, Text, Mark]]


def owned(problem: Problem, timetable: Timetable) -> dict[tuple[str, str], Owned]:
    """Every calendar of a version by audience and owner."""
    feeds = Feeds(problem, timetable)
    found = (feeds.apprentices(), feeds.trainers(), feeds.rooms(), feeds.classes())
    return {
        (audience, owner): Owned(name, entries)
        for audience, calendars in zip(AUDIENCES, found, strict=True)
        for owner, name, entries in calendars
    }


@lru_cache(maxsize=100_000)
def encode(text: Text) -> str:
    """An event as the store keeps it; equal texts give equal JSON."""
    return json.dumps([text.day.isoformat(), *text[1:]], ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=100_000)
def decode(kept: str) -> Text:
    """The event that the store kept."""
    day, *rest = json.loads(kept)
    return Text(date.fromisoformat(day), *rest)


def write_published(
    folder: Path, centre: str, salt: str, calendars: Iterable[ToPublish], taken_back: Iterable[tuple[str, str]]
) -> None:
    """Write every calendar in a new folder (``DIR/public/ics`` to be). Raises ValueError for an empty salt."""
    if not salt:
        raise ValueError("an empty salt would let UIDs be guessed")
    printer = Printer(salt.encode(), datetime.now(UTC))
    for audience in AUDIENCES:
        (folder / audience).mkdir(parents=True)
    for one in calendars:
        events = sorted(one.events, key=lambda event: (event[1].day, event[1].start, event[0]))
        content = printer.marked(f"{centre} – {one.name}", f"{one.audience}/{one.owner}", events)
        _file(folder, one.audience, one.secret).write_bytes(content)
    for audience, secret in taken_back:
        _file(folder, audience, secret).write_bytes(printer.calendar(f"{centre} – {REPLACED}", "", ()))


def _file(folder: Path, audience: str, secret: str) -> Path:
    return folder / audience / f"{secret}.ics"


class Read(NamedTuple):
    """An event as a calendar program reads it, without its UID. Times in minutes after midnight, Europe/Paris."""

    text: Text
    sequence: int
    cancelled: bool


def prove(
    folder: Path, salt: str, wanted: Mapping[tuple[str, str], Owned], secrets: Mapping[tuple[str, str], str]
) -> list[str]:
    """What the files of a folder, read back, tell otherwise than the version; empty when they tell the same.

    Each event that will take place is compared with the version, UID and all; whatever else stands there is cancelled.
    """
    printer, faults = Printer(salt.encode(), datetime.now(UTC)), []
    for (audience, owner), secret in secrets.items():
        expected = wanted.get((audience, owner), Owned("", [])).entries
        live = {printer.uid(f"{audience}/{owner}", what).decode(): text for what, text in expected}
        found = read_calendar(_file(folder, audience, secret))
        if {uid: event.text for uid, event in found.items() if not event.cancelled} != live:
            faults.append(f"{audience}/{owner}")
    named = {_file(folder, audience, secret) for (audience, _owner), secret in secrets.items()}
    others = set(folder.rglob("*.ics")) - named
    return faults + sorted(path.stem for path in others if read_calendar(path))


def read_calendar(path: Path) -> dict[str, Read]:
    """Events of a calendar file by UID. Raises ValueError where it is no calendar or names a UID twice."""
    head, *events = path.read_bytes().split(BEGIN)
    if events:
        *events, last = events
        last, mark, _rest = last.partition(END)
        events.append(last)
        head += mark
    Calendar.from_ical(head)
    found: dict[str, Read] = {}
    for event in events:
        uid, _, body = event.partition(b"\r\n")
        if uid.decode() in found:
            raise ValueError(f"{path.name}: the UID {uid.decode()} stands there twice")
        found[uid.decode()] = _parsed(body)
    return found


@lru_cache(maxsize=200_000)
def _parsed(body: bytes) -> Read:
    """An event from after its UID to its end: what many calendars share is read once."""
    event: Any = Event.from_ical(b"BEGIN:VEVENT\r\n" + body)
    cancelled = str(event.get("status", "")) == "CANCELLED"
    start, end = (event[name].dt.astimezone(PARIS).replace(tzinfo=None) for name in ("dtstart", "dtend"))
    midnight = datetime.combine(start.date(), time())
    first, last = (int((moment - midnight).total_seconds() // 60) for moment in (start, end))
    title, place, description = (str(event.get(name, "")) for name in ("summary", "location", "description"))
    transparent = not cancelled and str(event.get("transp", "OPAQUE")) == "TRANSPARENT"
    title = title.removeprefix(CANCELLED) if cancelled else title
    text = Text(start.date(), first, last, title, place, description, transparent)
    return Read(text, int(event["sequence"]), cancelled)


def marks(modified: datetime, sequence: int, cancelled: bool) -> Mark:
    """The history of an event from what the store keeps, whose moments are UTC without a zone."""
    return Mark(modified.replace(tzinfo=UTC), sequence, cancelled)
