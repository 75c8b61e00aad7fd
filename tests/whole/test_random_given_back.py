"""Random small centres: what a change took comes back when the workbook is as it was before."""

from collections import Counter
from copy import deepcopy
from datetime import timedelta
from functools import cache

import pytest

from benchmarks.random_centres import solved, updated
from benchmarks.random_changes import KINDS, Change
from benchmarks.random_people import centre
from benchmarks.random_rows import MONDAY, Dice, Draw, Rows, problem_of
from planner.domain import Kind, Problem, Timetable
from planner.store.snapshot import bare

SEEDS = (3, 8)
TAKES = ("trip", "closed", "trainer_away", "room_closed", "class_away")
"""Changes that take hours which were placed."""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", TAKES)
def test_courses_are_back_once_the_change_is_gone(seed: int, kind: str) -> None:
    """There and back: each course has all the minutes that it had, as many hours are planned, and no rule breaks."""
    old, before = start(seed)
    rows, dice = deepcopy(centre(seed)), Dice(f"back {seed} {kind}")
    today = MONDAY + timedelta(days=dice.randint(0, 9))
    weeks = 1 + (max(s.day for s in before.sessions) - MONDAY).days // 7
    KINDS[kind](Change(Draw(dice, rows, weeks), before, today, 1))
    new = problem(rows)
    between, _broken = updated(old, new, before, today)
    after, broken = updated(new, old, between, today)
    assert not minutes(before) - minutes(after)
    assert planned(after) >= planned(before)
    assert [str(one) for one in broken] == []


@cache
def start(seed: int) -> tuple[Problem, Timetable]:
    """A centre and its first timetable."""
    first = problem(centre(seed))
    return first, solved(first)[0]


def problem(rows: Rows) -> Problem:
    """The problem of a workbook."""
    read, faults = problem_of(rows)
    assert read is not None, faults
    return bare(read)


def minutes(timetable: Timetable) -> Counter[tuple[str, str]]:
    """Minutes placed of each course and part."""
    found: Counter[tuple[str, str]] = Counter()
    for session in timetable.sessions:
        if session.kind == Kind.COURSE:
            found[str(session.course_id), session.part] += session.minutes
    return found


def planned(timetable: Timetable) -> int:
    """Minutes planned of all that is owed, what comes after its deadline aside: no update looks for it again."""
    return sum(debt.planned for debt in timetable.debts if not debt.late)
