"""Values back to cells, as a planner would type them and as `data` reads them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from planner.domain import Absence, Bells, clock, iso_clock

Line = dict[str, object]
"""Column id → cell; what is missing stays empty."""
Lines = list[Line]

DAYS = ("lu", "ma", "me", "je", "ve", "sa", "di")
END = 24 * 60
HOUR = 60


def duration(minutes: int) -> str:
    """``1 h 30``, or ``45 min`` for less than an hour."""
    return f"{minutes} min" if 0 < minutes < HOUR else clock(minutes)


def hours(minutes: int | None) -> str | None:
    """A duration; nothing where nothing is known."""
    return duration(minutes) if minutes is not None else None


def word(choices: Mapping[str, str], value: str) -> str | None:
    """The planner's word for a value, the first of those that mean the same."""
    return next((name for name, meaning in choices.items() if meaning == value), None)


def names(values: Iterable[object]) -> str | None:
    """Several values in one cell."""
    return " ; ".join(str(v) for v in values) or None


def time(minutes: int, unless: int) -> str | None:
    """A time of day; empty where it is the usual end."""
    return None if minutes == unless else iso_clock(minutes)


def weekdays(numbers: Iterable[int]) -> str:
    """``lu ; me``."""
    return " ; ".join(DAYS[n] for n in numbers)


def on_days(rows: Iterable[tuple[int, str]], *, bare: bool = True) -> str | None:
    """Words of weekdays, the same on several told once: ``9:20 ; lu-me 14:00 ; ve 15:30``.

    ``bare``: what is on all of them names none.
    """
    found: dict[str, list[int]] = {}
    for weekday, words in rows:
        found.setdefault(words, []).append(weekday)
    said = []
    for words, numbers in found.items():
        if bare and len(numbers) == len(DAYS):
            said.append(words)
            continue
        runs: list[list[int]] = []
        for number in numbers:
            if not runs or number != runs[-1][-1] + 1:
                runs.append([])
            runs[-1].append(number)
        said += [f"{DAYS[run[0]]}{f'-{DAYS[run[-1]]}' if run[1:] else ''} {words}" for run in runs]
    return names(said)


def half_days(absence: Absence, bells: Bells) -> str | None:
    """``me`` or ``ve pm``, for a weekly absence of a day or half a day and nothing more; None for any other."""
    plain = Absence(absence.weekday, start=absence.start, end=absence.end)
    if absence.weekday is None or absence != plain:
        return None
    noon, day = bells.noon(absence.weekday), DAYS[absence.weekday]
    return {(0, END): day, (0, noon): f"{day} am", (noon, END): f"{day} pm"}.get((absence.start, absence.end))


def moments(absences: Sequence[Absence], *, first: bool) -> str | None:
    """First arrivals, or last departures, from the hours that they close: ``9h00``, or ``lu 9h00 ; ma 8h30``."""
    found = {a.weekday: a.end if first else a.start for a in absences if (a.start == 0 and a.end < END) == first}
    said = {day: f"{at // 60}h{at % 60:02d}" for day, at in found.items() if day is not None}
    if len(said) == len(DAYS) and len(set(said.values())) == 1:
        return said[0]
    return names(f"{DAYS[day]} {at}" for day, at in sorted(said.items()))


def going_on(last: date | None, first: date) -> bool:
    """Whether something dated still holds on a day or later."""
    return last is None or last >= first
