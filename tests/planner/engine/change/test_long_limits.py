"""Limits of a month and of a year that are lowered: the least needed goes, and none of it comes back."""

from dataclasses import replace
from datetime import date

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import Course, Kind, Problem, Session
from planner.engine.change.due_again import take_stock
from planner.engine.change.limits import Limits
from planner.engine.change.long_limits import HOURS, minutes_outside, over_long
from planner.engine.change.options import UpdateOptions
from planner.engine.change.times import Retime
from planner.engine.change.touched import may_less
from planner.engine.change.week_sessions import Known, WeekSessions
from planner.engine.solvers.cpsat import Interrupt
from planner.placement import for_everyone
from planner.rule import active
from tests.planner.engine.change.scene import ANA, LIMITS, NEXT, PERIOD, board, centre
from tests.rules import build as b

LAST = date(NEXT.year, NEXT.month, NEXT.day + 1)
HELD = tuple(
    b.session(f"cours-{n:02d}", day, course_id=b.COURSE) for n, day in enumerate((b.MONDAY, b.TUESDAY, NEXT, LAST), 1)
)
"""Two hours of one trainer in each of two weeks."""
THREE = ({"max_month": 180}, {"year_minutes": 600, "year_done": 420})


def lowered(teams: Course, **limit: int) -> tuple[Problem, Problem]:
    """The workbook before, and the one in which the trainer may work less."""
    old, new = (b.trainer(**found) for found in ({}, limit))
    both = b.trainer(b.SECOND)
    return tuple(centre(ANA, courses=[teams], trainers=[one, both]) for one in (old, new))  # type: ignore[return-value]


def repaired(old: Problem, new: Problem, *held: Session) -> tuple[Board, Retime]:
    """The board once the weeks are looked at."""
    found = board(new, *((s, (ANA,)) for s in held))
    before = found.timetable()
    stock = take_stock(found, before, b.MONDAY)
    times = Retime(found, active(RULES, new), LIMITS, UpdateOptions(b.MONDAY, b.MONDAY), stock, before, Interrupt())
    times.weeks(old, frozenset(), frozenset())
    return found, times


@pytest.mark.parametrize("limit", THREE)
def test_an_hour_over_a_month_or_a_year_goes_to_a_colleague_and_nothing_else_moves(limit: dict[str, int]) -> None:
    """Four hours for three: the last one is given to the other trainer of the course, at its very hour."""
    old, new = lowered(b.course(teams=((b.TRAINER,), (b.SECOND,))), **limit)
    assert may_less(old, new) == {b.TRAINER}
    found, times = repaired(old, new, *HELD)
    assert times.left == []
    assert found.sessions[HELD[3].id] == replace(HELD[3], trainer_ids=(b.SECOND,), period_id=PERIOD.id)
    assert all(found.sessions[s.id] == s for s in HELD[:3])


@pytest.mark.parametrize("limit", THREE)
def test_an_hour_that_nobody_else_leads_is_left_without_a_place(limit: dict[str, int]) -> None:
    """No week of the month has room for it, and the rule speaks no more."""
    found, times = repaired(*lowered(b.course(), **limit), *HELD)
    assert [row.session.id for row in times.left] == [HELD[3].id]
    times.later(())
    assert [row.session.id for row in times.left] == [HELD[3].id]
    over = [f for s in found.sessions.values() for f in found.judged(for_everyone(s, found.people[s.id]), (HOURS,))]
    assert over == []


def test_announced_and_locked_sessions_stay_where_others_are_enough() -> None:
    """All but Tuesday's first hour is announced or locked, so that it is the one that goes; no event ever does."""
    new = lowered(b.course(), max_month=180)[1]
    found = board(new, *((s, (ANA,)) for s in HELD))
    adults = frozenset({b.TRAINER})
    assert over_long(found, LIMITS, adults) == {HELD[3].id}
    assert over_long(found, Limits(b.MONDAY, b.MONDAY, frozenset({HELD[3].id})), adults) == {HELD[2].id}
    fixed = board(new, *((replace(s, kind=Kind.FIXED), (ANA,)) for s in HELD))
    assert over_long(fixed, LIMITS, adults) == frozenset()
    off = replace(new, rules_off=frozenset({HOURS}))
    quiet = Board.of(off, found.timetable(), active(RULES, off))
    assert over_long(quiet, LIMITS, adults) == frozenset()


def test_what_stands_in_other_weeks_is_counted_by_day() -> None:
    """The first week is repaired: the two hours of the second are outside it, for the one whose month is limited."""
    new = lowered(b.course(), max_month=180)[1]
    found = board(new, *((s, (ANA,)) for s in HELD))
    week = WeekSessions(found, active(RULES, new), b.MONDAY, LIMITS, Known())
    assert minutes_outside(week) == {(b.TRAINER, NEXT): 60, (b.TRAINER, LAST): 60}
