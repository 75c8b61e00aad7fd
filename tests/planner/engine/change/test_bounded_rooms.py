"""A session that changes does not come to a room at an hour at which the limits of the room refuse it."""

from constraints import RULES
from planner.domain import Absence, Problem, WeekLimit
from planner.engine.change.bounded_rooms import keep_room_limits
from planner.engine.change.repair import Repair
from planner.engine.change.week_sessions import Known, WeekSessions
from planner.engine.solvers.cpsat import Interrupt
from planner.rule import active
from tests.planner.engine.change.scene import ANA, LESSON, LIMITS, board, centre
from tests.rules import build as b

CLOSED = b.room(absences=(Absence(first=b.MONDAY, last=b.MONDAY),))
THIRD = b.room("salle 3")


def of_week(*limits: WeekLimit) -> Repair:
    """The lesson of Monday has lost its room; two others are free."""
    problem: Problem = centre(ANA, rooms=[CLOSED, b.room(b.SECOND_ROOM), THIRD], week_limits=limits)
    week = WeekSessions(board(problem, (LESSON, (ANA,))), active(RULES, problem), b.MONDAY, LIMITS, Known())
    return Repair(week, frozenset({LESSON.id}), interrupt=Interrupt())


def test_room_that_may_not_be_used_then_is_left_alone() -> None:
    """The second room would do; once it serves on no day at all, the third one does."""
    assert of_week().stand().places[LESSON.id].room == b.SECOND_ROOM
    assert of_week(WeekLimit(room_ids=(b.SECOND_ROOM,), days=0)).stand().places[LESSON.id].room == THIRD.id


def test_places_that_the_limits_of_a_room_refuse_are_closed() -> None:
    """No hour of the second room is left in the model, every one of the third."""
    repair = of_week(WeekLimit(room_ids=(b.SECOND_ROOM,), days=0))
    piece = repair.piece(frozenset({repair.week.number[LESSON.id]}))
    keep_room_limits(repair.week, piece.model, piece.rooms)
    open_to = {
        room: any(piece.model.high[v] for (_time, of), v in mine.items() if of == room)
        for mine in piece.rooms.variable.values()
        for room in (b.SECOND_ROOM, THIRD.id)
    }
    assert open_to == {b.SECOND_ROOM: False, THIRD.id: True}
