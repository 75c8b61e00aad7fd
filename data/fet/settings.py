"""Settings and rules that a centre has and FET has not: widened where the file's own hours would break them."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.fet.clock import Clock
from data.fet.merging import FetCourse
from data.fet.people import People
from data.rows.cells import Lines, duration
from planner.domain import Bells, Settings

USUAL = Settings()
LUNCH = (11 * 60, 14 * 60 + 30)
A_DAY = 24 * 60
MOST_WEEK = 60 * 60


@dataclass(frozen=True)
class Chosen:
    """Lines of *Paramètres*, rules that are switched off, and what is said of both."""

    rows: Lines
    off: tuple[str, ...]
    said: tuple[str, ...]


def chosen_settings(clock: Clock, people: People, courses: Iterable[FetCourse], bells: Mapping[str, Bells]) -> Chosen:
    """What the hours of a file need: no lunch, pauses or nights are asked for that they do not have."""
    days = [slots for one in bells.values() for slots in one.days if slots]
    spans = [(slots[0].start, slots[-1].end) for slots in days]
    gaps = [max((b.start - a.end for a, b in itertools.pairwise(slots)), default=0) for slots in days]
    lunches = [_lunch(one, n) for one in bells.values() for n, slots in enumerate(one.days) if slots]
    longest = max((sum(s.end - s.start for s in slots) for slots in days), default=0)
    found: list[tuple[str, int]] = []
    off: tuple[str, ...] = ()
    if lunches and min(lunches) < Settings().lunch_minutes:
        if min(lunches) > 0:
            found.append(("pause de midi", min(lunches)))
        else:
            off = ("H4b",)
    if longest > USUAL.adult_day:
        found.append(("durée max jour majeur", min(longest, A_DAY)))
    week = _heaviest(people, courses, clock)
    if week > USUAL.adult_week:
        found.append(("durée max semaine majeur", min(week, MOST_WEEK)))
    if longest > USUAL.adult_break_after and any(gap < USUAL.adult_break for gap in gaps):
        found.append(("pause majeur après", longest))
    rest = A_DAY - max((b for _a, b in spans), default=0) + min((a for a, _b in spans), default=0)
    if rest < USUAL.rest_adult:
        found.append(("repos majeur", rest))
    rows: Lines = [{"name": name, "value": duration(value)} for name, value in found]
    said = []
    if found:
        listed = ", ".join(f"{name} {duration(value)}" for name, value in found)
        said.append(f"Réglages que les heures du fichier demandent (Paramètres) : {listed}. À resserrer ensuite.")
    if off:
        said.append("Règle H4b (temps de déjeuner) mise à « non » (Règles) : les heures du fichier n’ont pas de midi.")
    return Chosen(rows, off, tuple(said))


def _lunch(bells: Bells, weekday: int) -> int:
    """Minutes of the longest pause at lunch time that a day gives everybody; enough where it ends or begins there."""
    slots = bells.days[weekday]
    if slots[0].start >= LUNCH[0] + USUAL.lunch_minutes or slots[-1].end <= LUNCH[1]:
        return USUAL.lunch_minutes
    edges = [(a.end, b.start) for a, b in itertools.pairwise(slots)]
    return max((min(end, LUNCH[1]) - max(start, LUNCH[0]) for start, end in edges), default=0)


def _heaviest(people: People, courses: Iterable[FetCourse], clock: Clock) -> int:
    """Minutes of the fullest week of a class."""
    total = dict.fromkeys(people.groups, 0)
    for course in courses:
        for name in course.classes:
            total[name] += sum(a.hours for a in course.activities) * clock.length
    return max(total.values(), default=0)
