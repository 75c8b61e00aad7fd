"""A locked session in a re-solve: its room and its trainer stay as long as they can be had."""

import pytest

from constraints import RULES
from planner.domain import Absence, Problem, Room, Trainer
from planner.engine.change.limits import Limits
from planner.engine.change.week_sessions import Known, WeekSessions
from tests.planner.engine.change.scene import ANA, LESSON, board, centre
from tests.rules import build as b

AWAY = (Absence(first=b.MONDAY, last=b.MONDAY),)


def scene(room: Room, trainer: Trainer) -> Problem:
    """A lesson that two rooms and two trainers would do for."""
    course = b.course(lengths=(60, 60), teams=((b.TRAINER,), (b.SECOND,)))
    return centre(courses=[course], rooms=[room, b.room(b.SECOND_ROOM)], trainers=[trainer, b.trainer(b.SECOND)])


@pytest.mark.parametrize(
    ("locked", "room", "trainer", "places", "teams"),
    [
        (False, b.room(), b.trainer(), {b.ROOM, b.SECOND_ROOM}, {(b.TRAINER,), (b.SECOND,)}),
        (True, b.room(), b.trainer(), {b.ROOM}, {(b.TRAINER,)}),
        (True, b.room(absences=AWAY), b.trainer(), {b.ROOM, b.SECOND_ROOM}, {(b.TRAINER,)}),
        (True, b.room(), b.trainer(absences=AWAY), {b.ROOM}, {(b.SECOND,)}),
    ],
)
def test_locked_session_keeps_its_room_and_trainer(
    locked: bool, room: Room, trainer: Trainer, places: set[str], teams: set[tuple[str, ...]]
) -> None:
    """Free to change, locked, locked in a room that closes, locked with a trainer who is away."""
    limits = Limits(b.MONDAY, b.MONDAY, frozenset({LESSON.id} if locked else ()))
    week = WeekSessions(board(scene(room, trainer), (LESSON, (ANA,))), RULES, b.MONDAY, limits, Known())
    number = week.number[LESSON.id]
    assert set(week.rooms(number)) == places
    options = week.options(number, wide=True)
    assert {o.team for o in options} == teams
    assert {(o.day, o.start) for o in options} == {(LESSON.day, LESSON.start)} or not locked
