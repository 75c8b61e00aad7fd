"""Seats at an hour that has lost something, or has none left: who is asked, who is listed, and who is left alone."""

from dataclasses import replace

from planner.board.board import Board
from planner.domain import Cause, Guidance, Kind, ModuleId, TrainerId
from tests.planner.test_seats import CDI, OPEN, PERIOD, WATCHER, Scene, away, people, scene, seats
from tests.rules import build as b


def test_who_had_nothing_at_an_open_hour_is_not_called_to_it() -> None:
    """A group lost its trainer: its person has another one; whoever owes the same and was at home stays there."""
    one = scene({"a": "LIT1", "e": "LIT1"}, groups={}, extra="abe", trainers=away("A"))
    problem = replace(one.board.problem, open_periods=(OPEN,))
    place = replace(
        b.session("T-P1-o1-classe", kind=Kind.OPEN, occurrence=1), period_id=PERIOD.id, course_ids=(),
        trainer_ids=(WATCHER.id,), room_id=CDI.id, guidance=Guidance.AUTONOMOUS,
    )  # fmt: skip
    group = replace(
        place, id=b.session("T-P1-LIT1-1-o1").id, kind=Kind.SUPPORT, module_id=ModuleId("LIT1"), class_ids=(),
        trainer_ids=(TrainerId("A"),), room_id=b.room("salle 1").id, guidance=Guidance.LED,
    )  # fmt: skip
    board = Board(problem, one.board.rules)
    board.put(place, dict.fromkeys(people("b"), False))
    board.put(group, dict.fromkeys(people("a"), False))
    before = board.timetable()
    board.take(group.id)
    now = Scene(board, one.owed)
    seats(now, before=before).staff(now.owed, [])
    assert now.where() == {"a": group.id, "b": place.id}
    assert board.sessions[group.id].trainer_ids == (TrainerId("C"),)


def test_who_has_not_even_a_room_is_listed_and_the_others_keep_their_group() -> None:
    """There is no room but that of the other group, which is full."""
    one = scene(rooms=[b.room("salle 2", seats=2)], groups={"LIT1": ("A", "salle 2", "ab")}, extra="e")
    before = one.where()
    one.seat(one.hour(1, "e"))
    assert one.where() == before
    (row,) = one.board.unwatched
    assert (row.session_id, row.cause, row.apprentice_ids) == ("place-B-P1-o1", Cause.NO_SEAT, ("e",))
