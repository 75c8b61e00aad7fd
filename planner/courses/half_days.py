"""Half-days of a trainer's usual week, for the engine and the pre-checks: which there are, and what they hold."""

from datetime import date, timedelta

from planner.domain import Absence, Bells, Problem, Trainer, away

Half = tuple[int, bool]
"""(weekday, afternoon or not)."""


def bells_for(problem: Problem, trainer: Trainer) -> Bells:
    """Bells of the trainer's first site, else the usual ones."""
    return problem.bells_at(trainer.sites[0] if trainer.sites else "")


def half_day_span(bells: Bells, half: Half) -> tuple[int, int]:
    """First and last minute of a half-day."""
    noon = bells.noon(half[0])
    return (noon, 24 * 60) if half[1] else (0, noon)


def usual_halves(problem: Problem, trainer: Trainer, week: date) -> tuple[Half, ...]:
    """Half-days on which the trainer usually comes in such a week, whatever dated absences and closed days say."""
    bells = bells_for(problem, trainer)
    weekly = tuple(a for a in trainer.absences if a.first is None and a.last is None)
    found = []
    for weekday in range(7):
        for half in ((weekday, False), (weekday, True)):
            start, end = half_day_span(bells, half)
            slots = [s for s in bells.days[weekday] if start <= s.start < end]
            day = week + timedelta(days=weekday)
            if any(not away(weekly, day, s.start, s.end) for s in slots):
                found.append(half)
    return tuple(found)


def half_minutes(problem: Problem, trainer: Trainer, week: date, half: Half) -> int:
    """Teaching minutes of a half-day of that very week, closures and absences deducted."""
    bells, day = bells_for(problem, trainer), week + timedelta(days=half[0])
    start, end = half_day_span(bells, half)
    if not problem.open_mask(day) & bells.half(half[0], start, end):
        return 0
    slots = (s for s in bells.days[half[0]] if start <= s.start < end)
    return sum(s.end - s.start for s in slots if not away(trainer.absences, day, s.start, s.end))


def most_minutes(problem: Problem, trainer: Trainer, week: date) -> int | None:
    """Most teaching minutes of a week once the free half-days are kept; None where none is asked."""
    if not trainer.free_half_days:
        return None
    halves = usual_halves(problem, trainer, week)
    held = sorted((half_minutes(problem, trainer, week, half) for half in halves), reverse=True)
    return sum(held[: max(0, len(halves) - trainer.free_half_days)])


def as_absences(bells: Bells, halves: tuple[Half, ...]) -> tuple[Absence, ...]:
    """Half-days as weekly absences."""
    return tuple(
        Absence(half[0], start=half_day_span(bells, half)[0], end=half_day_span(bells, half)[1]) for half in halves
    )
