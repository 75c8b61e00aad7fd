"""The half-days on which a company visit may take place."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from planner.domain.people import Learner, Status, Trainer
from planner.domain.problem import Problem
from planner.domain.time import AM, PM, away, days_between
from planner.domain.visits_due import HalfDay, VisitDue


def company_halves(problem: Problem, visit: VisitDue) -> tuple[HalfDay, ...]:
    """Half-days of a visit's window, in the horizon, on which the apprentice works in the company."""
    learner = problem.learners[visit.apprentice_id]
    return tuple(
        (day, half)
        for day in days_between(max(visit.first, problem.first), min(visit.last, problem.last))
        for half in (AM, PM)
        if in_company(problem, learner, day, half)
    )


def in_company(problem: Problem, learner: Learner, day: date, half: int) -> bool:
    """Whether a learner works in the company on a half-day on which the centre is open."""
    begun = learner.works_from
    if begun is None or day < begun or not problem.open_mask(day) & half:
        return False
    if problem.status(learner, day) is not Status.APPRENTICE or problem.presence(learner, day) & half:
        return False
    noon = problem.bells_at("").noon(day.weekday())
    return not away(learner.absences, day, *((0, noon) if half == AM else (noon, 24 * 60)))


def half_span(problem: Problem, trainer: Trainer, day: date, half: int) -> tuple[int, int] | None:
    """First start and last end of the bells of a half-day at the trainer's site; None when there are none."""
    bells = problem.bells_at(trainer.sites[0] if trainer.sites else "")
    noon = bells.noon(day.weekday())
    slots = [s for s in bells.days[day.weekday()] if (s.start < noon) == (half == AM)]
    return (slots[0].start, slots[-1].end) if slots else None


def available(problem: Problem, trainer: Trainer, day: date, half: int) -> bool:
    """Whether a trainer works during the whole of a half-day."""
    span = half_span(problem, trainer, day, half)
    return span is not None and bool(problem.open_mask(day) & half) and not away(trainer.absences, day, *span)


def possible_halves(problem: Problem, visit: VisitDue) -> tuple[HalfDay, ...]:
    """Half-days on which the apprentice is in the company and the visitor works, whatever the timetable."""
    known = problem.once(_possible)
    if visit not in known:
        trainer = problem.trainers.get(visit.trainer_id) if visit.trainer_id else None
        halves = company_halves(problem, visit) if trainer is not None else ()
        known[visit] = tuple((d, h) for d, h in halves if trainer and available(problem, trainer, d, h))
    return known[visit]


def _possible(problem: Problem) -> dict[VisitDue, tuple[HalfDay, ...]]:
    """Half-days of the visits that were asked about so far."""
    del problem
    return {}


def free_halves(problem: Problem, visit: VisitDue, busy: Iterable[tuple[date, int, int]]) -> tuple[HalfDay, ...]:
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
