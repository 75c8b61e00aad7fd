"""When the blocks of the entry module are given."""

from dataclasses import replace
from datetime import date, timedelta

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.domain import ApprenticeId, Owed, SessionId
from planner.engine.people.entry import place_entry_modules
from planner.hours.owed import SOURCE_ENTRY
from tests.rules import build as b

SAFETY = b.module("ENTREE-SECURITE", theme="safety", order=1)
TOOLS = b.module("ENTREE-OUTILS", theme="onboarding", order=4)
FRIDAY = b.MONDAY + timedelta(days=4)


def owed(module_id: str, deadline: date) -> Owed:
    """An hour of a block, by a day."""
    person = ApprenticeId(b.LEARNER)
    return Owed(person, module_id, module_id, 60, deadline, b.MONDAY, source=SOURCE_ENTRY, personal=True)


def placed(*needs: Owed, first_free: int) -> Board:
    """The blocks of one learner with a trainer who is there from a day of the week on."""
    leader = b.trainer(skills=frozenset({"entree-securite", "entree-outils"}))
    lesson_days = [b.MONDAY + timedelta(days=n) for n in range(first_free)]
    problem = b.problem(learners=[b.learner()], trainers=[leader], modules=[SAFETY, TOOLS])
    board = Board(problem)
    for day in lesson_days:
        busy = replace(b.session(), id=SessionId(f"{day}"), day=day, start=0, end=24 * 60, minutes=0)
        board.keep(replace(busy, trainer_ids=(leader.id,)))
    place_entry_modules(board, needs)
    return board


def days(board: Board) -> dict[str, date]:
    """Day of each block."""
    return {str(s.module_id): s.day for s in board.sessions.values()}


def test_blocks_due_first_are_given_by_their_own_deadline() -> None:
    """Safety is due on Wednesday and tools on Friday: the later deadline does not make safety late."""
    needs = [owed("ENTREE-OUTILS", FRIDAY), owed("ENTREE-SECURITE", b.MONDAY + timedelta(days=2))]
    board = placed(*needs, first_free=2)
    assert days(board)["ENTREE-SECURITE"] == b.MONDAY + timedelta(days=2)
    assert set(paid_so_far(board, needs).values()) == {60}


def test_blocks_due_later_come_after_those_due_first() -> None:
    """Tools, due on Friday, wait for the end of safety, due on Wednesday, even when the trainer is free before."""
    needs = [owed("ENTREE-OUTILS", FRIDAY), owed("ENTREE-SECURITE", b.MONDAY + timedelta(days=2))]
    sessions = {str(s.module_id): s for s in placed(*needs, first_free=0).sessions.values()}
    safety, tools = sessions["ENTREE-SECURITE"], sessions["ENTREE-OUTILS"]
    assert (safety.day, safety.end) <= (tools.day, tools.start)


def test_hours_paid_are_counted_for_the_people_named_only() -> None:
    """Someone else's hours are not looked at."""
    needs = [owed("ENTREE-SECURITE", FRIDAY)]
    other = replace(needs[0], apprentice_id=ApprenticeId("autre"))
    board = placed(*needs, first_free=0)
    assert paid_so_far(board, [*needs, other], [needs[0].apprentice_id]) == {(b.LEARNER, "ENTREE-SECURITE"): 60}
