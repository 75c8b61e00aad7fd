"""Weeks that dated locks ask for: a session that the workbook wants on a day is given to the week of that day.

Asked by `plan` as the model of the term is made: rows and prices are added to it, and nothing else changes. The day and
the hour of a lock are for the week to keep (`planner/engine/week/items.py`).
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from planner.domain import CourseId, Problem, monday
from planner.model import MasterModel
from planner.prices import LOCKED_WEEK

At = tuple[CourseId, str, date]
"""Course, part and Monday."""


def locked_weeks(problem: Problem) -> Mapping[At, int]:
    """How many sessions dated locks ask of a course, or part of it, in a week; those that stand already left out."""
    found: Counter[At] = Counter()
    for lock in problem.locks:
        if lock.course_id is None or lock.day is None or not problem.first <= lock.day <= problem.last:
            continue
        stand = problem.standing_of(lock.course_id, lock.part)
        if not any(one.day == lock.day and lock.start in (None, one.start) for one in stand):
            found[lock.course_id, lock.part, monday(lock.day)] += 1
    return found


def hold_locked(model: MasterModel, costs: dict[int, int], locked: Mapping[At, int]) -> None:
    """Each week has as many sessions of a course as locks ask for there; every one less costs.

    No row is hard: a lock on a week that is full leaves the others their plan, and the rule H15 says it.
    """
    for (course_id, part, week), number in sorted(locked.items()):
        mine = [d for d, one in enumerate(model.demands) if (one.course_id, one.part) == (course_id, part)]
        ids = [v for d in mine if week in model.demands[d].weeks for v in model.in_week(d, week)]
        lacking = model.new_int(0, number)
        model.add([*ids, lacking], 1, low=number)
        costs[lacking] = LOCKED_WEEK
