"""Weeks as grids: rows by the bells, a column a day, blocks that span rows. Excel and HTML print the same ones."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from outputs.labels import french_date
from planner.domain import AM, PM, Bells, clock, monday
from planner.words import MONTH_NAMES

WORKING_WEEK = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing at one time in a view: a title, what kind it is in words, and lines of detail."""

    day: date
    start: int
    end: int
    kind: str
    title: str
    tag: str = ""
    """The kind in words, beside the colour; empty for ordinary courses."""
    lines: tuple[str, ...] = ()
    due: bool = False
    """Asynchronous: holds no hour, ``start`` and ``end`` give the window."""

    @property
    def time(self) -> str:
        """``8 h 30 – 10 h``."""
        return span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a week grid, minutes after midnight; ``pause`` names a break or the meal, empty when one works."""

    start: int
    end: int
    pause: str = ""

    @property
    def label(self) -> str:
        """``8 h 30 – 9 h 30``, which no line may break; nothing beside a break."""
        return "" if self.pause else span(self.start, self.end).replace(" ", "\u00a0")


@dataclass(frozen=True, slots=True)
class Block:
    """Entries of a day that overlap, over ``rows`` rows from row ``first``; ``note`` stands where there is none."""

    first: int
    rows: int
    entries: tuple[Entry, ...] = ()
    note: str = ""

    @property
    def start(self) -> int:
        """Earliest start."""
        return min(e.start for e in self.entries)

    @property
    def end(self) -> int:
        """Latest end."""
        return max(e.end for e in self.entries)

    @property
    def kind(self) -> str:
        """The kind of all its entries, ``mixed`` when they differ, ``away`` for a note."""
        kinds = {e.kind for e in self.entries}
        return kinds.pop() if len(kinds) == 1 else "mixed" if kinds else "away"


@dataclass(frozen=True, slots=True)
class Column:
    """A day of a week grid."""

    day: date
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """``lundi 7 septembre``."""
        return french_date(self.day, year=False)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What takes place, in order."""
        return tuple(e for b in self.blocks for e in b.entries)

    @property
    def note(self) -> str:
        """Why the day is empty, when it is and the reason is known."""
        return next((b.note for b in self.blocks if b.note), "") if not self.entries else ""

    def at(self, row: int) -> Block | None:
        """The block that covers a row."""
        return next((b for b in self.blocks if b.first <= row < b.first + b.rows), None)


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a view."""

    monday: date
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    due: tuple[Entry, ...] = ()
    """Work at a distance with a window and no hour."""

    @property
    def label(self) -> str:
        """``Semaine 37 – du 7 au 11 septembre 2026``."""
        return week_label(self.monday, self.columns[-1].day)

    @property
    def anchor(self) -> str:
        """``s2026-37``, to link to it."""
        year, week, _ = self.monday.isocalendar()
        return f"s{year}-{week:02d}"


def span(start: int, end: int) -> str:
    """``8 h 30 – 10 h``, without a line break inside an hour."""
    return f"{hour(start)} – {hour(end)}"


def hour(minutes: int) -> str:
    """``8 h 30``, with spaces that do not break."""
    return clock(minutes).replace(" ", "\u00a0")


def week_label(first: date, last: date) -> str:
    """``Semaine 37 – du 7 au 11 septembre 2026``, naming month and year once when they are the same."""
    start = "1er" if first.day == 1 else str(first.day)
    if first.month != last.month:
        start += f" {MONTH_NAMES[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"Semaine {first.isocalendar().week} – du {start} au {french_date(last, weekday=False)}"


Presence = Callable[[date], tuple[int, str]]
"""For a day: half-days on which the owner of a view is here, and what to write on the others."""


def weeks(bells: Bells, entries: Iterable[Entry], presence: Presence, mondays: Iterable[date] = ()) -> tuple[Week, ...]:
    """Grids of every week that has an entry or is in ``mondays``, in order."""
    found: dict[date, list[Entry]] = {m: [] for m in mondays}
    for entry in entries:
        found.setdefault(monday(entry.day), []).append(entry)
    return tuple(_week(bells, first, found[first], presence) for first in sorted(found))


def _week(bells: Bells, first: date, entries: list[Entry], presence: Presence) -> Week:
    held = [e for e in entries if not e.due]
    last = max([WORKING_WEEK - 1, *(e.day.weekday() for e in held)])
    days = [first + timedelta(days=n) for n in range(last + 1)]
    rows = _rows(bells, held)
    columns = tuple(_column(bells, rows, day, [e for e in held if e.day == day], *presence(day)) for day in days)
    return Week(first, rows, columns, tuple(e for e in entries if e.due))


def _rows(bells: Bells, entries: list[Entry]) -> tuple[Row, ...]:
    """Rows between every bell of the working week and every start or end that falls between bells."""
    slots = [s for day in bells.days[:WORKING_WEEK] for s in day]
    marks = sorted({t for s in slots for t in (s.start, s.end)} | {t for e in entries for t in (e.start, e.end)})
    lunches = [gap for n in range(WORKING_WEEK) if (gap := bells.lunch(n))]
    rows = []
    for start, end in itertools.pairwise(marks):
        works = any(s.start <= start and end <= s.end for s in slots)
        outside = not slots or start < slots[0].start or start >= max(s.end for s in slots)
        meal = any(a <= start and end <= b for a, b in lunches)
        rows.append(Row(start, end, "" if works or outside else "Repas" if meal else "Pause"))
    return tuple(rows)


def _column(bells: Bells, rows: tuple[Row, ...], day: date, entries: list[Entry], here: int, elsewhere: str) -> Column:
    blocks = [_block(rows, group) for group in clusters(entries)]
    noon = bells.noon(day.weekday())
    # Between two things of a day nobody leaves: whoever has both is here meanwhile, whatever the calendar says.
    taken = set(range(blocks[0].first, blocks[-1].first + blocks[-1].rows)) if blocks else set()
    away = [
        n for n, row in enumerate(rows) if n not in taken and not here & (AM if row.start < noon else PM) and elsewhere
    ]
    for _, run in itertools.groupby(enumerate(away), lambda pair: pair[1] - pair[0]):
        found = [n for _, n in run]
        if all(rows[n].pause for n in found):
            continue
        blocks.append(Block(found[0], len(found), note=elsewhere))
    return Column(day, tuple(sorted(blocks, key=lambda b: b.first)))


def clusters(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Entries of one day in groups that overlap, so that each group fits one cell."""
    found: list[list[Entry]] = []
    until = -1
    for entry in sorted(entries, key=lambda e: (e.start, e.end, e.title, e.lines)):
        if entry.start >= until:
            found.append([])
        found[-1].append(entry)
        until = max(until, entry.end)
    return found


def _block(rows: tuple[Row, ...], entries: list[Entry]) -> Block:
    start, end = entries[0].start, max(e.end for e in entries)
    numbers = [n for n, row in enumerate(rows) if start <= row.start and row.end <= end]
    return Block(numbers[0], len(numbers), tuple(entries))
