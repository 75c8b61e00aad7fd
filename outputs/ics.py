"""Calendars: one iCal file per apprentice, trainer, room and class, that reveals nothing it should not.

Times are UTC. The text of an event is made once by `icalendar` and shared by all who attend; only its UID differs.
"""

import hmac
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from outputs.feeds import Entry, Feeds, Text
from outputs.folders import replacing
from outputs.labels import filename
from planner.domain import Problem, Timetable

PARIS = ZoneInfo("Europe/Paris")
REFRESH = timedelta(hours=6)
AUDIENCES = ("apprentices", "trainers", "rooms", "classes")
"""Folders of calendars, under ``DIR/ics``."""


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


class Printer:
    """Turns texts into bytes, each text once."""

    def __init__(self, salt: bytes, stamp: datetime) -> None:
        self.salt = salt
        self.stamp = stamp
        self._bodies: dict[Text, bytes] = {}

    def calendar(self, name: str, owner: str, entries: Iterable[Entry]) -> bytes:
        """A whole file: ``name`` is shown by the telephone, ``owner`` only goes into the digests."""
        head, end = _empty_calendar(name).split(b"END:VCALENDAR")
        parts = [head]
        for what, text in entries:
            parts += [b"BEGIN:VEVENT\r\nUID:", self._uid(owner, what), b"\r\n", self._body(text)]
        return b"".join([*parts, b"END:VCALENDAR", end])

    def _uid(self, owner: str, what: str) -> bytes:
        digest = hmac.digest(self.salt, f"{owner}\x1f{what}".encode(), "sha256")
        return f"{digest.hex()[:32]}@barrette".encode()

    def _body(self, text: Text) -> bytes:
        """An event from after its UID to its end, folded."""
        if text not in self._bodies:
            self._bodies[text] = self._event(text).to_ical().removeprefix(b"BEGIN:VEVENT\r\n")
        return self._bodies[text]

    def _event(self, text: Text) -> Event:
        event = Event()
        event.add("dtstamp", self.stamp)
        event.add("last-modified", self.stamp)
        event.add("sequence", 0)
        event.add("dtstart", _utc(text.day, text.start))
        event.add("dtend", _utc(text.day, text.end))
        event.add("summary", text.summary)
        if text.place:
            event.add("location", text.place)
        if text.description:
            event.add("description", text.description)
        if text.transparent:
            event.add("transp", "TRANSPARENT")
        return event


def _empty_calendar(name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Barrette//Emplois du temps//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    content: bytes = calendar.to_ical()
    return content


def _utc(day: date, minutes: int) -> datetime:
    """The moment that the clocks of Paris call ``minutes`` after midnight."""
    return (datetime.combine(day, time()) + timedelta(minutes=minutes)).replace(tzinfo=PARIS).astimezone(UTC)
