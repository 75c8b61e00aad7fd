"""Rooms that the chains hold along with the hours of a week."""

from constraints import RULES
from planner.domain import Absence, RoomId
from planner.engine.week.needed_rooms import held_along
from planner.model import WeekModel
from tests.rules import build as b

OTHER, HALL = RoomId("autre salle"), RoomId("dehors")


def test_an_hour_needs_a_room_that_is_there() -> None:
    """One room of two is away on Monday; whoever may be outside, where everybody fits, needs none of them."""
    away = b.room(absences=(Absence(first=b.MONDAY, last=b.MONDAY),))
    problem = b.problem(rooms=[away, b.room(OTHER), b.room(HALL, shared=99)])
    inside, outside = b.item("a", rooms=(b.ROOM, OTHER)), b.item("c", rooms=(OTHER, HALL))
    options = [b.option(), b.option(b.TUESDAY)]
    model = WeekModel((inside, outside), tuple((n, o) for n in (0, 1) for o in options))
    held = held_along(problem, RULES, model)
    assert [held.of((k,)) for k in range(4)] == [(((0, 480, 540), 0, 0),), (((1, 480, 540), 1, 0),), (), ()]
    assert [held.rooms_of(k) for k in (0, 1)] == [((1,),), ((0, 1),)]
    assert held.most == [1, 1, 99]
