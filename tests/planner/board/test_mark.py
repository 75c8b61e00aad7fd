"""What a stage did to a board is undone, whatever it did."""

from dataclasses import replace

from planner.board.board import Board
from planner.board.mark import Mark
from tests.rules import build as b

ANA, BEN = b.learner("ana"), b.learner("ben")


def test_board_is_what_it_was() -> None:
    """Sessions new, gone, changed and joined; hours kept and given back; who is where and free says the same again."""
    board = Board(b.problem(learners=[ANA, BEN], courses=[b.course()]))
    board.call(b.session("reste"), [ANA])
    board.call(b.session("change", b.TUESDAY), [ANA])
    board.call(b.session("part", b.WEDNESDAY), [ANA])
    board.keep(b.session("garde", b.THURSDAY), [b.ROOM], [BEN.id])
    board.extra_support = 30
    before = board.timetable(kept=True)
    mark = Mark(board)
    board.join("change", BEN.id)
    board.put(replace(board.sessions["change"], room_id=b.SECOND_ROOM), {BEN.id: False})
    board.take("part")
    board.release("garde")
    board.keep(b.session("autre", b.THURSDAY), [b.ROOM])
    board.call(b.session("neuve", b.FRIDAY), [ANA, BEN])
    board.freed.append((b.session("libre"), ANA.id))
    board.extra_support = 90
    assert board.timetable(kept=True) != before
    mark.restore(board)
    assert board.timetable(kept=True) == before
    assert list(board.sessions) == list(board.people) == ["reste", "change", "part"]
    assert (board.freed, board.extra_support, list(board.kept)) == ([], 30, ["garde"])
    assert [s.id for s in board.attended(BEN.id, b.THURSDAY)] == ["garde"]
    assert [len(board.attended(ANA.id, day)) for day in (b.TUESDAY, b.WEDNESDAY, b.FRIDAY)] == [1, 1, 0]
    assert b.ROOM not in board.usage.free_rooms(b.THURSDAY, 480, 540, b.SITE, without=None)
