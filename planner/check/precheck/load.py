"""Loads against capacities: hours that only certain trainers (or rooms) can give, and what these have to give.

For every set of resources that some course names, the hours that nobody outside the set can give must fit in what the
set can give (Hall's condition), over the whole horizon. A week of too many hours is no fault by itself: what it cannot
hold goes to other weeks (`planner.engine.term.plan`), which is worth a look.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.check.precheck.case import Case
from planner.domain import AM, PM, Absence, Bells, Course, Problem, away, monday
from planner.words import say_day

ELSEWHERE = " ; le reste est à placer dans d'autres semaines"
"""What becomes of hours that only their week cannot hold."""


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes wanted of a course in one week, or over the horizon (``week`` None), in one of several choices.

    A choice is everything needed at once (a team of co-teachers, a room). ``weeks``: weeks in which they may fall.
    ``left``: what of a choice may do alone, as the rest of a team whose other trainer is away.
    """

    course: Course
    week: date | None
    minutes: int
    choices: tuple[frozenset[str], ...]
    weeks: frozenset[date]
    left: tuple[frozenset[str], ...] = ()

    def needs(self, names: frozenset[str], alone: bool = False) -> int:
        """Minutes that a set of resources gives at least, whatever the choice; ``alone``: or what is left of one."""
        choices = (*self.choices, *self.left) if alone else self.choices
        return self.minutes * min((len(choice & names) for choice in choices), default=0)


@dataclass(frozen=True, slots=True)
class Overload:
    """A set of resources that is asked for more minutes than it has, in a week or over the horizon (None).

    ``others``: further weeks in which it is overloaded too. ``firm``: no other weeks, and no rest of a team, can take
    what is too much.
    """

    names: frozenset[str]
    week: date | None
    wanted: int
    capacity: int
    courses: tuple[Course, ...]
    others: int = 0
    firm: bool = True

    @property
    def when(self) -> str:
        """``Semaine du lundi 7 septembre (et 2 autres)``, as a sentence begins."""
        if self.week is None:
            return "Sur toute la durée"
        more = f" (et {self.others} autre{'s' if self.others > 1 else ''})" if self.others else ""
        return f"Semaine du {say_day(self.week)}{more}"


def course_loads(
    case: Case, course: Course, choices: tuple[frozenset[str], ...], left: tuple[frozenset[str], ...] = ()
) -> Iterator[Load]:
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
                yield Load(course, week, minutes, choices, frozenset({week}), left)
        yield Load(course, None, sum(length for _week, length in wanted), choices, weeks, left)


def overloads(loads: Sequence[Load], capacity: Mapping[tuple[str, date], int]) -> Iterator[Overload]:
    """Smallest overloaded sets, each with its worst week; the horizon only where no week shows it."""
    found: list[Overload] = []
    # Whatever a set has to give at least, the first choice asks somebody of the set.
    asked: dict[str, set[int]] = {}
    for number, load in enumerate(loads):
        for name in load.choices[0] if load.choices else ():
            asked.setdefault(name, set()).add(number)
    for names in _sets(loads):
        concerned = sorted(set[int]().union(*(asked.get(name, ()) for name in names)))
        over = _worst(names, [loads[number] for number in concerned], capacity)
        # What may go elsewhere hides nothing that may not.
        if over is not None and not any(less.names <= names and less.firm >= over.firm for less in found):
            found.append(over)
            yield over


def _worst(names: frozenset[str], loads: Sequence[Load], capacity: Mapping[tuple[str, date], int]) -> Overload | None:
    """The worst week of a set, else its weeks all together; None where it can give what is asked of it."""
    concerned = [(load, minutes) for load in loads if (minutes := load.needs(names))]
    bound = [(load, minutes) for load in loads if (minutes := load.needs(names, alone=True))]
    # What may fall in some weeks only, against those weeks, and everything against all of them.
    spans = {load.weeks for load, _minutes in bound if load.week is None}
    spans.add(frozenset().union(*spans))
    terms = [
        _measure(names, [row for row in bound if row[0].week is None and row[0].weeks <= s], capacity) for s in spans
    ]
    term = max(terms, key=_excess)
    mondays = sorted({load.week for load, _minutes in concerned if load.week})
    weekly = [_measure(names, [row for row in concerned if row[0].week == week], capacity) for week in mondays]
    over = [one for one in weekly if _excess(one) > 0] or [term]
    worst = max(over, key=_excess)
    firm = _excess(term) > 0
    return replace(worst, others=len(over) - 1, firm=firm) if _excess(worst) > 0 else None


def _excess(one: Overload) -> int:
    """Minutes that are asked above what there is."""
    return one.wanted - one.capacity


def _sets(loads: Sequence[Load]) -> list[frozenset[str]]:
    """Sets worth a look: each course's choices together, and whoever has no substitute; small sets first."""
    unions = {frozenset().union(*load.choices) for load in loads}
    alone = {frozenset({name}) for load in loads for name in frozenset.intersection(*load.choices)}
    return sorted(unions | alone, key=lambda names: (len(names), sorted(names)))


def _measure(
    names: frozenset[str], rows: Sequence[tuple[Load, int]], capacity: Mapping[tuple[str, date], int]
) -> Overload:
    """Minutes of some loads against those that a set has in their weeks; the loads are of one week, or of the term."""
    weeks = frozenset().union(*(load.weeks for load, _minutes in rows)) if rows else frozenset()
    room = sum(capacity.get((name, one), 0) for name in names for one in weeks)
    courses = tuple(dict.fromkeys(load.course for load, _minutes in rows))
    week = next((load.week for load, _minutes in rows), None)
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
