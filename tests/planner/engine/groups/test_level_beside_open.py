"""The level beside at open hours: whoever has it at the barrette, and nothing of their own module, has the rest too."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from constraints import RULES
from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.domain import Kind, Learner, Owed, RoomId, Settings
from planner.engine.groups.all_periods import compose_all
from planner.engine.groups.beside import in_level_beside
from planner.engine.people.attend import begin
from planner.hours.levels import neighbours
from planner.model import Option, Placed
from tests.planner.engine.groups.test_level_beside import MODULES
from tests.planner.engine.groups.test_portions import BARRETTE, LIBRARIAN, OPEN, PERIOD
from tests.rules import build as b

ANA, OTHERS = b.learner("ana"), [b.learner(name) for name in ("ben", "cid", "dan")]
AUTONOMY = b.module("AUTONOMIE", theme="study", guidance="autonomous", max_size=60)


def begun(*leads: str) -> tuple[Board, dict[date, list[Placed]]]:
    """A barrette on Monday and an open period on Tuesday; the trainer leads these modules."""
    problem = b.problem(
        last=PERIOD.last, periods=(PERIOD,), classes=[b.group(calendar=b.present(b.MONDAY, PERIOD.last))],
        learners=[ANA, *OTHERS], barrettes=[BARRETTE], open_periods=(OPEN,), settings=Settings(least_presence=0),
        modules=[*(replace(m, min_size=1) for m in MODULES[:3]), AUTONOMY],
        rooms=[b.room(), b.room(b.SECOND_ROOM), b.room("CDI", seats=6, shared=3, supervised_by=RoomId(LIBRARIAN))],
        trainers=[b.trainer(skills=frozenset(m.lower() for m in leads)), b.trainer(LIBRARIAN, role="documentaliste")],
    )  # fmt: skip
    together = b.item(
        "B-P1-o1", kind=Kind.BARRETTE, teams=((),), barrette_id=BARRETTE.id, occurrence=1, period_id=PERIOD.id
    )
    alone = b.item("O-P1-o1", kind=Kind.OPEN, teams=((),), open_id=OPEN.id, occurrence=1, period_id=PERIOD.id)
    placed = [(together, Option(b.MONDAY, 480, 540)), (alone, Option(b.TUESDAY, 480, 540))]
    weeks: dict[date, list[Placed]] = {b.MONDAY: placed}
    return begin(problem, RULES, weeks, {}), weeks


def needs(board: Board) -> list[Owed]:
    """Two hours each: Ana of the first level, the others of the second."""
    rows = []
    for learner, module, level in [(ANA, "LIT1", 1), *((other, "LIT2", 2) for other in OTHERS)]:
        need = Owed(
            learner.id, module, module, 120, PERIOD.last, b.MONDAY, period_id=PERIOD.id, priority=1, level=level
        )
        rows.append(replace(need, neighbours=neighbours(board.problem, module, "littératie", level)))
    return rows


def paid_to(learner: Learner, *leads: str) -> tuple[Mapping[str, int], Board, list[Owed]]:
    """Minutes that somebody has of each need once barrette and open period are composed."""
    board, weeks = begun(*leads)
    owed = needs(board)
    compose_all(board, weeks, RULES, owed, 0)
    paid = paid_so_far(board, owed)
    return {need: minutes for (who, need), minutes in paid.items() if who == learner.id}, board, owed


def test_who_has_the_level_beside_at_the_barrette_has_it_at_open_hours_too() -> None:
    """Nobody leads the first level: both hours are in the second."""
    paid, board, owed = paid_to(ANA, "LIT2")
    assert paid == {"LIT1": 120}
    assert in_level_beside(board, owed, [ANA.id]) == {(ANA.id, "LIT1")}


def test_whoever_has_their_own_module_is_in_no_level_beside() -> None:
    """The trainer leads both: an hour of their own module closes the level beside to them."""
    _paid, board, owed = paid_to(ANA, "LIT1", "LIT2")
    modules = {s.module_id for s in board.sessions.values() if ANA.id in board.people[s.id]}
    assert not {"LIT1", "LIT2"} <= modules
    assert not in_level_beside(board, owed, [other.id for other in OTHERS])
