"""H36: days of a week on which a trainer or a class has something in a window of hours, where *Limites* binds it."""

from collections.abc import Iterator

from planner.courses.broken_limits import passed, passed_with, window_days
from planner.domain import Problem, Timetable
from planner.model import WeekModel
from planner.model.limits import held_by_owner, keep_window
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule

KEY = "H36"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Weeks that pass a limit of theirs."""
    for one in passed(problem, timetable, problem.limits_bound, (window_days,)):
        yield Finding(KEY, one.text, one.amount, one.sessions)


def week(problem: Problem, model: WeekModel) -> None:
    """Days that are used within the window."""
    for limit, _owner, held in held_by_owner(problem, model):
        keep_window(held, limit.window_from, limit.window_to, limit.window_days)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, a limit is passed by more than without it."""
    for one in passed_with(problem, board, placement, problem.limits_bound, (window_days,)):
        if one.amount > 0:
            yield Finding(KEY, one.text, one.amount, one.sessions)


RULE = Rule(
    KEY,
    "Un formateur ou une classe n'a pas cours, dans une plage horaire, plus de jours par semaine que ne le dit la "
    "feuille Limites.",
    "hard",
    check,
    Enforce(week=week, refuse=refuse, late=True),
)
