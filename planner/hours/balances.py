"""Hours done before the horizon: for whom they are known, and what they leave of a year."""

from datetime import date

from planner.domain import STRANDS, TOTAL_DONE, Learner, Problem

ENTRY = "entry"
SUMMER = (7, 10)
"""Month and day by which a school year ends."""


def known(problem: Problem, learner: Learner) -> bool:
    """Whether what a learner did before the horizon is known: a balance says it, or they enter in the horizon."""
    if not problem.has_balances:
        return False
    typed = any(name != ENTRY for name in learner.done_minutes)
    return typed or (learner.entry is not None and learner.entry >= problem.first)


def school_year(day: date) -> tuple[date, date]:
    """1 September and 10 July around a day."""
    year = day.year if (day.month, day.day) > SUMMER else day.year - 1
    return date(year, 9, 1), date(year + 1, *SUMMER)


def year_passed(problem: Problem) -> float:
    """Share of the school year that lies before the horizon, from 0 to 1."""
    first, last = school_year(problem.first)
    return min(1.0, max(0.0, (problem.first - first).days / (last - first).days))


def share_left(
    problem: Problem, learner: Learner, strand: str, target: int, weeks: int, usual: int
) -> tuple[int, float]:
    """Minutes left of a year's target, and the part of them that falls in ``weeks`` CFA weeks of ``usual`` a year."""
    if not known(problem, learner):
        return target, weeks / usual
    left = max(0, target - learner.done_minutes.get(strand, 0))
    ahead = usual * (1 - year_passed(problem))
    return left, 1.0 if ahead <= weeks else weeks / ahead


def done_minutes(problem: Problem, learner: Learner) -> int:
    """Minutes done at the centre before the horizon: the total as typed, else courses and support without repeats."""
    done = learner.done_minutes
    if TOTAL_DONE in done:
        return done[TOTAL_DONE]
    total = sum(minutes for name, minutes in done.items() if name in problem.courses)
    for strand in ("", *STRANDS):
        modules = sum(done.get(m.id, 0) for m in problem.modules.values() if m.strand == strand)
        total += max(modules, done.get(strand, 0)) if strand else modules
    return total
