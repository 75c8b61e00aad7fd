"""Free half-days that are the same every week: chosen once where the first weeks leave them, then kept as absences.

Between the templates and the weeks: it reads what the templates teach and the hours of barrettes, and gives back a
problem in which those half-days are absences, so that no later stage has to know of them. Half-days that may differ
from week to week are not touched here: the week keeps their number (H6e).
"""

from collections.abc import Iterable
from dataclasses import replace

from planner.courses.half_days import Half, as_absences, bells_for, half_day_span, usual_halves
from planner.domain import Kind, Problem, Trainer, TrainerId
from planner.engine.week.draft import Draft
from planner.engine.week.items import trainer_pool
from planner.engine.week.solve import WeekAnswer
from planner.prices import BARRETTE_ON_HALF_DAY, LOCKED_HALF_DAY, WISHED_HALF_DAY


def keep_free(draft: Draft, templates: Iterable[WeekAnswer]) -> Problem:
    """The problem with the free half-days chosen as weekly absences, for trainers whose half-days stay the same.

    The same problem where no trainer asks for it. A trainer of too few half-days gets those there are.
    """
    problem, answers = draft.problem, tuple(templates)
    found = {
        t.id: _away(problem, t, _chosen(draft, t, answers))
        for t in problem.trainers.values()
        # Half-days that may differ stay a number for the weeks to keep.
        if t.same_free and t.free_half_days
    }
    return replace(problem, trainers={**problem.trainers, **found}) if found else problem


def _away(problem: Problem, trainer: Trainer, halves: tuple[Half, ...]) -> Trainer:
    """The trainer with these half-days as absences, and none left to choose."""
    absences = (*trainer.absences, *as_absences(bells_for(problem, trainer), halves))
    return replace(trainer, absences=absences, free_half_days=0, same_free=False)


def _chosen(draft: Draft, trainer: Trainer, answers: tuple[WeekAnswer, ...]) -> tuple[Half, ...]:
    """The half-days with the least to move: sessions of the first weeks, locks, barrettes; wished ones first.

    In order of time, as many as the trainer keeps free. Only half-days of every week count, so that absences of one
    week do not make a half-day free that is worked in all others.
    """
    problem = draft.problem
    weight = dict.fromkeys(_shared(problem, trainer), 0)
    for half in weight:
        weight[half] = _taught(problem, trainer.id, half, answers) + _bound(draft, trainer, half)
    wished = {half for half in weight if _wished(problem, trainer, half)}
    ease = {half: weight[half] - WISHED_HALF_DAY * (half in wished) for half in weight}
    # Equal ones: the end of the week first, and afternoons before mornings.
    ranked = sorted(weight, key=lambda h: (weight[h] >= LOCKED_HALF_DAY, ease[h], -h[0], not h[1]))
    return tuple(sorted(ranked[: trainer.free_half_days]))


def _shared(problem: Problem, trainer: Trainer) -> tuple[Half, ...]:
    """Usual half-days of every week in which the trainer comes; empty for who never comes."""
    weeks = [set(halves) for week in problem.weeks if (halves := usual_halves(problem, trainer, week))]
    return tuple(sorted(set.intersection(*weeks))) if weeks else ()


def _hits(problem: Problem, trainer: Trainer, half: Half, weekday: int, start: int, end: int) -> bool:
    """Whether a span of a weekday touches a half-day."""
    low, high = half_day_span(bells_for(problem, trainer), half)
    return weekday == half[0] and start < high and end > low


def _taught(problem: Problem, name: TrainerId, half: Half, answers: tuple[WeekAnswer, ...]) -> int:
    """Minutes of the trainer's own sessions on that half-day in the first weeks; events, which cannot move, aside."""
    trainer = problem.trainers[name]
    return sum(
        item.minutes
        for answer in answers
        for item, o in answer.placed
        if name in o.team and item.kind != Kind.FIXED and _hits(problem, trainer, half, o.day.weekday(), o.start, o.end)
    )


def _bound(draft: Draft, trainer: Trainer, half: Half) -> int:
    """What cannot leave the half-day (locks), and barrettes at that hour that the trainer could lead; in minutes."""
    problem = draft.problem
    locked = any(
        lock.day is not None
        and lock.start is not None
        and trainer.id in lock.trainer_ids
        and _hits(problem, trainer, half, lock.day.weekday(), lock.start, lock.start + 1)
        for lock in problem.locks
    )
    barrettes = sum(
        trainer.id in trainer_pool(problem, problem.barrettes[b])
        for b in problem.barrettes
        for (owner, _rank), (weekday, start) in draft.times.items()
        if owner == str(b) and _hits(problem, trainer, half, weekday, start, start + problem.barrettes[b].minutes)
    )
    return LOCKED_HALF_DAY * locked + BARRETTE_ON_HALF_DAY * barrettes


def _wished(problem: Problem, trainer: Trainer, half: Half) -> bool:
    """Whether the trainer would rather be away on that half-day: a weekly wish, not one of some dates."""
    return any(
        not a.hard
        and a.first is None
        and a.last is None
        and a.weekday in (None, half[0])
        and _hits(problem, trainer, half, half[0], a.start, a.end)
        for a in trainer.absences
    )
