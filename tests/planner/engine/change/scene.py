"""Two weeks of one class, for re-solves by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from constraints import RULES
from planner.board.board import Board
from planner.domain import Kind, Learner, Period, PeriodId, Problem, Session, SessionId, Volume
from planner.engine.change.borne import Budget
from planner.engine.change.elsewhere import Mend
from planner.engine.change.left import Left
from planner.engine.change.limits import Limits
from planner.engine.change.repair import Repair
from planner.engine.change.week_sessions import Known
from planner.engine.solvers.cpsat import Interrupt
from planner.rule import active
from tests.rules import build as b

NEXT = b.MONDAY + timedelta(days=7)
PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, NEXT + timedelta(days=6))
ANA, BEN = b.learner("ana"), b.learner("ben")
LESSON = b.session("cours-01", course_id=b.COURSE)
LIMITS = Limits(b.MONDAY, b.MONDAY)
WEEKLY = [b.course(volume=Volume(total=240), lengths=(60, 60))]
"""Four hours in all, an hour each."""


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


def mend(found: Board, limits: Limits = LIMITS, budget: Budget | None = None) -> Mend:
    """Sessions of courses may go to any week, and the fewest changes are kept."""
    return Mend(
        *(found, active(RULES, found.problem), limits),
        make=lambda week, hits: Repair(week, hits, interrupt=Interrupt()),
        keep=lambda _repair, answer: answer,
        goes=lambda session: session.kind == Kind.COURSE,
        allowed=lambda _pending: budget or Budget(),
        known=Known(),
    )


def waiting(name: str = "cours-02") -> Left:
    """A session of the course that never had an hour."""
    return Left(replace(LESSON, id=SessionId(name), start=-1, end=0), {})
