"""How many courses of a week nobody could place, whatever the rooms and groups: their tutors have too few hours."""

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.iut_files import Institute, Span
from benchmarks.iut_units import Unit
from planner.engine.solvers.cpsat import Outcome, Search, solve
from planner.model import LinearModel

WORK = 5.0
"""Deterministic work for one tutor, who has a dozen courses: a fraction of it is enough."""


def unplaceable(institute: Institute, made: Sequence[Unit], busy: Mapping[str, Iterable[Span]]) -> int:
    """Courses that have no place for sure. Each counts for its first tutor; ``busy``: where else tutors are."""
    owners: dict[str, list[Unit]] = {}
    for unit in made:
        for lectures in unit.sessions:
            first = lectures[0].tutors[0] if lectures[0].tutors else f"alone {lectures[0].id}"
            owners.setdefault(first, []).append(Unit(unit.id, (lectures,), unit.starts))
    return sum(_lost(institute, rows, busy) for rows in owners.values())


def _lost(institute: Institute, rows: Sequence[Unit], busy: Mapping[str, Iterable[Span]]) -> int:
    """Courses of one tutor that do not fit beside the others; 0 where that is not known."""
    model = LinearModel()
    out: dict[int, int] = {}
    held: dict[tuple[int, int], list[int]] = {}
    for unit in rows:
        spans = free(institute, unit, busy)
        choices = [model.new_bool() for _span in spans]
        for choice, span in zip(choices, spans, strict=True):
            for minute in range(span.start, span.end, 5):
                held.setdefault((span.day, minute), []).append(choice)
        lost = model.new_bool()
        out[lost] = len(unit.sessions[0])
        model.exactly_one([*choices, lost])
    for ids in {tuple(ids) for ids in held.values()}:
        model.at_most_one(ids)
    answer = solve(model, Search(WORK), objective=out)
    return sum(count for v, count in out.items() if answer.values[v]) if answer.outcome is Outcome.OPTIMAL else 0


def free(institute: Institute, unit: Unit, busy: Mapping[str, Iterable[Span]]) -> list[Span]:
    """Where a session of a unit may be, by its tutors and the days of its department."""
    like = unit.like
    away = [span for tutor in like.tutors for span in (*institute.away(tutor, like.week), *busy.get(tutor, ()))]
    days = [d for d in institute.hours[like.department].days if (like.week, d) not in institute.holidays]
    spans = [Span(day, start, start + unit.minutes) for day in days for start in unit.starts]
    return [s for s in spans if not any(s.day == a.day and s.start < a.end and a.start < s.end for a in away)]
