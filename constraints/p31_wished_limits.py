"""P31: what a limit of the workbook wishes and does not bind, in minutes above it or below it.

A day too many counts as `DAY_TOO_MANY`, an afternoon or a day in a window of hours as `AFTERNOON`, a late start as
`LATE_START`, a change of site as `SITE_CHANGE` minutes.
"""

from collections.abc import Iterator

from planner.courses.broken_limits import ALL, passed, passed_with
from planner.domain import Problem, Timetable, first_starts
from planner.model import RoomModel, WeekModel
from planner.model.limits import (
    held_by_owner,
    keep_days,
    keep_first_hours,
    keep_gaps,
    keep_hours,
    keep_least_days,
    keep_runs,
    keep_window,
)
from planner.model.sites import keep_site_changes
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule

KEY = "P31"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Weeks that pass a wished limit of theirs."""
    for one in passed(problem, timetable, problem.limits_wished, ALL):
        classes = (one.owner.class_id,) if one.owner.class_id else ()
        trainers = (one.owner.trainer_id,) if one.owner.trainer_id else ()
        yield Finding(KEY, one.text, one.amount, one.sessions, classes=classes, trainers=trainers)


def week(problem: Problem, model: WeekModel | RoomModel) -> None:
    """Everything that is wished of each trainer, class and room."""
    for limit, owner, held in held_by_owner(problem, model, KEY):
        keep_gaps(held, limit.gaps_day, limit.gaps_week)
        keep_days(held, limit.days, limit.afternoons)
        keep_window(held, limit.window_from, limit.window_to, limit.window_days)
        keep_site_changes(problem, held, limit.site_changes_day, limit.site_changes_week)
        keep_least_days(held, limit.least_days or 0)
        keep_runs(held, limit.run)
        keep_hours(held, limit.most_day, limit.least_day)
        if limit.late_starts is not None:
            starts = {day: first_starts(problem, owner, day) for day in held.days}
            keep_first_hours(held, starts, limit.late_starts)


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """By how much more the wished limits are passed with this session."""
    return sum(one.amount for one in passed_with(problem, board, placement, problem.limits_wished, ALL))


RULE = Rule(
    KEY,
    "Les limites qui ne sont pas impératives sont suivies (coût en minutes de trop, ou de moins ; un jour de trop en "
    "vaut 120, un après-midi, un début tardif, un changement de site ou un jour de trop dans une plage horaire 60).",
    "soft",
    check,
    Enforce(week=week, rooms=week, weigh=weigh, relaxed=frozenset({"week"})),
    name="limites souhaitées",
)
