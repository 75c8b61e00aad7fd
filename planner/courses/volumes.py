"""How many sessions of which lengths a course wants, week by week, over the horizon.

A short week is a week at the centre with fewer open minutes than a normal week of the class's own rhythm (closure,
public holiday, edge of the horizon, absence of the class, event that takes whole half-days from its courses). What an
event or absence takes may have to be given in other weeks: then it counts as due, though not as open. All numbers are
teaching minutes and hold for one part of the class.
"""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from planner.courses.standing import remaining, standing_minutes
from planner.domain import AM, PM, STEP, Bells, ClassId, Course, Problem, Slot, days_between, key, monday

WORKSHOPS = ("atelier", "cuisine", "labo", "fournil", "plateau", "salon", "chantier", "garage", "restaurant", "serre")
"""Words in room types where a session lasts half a day by default."""
HALF_DAY, LONG, SHORT = 240, 180, 120
"""Longest default lengths: in a workshop, where days are few, elsewhere."""
DAYS = 5
"""Days of a week over which the rest of a course is cut."""
SHORTEST = 45
"""The program chooses no shorter session on its own, when it can do otherwise."""


@dataclass(frozen=True, slots=True)
class Week:
    """One CFA week of a course: minutes of the calendar, minutes left for courses, days with an open half.

    ``due``: minutes left, and those whose hours are to be given in other weeks.
    """

    monday: date
    usual: int
    open: int
    days: int
    due: int = 0

    @property
    def moves(self) -> bool:
        """Whether some of its hours are to be given in other weeks."""
        return self.due > self.open


def wanted_minutes(problem: Problem, course: Course, part: str = "") -> int:
    """Minutes of the course over the horizon for each of its parts, what a teaching barrette carries included."""
    if course.volume.total is not None:
        return course.volume.total
    weeks, weekly = cfa_weeks_of(problem, course, part), weekly_minutes(problem, course)
    if course.short_week == "makeup":
        return weekly * len(weeks)
    return round(sum(weekly * _share(week.due, normal_minutes(weeks)) for week in weeks))


def sessions_wanted(problem: Problem, course: Course, part: str = "") -> tuple[tuple[date | None, int], ...]:
    """(Monday, minutes) of every session wanted, what its barrette carries taken off; None: in any week.

    Sessions of a total volume, and those that a short week loses when they are to be made up, may fall in any week.
    """
    pattern = week_pattern(problem, course, part)
    if course.volume.total is not None:
        return tuple((None, minutes) for lengths in pattern.values() for minutes in lengths)
    placed = [(week, minutes) for week, lengths in pattern.items() for minutes in lengths]
    weeks = cfa_weeks_of(problem, course, part)
    later = course.short_week == "makeup" or any(week.moves for week in weeks)
    lost = _lost(problem, course, part, pattern) if later else ()
    wanted = (*placed, *((None, minutes) for minutes in lost))
    if not problem.standing_of(course.id, part):
        return wanted
    weekly, normal = _weekly_rest(problem, course, part), normal_minutes(weeks)
    exact = {} if later else {week.monday: weekly * _share(week.open, normal) for week in weeks}
    return remaining(problem, course, part, wanted, exact, lambda minutes: split(problem, course, minutes, DAYS))


def week_pattern(problem: Problem, course: Course, part: str = "") -> dict[date, tuple[int, ...]]:
    """Monday → lengths wanted in that week (even rhythm for a total volume), what a barrette carries taken off.

    A normal week holds the whole pattern; a short one its share, rounded to what the lengths can give, the rounding
    carried over to the next week that is not exact.
    """
    weeks = cfa_weeks_of(problem, course, part)
    if course.volume.total is not None:
        return _spread(problem, course, part, [week for week in weeks if week.open])
    weekly, normal, carry = _weekly_rest(problem, course, part), normal_minutes(weeks), 0.0
    base = split(problem, course, weekly, max((w.days for w in weeks), default=5))
    found: dict[date, tuple[int, ...]] = {}
    for week in weeks:
        full = week.open >= normal
        wanted = weekly * _share(week.open, normal) + carry
        if full and sum(base) == weekly:
            found[week.monday] = base
        elif not full and (week.moves or course.short_week == "makeup"):
            found[week.monday] = _nearest_part(base, wanted - carry, over=False)
        else:
            short = course.lengths and not full
            found[week.monday] = (
                _nearest_part(base, wanted) if short else split(problem, course, round(wanted), max(1, week.days))
            )
            carry = wanted - sum(found[week.monday])
    return found


def cfa_weeks_of(problem: Problem, course: Course, part: str = "") -> tuple[Week, ...]:
    """CFA weeks of a course in the horizon: the calendars of all its classes say present, closed or not."""
    return problem.recall(_cfa_weeks, course.class_ids, part)


def _cfa_weeks(problem: Problem, class_ids: tuple[ClassId, ...], part: str) -> tuple[Week, ...]:
    tally: dict[date, list[int]] = {}
    taught = _taught(problem.bells_of(class_ids[0]))
    for day in days_between(monday(problem.first), monday(problem.last) + timedelta(days=6)):
        written = here = due = AM | PM
        for class_id in class_ids:
            written &= problem.class_calendar(class_id, part).get(day, 0)
            here &= problem.course_presence(class_id, day, part)
            due &= problem.course_presence(class_id, day, part, due=True)
        if written:
            row = tally.setdefault(monday(day), [0, 0, 0, 0])
            row[0] += taught[day.weekday()][written]
            row[1] += taught[day.weekday()][here]
            row[2] += bool(here)
            row[3] += taught[day.weekday()][due]
    return tuple(Week(week, *row) for week, row in sorted(tally.items()) if row[0])


def weekly_minutes(problem: Problem, course: Course) -> int:
    """Minutes of a normal CFA week; 0 when the volume is a total. A slot counts for the most frequent one."""
    volume = course.volume
    if volume.weekly is not None:
        return volume.weekly
    slots = Counter(s.end - s.start for day in problem.bells_of(course.class_ids[0]).days for s in day)
    return (volume.weekly_slots or 0) * max(slots, key=lambda minutes: (slots[minutes], minutes), default=0)


def carried_minutes(problem: Problem, course: Course, part: str = "") -> int:
    """Minutes of the course that its teaching barrette gives over the horizon."""
    barrette = problem.barrettes.get(course.barrette_id) if course.barrette_id else None
    if barrette is None or barrette.nature == "support":
        return 0
    weeks = sum(1 for week in cfa_weeks_of(problem, course, part) if week.open)
    stays = max((len(problem.stays(class_id)) for class_id in course.class_ids), default=0)
    return barrette.minutes * (barrette.per_week * weeks + barrette.per_stay * stays)


def possible_lengths(problem: Problem, course: Course) -> tuple[int, ...]:
    """Every length in minutes that a run of slots can give on some weekday, under the bells of every class."""
    found = [_lengths(bells.days, course.meal) for bells in problem.course_bells(course)]
    return tuple(sorted(frozenset.intersection(*found))) if found else ()


def split(problem: Problem, course: Course, minutes: int, days: int) -> tuple[int, ...]:
    """Lengths whose sum is as near as possible to ``minutes``: the course's own, else half-days or two hours and one.

    ``days``: days on which they may fall; where they are few, default lengths grow up to half a day.
    """
    if course.lengths:
        whole, rest = divmod(minutes, sum(course.lengths))
        part = _nearest_part(course.lengths, rest)
        return (*course.lengths * whole, *(part if sum(part) == rest else _coins(course.lengths, rest)))
    possible = possible_lengths(problem, course)
    workshop = any(word in key(room_type) for room_type in course.room_types for word in WORKSHOPS)
    found: tuple[int, ...] = ()
    for longest in (HALF_DAY,) if workshop else (SHORT, LONG, HALF_DAY):
        found = _coins(_usual(possible, longest), minutes)
        if len(found) <= days * course.max_per_day:
            break
    return found


def _usual(possible: tuple[int, ...], longest: int) -> tuple[int, ...]:
    """Lengths to choose from: whole half-hours where sessions may end inside slots, none too short."""
    fair = [m for m in possible if SHORTEST <= m <= longest]
    halves = [m for m in fair if m % 30 == 0]
    return tuple(halves if STEP in possible and halves else fair) or possible[:1]


@lru_cache(maxsize=4096)
def _coins(lengths: tuple[int, ...], minutes: int) -> tuple[int, ...]:
    """Fewest lengths, repeated at will, whose sum is nearest to ``minutes`` (the larger of two as near)."""
    if not lengths or minutes <= 0:
        return ()
    best: dict[int, tuple[int, int, int]] = {0: (0, 0, 0)}
    for total in range(1, minutes + max(lengths)):
        found = [(best[total - m][0] + 1, best[total - m][1] - m * m, m) for m in set(lengths) if total - m in best]
        if found:
            best[total] = min(found)
    at = min(best, key=lambda total: (abs(total - minutes), -total))
    chosen = []
    while at:
        chosen.append(best[at][2])
        at -= best[at][2]
    return tuple(sorted(chosen, reverse=True))


def _nearest_part(lengths: Sequence[int], minutes: float, over: bool = True) -> tuple[int, ...]:
    """The lengths out of a pattern, each at most once, whose sum is nearest; none above it unless ``over``."""
    parts = {p for n in range(len(lengths) + 1) for p in itertools.combinations(lengths, n)}
    allowed = [p for p in parts if over or sum(p) <= minutes]
    return min(allowed, key=lambda p: (abs(sum(p) - minutes), -sum(p), len(p), p), default=())


@lru_cache(maxsize=256)
def _lengths(days: tuple[tuple[Slot, ...], ...], meal: bool) -> frozenset[int]:
    bells = Bells("", days)
    longest = max((sum(s.end - s.start for s in day) for day in days), default=0)
    steps = range(5, longest + 1, 5)
    return frozenset(m for m in steps if any(bells.placements(weekday, m, meal) for weekday in range(7)))


def _taught(bells: Bells) -> tuple[tuple[int, ...], ...]:
    """By weekday and mask of half-days: teaching minutes."""
    found = []
    for weekday in range(7):
        noon = bells.noon(weekday)
        morning, afternoon = bells.teaching(weekday, 0, noon), bells.teaching(weekday, noon, 24 * 60)
        found.append((0, morning, afternoon, morning + afternoon))
    return tuple(found)


def normal_minutes(weeks: Sequence[Week]) -> int:
    """Minutes of a normal week of the rhythm: the most frequent in the calendar, the longer of two as frequent."""
    count = Counter(week.usual for week in weeks)
    return max(count, key=lambda minutes: (count[minutes], minutes), default=0)


def _share(minutes: int, normal: int) -> float:
    return min(1.0, minutes / normal) if normal else 0.0


def _weekly_rest(problem: Problem, course: Course, part: str) -> int:
    """Weekly minutes that the barrette does not carry."""
    if course.barrette_id is None:
        return weekly_minutes(problem, course)
    weeks = sum(1 for week in cfa_weeks_of(problem, course, part) if week.open)
    carried = carried_minutes(problem, course, part)
    return max(0, weekly_minutes(problem, course) - (round(carried / weeks) if weeks else 0))


def _lost(problem: Problem, course: Course, part: str, pattern: Mapping[date, tuple[int, ...]]) -> tuple[int, ...]:
    """Lengths that the weeks made up elsewhere lose, longest first."""
    weeks, weekly = cfa_weeks_of(problem, course, part), _weekly_rest(problem, course, part)
    days, normal = max((week.days for week in weeks), default=5), normal_minutes(weeks)
    if course.short_week == "makeup":
        made_up, due = weeks, float(weekly * len(weeks))
    else:
        made_up = tuple(week for week in weeks if week.moves)
        due = sum(weekly * _share(week.due, normal) for week in made_up)
    base = Counter(split(problem, course, weekly, days))
    rows = [pattern[week.monday] for week in made_up]
    lost = sum((base - Counter(lengths) for lengths in rows), Counter[int]())
    missing = round(due) - sum(map(sum, rows))
    exact = sum(lost.elements()) == missing
    return tuple(sorted(lost.elements(), reverse=True)) if exact else split(problem, course, missing, days)


def _spread(problem: Problem, course: Course, part: str, weeks: Sequence[Week]) -> dict[date, tuple[int, ...]]:
    """A total volume in even rhythm over the weeks, by their open minutes."""
    stand = standing_minutes(problem, course, part)
    rest = max(0, (course.volume.total or 0) - carried_minutes(problem, course) - stand)
    lengths = split(problem, course, rest, max(1, sum(week.days for week in weeks)))
    found: dict[date, list[int]] = {week.monday: [] for week in weeks}
    ends = list(itertools.accumulate(week.open for week in weeks))
    done, total = 0.0, sum(lengths)
    for minutes in lengths:
        middle = (done + minutes / 2) / total * ends[-1] if ends else 0
        week = next((w for w, end in zip(weeks, ends, strict=True) if middle <= end), None)
        if week is not None:
            found[week.monday].append(minutes)
        done += minutes
    return {week: tuple(row) for week, row in found.items()}
