"""A change in quality brings something, and goes to rooms that the class knows."""

from dataclasses import replace

from constraints import RULES
from planner.domain import Absence, Problem, RoomId
from planner.engine.change.known_rooms import price_of_room, rooms_known
from planner.engine.change.piece import begin_at
from planner.engine.change.repair import Repair
from planner.engine.change.week_sessions import Known, WeekSessions
from planner.engine.solvers.cpsat import Interrupt
from planner.prices import OTHER_ROOM, STRANGE_ROOM
from planner.rule import active
from tests.planner.engine.change.scene import ANA, LESSON, LIMITS, board, centre
from tests.rules import build as b

THIRD = RoomId("salle 0")
ROOMS = [b.room(), b.room(b.SECOND_ROOM), b.room(THIRD)]
BEFORE = b.session("cours-02", b.WEDNESDAY, course_id=b.COURSE, room_id=b.SECOND_ROOM)
AWAY = b.trainer(absences=(Absence(first=b.MONDAY, last=b.MONDAY),))


def of_week(problem: Problem) -> Repair:
    """The lesson of Monday has to change, beside one of Wednesday in the second room."""
    found = board(problem, (LESSON, (ANA,)), (BEFORE, (ANA,)))
    week = WeekSessions(found, active(RULES, problem), b.MONDAY, LIMITS, Known())
    return Repair(week, frozenset({LESSON.id}), interrupt=Interrupt())


def test_own_room_costs_nothing_and_one_of_the_class_with_its_trainer_less_than_a_strange_one() -> None:
    """The second room is known; to another trainer it is not."""
    known = rooms_known(board(centre(ANA, rooms=ROOMS), (LESSON, (ANA,)), (BEFORE, (ANA,))))
    prices = [price_of_room(known, LESSON, room) for room in (b.ROOM, b.SECOND_ROOM, THIRD)]
    assert prices == [0, OTHER_ROOM, OTHER_ROOM + STRANGE_ROOM]
    other = replace(LESSON, trainer_ids=(b.SECOND,))
    assert price_of_room(known, other, b.SECOND_ROOM) == OTHER_ROOM + STRANGE_ROOM


def test_lesson_whose_room_is_closed_goes_to_a_room_that_the_class_knows() -> None:
    """Of two free ones the known one, although the other has the first name."""
    closed = [b.room(absences=(Absence(first=b.MONDAY, last=b.MONDAY),)), *ROOMS[1:]]
    found = of_week(centre(ANA, rooms=closed)).stand()
    assert found.places[LESSON.id].room == b.SECOND_ROOM
    assert found.places[LESSON.id].option[:3] == (LESSON.day, LESSON.start, LESSON.end)


def test_changes_that_are_accepted_and_bring_nothing_are_not_made() -> None:
    """Five more would do no preference good: the lesson of Wednesday stays, and the one that moves keeps its room."""
    repair = of_week(centre(ANA, rooms=ROOMS, trainers=[AWAY, b.trainer(b.SECOND)], rules_off=frozenset({"P6", "P10"})))
    found = repair.better(repair.stand(), 5)
    assert set(found.places) == {LESSON.id}
    assert found.places[LESSON.id].room == b.ROOM


def test_search_begins_where_the_fewest_changes_leave_the_week() -> None:
    """The hint is an answer of the model: times, rooms, what stays and what goes."""
    repair = of_week(centre(ANA, rooms=ROOMS, trainers=[AWAY, b.trainer(b.SECOND)]))
    least = repair.stand()
    piece = repair.piece(repair.whole().same.keys() | least.free, allow=2)
    begin_at(piece, repair.week, least)
    on = {n: [piece.model.options[k][1] for k in piece.model.of(n) if piece.hint[k]] for n in piece.same}
    moved, stays = repair.week.number[LESSON.id], repair.week.number[BEFORE.id]
    assert on == {moved: [least.places[LESSON.id].option], stays: [repair.week.stands(stays)]}
    assert [piece.hint[piece.same[n]] for n in (moved, stays)] == [0, 1]
    rooms = {n: [room for (_time, room), v in piece.rooms.of(n).items() if piece.hint[v]] for n in piece.same}
    assert rooms == {moved: [least.places[LESSON.id].room], stays: [b.SECOND_ROOM]}
