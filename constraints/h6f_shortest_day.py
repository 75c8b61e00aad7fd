"""H6f: a trainer or a class whose minimum binds has no day with fewer hours, or none at all."""

from collections.abc import Iterator

from planner.courses.broken_limits import LEFT
from planner.courses.placed_days import lacks
from planner.courses.short_days import short_days
from planner.domain import Problem, Timetable
from planner.model import WeekModel, day_lengths
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import say_day, say_minutes

KEY = "H6f"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Days shorter than a minimum that binds, but for those that an update has left so."""
    left = frozenset(timetable.summary.get(LEFT, ()))
    for short in short_days(problem, timetable):
        if short.hard and not short.usual and short.text not in left:
            yield Finding(KEY, short.text, short.least - short.minutes, short.sessions)


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """A day that is used holds the minimum."""
    for day in day_lengths(problem, model, hard=True):
        model.add([*day.ids, day.used], [*day.minutes, -day.least], low=0)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """With this session, no day with a minimum that binds lacks more than without it."""
    placed = placement.session
    for day in lacks(problem, board, placement, hard=True):
        if day.after > day.before:
            text = (
                f"{day.name} n'aurait que {say_minutes(day.minutes)} pour {say_minutes(day.least)} au moins, avec "
                f"« {placed.label} » : {say_day(placed.day)}."
            )
            brief = f"journée de moins de {say_minutes(day.least)} pour {day.name}"
            yield Finding(KEY, text, day.after, (placed.id,), brief=brief)


RULE = Rule(
    key=KEY,
    statement="Un formateur ou une classe dont le minimum par jour est impératif n'a pas de journée plus courte.",
    kind="hard",
    check=check,
    enforce=Enforce(week=enforce_week, refuse=refuse),
)
