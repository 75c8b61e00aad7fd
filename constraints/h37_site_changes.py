"""H37: changes of site of a trainer or a class, where *Limites* binds it."""

from collections.abc import Iterator

from planner.courses.broken_limits import passed, passed_with, site_changes
from planner.domain import Problem, Timetable
from planner.model import WeekModel
from planner.model.limits import held_by_owner
from planner.model.sites import keep_site_changes
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule

KEY = "H37"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Weeks that pass a limit of theirs."""
    for one in passed(problem, timetable, problem.limits_bound, (site_changes,)):
        yield Finding(KEY, one.text, one.amount, one.sessions)


def week(problem: Problem, model: WeekModel) -> None:
    """Where somebody is, moment by moment."""
    for limit, _owner, held in held_by_owner(problem, model):
        keep_site_changes(problem, held, limit.site_changes_day, limit.site_changes_week)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, a limit is passed by more than without it."""
    for one in passed_with(problem, board, placement, problem.limits_bound, (site_changes,)):
        if one.amount > 0:
            yield Finding(KEY, one.text, one.amount, one.sessions)


RULE = Rule(
    KEY,
    "Un formateur ou une classe ne change pas de site, par jour et par semaine, plus de fois que ne le dit la feuille "
    "Limites.",
    "hard",
    check,
    Enforce(week=week, refuse=refuse, late=True),
)
