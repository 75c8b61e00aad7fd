"""Calendars: one iCal file per apprentice, trainer, room and class, that reveals nothing it should not.

Times are UTC. The text of an event is made once by `icalendar` and shared by all who attend; only its UID differs.
"""

import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, FreeBusy

from outputs.folders import replacing
from outputs.ics.feeds import Entry, Feeds, Text
from outputs.labels import filename
from planner.domain import MAINLAND_CLOCK, Problem, Timetable

COLOURS = {
    "apprentices": "steelblue", "trainers": "seagreen", "rooms": "slategray", "classes": "indianred",
    "employers": "darkgoldenrod",
}  # fmt: skip
"""Of the calendars of each audience, by the names of CSS (RFC 7986)."""
REFRESH = timedelta(hours=6)
AUDIENCES = ("apprentices", "trainers", "rooms", "classes")
"""Folders of calendars, under ``DIR/ics``."""
BEGIN = b"BEGIN:VEVENT\r\nUID:"
CANCELLED = "Annulé – "
"""Before the title of an event that will not take place."""


def write_ics(folder: Path, problem: Problem, timetable: Timetable, *, salt: str, stamp: datetime) -> int:
    """Write every calendar in ``folder`` (``DIR/ics``), all or nothing, and return how many.

    ``stamp``: saved date of the workbook (UTC where it names no zone). Raises ValueError for an empty salt, with which
    anyone could tell whose calendar a UID comes from; OSError when the folder cannot be written.
    """
    if not salt:
        raise ValueError("an empty salt would let UIDs be guessed")
    said = stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)
    printer = Printer(salt.encode(), said.replace(microsecond=0))
    feeds = Feeds(problem, timetable)
    count = 0
    with replacing(folder, _ours) as fresh:
        for audience, calendars in zip(
            AUDIENCES, (feeds.apprentices(), feeds.trainers(), feeds.rooms(), feeds.classes()), strict=True
        ):
            (fresh / audience).mkdir()
            for owner, name, entries in calendars:
                content = printer.calendar(f"{problem.settings.name} – {name}", f"{audience}/{owner}", entries)
                (fresh / audience / f"{filename(owner)}.ics").write_bytes(content)
                count += 1
    return count


def _ours(path: Path) -> bool:
    return len(path.parts) == 2 and path.parts[0] in AUDIENCES and path.suffix == ".ics"


class Mark(NamedTuple):
    """What a calendar says of the history of an event. ``modified``: UTC, whole seconds."""

    modified: datetime
    sequence: int = 0
    cancelled: bool = False


class Printer:
    """Turns texts into bytes, each text once."""

    def __init__(self, salt: bytes, stamp: datetime) -> None:
        self.salt = salt
        self.first = Mark(stamp)
        self._bodies: dict[tuple[Text, Mark], bytes] = {}

    def calendar(self, name: str, owner: str, entries: Iterable[Entry]) -> bytes:
        """A whole file: ``name`` is shown by the telephone, ``owner`` only goes into the digests."""
        return self.marked(name, owner, ((what, text, self.first) for what, text in entries))

    def marked(self, name: str, owner: str, entries: Iterable[tuple[str, Text, Mark]]) -> bytes:
        """A whole file whose events have a history each.

        One whose events were all told before there were categories keeps its head of then, and so all its bytes.
        """
        found = list(entries)
        of_before = bool(found) and not any(text.kind for _what, text, _mark in found)
        calendar = _empty_calendar(name, "" if of_before else COLOURS.get(owner.split("/")[0], ""))
        if not found:
            calendar.add_component(_nothing_busy(self.uid(owner, "")))
        head, end = calendar.to_ical().split(b"END:VCALENDAR")
        parts = [head]
        for what, text, mark in found:
            parts += [BEGIN, self.uid(owner, what), b"\r\n", self._body(text, mark)]
        return b"".join([*parts, b"END:VCALENDAR", end])

    def uid(self, owner: str, what: str) -> bytes:
        """The name of an event in the calendar of an owner, for ever."""
        digest = hmac.digest(self.salt, f"{owner}\x1f{what}".encode(), "sha256")
        return f"{digest.hex()[:32]}@barrette".encode()

    def _body(self, text: Text, mark: Mark) -> bytes:
        """An event from after its UID to its end, folded."""
        name = text, mark
        if name not in self._bodies:
            self._bodies[name] = self._event(text, mark).to_ical().removeprefix(b"BEGIN:VEVENT\r\n")
        return self._bodies[name]

    def _event(self, text: Text, mark: Mark) -> Event:
        event = Event()
        event.add("dtstamp", mark.modified)
        event.add("last-modified", mark.modified)
        event.add("sequence", mark.sequence)
        if text.days:
            event.add("dtstart", text.day)
            event.add("dtend", text.day + timedelta(days=text.days))
        else:
            event.add("dtstart", _utc(text, text.start))
            event.add("dtend", _utc(text, text.end))
        event.add("summary", CANCELLED + text.summary if mark.cancelled else text.summary)
        if mark.cancelled:
            event.add("status", "CANCELLED")
        if text.where:
            event.add("location", text.where)
        if text.description:
            event.add("description", text.description)
        if text.transparent or mark.cancelled:
            event.add("transp", "TRANSPARENT")
        if text.kind:
            event.add("categories", [text.kind])
        return event


def clock_of(text: Text) -> ZoneInfo:
    """The clocks by which an event is told."""
    return ZoneInfo(text.zone or MAINLAND_CLOCK)


def _empty_calendar(name: str, colour: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Barrette//Emplois du temps//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    if colour:
        calendar.add("name", name)
        calendar.add("color", colour)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    return calendar


def _nothing_busy(uid: bytes) -> FreeBusy:
    """What stands in a calendar without an event: a file without any component is no calendar (RFC 5545).

    Its moment is always the same, so that nothing changes while there is nothing to tell.
    """
    free = FreeBusy()
    free.add("uid", uid.decode())
    free.add("dtstamp", datetime(1970, 1, 1, tzinfo=UTC))
    return free


def _utc(text: Text, minutes: int) -> datetime:
    """The moment that the clocks of an event call ``minutes`` after midnight."""
    return (
        (datetime.combine(text.day, time()) + timedelta(minutes=minutes)).replace(tzinfo=clock_of(text)).astimezone(UTC)
    )
