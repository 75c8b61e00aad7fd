"""H35: days of a week that begin at the first slot, where *Limites* binds it."""

from collections.abc import Iterator

from planner.courses.broken_limits import late_starts, passed, passed_with
from planner.domain import Problem, Timetable, first_starts
from planner.model import WeekModel
from planner.model.limits import held_by_owner, keep_first_hours
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule

KEY = "H35"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Weeks that pass a limit of theirs."""
    for one in passed(problem, timetable, problem.limits_bound, (late_starts,)):
        yield Finding(KEY, one.text, one.amount, one.sessions)


def week(problem: Problem, model: WeekModel) -> None:
    """Days begin at the first slot, or few of them at the second."""
    for limit, owner, held in held_by_owner(problem, model):
        if limit.late_starts is not None:
            starts = {day: first_starts(problem, owner, day) for day in held.days}
            keep_first_hours(held, starts, limit.late_starts)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, a limit is passed by more than without it."""
    for one in passed_with(problem, board, placement, problem.limits_bound, (late_starts,)):
        if one.amount > 0:
            yield Finding(KEY, one.text, one.amount, one.sessions)


RULE = Rule(
    KEY,
    "Les journées d'un formateur ou d'une classe commencent au premier créneau, ou au deuxième autant de jours par "
    "semaine que le permet la feuille Limites.",
    "hard",
    check,
    Enforce(week=week, refuse=refuse, late=True),
)
