"""Rooms whose week is bounded are given out for the whole week; others day by day."""

from dataclasses import replace

from constraints import RULES
from planner.domain import Problem, RoomId, WeekLimit
from planner.engine.week.rooms import assign_rooms
from planner.model import Placed
from tests.rules import build as b

BOTH = RoomId(b.ROOM), RoomId(b.SECOND_ROOM)


def lessons(*days: object) -> list[Placed]:
    """One hour on each of some days, in either room; on the last the second room is somebody else's."""
    mine = [(b.item(f"m{n}", rooms=BOTH, class_ids=()), b.option(day)) for n, day in enumerate(days)]  # type: ignore[arg-type]
    taken = b.item("autre", rooms=BOTH[1:], class_ids=(), units=(1,))
    return [*mine, (taken, b.option(days[-1], team=(b.SECOND,)))]  # type: ignore[arg-type]


def given(problem: Problem, *days: object) -> list[RoomId | None]:
    """Room of each lesson."""
    rooms, _without = assign_rooms(problem, RULES, lessons(*days), {}, 1.0, 0)
    return [rooms.get(b.item(f"m{n}").id) for n in range(len(days))]


def test_day_of_a_bounded_room_is_spent_where_nothing_else_is_left() -> None:
    """One day a week in the first room: Wednesday, when the other one is taken, and not Monday, which comes first."""
    problem = b.problem()
    bounded = replace(problem, week_limits=(WeekLimit(room_ids=(b.ROOM,), days=1),))
    assert given(bounded, b.MONDAY, b.TUESDAY, b.WEDNESDAY) == [BOTH[1], BOTH[1], BOTH[0]]


def test_hours_of_a_bounded_room_go_to_another() -> None:
    """Never in the morning: the lesson is in the second room, where it is free."""
    limit = WeekLimit(room_ids=(b.ROOM,), window_days=0, window_to=12 * 60)
    assert given(replace(b.problem(), week_limits=(limit,)), b.MONDAY, b.TUESDAY) == [BOTH[1], None]
