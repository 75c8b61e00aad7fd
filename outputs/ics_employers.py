"""Calendars of employers: blocks of presence at the centre, written and read back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from icalendar import Calendar

from outputs.feeds import Entry, Text
from outputs.ics import PARIS, Printer

AT_CENTRE, AT_A_DISTANCE = "CFA – ", "À distance – "
Span = tuple[date, int, int, bool]
"""Day, start and end in minutes after midnight, whether the person is at a distance."""


def employer_calendar(
    centre: str, employer: str, people: Iterable[tuple[str, Iterable[Span]]], salt: str, stamp: datetime
) -> bytes:
    """The calendar of one employer. Raises ValueError for an empty salt."""
    if not salt:
        raise ValueError("an empty salt would let UIDs be guessed")
    entries: list[Entry] = []
    for person, spans in people:
        for number, (day, start, end, far) in enumerate(sorted(spans)):
            same_day = sum(span[0] == day for span in sorted(spans)[:number])
            text = Text(day, start, end, f"{AT_A_DISTANCE if far else AT_CENTRE}{person}")
            entries.append((f"{person}/{day.isoformat()}/{same_day}", text))
    entries.sort(key=lambda entry: (entry[1].day, entry[1].start, entry[0]))
    return Printer(salt.encode(), stamp).calendar(f"{centre} – {employer}", f"employers/{employer}", entries)


def read_presence(path: Path) -> Mapping[str, frozenset[Span]]:
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
            first, last = start.dt.astimezone(PARIS), end.dt.astimezone(PARIS)
            hours = first.hour * 60 + first.minute, last.hour * 60 + last.minute
            person = name.removeprefix(AT_CENTRE).removeprefix(AT_A_DISTANCE)
            found[person].add((first.date(), *hours, name.startswith(AT_A_DISTANCE)))
    return {name: frozenset(spans) for name, spans in found.items()}
