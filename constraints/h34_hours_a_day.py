"""H34: hours of the days of a trainer, a class or a room, at most and at least, where *Limites* binds it."""

from collections.abc import Iterator

from planner.courses.broken_limits import day_hours, passed, passed_with
from planner.domain import Problem, Timetable
from planner.model import RoomModel, WeekModel
from planner.model.limits import held_by_owner, keep_hours
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule

KEY = "H34"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Weeks that pass a limit of theirs."""
    for one in passed(problem, timetable, problem.limits_bound, (day_hours,)):
        yield Finding(KEY, one.text, one.amount, one.sessions)


def week(problem: Problem, model: WeekModel | RoomModel) -> None:
    """Minutes of each day."""
    for limit, _owner, held in held_by_owner(problem, model):
        keep_hours(held, limit.most_day, limit.least_day)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, a limit is passed by more than without it."""
    for one in passed_with(problem, board, placement, problem.limits_bound, (day_hours,)):
        if one.amount > 0:
            yield Finding(KEY, one.text, one.amount, one.sessions)


RULE = Rule(
    KEY,
    "Une journée d'un formateur, d'une classe ou d'une salle tient dans les heures de la feuille Limites, au plus et "
    "au moins.",
    "hard",
    check,
    Enforce(week=week, rooms=week, refuse=refuse, late=True),
)
