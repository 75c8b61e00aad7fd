"""Calendars of employers: blocks of presence at the centre, written and read back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from icalendar import Calendar

from outputs.ics.calendars import Printer
from outputs.ics.feeds import Entry, Text
from planner.domain import MAINLAND_CLOCK

AT_CENTRE, AT_A_DISTANCE = "CFA – ", "À distance – "
PRESENCE = "Présence au CFA"
"""Category of the events."""
Span = tuple[date, int, int, bool]
"""Day, start and end in minutes after midnight, whether the person is at a distance."""


class Company(Protocol):
    """An employer: its name, and the presence of its apprentices."""

    @property
    def name(self) -> str:
        """As it is called."""

    @property
    def people(self) -> Iterable[tuple[str, Iterable[Span]]]:
        """Apprentices by name, each with the blocks of presence."""


def employer_calendar(centre: str, employer: Company, salt: str, stamp: datetime, clock: str) -> bytes:
    """The calendar of one employer, by the time zone of the centre. Raises ValueError for an empty salt."""
    if not salt:
        raise ValueError("an empty salt would let UIDs be guessed")
    entries: list[Entry] = []
    zone = "" if clock == MAINLAND_CLOCK else clock
    for person, spans in employer.people:
        for number, (day, start, end, far) in enumerate(sorted(spans)):
            same_day = sum(span[0] == day for span in sorted(spans)[:number])
            text = Text(day, start, end, f"{AT_A_DISTANCE if far else AT_CENTRE}{person}", zone=zone, kind=PRESENCE)
            entries.append((f"{person}/{day.isoformat()}/{same_day}", text))
    entries.sort(key=lambda entry: (entry[1].day, entry[1].start, entry[0]))
    name = f"{centre} – {employer.name}"
    return Printer(salt.encode(), stamp).calendar(name, f"employers/{employer.name}", entries)


def read_presence(path: Path, clock: str) -> Mapping[str, frozenset[Span]]:
    """Apprentice → blocks that an earlier calendar told; empty when there is none that can be read."""
    try:
        calendar = Calendar.from_ical(path.read_bytes())
    except (OSError, ValueError):
        return {}
    found: dict[str, set[Span]] = defaultdict(set)
    for event in calendar.walk("VEVENT"):
        name = str(event.get("summary", ""))
        start, end = event.get("dtstart"), event.get("dtend")
        if name.startswith((AT_CENTRE, AT_A_DISTANCE)) and start is not None and end is not None:
            first, last = (moment.dt.astimezone(ZoneInfo(clock)) for moment in (start, end))
            hours = first.hour * 60 + first.minute, last.hour * 60 + last.minute
            person = name.removeprefix(AT_CENTRE).removeprefix(AT_A_DISTANCE)
            found[person].add((first.date(), *hours, name.startswith(AT_A_DISTANCE)))
    return {name: frozenset(spans) for name, spans in found.items()}
