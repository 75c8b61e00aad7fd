"""Which weeks show every barrette, open period and choice of trainer, so that all are settled among the courses around.

A barrette or open period keeps its hour for the whole term, so it is found where the most has to fit around it. Usually
one or two weeks show everything; a week is added as long as something was not shown at its fullest.
"""

from datetime import date

from planner.courses.teams import teams_of
from planner.engine.term.occurrences import barrette_occurrences, open_occurrences
from planner.engine.week.draft import Draft


def template_weeks(draft: Draft) -> tuple[date, ...]:
    """Weeks that together show every barrette, open period and course with a choice of teams, at their fullest.

    Greedy: the week that shows most of what is missing, the one with most lessons, then the earliest. Empty where there
    is nothing to settle.
    """
    shown = {name: weeks for name, weeks in _shown(draft).items() if weeks}
    found: list[date] = []
    missing = set(shown)
    while missing:

        def rank(week: date, missing: set[str] = missing) -> tuple[int, int, int]:
            """What is missing and at its fullest there, lessons, and the earlier week."""
            here = sum(shown[name].get(week, 0) == max(shown[name].values()) for name in missing)
            return here, len(draft.lessons.get(week, ())), -week.toordinal()

        best = max(draft.problem.weeks, key=rank)
        found.append(best)
        # At its fullest: a barrette of two hours a week is not shown by a week with one.
        missing -= {name for name in missing if shown[name].get(best, 0) == max(shown[name].values())}
    return tuple(found)


def _shown(draft: Draft) -> dict[str, dict[date, int]]:
    """Barrette, open period or course with a choice → week → how often it is there; a course counts once a week."""
    problem = draft.problem
    shown: dict[str, dict[date, int]] = {}
    occurrences = [o for barrette_id in problem.barrettes for o in barrette_occurrences(problem, barrette_id)]
    occurrences += [o for period in problem.open_periods for o in open_occurrences(problem, period.id)]
    for occurrence in occurrences:
        weeks = shown.setdefault(occurrence.owner, {})
        weeks[occurrence.week] = weeks.get(occurrence.week, 0) + 1
    for course in problem.courses.values():
        if len(teams_of(problem, course)) > 1:
            shown[course.id] = {
                week: 1 for week, lessons in draft.lessons.items() if any(x.course_id == course.id for x in lessons)
            }
    return shown
