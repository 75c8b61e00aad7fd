"""H36: days of a week on which a trainer, a class or a room has something in a window of hours, by *Limites*."""

from collections.abc import Iterator

from planner.courses.broken_limits import passed, passed_with, window_days
from planner.domain import Problem, Timetable, WeekLimit
from planner.model import Option, RoomModel, WeekModel
from planner.model.limits import held_by_owner, keep_window
from planner.model.room_hours import keep_room_days
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
    if isinstance(model, WeekModel):
        keep_room_days(problem, model, lambda limit: limit.window_days, _inside)


def _inside(limit: WeekLimit, option: Option) -> bool:
    """Whether an hour is in the window."""
    return option.start < limit.window_to and limit.window_from < option.end


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
