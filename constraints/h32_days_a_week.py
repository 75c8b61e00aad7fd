"""H32: days and afternoons of a week on which a trainer or a class comes, or a room serves, by *Limites*."""

from collections.abc import Iterator

from planner.courses.broken_limits import days, passed, passed_with, week_days
from planner.domain import Problem, Timetable, WeekLimit, WeekOwner, bells_of_owner
from planner.model import Option, RoomModel, WeekModel
from planner.model.limits import held_by_owner, keep_days, keep_least_days
from planner.model.room_hours import keep_room_days
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule

KEY = "H32"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Weeks that pass a limit of theirs."""
    for one in passed(problem, timetable, problem.limits_bound, (days, week_days)):
        yield Finding(KEY, one.text, one.amount, one.sessions)


def week(problem: Problem, model: WeekModel | RoomModel) -> None:
    """Days and afternoons that are used."""
    for limit, _owner, held in held_by_owner(problem, model):
        keep_days(held, limit.days, limit.afternoons)
        keep_least_days(held, limit.least_days or 0)
    if isinstance(model, WeekModel):
        keep_room_days(problem, model, lambda limit: limit.days, lambda _of, _option: True)
        keep_room_days(
            problem, model, lambda limit: limit.afternoons, lambda limit, option: _late(problem, limit, option)
        )


def _late(problem: Problem, limit: WeekLimit, option: Option) -> bool:
    """Whether the afternoon of rooms is used."""
    bells = bells_of_owner(problem, WeekOwner(room_id=limit.room_ids[0]))
    return option.end > bells.noon(option.day.weekday())


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, a limit is passed by more than without it."""
    for one in passed_with(problem, board, placement, problem.limits_bound, (days, week_days)):
        if one.amount > 0:
            yield Finding(KEY, one.text, one.amount, one.sessions)


RULE = Rule(
    KEY,
    "Un formateur ou une classe ne vient pas plus de jours, ni d'après-midi, par semaine que ne le dit la feuille "
    "Limites, ni moins de jours ; une salle ne sert pas plus de jours, ni d'après-midi.",
    "hard",
    check,
    Enforce(week=week, rooms=week, refuse=refuse, late=True),
)
