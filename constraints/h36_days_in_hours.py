"""H36: days of a week on which a trainer, a class or a room has something in a window of hours, by *Limites*."""

from collections.abc import Iterator

from planner.courses.broken_limits import passed, passed_with, window_days
from planner.domain import Problem, Timetable
from planner.model import RoomModel, WeekModel
from planner.model.limits import held_by_owner, keep_window
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule

KEY = "H36"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Weeks that pass a limit of theirs."""
    for one in passed(problem, timetable, problem.limits_bound, (window_days,)):
        yield Finding(KEY, one.text, one.amount, one.sessions)


def week(problem: Problem, model: WeekModel | RoomModel) -> None:
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
    "Un formateur, une classe ou une salle n'a pas cours, dans une plage horaire, plus de jours par semaine que ne le "
    "dit la feuille Limites.",
    "hard",
    check,
    Enforce(week=week, rooms=week, refuse=refuse, late=True),
)
