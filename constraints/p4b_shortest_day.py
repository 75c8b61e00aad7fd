"""P4b: nobody comes for a day shorter than the minimum that the workbook wishes (cost: the minutes that lack)."""

from collections.abc import Iterator

from planner.courses.placed_days import lacks
from planner.courses.short_days import short_days
from planner.domain import Problem, Timetable
from planner.model import WeekModel, day_lengths
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule

KEY = "P4b"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Days shorter than a wished minimum."""
    for short in short_days(problem, timetable):
        if not short.hard and not short.usual:
            yield Finding(
                KEY, short.text, short.least - short.minutes, short.sessions,
                classes=short.class_ids, trainers=short.trainer_ids,
            )  # fmt: skip


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """What a used day lacks to the minimum."""
    for day in day_lengths(problem, model, hard=False):
        lacks = model.new_int(0, day.least)
        model.add([lacks, *day.ids, day.used], [1, *day.minutes, -day.least], low=0)
        model.penalise(KEY, [lacks])


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """Minutes that the days of the session lack more with it than without it."""
    return sum(day.after - day.before for day in lacks(problem, board, placement, hard=False))


RULE = Rule(
    key=KEY,
    statement="Un formateur ou une classe ne vient pas pour une journée plus courte que le minimum souhaité (coût en "
    "minutes manquantes).",
    kind="soft",
    check=check,
    enforce=Enforce(week=enforce_week, weigh=weigh),
    name="minimum par jour",
)
