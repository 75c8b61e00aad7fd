"""Rooms claimed for the whole term: a class with its trainers stays in one of them where it can."""

from dataclasses import replace
from datetime import date

from constraints import RULES
from planner.domain import ClassId, RoomId, SessionId
from planner.engine.week.claimed_rooms import claim_rooms
from planner.engine.week.rooms import assign_rooms
from planner.model import Placed
from tests.rules import build as b

OTHER = ClassId("autre")
BOTH = RoomId(b.ROOM), RoomId(b.SECOND_ROOM)
PROBLEM = b.problem(classes=[b.group(), b.group(OTHER)], courses=[b.course(class_ids=(b.CLASS, OTHER))])


def lesson(name: str, day: date, rooms: tuple[RoomId, ...] = BOTH, start: str = "8", team: str = b.TRAINER) -> Placed:
    """An hour of a course, in one of some rooms."""
    item = b.item(name, course_id=b.COURSE, rooms=rooms)
    return item, b.option(day, start, str(int(start) + 1), (team,))


def test_class_has_on_all_days_the_room_that_is_free_on_all() -> None:
    """On Tuesday the first room is somebody else's, who can be in no other: so is the second room on Monday."""
    mine = [lesson("a1", b.MONDAY), lesson("a2", b.TUESDAY)]
    taken = lesson("b", b.TUESDAY, BOTH[:1], team=b.SECOND)
    claimed = claim_rooms(PROBLEM, [*mine, taken])
    assert claimed == {"a1": BOTH[1], "a2": BOTH[1], "b": BOTH[0]}
    rooms, without = assign_rooms(PROBLEM, RULES, [*mine, taken], {}, 1.0, 0, claimed=claimed)
    assert (rooms, without) == (claimed, [])


def test_what_one_room_cannot_take_goes_on_to_another() -> None:
    """An event holds the room that the class has on two days of three."""
    mine = [lesson("a1", b.MONDAY), lesson("a2", b.TUESDAY), lesson("a3", b.WEDNESDAY)]
    held = [
        (replace(lesson(f"e{n}", day)[0], rooms=(), fixed_rooms=(room,)), lesson("", day)[1])
        for n, (day, room) in enumerate(((b.TUESDAY, BOTH[1]), (b.WEDNESDAY, BOTH[0]), (b.MONDAY, BOTH[1])))
    ]
    assert claim_rooms(PROBLEM, [*mine, *held]) == {"a1": BOTH[0], "a2": BOTH[0], "a3": BOTH[1]}


def test_own_room_of_the_class_comes_first_and_a_full_one_is_not_claimed() -> None:
    """Of rooms alike the one of the workbook; where none is left, nothing is claimed."""
    home = replace(PROBLEM, classes={**PROBLEM.classes, b.CLASS: b.group(home_room=BOTH[1])})
    assert claim_rooms(home, [lesson("a", b.MONDAY)]) == {"a": BOTH[1]}
    same = [lesson(name, b.MONDAY, BOTH[:1], team=team) for name, team in (("a", b.TRAINER), ("b", b.SECOND))]
    assert len(claim_rooms(PROBLEM, same)) == 1


def test_shared_room_is_claimed_up_to_its_groups() -> None:
    """Two groups at once."""
    rooms = {**PROBLEM.rooms, BOTH[0]: b.room(b.ROOM, shared=2)}
    same = [lesson(name, b.MONDAY, BOTH[:1], team=name) for name in ("a", "b", "c")]
    assert len(claim_rooms(replace(PROBLEM, rooms=rooms), same)) == 2


def test_claim_is_worth_less_than_a_preference() -> None:
    """A class keeps the room that it was most often in (P8), whatever is claimed."""
    mine = lesson("a", b.MONDAY)
    usual = {((b.CLASS,), "", BOTH): {BOTH[0]: 3}}
    rooms, _without = assign_rooms(PROBLEM, RULES, [mine], usual, 1.0, 0, claimed={SessionId("a"): BOTH[1]})
    assert rooms == {"a": BOTH[0]}
    free, _without = assign_rooms(PROBLEM, RULES, [mine], {}, 1.0, 0, claimed={SessionId("a"): BOTH[1]})
    assert free == {"a": BOTH[1]}
