"""Seats that are left beside people who wait: who takes one, and who does not."""

from dataclasses import replace

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import Barrette, BarretteId, Group, GroupId, Guidance, Kind, ModuleId, Owed
from planner.engine.free_seats import take_free_seats
from planner.hours.owed import SOURCE_PROGRAMME
from tests.planner.scenes import PERIOD
from tests.rules import build as b

BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60)
LIT = b.module(strand="CONSOLIDATION", min_size=None)
STUDY = replace(b.module("AUTONOMIE"), theme="study", guidance=Guidance.AUTONOMOUS)
ME, OTHER = b.learner(), b.learner("autre")
GROUP = b.session(
    "lit", kind=Kind.BARRETTE, barrette_id=BARRETTE.id, module_id=LIT.id, group_id=GroupId("g-lit"), occurrence=1,
    period_id=PERIOD.id, strand="CONSOLIDATION",
)  # fmt: skip
WAITS = replace(
    GROUP, id=b.session("attente").id, module_id=STUDY.id, group_id=GroupId("g-autonomie"), strand="",
    guidance=Guidance.AUTONOMOUS, room_id=b.SECOND_ROOM, trainer_ids=(b.SECOND,),
)  # fmt: skip
EARLIER = replace(GROUP, id=b.session("avant").id, start=b.hour("9"), end=b.hour("10"), occurrence=2)
NEED = Owed(b.LEARNER, "R1", LIT.id, 60, b.SUNDAY, b.MONDAY)
STRAND = Owed(b.LEARNER, "R2", "CONSOLIDATION", 120, b.SUNDAY, b.MONDAY, priority=3, source=SOURCE_PROGRAMME)


def board_of(most: int = 15, before: str = "") -> Board:
    """Somebody waits beside a group of one; ``most``: its seats; ``before``: a module that they had at nine."""
    other = b.module("NUM1", strand="CONSOLIDATION")
    problem = b.problem(
        learners=[ME, OTHER], modules=[replace(LIT, max_size=most), other, STUDY], barrettes=[BARRETTE],
        trainers=[b.trainer(skills=frozenset({"lit1", "num1"})), b.trainer(b.SECOND)], periods=(PERIOD,),
    )  # fmt: skip
    board = Board(problem, RULES)
    board.put(GROUP, {OTHER.id: False})
    board.put(WAITS, {ME.id: False})
    if before:
        module, *open_hour = before.split()
        had = replace(EARLIER, module_id=ModuleId(module), group_id=GroupId("g-avant"))
        had = replace(had, kind=Kind.SUPPORT, barrette_id=None, group_id=None) if open_hour else had
        board.put(had, {ME.id: False})
    for name, who in (("g-lit", OTHER.id), ("g-autonomie", ME.id)):
        board.groups.append(Group(GroupId(name), BARRETTE.id, PERIOD.id, LIT.id, (), None, (who,)))
    return board


def test_who_waits_beside_a_free_seat_of_what_they_are_owed_takes_it() -> None:
    """They leave the place of autonomy, which nobody needs any more, and stand on the list of the group."""
    board = board_of()
    take_free_seats(board, [NEED])
    assert set(board.people[GROUP.id]) == {ME.id, OTHER.id}
    assert WAITS.id not in board.sessions
    assert [g.apprentice_ids for g in board.groups] == [(ME.id, OTHER.id), ()]


@pytest.mark.parametrize(
    ("need", "most", "before", "there"),
    [
        (NEED, 1, "", False),
        (replace(NEED, opens=b.TUESDAY), 15, "", False),
        (STRAND, 15, "", True),
        (STRAND, 15, "LIT1", True),
        (STRAND, 15, "NUM1", False),
        (STRAND, 15, "LIT1 ailleurs", False),
        (replace(STRAND, minutes=60), 15, "LIT1", False),
    ],
    ids=[
        "full",
        "not owed yet",
        "nothing of the strand",
        "a module they have",
        "one group more",
        "in an open hour",
        "given already",
    ],
)
def test_a_seat_is_taken_where_it_is_no_group_more(need: Owed, most: int, before: str, there: bool) -> None:
    """An hour of a strand opens no other group to somebody who has some of it."""
    board = board_of(most, before)
    take_free_seats(board, [need])
    assert (ME.id in board.people[GROUP.id]) is there
    assert (WAITS.id in board.sessions) is not there


def test_a_full_group_of_another_class_takes_nobody() -> None:
    """It is asked as it stands, with those who are in it, though its classes would be others with one more."""
    board = board_of(most=1)
    there = replace(GROUP, class_ids=(b.OTHER,))
    board.put(there, {OTHER.id: False})
    take_free_seats(board, [NEED])
    assert set(board.people[GROUP.id]) == {OTHER.id}
