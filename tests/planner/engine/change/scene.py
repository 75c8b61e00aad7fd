"""Two weeks of one class, for re-solves by hand."""

from collections.abc import Sequence
from datetime import timedelta

from constraints import RULES
from planner.board.board import Board
from planner.domain import Learner, Period, PeriodId, Problem, Session
from planner.engine.change.limits import Limits
from tests.rules import build as b

NEXT = b.MONDAY + timedelta(days=7)
PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, NEXT + timedelta(days=6))
ANA, BEN = b.learner("ana"), b.learner("ben")
LESSON = b.session("cours-01", course_id=b.COURSE)
LIMITS = Limits(b.MONDAY, b.MONDAY)


def centre(*learners: Learner, **changes: object) -> Problem:
    """Two weeks of a class with a course of two hours a week."""
    plain = {
        "last": PERIOD.last,
        "periods": (PERIOD,),
        "classes": [b.group(calendar=b.present(b.MONDAY, PERIOD.last))],
        "learners": learners or (ANA, BEN),
        "courses": [b.course(lengths=(60, 60))],
        "modules": [b.module()],
    }
    return b.problem(**{**plain, **changes})  # type: ignore[arg-type]


def board(problem: Problem, *held: tuple[Session, Sequence[Learner]]) -> Board:
    """A board with some sessions and their people."""
    found = Board(problem, RULES)
    for session, people in held:
        found.call(session, people)
    return found
