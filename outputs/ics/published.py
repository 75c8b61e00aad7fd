"""Published calendars: under secret names, each event with its history, read back and compared with the version.

What an event says goes into the store as JSON (`encode`): the store knows when it changes, not what it means.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from outputs.ics.calendars import AUDIENCES, BEGIN, CANCELLED, Mark, Printer
from outputs.ics.feeds import Entry, Feeds, Text
from planner.domain import MAINLAND_CLOCK, Problem, Timetable

REPLACED = "calendrier remplacé"
"""Name of what stands at an address that was taken back: a calendar of nobody, without an event."""
END = b"END:VCALENDAR"
TOLD_ALWAYS, BESIDE = Text._fields.index("zone"), Text._fields.index("kind")
"""Where, in the fields of a text, those begin that few events have, and those that only go with an event."""


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
    """An event as the store keeps it: a line of JSON for what it says, another one for what only goes with it.

    The first is, for an event of a day on the clocks of Paris, what it has always been.
    """
    more = text[TOLD_ALWAYS:BESIDE] if text.zone or text.days else ()
    lines = [[text.day.isoformat(), *text[1:TOLD_ALWAYS], *more]]
    lines += [list(text[BESIDE:])] if any(text[BESIDE:]) else []
    return "\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)


@lru_cache(maxsize=100_000)
def decode(kept: str) -> Text:
    """The event that the store kept."""
    told, _, beside = kept.partition("\n")
    day, *rest = json.loads(told)
    kind, address = json.loads(beside) if beside else ("", "")
    return Text(date.fromisoformat(day), *rest)._replace(kind=kind, address=address)


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
    """An event as a calendar program reads it, without its UID. Times in minutes after midnight, by its zone."""

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
        found = read_calendar(_file(folder, audience, secret), {uid: text.zone for uid, text in live.items()})
        told = {uid: event.text for uid, event in found.items() if not event.cancelled}
        if told.keys() != live.keys() or not all(_same(told[uid], text) for uid, text in live.items()):
            faults.append(f"{audience}/{owner}")
    named = {_file(folder, audience, secret) for (audience, _owner), secret in secrets.items()}
    others = set(folder.rglob("*.ics")) - named
    return faults + sorted(path.stem for path in others if read_calendar(path))


def _same(read: Text, wanted: Text) -> bool:
    """Whether an event, read back, says what it should; its address may have been told later, or never."""
    return read.place in (wanted.place, wanted.where) and read[:BESIDE] == wanted._replace(place=read.place)[:BESIDE]


def read_calendar(path: Path, zones: Mapping[str, str] = MappingProxyType({})) -> dict[str, Read]:
    """Events of a calendar file by UID. Raises ValueError where it is no calendar or names a UID twice.

    ``zones``: of the events, by UID, that are not told by the clocks of Paris.
    """
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
        found[uid.decode()] = _parsed(body, zones.get(uid.decode(), ""))
    return found


@lru_cache(maxsize=200_000)
def _parsed(body: bytes, zone: str) -> Read:
    """An event from after its UID to its end: what many calendars share is read once."""
    event: Any = Event.from_ical(b"BEGIN:VEVENT\r\n" + body)
    cancelled = str(event.get("status", "")) == "CANCELLED"
    days = 0
    if isinstance(event["dtstart"].dt, datetime):
        clock = ZoneInfo(zone or MAINLAND_CLOCK)
        start, end = (event[name].dt.astimezone(clock).replace(tzinfo=None) for name in ("dtstart", "dtend"))
    else:
        days = (event["dtend"].dt - event["dtstart"].dt).days
        start = end = datetime.combine(event["dtstart"].dt, time())
    midnight = datetime.combine(start.date(), time())
    first, last = (int((moment - midnight).total_seconds() // 60) for moment in (start, end))
    title, place, description = (str(event.get(name, "")) for name in ("summary", "location", "description"))
    transparent = not cancelled and str(event.get("transp", "OPAQUE")) == "TRANSPARENT"
    title = title.removeprefix(CANCELLED) if cancelled else title
    kind = str(event["categories"].cats[0]) if "categories" in event else ""
    text = Text(start.date(), first, last, title, place, description, transparent, zone, days, kind)
    return Read(text, int(event["sequence"]), cancelled)


def marks(modified: datetime, sequence: int, cancelled: bool) -> Mark:
    """The history of an event from what the store keeps, whose moments are UTC without a zone."""
    return Mark(modified.replace(tzinfo=UTC), sequence, cancelled)
