"""When barrettes and open periods are due: their occurrences, week by week, numbered in their period.

Which week is settled here, once and for all, from the calendars alone; which hour is found later. The number in the
period makes the id of an occurrence, by which a re-solve, a calendar and a list of what is missing know it, so a change
of hour never changes it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain import (
    Barrette,
    BarretteId,
    ClassId,
    OpenPeriod,
    OpenPeriodId,
    PeriodId,
    Problem,
    SessionId,
    days_between,
)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence, given to a week: ``rank`` is its place there (from 0), ``ordinal`` in the period (from 1).

    ``owner``: id of the barrette or open period; ``week``: its Monday; ``minutes``: teaching time.
    """

    owner: str
    week: date
    rank: int
    period_id: PeriodId | None
    ordinal: int
    minutes: int

    @property
    def id(self) -> SessionId:
        """Identity, which outlives any move: owner, period and ordinal."""
        return SessionId(f"{self.owner}-{self.period_id or 'P'}-o{self.ordinal}")


def barrette_occurrences(problem: Problem, barrette_id: BarretteId) -> tuple[Occurrence, ...]:
    """Occurrences of a barrette over the horizon, in order; none where its classes never share a day."""
    barrette = problem.barrettes[barrette_id]
    return _occurrences(problem, str(barrette_id), barrette)


def open_occurrences(problem: Problem, open_id: OpenPeriodId) -> tuple[Occurrence, ...]:
    """Occurrences of an open period over the horizon, in order. Raises ``StopIteration`` for an unknown id."""
    found = next(o for o in problem.open_periods if o.id == open_id)
    return _occurrences(problem, str(open_id), found)


def shared_days(problem: Problem, class_ids: tuple[ClassId, ...]) -> tuple[date, ...]:
    """Days on which all the classes are at the centre for half a day or more, and at no event then.

    Half a day of one class and the other half of another are shared too: the hour is looked for later, and may not
    exist.
    """
    return tuple(d for d in problem.days if all(problem.support_presence(c, d) for c in class_ids))


def _occurrences(problem: Problem, owner: str, thing: Barrette | OpenPeriod) -> tuple[Occurrence, ...]:
    """Occurrences of a barrette or open period: weeks, then their rank in the week, numbered in each period."""
    days = shared_days(problem, thing.class_ids)
    if not days:
        return ()
    weeks = _per_week(days, thing.per_week) if thing.per_week else _per_stay(problem, thing, days)
    ordinals: Counter[PeriodId | None] = Counter()
    found = []
    for week in sorted(weeks):
        for rank in range(weeks[week]):
            period = _period(problem, week, days)
            ordinals[period] += 1
            found.append(Occurrence(owner, week, rank, period, ordinals[period], thing.minutes))
    return tuple(found)


def _per_week(days: tuple[date, ...], number: int) -> dict[date, int]:
    """Monday → occurrences: as many as asked, never more than shared days."""
    present = Counter(d - timedelta(days=d.weekday()) for d in days)
    return {week: min(number, count) for week, count in present.items()}


def _per_stay(problem: Problem, thing: Barrette | OpenPeriod, days: tuple[date, ...]) -> dict[date, int]:
    """Occurrences of a stay spread evenly over its weeks; Monday → number.

    Stays are those of the first class; a stay none of whose days is shared has none.
    """
    found: Counter[date] = Counter()
    for stay in problem.stays(thing.class_ids[0]):
        shared = set(days) & set(stay)
        weeks = sorted({d - timedelta(days=d.weekday()) for d in shared})
        for number in range(thing.per_stay if weeks else 0):
            # Even steps through the weeks of the stay: two in three weeks fall in the first and the second.
            found[weeks[number * len(weeks) // thing.per_stay]] += 1
    return dict(found)


def _period(problem: Problem, week: date, days: tuple[date, ...]) -> PeriodId | None:
    """Period of the first shared day of the week: a week across two periods is of the first of them."""
    first = next(d for d in days_between(week, week + timedelta(days=6)) if d in set(days))
    period = problem.period_of(first)
    return period.id if period else None
