"""P4c: no whole class comes for less than the least presence (cost: the minutes that lack).

Of the classes that state no minimum of their own, which P4b and H6f see to. It weighs on the hours of classes; what
some people have besides (support, make-up) may make their day longer.
"""

from collections.abc import Iterator

from planner.courses.placed_days import presence_lacks
from planner.courses.short_days import short_days
from planner.domain import Problem, Timetable
from planner.model import WeekModel, presence_days
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule

KEY = "P4c"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Days of a class shorter than the least presence."""
    for short in short_days(problem, timetable):
        if short.usual:
            yield Finding(
                KEY, short.text, short.least - short.minutes, short.sessions,
                classes=short.class_ids, trainers=short.trainer_ids,
            )  # fmt: skip


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """What a used day lacks to the least presence."""
    for day in presence_days(problem, model):
        lacks = model.new_int(0, day.least)
        model.add([lacks, *day.ids, day.used], [1, *day.minutes, -day.least], low=0)
        model.penalise(KEY, [lacks])


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """Minutes that the days of the session lack more with it than without it."""
    return sum(day.after - day.before for day in presence_lacks(problem, board, placement))


RULE = Rule(
    key=KEY,
    statement="Une classe qui ne souhaite pas de minimum ne vient pas pour moins que la présence minimale (coût en "
    "minutes manquantes).",
    kind="soft",
    check=check,
    enforce=Enforce(week=enforce_week, weigh=weigh),
    name="présence minimale",
)
