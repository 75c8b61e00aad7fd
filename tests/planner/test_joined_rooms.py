"""Rooms made of rooms: what they are in the end, what is never used at once, and what the program makes of it."""

from dataclasses import replace

from constraints import RULES
from planner.board.board import Board
from planner.domain import (
    Absence,
    Barrette,
    BarretteId,
    RoomId,
    fills_room,
    places_of,
    rooms_beside,
    rooms_filled,
    sessions_beside,
    sessions_inside,
    without_needless,
)
from planner.engine.change.repair import Repair
from planner.engine.change.week_sessions import Known, WeekSessions
from planner.engine.groups.occasions import occasion
from planner.engine.solvers.cpsat import Interrupt
from planner.engine.week.claimed_rooms import claim_rooms
from planner.engine.week.rooms import assign_rooms
from planner.model import WeekModel
from planner.model.room_sets import capacity, families, load_of
from planner.rule import active
from tests.planner.engine.change.scene import ANA, LESSON, LIMITS, board, centre
from tests.rules import build as b

HALL, ALL = RoomId("grande salle"), RoomId("toutes")
THIRD, FOURTH = RoomId("salle 3"), RoomId("salle 4")
PARTS = b.ROOM, b.SECOND_ROOM
HALL_ROOM = b.room(HALL, joins=PARTS, seats=40)
ROOMS = [b.room(), b.room(b.SECOND_ROOM), b.room(THIRD), HALL_ROOM, b.room(ALL, joins=(HALL, THIRD), seats=60)]
PROBLEM = b.problem(rooms=ROOMS)


def test_what_a_room_is_in_the_end() -> None:
    """A hall of a hall and a room is three rooms; a room that no other is made of is itself."""
    assert places_of(PROBLEM, ALL) == {*PARTS, THIRD}
    assert places_of(PROBLEM, THIRD) == {THIRD}
    assert rooms_beside(PROBLEM, b.ROOM) == (b.ROOM, HALL, ALL)
    assert set(rooms_beside(PROBLEM, HALL)) == {HALL, *PARTS, ALL}
    assert rooms_beside(b.problem(), b.ROOM) == (b.ROOM,)
    assert set(rooms_filled(PROBLEM, HALL)) == {HALL, *PARTS}
    assert (fills_room(PROBLEM, HALL, b.ROOM), fills_room(PROBLEM, b.ROOM, HALL)) == (True, False)


def test_whoever_may_have_a_part_does_not_take_the_whole() -> None:
    """Of the hall and its first room, the room; of the hall and the third room, both."""
    assert without_needless(PROBLEM, (HALL, b.ROOM, THIRD)) == (b.ROOM, THIRD)
    assert without_needless(PROBLEM, (HALL, THIRD)) == (HALL, THIRD)


def test_sessions_in_a_room_and_beside_it() -> None:
    """A session in the hall fills its parts; one in a part is beside the hall, and does not fill it."""
    inside, part = b.session("dans la grande", room_id=HALL), b.session("à côté", start="9", end="10")
    table = b.timetable(inside, part)
    assert sessions_inside(PROBLEM, table, b.SECOND_ROOM) == (inside,)
    assert sessions_inside(PROBLEM, table, HALL) == (inside,)
    assert sessions_beside(PROBLEM, table, HALL) == (inside, part)
    on_board = Board(PROBLEM, RULES)
    on_board.put(inside, {})
    assert list(on_board.held(b.SECOND_ROOM, b.MONDAY)) == [inside]
    on_board.take(inside.id)
    assert not on_board.held(b.SECOND_ROOM, b.MONDAY)


def test_room_is_not_free_while_a_whole_of_it_is_used() -> None:
    """Of five rooms the third one alone is left at the hour of a session in the hall."""
    on_board = Board(PROBLEM, RULES)
    on_board.put(b.session(room_id=HALL), {})
    assert on_board.usage.free_rooms(b.MONDAY, 480, 540, b.SITE) == (THIRD,)


def test_groups_of_an_hour_have_the_parts_or_the_hall_that_the_barrette_names() -> None:
    """Never both at once: the composition counts each room for itself."""
    barrette = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60, per_week=1)
    item = b.item(kind="barrette", barrette_id=barrette.id)

    def rooms(*listed: RoomId) -> set[RoomId]:
        known = replace(PROBLEM, barrettes={barrette.id: replace(barrette, room_ids=listed)})
        return set(occasion(Board(known, RULES), (item, b.option())).rooms)

    assert rooms() == {*PARTS, THIRD}
    assert rooms(HALL) == {HALL, THIRD}


def test_claims_leave_the_hall_while_a_part_is_claimed() -> None:
    """Who may be in the first room alone claims it first; the hall is then claimed at the other hour only."""
    part = b.item("a", course_id=b.COURSE, rooms=(b.ROOM,)), b.option()
    hall = [(b.item(f"h{n}", course_id=b.COURSE, rooms=(HALL,)), b.option(start=s, end=e)) for n, (s, e) in
            enumerate((("8", "9"), ("9", "10")))]  # fmt: skip
    claimed = claim_rooms(PROBLEM, [part, *hall])
    assert claimed in ({"h0": HALL, "h1": HALL}, {"a": b.ROOM, "h1": HALL})


def test_sets_of_a_week_count_the_places_of_a_hall() -> None:
    """One session in the hall and one in either of its parts: three places asked of two."""
    items = (b.item("hall", rooms=(HALL,)), b.item("une", rooms=PARTS))
    model = WeekModel(items, ((0, b.option()), (1, b.option())))
    both = frozenset(PARTS)
    assert both in families(PROBLEM, model)
    assert ([load_of(PROBLEM, i, both) for i in items], capacity(PROBLEM, both)) == ([2, 1], 2)


def test_rooms_of_a_day_are_given_so_that_the_hall_is_free() -> None:
    """The hall for one, so that the other is in the third room, whichever it had liked."""
    hall = b.item("hall", rooms=(HALL,), class_ids=()), b.option()
    other = b.item("autre", rooms=(b.ROOM, THIRD), units=(1,), class_ids=()), b.option(team=(b.SECOND,))
    rooms, without = assign_rooms(PROBLEM, RULES, [hall, other], {(): {b.ROOM: 9}}, 1.0, 0)
    assert (rooms, without) == ({"hall": HALL, "autre": THIRD}, [])


def repaired(*beside: object) -> RoomId | None:
    """The room of a lesson of Monday whose own is closed, where others stand beside it."""
    closed = b.room(absences=(Absence(first=b.MONDAY, last=b.MONDAY),))
    hall = b.room(HALL, joins=(b.SECOND_ROOM, FOURTH))
    rooms = [closed, b.room(b.SECOND_ROOM), b.room(THIRD), b.room(FOURTH), hall]
    problem = centre(ANA, rooms=rooms, trainers=[b.trainer(), b.trainer(b.SECOND)])
    found = board(problem, (LESSON, (ANA,)), *((session, ()) for session in beside))
    week = WeekSessions(found, active(RULES, problem), b.MONDAY, LIMITS, Known())
    return Repair(week, frozenset({LESSON.id}), interrupt=Interrupt()).stand().places[LESSON.id].room


def test_lesson_that_changes_comes_to_no_part_of_a_hall_that_is_used() -> None:
    """It goes to a free room, never to the hall; once the hall is used at its hour, to the only one that is no part."""
    used = b.session("réunion", LESSON.day, room_id=HALL, trainer_ids=(b.SECOND,), class_ids=(), kind="support")
    used = replace(used, start=LESSON.start, end=LESSON.end)
    assert repaired() in (b.SECOND_ROOM, THIRD, FOURTH)
    assert repaired(used) == THIRD
