"""Loads against capacities: hours that only certain trainers (or rooms) can give, and what these have to give.

For every set of resources that some course names, the hours that nobody outside the set can give must fit in what the
set can give (Hall's condition), week by week and over the whole horizon.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.check.precheck.case import Case
from planner.domain import AM, PM, Absence, Bells, Course, Problem, away, monday
from planner.words import say_day


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes wanted of a course in one week, or over the horizon (``week`` None), in one of several choices.

    A choice is everything needed at once (a team of co-teachers, a room). ``weeks``: weeks in which they may fall.
    """

    course: Course
    week: date | None
    minutes: int
    choices: tuple[frozenset[str], ...]
    weeks: frozenset[date]

    def needs(self, names: frozenset[str]) -> int:
        """Minutes that a set of resources gives at least, whatever the choice."""
        return self.minutes * min((len(choice & names) for choice in self.choices), default=0)


@dataclass(frozen=True, slots=True)
class Overload:
    """A set of resources that is asked for more minutes than it has, in a week or over the horizon (None).

    ``others``: further weeks in which it is overloaded too.
    """

    names: frozenset[str]
    week: date | None
    wanted: int
    capacity: int
    courses: tuple[Course, ...]
    others: int = 0

    @property
    def when(self) -> str:
        """``Semaine du lundi 7 septembre (et 2 autres)``, as a sentence begins."""
        if self.week is None:
            return "Sur toute la durée"
        more = f" (et {self.others} autre{'s' if self.others > 1 else ''})" if self.others else ""
        return f"Semaine du {say_day(self.week)}{more}"


def course_loads(case: Case, course: Course, choices: tuple[frozenset[str], ...]) -> Iterator[Load]:
    """Loads of one course: week by week where the volume says so, and over the horizon; each part counts.

    In an update, without the weeks that are over: nobody is asked for what took place.
    """
    for part in "ABCDEFGH"[: course.parts] if course.parts > 1 else ("",):
        weeks, wanted = case.open_weeks(course, part), case.wanted(course, part)
        if case.underway is not None:
            since = monday(case.underway.first)
            weeks = frozenset(week for week in weeks if week >= since)
            wanted = tuple((week, minutes) for week, minutes in wanted if week is None or week >= since)
        for week in sorted(weeks):
            minutes = sum(length for when, length in wanted if when == week)
            if minutes:
                yield Load(course, week, minutes, choices, frozenset({week}))
        yield Load(course, None, sum(length for _week, length in wanted), choices, weeks)


def overloads(loads: Sequence[Load], capacity: Mapping[tuple[str, date], int]) -> Iterator[Overload]:
    """Smallest overloaded sets, each with its worst week; the horizon only where no week shows it."""
    found: list[frozenset[str]] = []
    for names in _sets(loads):
        if any(smaller <= names for smaller in found):
            continue
        concerned = [(load, load.needs(names)) for load in loads]
        concerned = [(load, minutes) for load, minutes in concerned if minutes]
        mondays = sorted({load.week for load, _minutes in concerned if load.week})
        weekly = [_measure(names, week, concerned, capacity) for week in mondays]
        over = [one for one in weekly if one.wanted > one.capacity] or [_measure(names, None, concerned, capacity)]
        worst = max(over, key=lambda one: one.wanted - one.capacity)
        if worst.wanted > worst.capacity:
            found.append(names)
            yield Overload(names, worst.week, worst.wanted, worst.capacity, worst.courses, len(over) - 1)


def _sets(loads: Sequence[Load]) -> list[frozenset[str]]:
    """Sets worth a look: each course's choices together, and whoever has no substitute; small sets first."""
    unions = {frozenset().union(*load.choices) for load in loads}
    alone = {frozenset({name}) for load in loads for name in frozenset.intersection(*load.choices)}
    return sorted(unions | alone, key=lambda names: (len(names), sorted(names)))


def _measure(
    names: frozenset[str],
    week: date | None,
    concerned: Sequence[tuple[Load, int]],
    capacity: Mapping[tuple[str, date], int],
) -> Overload:
    rows = [(load, minutes) for load, minutes in concerned if load.week == week]
    weeks = frozenset().union(*(load.weeks for load, _minutes in rows)) if rows else frozenset()
    room = sum(capacity.get((name, one), 0) for name in names for one in weeks)
    courses = tuple(dict.fromkeys(load.course for load, _minutes in rows))
    return Overload(names, week, sum(minutes for _load, minutes in rows), room, courses)


def free_minutes(problem: Problem, bells: Bells, day: date, absences: tuple[Absence, ...]) -> int:
    """Teaching minutes of a day, but for closed half-days and absences that bind."""
    mask, weekday = problem.open_mask(day), day.weekday()
    noon = bells.noon(weekday)
    shut = [half for half, bit in ((Absence(end=noon), AM), (Absence(start=noon), PM)) if not mask & bit]
    closed = (*shut, *(a for a in absences if a.hard and a.on(day)))
    cuts = sorted({0, 24 * 60, *(t for a in closed for t in (a.start, a.end))})
    spans = [(start, end) for start, end in itertools.pairwise(cuts) if not away(closed, day, start, end)]
    return sum(bells.teaching(weekday, start, end) for start, end in spans)


def open_days(problem: Problem, week: date) -> list[date]:
    """Open days of a week of the horizon, named by its Monday."""
    days = (week + timedelta(days=number) for number in range(7))
    return [day for day in days if problem.first <= day <= problem.last and problem.open_mask(day)]
