"""H33: hours on end of a trainer, a class or a room, where *Limites* binds it."""

from collections.abc import Iterator

from planner.courses.broken_limits import passed, passed_with, runs
from planner.domain import Problem, Timetable
from planner.model import RoomModel, WeekModel
from planner.model.limits import held_by_owner, keep_runs
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule

KEY = "H33"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Weeks that pass a limit of theirs."""
    for one in passed(problem, timetable, problem.limits_bound, (runs,)):
        yield Finding(KEY, one.text, one.amount, one.sessions)


def week(problem: Problem, model: WeekModel | RoomModel) -> None:
    """Stretches that are just too long are never full."""
    for limit, _owner, held in held_by_owner(problem, model):
        keep_runs(held, limit.run)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, a limit is passed by more than without it."""
    for one in passed_with(problem, board, placement, problem.limits_bound, (runs,)):
        if one.amount > 0:
            yield Finding(KEY, one.text, one.amount, one.sessions)


RULE = Rule(
    KEY,
    "Un formateur, une classe ou une salle n'a pas plus d'heures d'affilée, sans trou ni pause de midi, que ne le dit "
    "la feuille Limites.",
    "hard",
    check,
    Enforce(week=week, rooms=week, refuse=refuse, late=True),
)
