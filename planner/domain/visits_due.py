"""Company visits: what the workbook asks, and what is due to whom, in which window."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.domain.ids import ApprenticeId, TrainerId
from planner.domain.people import Learner

FIRST_MONTHS, EVERY_MONTHS = 2, 6
"""The usual plan: one visit in the first two months of the contract, then one in each further half-year."""

HalfDay = tuple[date, int]
"""A day and `AM` or `PM`."""


@dataclass(frozen=True, slots=True)
class VisitRule:
    """A line of *Visites*. Without a number nor a window, the usual plan of the contract holds."""

    apprentice_id: ApprenticeId
    number: int | None = None
    first: date | None = None
    last: date | None = None
    done: int | None = None
    """Visits already made; None: those that the usual plan put before the horizon."""
    dated: bool = False
    trainer_id: TrainerId | None = None
    """Who visits; None: the person's own *formateur référent*."""


@dataclass(frozen=True, slots=True)
class VisitDue:
    """One visit that falls in the horizon, at least in part; ``first`` and ``last``: its window, inclusive."""

    apprentice_id: ApprenticeId
    trainer_id: TrainerId | None
    ordinal: int
    first: date
    last: date
    done: int = 0
    dated: bool = False
    now: bool = True
    """Whether it is to be made in the horizon; otherwise it may wait for the next one."""


def visits_due(
    rules: Iterable[VisitRule], learners: Iterable[Learner], first: date, last: date
) -> tuple[VisitDue, ...]:
    """Visits of every apprentice with a contract, by apprentice and window; ``first`` and ``last``: the horizon."""
    typed: dict[ApprenticeId, list[VisitRule]] = defaultdict(list)
    for rule in rules:
        typed[rule.apprentice_id].append(rule)
    found: list[VisitDue] = []
    for learner in sorted(learners, key=lambda p: p.id):
        own: list[VisitDue] = []
        for rule in typed.get(learner.id) or [VisitRule(learner.id)]:
            own += _of_rule(learner, rule, first, last)
        found += [replace(visit, ordinal=n) for n, visit in enumerate(own, start=1)]
    return _now(found, first, last)


def _of_rule(learner: Learner, rule: VisitRule, begin: date, until: date) -> Iterator[VisitDue]:
    """Visits of one line that are left, clipped to the contract; those out of the horizon aside."""
    if learner.contract_start is None:
        return
    if rule.number is None and rule.first is None and rule.last is None:
        windows = _left(_usual(learner.contract_start, until), rule.done, begin, until)
    else:
        number = 1 if rule.number is None else rule.number
        windows = [(rule.first or begin, rule.last or until)] * max(0, number - (rule.done or 0))
    ends = [d for d in (learner.contract_end, learner.contract_break, learner.exit) if d is not None]
    for first, last in windows:
        start, end = max(first, learner.contract_start), min([last, *ends])
        if start <= end and start <= until and end >= begin:
            who = rule.trainer_id or learner.ref_trainer
            yield VisitDue(learner.id, who, 0, start, end, rule.done or 0, rule.dated)


def _left(windows: Iterable[tuple[date, date]], done: int | None, first: date, last: date) -> list[tuple[date, date]]:
    """Windows of visits not made yet; what should have been made before the horizon is one visit that is late."""
    rows = list(windows)
    if done is None:
        return [w for w in rows if w[1] >= first]
    late = [(first, last) for w in rows[done:] if w[1] < first]
    return [*late[:1], *(w for w in rows[done:] if w[1] >= first)]


def _usual(start: date, until: date) -> Iterator[tuple[date, date]]:
    """Windows of the usual plan that begin before a day."""
    yield start, _months(start, FIRST_MONTHS)
    number = 1
    while (first := _months(start, EVERY_MONTHS * number)) <= until:
        yield first, _months(start, EVERY_MONTHS * (number + 1)) - timedelta(days=1)
        number += 1


def _months(day: date, number: int) -> date:
    """The same day some months later, or the last one of a shorter month."""
    year, month = divmod(day.month - 1 + number, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


def _now(found: list[VisitDue], begin: date, until: date) -> tuple[VisitDue, ...]:
    """Of the visits whose window goes on after the horizon, each trainer makes a fair share now, the earliest due."""
    late: dict[TrainerId | None, list[VisitDue]] = defaultdict(list)
    for visit in found:
        if visit.last > until and not visit.dated:
            late[visit.trainer_id].append(visit)
    waiting: set[VisitDue] = set()
    for visits in late.values():
        share = math.ceil(sum(_share(visit, begin, until) for visit in visits) - 1e-9)
        waiting |= set(sorted(visits, key=lambda v: (v.last, v.apprentice_id, v.ordinal))[share:])
    return tuple(replace(visit, now=False) if visit in waiting else visit for visit in found)


def _share(visit: VisitDue, begin: date, until: date) -> float:
    """Part of what is left of the window that lies in the horizon."""
    first = max(visit.first, begin)
    return ((min(visit.last, until) - first).days + 1) / ((visit.last - first).days + 1)
