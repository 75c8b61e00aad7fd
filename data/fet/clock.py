"""Days and hours of a file of FET as weekdays and times of day: read from their names where these say it."""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.fet.file import FetFile, Slot
from data.sheets.columns import fold
from planner.domain import Bells
from planner.domain import Slot as BellSlot

TIME = re.compile(r"(?<!\d)(\d{1,2})\s*[:hH.]\s*(\d{2})(?!\d)")
FIRST = 8 * 60
"""Where a day begins whose hours have no times in their names."""
USUAL, LONGEST_DAY = 60, 13 * 60
"""Minutes of such an hour, and of all of them at most: a trainer rests eleven hours."""
LEAST = 10
LOOSE = 15
"""Minutes by which lengths of hours may differ: the shortest stands for all."""
SUNDAY = 6
WEEKDAYS = (
    ("lundi", "lun", "lu", "monday", "mon", "mo", "montag", "lunes", "lunedi", "segunda", "luni"),
    ("mardi", "mar", "ma", "tuesday", "tue", "tu", "dienstag", "martes", "martedi", "terca", "marti"),
    ("mercredi", "mer", "me", "wednesday", "wed", "we", "mittwoch", "miercoles", "mercoledi", "quarta", "miercuri"),
    ("jeudi", "jeu", "je", "thursday", "thu", "th", "donnerstag", "jueves", "giovedi", "quinta", "joi"),
    ("vendredi", "ven", "ve", "friday", "fri", "fr", "freitag", "viernes", "venerdi", "sexta", "vineri"),
    ("samedi", "sam", "sa", "saturday", "sat", "samstag", "sabado", "sabato", "sambata"),
)
"""Names of the days from Monday to Saturday, folded, in languages that files of FET are written in."""


@dataclass(frozen=True)
class Clock:
    """When the days and hours of a file are: ``weekdays`` of days, ``starts`` of hours, one ``length`` of all hours."""

    weekdays: tuple[int, ...]
    starts: tuple[int, ...]
    length: int
    told: bool
    """Whether the names of the hours said it."""
    cut: bool = False
    """Whether some hours are longer in the file."""
    pauses: frozenset[int] = frozenset()
    """Hours that are a pause every day."""
    moved: bool = False
    """Whether the days are not called as the weekdays that they become."""

    def slots(self, found: Iterable[Slot]) -> list[tuple[int, int, int]]:
        """(weekday, start, end) of some slots, in order; Sundays and pauses are left out."""
        rows = ((self.weekdays[d], self.starts[h]) for d, h in found if h not in self.pauses)
        return sorted((day, start, start + self.length) for day, start in rows if day != SUNDAY)

    def runs(self, found: Iterable[Slot], *, over: bool = False) -> list[tuple[int, int, int]]:
        """The same, with hours that follow each other as one; ``over``: also where only a pause parts them."""
        after = {h: next((n for n in range(h + 1, len(self.starts)) if n not in self.pauses or not over), -1)
                 for h in range(len(self.starts))}  # fmt: skip
        rows: list[tuple[int, int, int, int]] = []
        for day, hour in sorted(s for s in found if s[1] not in self.pauses and self.weekdays[s[0]] != SUNDAY):
            start, end = self.starts[hour], self.starts[hour] + self.length
            if rows and rows[-1][0] == self.weekdays[day] and rows[-1][3] == hour:
                rows[-1] = (*rows[-1][:2], end, after[hour])
            else:
                rows.append((self.weekdays[day], start, end, after[hour]))
        return [row[:3] for row in rows]

    def bells(self, hours: int, closed: Iterable[Slot] = ()) -> Bells:
        """The slots of a week of so many hours a day, without the closed ones and Sundays."""
        shut = set(closed)
        here = [(d, h) for d in range(len(self.weekdays)) for h in range(hours) if (d, h) not in shut]
        slots = self.slots(here)
        return Bells("", tuple(tuple(BellSlot(a, b) for day, a, b in slots if day == n) for n in range(7)))


def clock_of(file: FetFile, breaks: frozenset[Slot]) -> Clock:
    """The clock of a file: its own where names tell it, else hours on end from eight o'clock."""
    weekdays, moved = _weekdays(file.days)
    number = len(file.hours)
    pauses = frozenset(h for h in range(number) if all((d, h) in breaks for d in range(len(file.days))))
    told = _told(file.hours, pauses)
    if told is not None:
        return Clock(weekdays, *told[:2], told=True, cut=told[2], pauses=pauses, moved=moved)
    length = min(USUAL, max(LEAST, LONGEST_DAY // number // 5 * 5))
    first = FIRST if FIRST + number * length <= 24 * 60 else 0
    starts = tuple(first + n * length for n in range(number))
    return Clock(weekdays, starts, length, told=False, pauses=pauses, moved=moved)


def _weekdays(names: Sequence[str]) -> tuple[tuple[int, ...], bool]:
    """The weekdays that names tell; without that, the days from Monday on."""
    found = [next((n for n, words in enumerate(WEEKDAYS) if _first_word(name) in words), None) for name in names]
    known = [n for n in found if n is not None]
    if len(known) == len(names) and all(a < b for a, b in itertools.pairwise(known)):
        return tuple(known), False
    return tuple(range(len(names))), True


def _first_word(name: str) -> str:
    return (fold(name).split() or [""])[0]


def _told(names: Sequence[str], pauses: frozenset[int]) -> tuple[tuple[int, ...], int, bool] | None:
    """Starts, the length of an hour, whether some were longer; None where names do not tell them."""
    times = [[int(h) * 60 + int(m) for h, m in TIME.findall(name)] for name in names]
    if not all(times) or any(at >= 24 * 60 for row in times for at in row):
        return None
    starts = [row[0] for row in times]
    if any(a >= b for a, b in itertools.pairwise(starts)):
        return None
    taught = [row for n, row in enumerate(times) if n not in pauses]
    gaps = [b[0] - a[0] for a, b in itertools.pairwise(taught)]
    ended = all(len(row) > 1 and row[1] > row[0] for row in taught)
    lengths = [row[1] - row[0] for row in taught] if ended else gaps
    length = min(lengths, default=USUAL)
    fits = all(gap >= length for gap in gaps) and starts[-1] + length <= 24 * 60
    if length < LEAST or not fits or (ended and max(lengths, default=length) > length + LOOSE):
        return None
    return tuple(starts), length, ended and max(lengths, default=length) > length


def by_hours(runs: Iterable[tuple[int, int, int]]) -> Mapping[tuple[int, int], list[int]]:
    """(start, end) of each run → the weekdays that have it."""
    found: dict[tuple[int, int], list[int]] = {}
    for day, start, end in runs:
        found.setdefault((start, end), []).append(day)
    return found


def spans_a_hole(bells: Bells, minutes: int, closed: Iterable[tuple[int, int, int]]) -> bool:
    """Whether a session may go over hours that are closed, which no activity of FET does."""
    shut: dict[int, list[int]] = {}
    for day, start, _end in closed:
        shut.setdefault(day, []).append(start)
    return any(
        start < at < end
        for day, starts in shut.items()
        for start, end in bells.placements(day, minutes)
        for at in starts
    )
