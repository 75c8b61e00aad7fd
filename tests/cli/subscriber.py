"""A calendar program as small as can be: it keeps what it read, and takes an event again when its sequence rose."""

from datetime import date
from pathlib import Path
from typing import Any

from icalendar import Calendar


class Subscriber:
    """Events by UID, as the last reading left them; nothing is forgotten because a file no longer has it."""

    def __init__(self) -> None:
        self.events: dict[str, Any] = {}

    def read(self, path: Path) -> None:
        """Take a file in; an event with the sequence that is known must be the same to the last byte."""
        for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
            uid, known = str(event["uid"]), self.events.get(str(event["uid"]))
            assert known is None or event["sequence"] >= known["sequence"], f"{path}: a sequence goes back"
            if known is not None and event["sequence"] == known["sequence"]:
                assert event.to_ical() == known.to_ical(), f"{path}: an event differs under the same sequence"
            self.events[uid] = event

    def agenda(self) -> set[tuple[str, ...]]:
        """What the telephone shows: moment, title, place, words of everything that is not cancelled."""
        return {
            (e["dtstart"].dt.isoformat(), e["dtend"].dt.isoformat(), *(str(e.get(n, "")) for n in WORDS))
            for e in self.events.values()
            if str(e.get("status")) != "CANCELLED"
        }

    def days(self, status: str) -> set[date]:
        """Days of the events with a status."""
        return {e["dtstart"].dt.date() for e in self.events.values() if str(e.get("status", "")) == status}


WORDS = ("summary", "location", "description", "transp")


def agenda(path: Path) -> set[tuple[str, ...]]:
    """What somebody sees who reads a file for the first time."""
    new = Subscriber()
    new.read(path)
    return new.agenda()
