"""Stays at the centre and in the company as whole days, for whoever wants to see them over the weeks in a calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from outputs.ics.texts import Entry, Text
from planner.domain import Learner, Problem, Status

CENTRE, COMPANY = "CFA", "Entreprise"
ALTERNATION = "Alternance"
"""Category of both."""


def whole_days(problem: Problem, learner: Learner) -> Iterator[Entry]:
    """Runs of days of one person at the same place, in order; days without a contract are nowhere."""
    days = [(day, where) for day in problem.days if (where := _where(problem, learner, day))]
    numbered = [(day - timedelta(days=number), day, where) for number, (day, where) in enumerate(days)]
    for (_start, where), found in groupby(numbered, key=lambda row: (row[0], row[2])):
        run = [day for _first, day, _where in found]
        text = Text(run[0], 0, 0, where, transparent=True, days=len(run), kind=ALTERNATION)
        yield problem.settings.event(f"jours/{run[0].isoformat()}"), text


def _where(problem: Problem, learner: Learner, day: date) -> str:
    if not problem.enrolled(learner, day):
        return ""
    if problem.presence(learner, day):
        return CENTRE
    employed = problem.status(learner, day) is Status.APPRENTICE and (learner.works_from or day) <= day
    return COMPANY if employed and problem.open_mask(day) else ""
