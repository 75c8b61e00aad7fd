"""Dates, bells, presence: everything about time that the rest of the program reads.

A time of day is an ``int``: minutes after midnight, Europe/Paris. A day is a ``datetime.date``. Weekdays count from
Monday = 0.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from planner.domain.ids import PeriodId

STEP = 15
"""Finest grid of starts and ends, in minutes."""

DAY_END = 24 * 60

AM, PM, ALL_DAY = 1, 2, 3
"""Half-days of presence, as a mask."""

LUNCH_WINDOW = (11 * 60, 14 * 60 + 30)
LUNCH_GAP = 30
"""A gap between two slots is lunch when it lasts this long or more and touches the window."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A teaching slot of the bells, ``start`` and ``end`` in minutes after midnight."""

    start: int
    end: int
    inside: bool = False
    """Whether sessions may start and end inside it, by steps of 15 minutes."""


@dataclass(frozen=True)
class Bells:
    """The centre's own bells (*horaires*): slots by weekday; what lies between two slots is break or lunch."""

    id: str
    days: tuple[tuple[Slot, ...], ...]
    """Seven tuples of slots in order, Monday first; an empty one is a closed weekday."""

    def noon(self, weekday: int) -> int:
        """Middle of the lunch gap, where the morning ends and the afternoon begins (default 12:30)."""
        return self._noons[weekday]

    @cached_property
    def _noons(self) -> tuple[int, ...]:
        gaps = [self.lunch(weekday) for weekday in range(len(self.days))]
        return tuple((gap[0] + gap[1]) // 2 if gap else 12 * 60 + 30 for gap in gaps)

    def lunch(self, weekday: int) -> tuple[int, int] | None:
        """The longest gap of the day that counts as lunch, or None."""
        slots = self.days[weekday]
        gaps = [(a.end, b.start) for a, b in itertools.pairwise(slots) if is_lunch(a.end, b.start)]
        return max(gaps, key=lambda gap: (gap[1] - gap[0], -gap[0])) if gaps else None

    def placements(self, weekday: int, minutes: int, meal: bool = False) -> tuple[tuple[int, int], ...]:
        """Every (start, end) that gives ``minutes`` of teaching on a weekday, breaks excluded.

        A session takes consecutive slots, may span a break, and spans lunch only with ``meal``; it may then begin with
        the meal (a lunch service).
        """
        known = self._placed.get((weekday, minutes, meal))
        if known is None:
            known = self._placed[weekday, minutes, meal] = _placements(self.days[weekday], minutes, meal)
        return known

    @cached_property
    def _placed(self) -> dict[tuple[int, int, bool], tuple[tuple[int, int], ...]]:
        return {}

    def teaching(self, weekday: int, start: int, end: int) -> int:
        """Minutes of teaching between two times of day, breaks excluded."""
        taught = self._taught[weekday]
        return max(0, taught[min(end, DAY_END)] - taught[max(start, 0)])

    @cached_property
    def _taught(self) -> tuple[tuple[int, ...], ...]:
        return tuple(map(_minutes_taught, self.days))

    @cached_property
    def week_minutes(self) -> int:
        """Teaching minutes of a whole open week."""
        return sum(s.end - s.start for day in self.days for s in day)

    def half(self, weekday: int, start: int, end: int) -> int:
        """Mask of the half-days that a span touches."""
        noon = self.noon(weekday)
        return (AM if start < noon else 0) | (PM if end > noon else 0)


@lru_cache(maxsize=512)
def _minutes_taught(slots: tuple[Slot, ...]) -> tuple[int, ...]:
    """The minutes taught up to each minute of a day; bells that are alike share it."""
    inside = [0] * (DAY_END + 1)
    for slot in slots:
        inside[slot.start + 1 : slot.end + 1] = [1] * (slot.end - slot.start)
    return tuple(itertools.accumulate(inside))


def is_lunch(gap_start: int, gap_end: int) -> bool:
    """Whether the gap between two slots is a meal break rather than a pause."""
    return gap_end - gap_start >= LUNCH_GAP and gap_start < LUNCH_WINDOW[1] and gap_end > LUNCH_WINDOW[0]


def _placements(slots: tuple[Slot, ...], minutes: int, meal: bool) -> tuple[tuple[int, int], ...]:
    found = []
    for first, slot in enumerate(slots):
        starts = [*range(slot.start, slot.end, STEP)] if slot.inside else [slot.start]
        if meal and first and is_lunch(slots[first - 1].end, slot.start):
            starts.insert(0, slots[first - 1].end)
        found += [(start, end) for start in starts if (end := _end(slots, first, start, minutes, meal)) is not None]
    return tuple(found)


def _end(slots: tuple[Slot, ...], first: int, start: int, minutes: int, meal: bool) -> int | None:
    left, at = minutes, start
    for number in range(first, len(slots)):
        slot = slots[number]
        if number > first and is_lunch(slots[number - 1].end, slot.start) and not meal:
            return None
        room = slot.end - max(at, slot.start)
        if left <= room:
            end = max(at, slot.start) + left
            return end if end == slot.end or (slot.inside and (end - slot.start) % STEP == 0) else None
        left, at = left - room, slot.end
    return None


@dataclass(frozen=True, slots=True)
class Absence:
    """When somebody or some place is away: dated, weekly, or both; hard by default.

    ``weekday`` None: every weekday; ``parity`` 0 or 1: ISO weeks even or odd only; ``first``/``last`` inclusive.
    """

    weekday: int | None = None
    parity: int | None = None
    first: date | None = None
    last: date | None = None
    start: int = 0
    end: int = DAY_END
    hard: bool = True
    makeup: str = ""
    """What becomes of the hours of course missed: ``led`` (made up with a trainer), ``study`` (or on one's own in a
    supervised place, where no trainer is free); empty: only listed."""
    part: str = ""
    """Of a class: only this part of it is away."""
    postponed: bool = False
    """The class has no course meanwhile: its hours go to other weeks."""

    @property
    def mark(self) -> str:
        """What tells it from the other absences of the same person or place, as text: by it its cell is found."""
        return f"{self.weekday}|{self.parity}|{self.first}|{self.last}|{self.start}|{self.end}|{self.part}"

    def on(self, day: date) -> bool:
        """Whether it applies on a day, whatever the hour."""
        return (
            (self.weekday is None or day.weekday() == self.weekday)
            and (self.parity is None or day.isocalendar().week % 2 == self.parity)
            and (self.first is None or day >= self.first)
            and (self.last is None or day <= self.last)
        )

    def hits(self, day: date, start: int, end: int) -> bool:
        """Whether it overlaps a span of a day."""
        return start < self.end and end > self.start and self.on(day)


def away(absences: tuple[Absence, ...], day: date, start: int, end: int, hard: bool = True) -> bool:
    """Whether any absence of the given strength overlaps the span."""
    weekday = day.weekday()
    # The weekday first: most of many absences fail by it, and this is asked for every place of a week.
    return any(a.weekday in (None, weekday) and a.hard == hard and a.hits(day, start, end) for a in absences)


Calendar = Mapping[date, int]
"""Presence by day: a mask of half-days; a day that is missing is a day in the company."""


@dataclass(frozen=True, slots=True)
class Period:
    """A formation period, ``first`` and ``last`` inclusive; groups are composed anew for each."""

    id: PeriodId
    label: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from ``first`` to ``last``, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def clock(minutes: int) -> str:
    """``8 h 05`` for 485, as a planner reads it."""
    return f"{minutes // 60} h {minutes % 60:02d}" if minutes % 60 else f"{minutes // 60} h"


def iso_clock(minutes: int) -> str:
    """``08:05`` for 485, as a machine reads it."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
