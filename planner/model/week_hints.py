"""What chains must know of limits that cannot be judged on half a week: gaps, first hours, least days and hours.

Necessary conditions in figures: what somebody has to place in the week is known, so that their days can span so much in
all, and lack so much. The rows of the rules say the same exactly; without these hints the chains would place a week
that the exact check then takes apart.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from planner.domain import Problem, WeekLimit, WeekOwner, first_starts, waiting_bells, week_owners
from planner.model.limits import free_days_of
from planner.model.week import FillBudget, SpanBudget, WeekModel

RULES = {
    "H31": ("gaps_day", "gaps_week"),
    "H32": ("least_days",),
    "H34": ("least_day",),
    "H35": ("late_starts",),
}
"""Rules whose limits are told here, and the fields of each: one that is switched off bounds nothing."""
LEASTS = ("least_days", "least_day")


def tell_chains(problem: Problem, model: WeekModel) -> None:
    """Note the budgets of everyone whose week is bounded by a rule that is on."""
    bounds: dict[WeekOwner, WeekLimit] = {}
    for limit in problem.limits_bound:
        for owner in week_owners(problem, limit):
            bounds[owner] = _tightest(problem, bounds.get(owner, WeekLimit()), limit)
    for owner, limit in bounds.items():
        _tell(problem, model, owner, limit)


def _tightest(problem: Problem, one: WeekLimit, other: WeekLimit) -> WeekLimit:
    """The tighter of two limits, field by field."""
    for field in (f for key, fields in RULES.items() if key not in problem.rules_off for f in fields):
        asked = [v for v in (getattr(one, field), getattr(other, field)) if v is not None]
        if asked:
            one = replace(one, **{field: max(asked) if field in LEASTS else min(asked)})
    return one


def _tell(problem: Problem, model: WeekModel, owner: WeekOwner, limit: WeekLimit) -> None:
    """The budgets of one owner: of spans where gaps are bounded, else of hours where days have a least."""
    days = free_days_of(problem, model, owner)
    if not days:
        return
    whole = sum(model.items[n].minutes for n in {model.options[k][0] for found in days.values() for k in found})
    gaps = [limit.gaps_week, None if limit.gaps_day is None else limit.gaps_day * len(days)]
    every = limit.least_days is not None and limit.least_days >= len(days)
    least = limit.least_day or (1 if every else 0)
    bounded = any(g is not None for g in gaps)
    if bounded:
        allowed = whole + min(g for g in gaps if g is not None)
        model.spans.append(_spans(problem, model, owner, limit, days, allowed, least, every=every))
    if limit.late_starts is not None and not bounded:
        starts = {day: both for day in days if (both := first_starts(problem, owner, day))}
        bells = waiting_bells(problem, owner)
        first = min((bells.teaching(d.weekday(), *both) for d, both in starts.items() if len(both) == 2), default=0)
        spans = _stretches(problem, model, owner, days, {d: both[0] for d, both in starts.items()})
        model.fills.append(FillBudget(0, whole + first * limit.late_starts, spans, first=first))
    if limit.gaps_day is not None or (least and not bounded):
        spans = _stretches(problem, model, owner, days, {})
        model.fills.append(FillBudget(least, whole, spans, limit.gaps_day))


def _stretches(
    problem: Problem,
    model: WeekModel,
    owner: WeekOwner,
    days: Mapping[date, list[int]],
    origin: Mapping[date, int],
) -> dict[int, tuple[date, int, int]]:
    """Options in the teaching minutes of their day, after its ``origin`` where it has one."""
    bells, found = waiting_bells(problem, owner), {}
    for day, options in days.items():
        weekday, origin_of_day = day.weekday(), origin.get(day, 0)
        begin = bells.teaching(weekday, 0, origin_of_day)
        taught: dict[int, int] = {}
        for k in options:
            _day, start, end, _team = model.options[k][1]
            for moment in (start, end):
                if moment not in taught:
                    taught[moment] = max(0, bells.teaching(weekday, 0, moment) - begin)
            found[k] = day, taught[start], taught[end]
    return found


def _spans(
    problem: Problem,
    model: WeekModel,
    owner: WeekOwner,
    limit: WeekLimit,
    days: Mapping[date, list[int]],
    allowed: int,
    least: int,
    *,
    every: bool,
) -> SpanBudget:
    """Places of the options in teaching minutes; from the first slot of the day where days begin at it."""
    early = limit.late_starts is not None
    starts = {day: first_starts(problem, owner, day) for day in days} if early else {}
    spans = _stretches(problem, model, owner, days, {day: both[0] for day, both in starts.items() if both})
    bells = waiting_bells(problem, owner)
    slots = [bells.teaching(day.weekday(), *both) for day, both in starts.items() if len(both) == 2]
    late = (limit.late_starts or 0) * max(slots, default=0)
    return SpanBudget(allowed + late, spans, from_origin=early, least=least, every_day=every)
