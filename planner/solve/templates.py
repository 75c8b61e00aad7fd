"""Which weeks show every barrette, so that its time can be chosen among the courses it lives with."""

from datetime import date

from planner.domain import BarretteId
from planner.solve.draft import Draft
from planner.solve.occurrences import barrette_occurrences


def template_weeks(draft: Draft) -> tuple[date, ...]:
    """Weeks that together show every barrette, the fullest first; the first week shown sets a barrette's time."""
    problem = draft.problem
    shown: dict[BarretteId, dict[date, int]] = {}
    for barrette_id in problem.barrettes:
        weeks: dict[date, int] = {}
        for occurrence in barrette_occurrences(problem, barrette_id):
            weeks[occurrence.week] = weeks.get(occurrence.week, 0) + 1
        if weeks:
            shown[barrette_id] = weeks
    found: list[date] = []
    missing = set(shown)
    while missing:

        def rank(week: date, missing: set[BarretteId] = missing) -> tuple[int, int, int]:
            here = sum(shown[b].get(week, 0) == max(shown[b].values()) for b in missing)
            return here, len(draft.lessons.get(week, ())), -week.toordinal()

        best = max(problem.weeks, key=rank)
        found.append(best)
        missing -= {b for b in missing if shown[b].get(best, 0) == max(shown[b].values())}
    return tuple(found)
