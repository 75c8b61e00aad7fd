"""What *Besoins* asks: for a learner, several, a class or a part of it, between its opening and its closing."""

from collections.abc import Iterator
from datetime import date

from planner.domain import ExplicitNeed, ModuleId, Owed, Period
from planner.hours.by_rules import QUARTER, personal
from planner.hours.person import Person, by_week


def explicit(person: Person) -> Iterator[Owed]:
    """Rows of the explicit needs of somebody; a note to the company asks for no hour, nor do hours owed already."""
    for need in person.problem.explicit_needs:
        if need.response != "support" or not _in_term(person, need):
            continue
        days = [d for d in person.reach(personal(person, need.target)) if _named(person, need, d) and opened(need, d)]
        inside = [d for d in days if need.closed is None or d <= need.closed]
        if not inside and (person.learner.id not in need.apprentice_ids or days):
            continue
        if need.minutes_total:
            minutes = _total(person, need, days, inside)
            if minutes > 0:
                yield _row(person, need, minutes)
            continue
        for period in person.problem.periods:
            stays = [stay for stay in _stays(person) if stay[0] in period and set(stay) & set(inside)]
            if stays:
                yield _row(person, need, need.minutes_per_stay * len(stays), period)


def opened(need: ExplicitNeed, day: date) -> bool:
    """Whether a day is neither before the need opens nor after it is due."""
    return (need.opened is None or day >= need.opened) and (need.deadline is None or day <= need.deadline)


def _in_term(person: Person, need: ExplicitNeed) -> bool:
    """Whether a need is open at some time of the horizon, for somebody who is on the roll at some time."""
    problem, learner = person.problem, person.learner
    if (need.closed and need.closed < problem.first) or (need.opened and need.opened > problem.last):
        return False
    return any(problem.enrolled(learner, day) for day in problem.days if opened(need, day)) or bool(
        need.deadline and need.deadline < problem.first and problem.enrolled(learner, problem.first)
    )


def _named(person: Person, need: ExplicitNeed, day: date) -> bool:
    if person.learner.id in need.apprentice_ids:
        return True
    home = person.learner.membership(day)
    return home is not None and home.class_id == need.class_id and need.part in ("", home.part)


def _stays(person: Person) -> list[list[date]]:
    """Stays at the centre; for somebody without a class, weeks."""
    return by_week(person.free) if person.alone else [list(stay) for stay in person.stays]


def _total(person: Person, need: ExplicitNeed, days: list[date], inside: list[date]) -> int:
    """Minutes of a temporary need, what is done taken off; closed before its end, its share of the weeks until then."""
    learner = person.learner
    carried = learner.done_minutes.get(need.target, 0) if need.opened and need.opened < person.problem.first else 0
    done = learner.done_minutes.get(need.id, carried)
    minutes = need.minutes_total - done
    if len(inside) == len(days):
        return minutes
    share = len(by_week(inside)) / len(by_week(days))
    return min(minutes, max(QUARTER, round(minutes * share / QUARTER) * QUARTER))


def _row(person: Person, need: ExplicitNeed, minutes: int, period: Period | None = None) -> Owed:
    problem, learner = person.problem, person.learner
    firsts = [problem.first, *(d for d in (need.opened, learner.entry, period and period.first) if d)]
    module = problem.modules.get(ModuleId(need.target))
    serves = module.deadline if module else None
    lasts = [problem.last, *(d for d in (need.deadline, need.closed, serves, period and period.last) if d)]
    return Owed(
        apprentice_id=learner.id,
        need_id=need.id if period is None else f"{need.id}-{period.id}",
        target=need.target,
        minutes=minutes,
        deadline=min(lasts),
        opens=max(firsts),
        priority=need.priority,
        source=need.source,
        recurrent=period is not None,
        period_id=None if period is None else period.id,
        personal=personal(person, need.target),
    )
