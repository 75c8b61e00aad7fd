"""Company visits: what is due to whom, in which window, and the half-days on which it may take place."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.domain.ids import ApprenticeId, TrainerId
from planner.domain.people import Learner, Status, Trainer
from planner.domain.time import AM, PM, away, days_between

if TYPE_CHECKING:
    from planner.domain.problem import Problem

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


def visits_due(problem: "Problem") -> tuple[VisitDue, ...]:
    """Visits of every apprentice with a contract, by apprentice and window."""
    typed: dict[ApprenticeId, list[VisitRule]] = defaultdict(list)
    for rule in problem.visits:
        typed[rule.apprentice_id].append(rule)
    found: list[VisitDue] = []
    for learner in sorted(problem.learners.values(), key=lambda p: p.id):
        own: list[VisitDue] = []
        for rule in typed.get(learner.id) or [VisitRule(learner.id)]:
            own += _of_rule(problem, learner, rule)
        found += [replace(visit, ordinal=n) for n, visit in enumerate(own, start=1)]
    return _now(problem, found)


def _of_rule(problem: "Problem", learner: Learner, rule: VisitRule) -> Iterator[VisitDue]:
    """Visits of one line that are left, clipped to the contract; those out of the horizon aside."""
    if learner.contract_start is None:
        return
    if rule.number is None and rule.first is None and rule.last is None:
        windows = _left(_usual(learner.contract_start, problem.last), rule.done, problem.first, problem.last)
    else:
        number = 1 if rule.number is None else rule.number
        windows = [(rule.first or problem.first, rule.last or problem.last)] * max(0, number - (rule.done or 0))
    ends = [d for d in (learner.contract_end, learner.contract_break, learner.exit) if d is not None]
    for first, last in windows:
        start, end = max(first, learner.contract_start), min([last, *ends])
        if start <= end and start <= problem.last and end >= problem.first:
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


def _now(problem: "Problem", found: list[VisitDue]) -> tuple[VisitDue, ...]:
    """Of the visits whose window goes on after the horizon, each trainer makes a fair share now, the earliest due."""
    late: dict[TrainerId | None, list[VisitDue]] = defaultdict(list)
    for visit in found:
        if visit.last > problem.last and not visit.dated:
            late[visit.trainer_id].append(visit)
    waiting: set[VisitDue] = set()
    for visits in late.values():
        share = math.ceil(sum(_share(problem, visit) for visit in visits) - 1e-9)
        waiting |= set(sorted(visits, key=lambda v: (v.last, v.apprentice_id, v.ordinal))[share:])
    return tuple(replace(visit, now=False) if visit in waiting else visit for visit in found)


def _share(problem: "Problem", visit: VisitDue) -> float:
    """Part of what is left of the window that lies in the horizon."""
    first = max(visit.first, problem.first)
    return ((min(visit.last, problem.last) - first).days + 1) / ((visit.last - first).days + 1)


def company_halves(problem: "Problem", visit: VisitDue) -> tuple[HalfDay, ...]:
    """Half-days of a visit's window, in the horizon, on which the apprentice works in the company."""
    learner = problem.learners[visit.apprentice_id]
    return tuple(
        (day, half)
        for day in days_between(max(visit.first, problem.first), min(visit.last, problem.last))
        for half in (AM, PM)
        if in_company(problem, learner, day, half)
    )


def in_company(problem: "Problem", learner: Learner, day: date, half: int) -> bool:
    """Whether a learner works in the company on a half-day on which the centre is open."""
    begun = learner.first_company_day or learner.contract_start
    if begun is None or day < begun or not problem.open_mask(day) & half:
        return False
    if problem.status(learner, day) is not Status.APPRENTICE or problem.presence(learner, day) & half:
        return False
    noon = problem.bells_at("").noon(day.weekday())
    return not away(learner.absences, day, *((0, noon) if half == AM else (noon, 24 * 60)))


def half_span(problem: "Problem", trainer: Trainer, day: date, half: int) -> tuple[int, int] | None:
    """First start and last end of the bells of a half-day at the trainer's site; None when there are none."""
    bells = problem.bells_at(trainer.sites[0] if trainer.sites else "")
    noon = bells.noon(day.weekday())
    slots = [s for s in bells.days[day.weekday()] if (s.start < noon) == (half == AM)]
    return (slots[0].start, slots[-1].end) if slots else None


def available(problem: "Problem", trainer: Trainer, day: date, half: int) -> bool:
    """Whether a trainer works during the whole of a half-day."""
    span = half_span(problem, trainer, day, half)
    return span is not None and bool(problem.open_mask(day) & half) and not away(trainer.absences, day, *span)


def possible_halves(problem: "Problem", visit: VisitDue) -> tuple[HalfDay, ...]:
    """Half-days on which the apprentice is in the company and the visitor works, whatever the timetable."""
    trainer = problem.trainers.get(visit.trainer_id) if visit.trainer_id else None
    if trainer is None:
        return ()
    return tuple((d, h) for d, h in company_halves(problem, visit) if available(problem, trainer, d, h))


def free_halves(problem: "Problem", visit: VisitDue, busy: Iterable[tuple[date, int, int]]) -> tuple[HalfDay, ...]:
    """Possible half-days that nothing of the visitor's ``busy`` spans (day, start, end) touches."""
    trainer = problem.trainers.get(visit.trainer_id) if visit.trainer_id else None
    held: dict[date, list[tuple[int, int]]] = defaultdict(list)
    for day, start, end in busy:
        held[day].append((start, end))
    found = []
    for day, half in possible_halves(problem, visit):
        span = half_span(problem, trainer, day, half) if trainer else None
        if span is not None and all(b <= span[0] or a >= span[1] for a, b in held[day]):
            found.append((day, half))
    return tuple(found)
