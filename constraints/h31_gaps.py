"""H31: empty hours inside the days of a trainer, a class or a room, where *Limites* binds it."""

from collections.abc import Iterator

from planner.courses.broken_limits import gaps, passed, passed_with
from planner.domain import Problem, Timetable
from planner.model import RoomModel, WeekModel
from planner.model.limits import held_by_owner, keep_gaps
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule

KEY = "H31"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Weeks that pass a limit of theirs."""
    for one in passed(problem, timetable, problem.limits_bound, (gaps,)):
        yield Finding(KEY, one.text, one.amount, one.sessions)


def week(problem: Problem, model: WeekModel | RoomModel) -> None:
    """Empty minutes of days and weeks."""
    for limit, _owner, held in held_by_owner(problem, model):
        keep_gaps(held, limit.gaps_day, limit.gaps_week)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, a limit is passed by more than without it."""
    for one in passed_with(problem, board, placement, problem.limits_bound, (gaps,)):
        if one.amount > 0:
            yield Finding(KEY, one.text, one.amount, one.sessions)


RULE = Rule(
    KEY,
    "Les trous d'un formateur, d'une classe ou d'une salle, par jour et par semaine, ne dépassent pas ceux de la "
    "feuille Limites.",
    "hard",
    check,
    Enforce(week=week, rooms=week, refuse=refuse, late=True),
)
