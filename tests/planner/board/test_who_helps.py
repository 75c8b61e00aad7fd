"""Adults who help somebody: when they are busy with it."""

import pytest

from planner.board.board import Board
from planner.board.helping import helped, helping, with_helper
from planner.domain import Arrangement, Problem, SessionId
from tests.rules import build as b

ANA, BEN = b.learner("ana"), b.learner("ben")
LESSON = b.session("cours-01")


def centre(remote: bool = False) -> Problem:
    """The second trainer helps Ana until Tuesday, by two rows; Ben has another arrangement."""
    rows = (
        Arrangement(ANA.id, "helper", text=b.SECOND, last=b.MONDAY),
        Arrangement(ANA.id, "helper", text=b.SECOND, first=b.TUESDAY, last=b.TUESDAY),
        Arrangement(BEN.id, "room_feature", text=b.SECOND),
    )
    return b.problem(learners=[b.learner("ana", remote=remote), BEN], arrangements=rows)


def board(problem: Problem) -> Board:
    """The lesson of Monday at 8 with both, that of Wednesday, and one that Ben has alone at 9."""
    found = Board(problem)
    found.call(LESSON, [ANA.id, BEN.id])
    found.call(b.session("cours-02", b.WEDNESDAY), [ANA.id])
    found.call(b.session("seul", start="9", end="10"), [BEN.id])
    return found


def test_each_helper_has_the_people_that_some_row_gives() -> None:
    """Ana once, though two rows name her; no other kind of arrangement makes a helper."""
    assert helped(centre()) == {b.SECOND: [ANA.id]}


@pytest.mark.parametrize(
    ("start", "end", "busy"), [("8", "9", True), ("8:30", "10", True), ("9", "10", False), ("7", "8", False)]
)
def test_helper_is_busy_while_the_person_is_in_a_session(start: str, end: str, busy: bool) -> None:
    """At 8 with Ana; at 9, when Ben alone has something, or before, they are free."""
    problem = centre()
    assert helping(problem, board(problem), b.SECOND, b.MONDAY, b.hour(start), b.hour(end), None) is busy


def test_helper_is_free_after_the_last_day_for_another_session_and_for_who_is_far() -> None:
    """The arrangement ends on Tuesday; the session that is asked about is not counted; nobody helps from elsewhere."""
    problem = centre()
    held = board(problem)
    hours = b.hour("8"), b.hour("9")
    assert not helping(problem, held, b.SECOND, b.WEDNESDAY, *hours, None)
    assert not helping(problem, held, b.SECOND, b.MONDAY, *hours, LESSON.id)
    assert helping(problem, held, b.SECOND, b.MONDAY, *hours, SessionId("autre"))
    assert not helping(problem, held, b.TRAINER, b.MONDAY, *hours, None)
    far = centre(remote=True)
    assert not helping(far, board(far), b.SECOND, b.MONDAY, *hours, None)


def test_sessions_with_a_helper_are_those_of_the_day() -> None:
    """Monday's lesson, by either helper asked about."""
    problem = centre()
    held = board(problem)
    assert [s.id for s in with_helper(problem, held, b.SECOND, ANA.id, b.MONDAY)] == [LESSON.id]
    assert with_helper(problem, held, b.TRAINER, ANA.id, b.MONDAY) == []
    assert with_helper(problem, held, b.SECOND, BEN.id, b.MONDAY) == []
