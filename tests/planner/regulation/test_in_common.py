"""Hours in common that regulation proposes: what the line says is what the timetable would show."""

from dataclasses import replace

from constraints import RULES
from planner.board.board import Board
from planner.domain import ExplicitNeed, Period, PeriodId, Problem, Timetable
from planner.engine.people.shared import place_extra
from planner.hours.ledger import settle
from planner.hours.owed import owed
from planner.regulation.alternatives import Groups, alternatives, extra_of
from planner.regulation.needs import Look
from tests.rules import build as b

PEOPLE = [b.learner(name) for name in ("ana", "ben", "chloe")]
PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, b.SUNDAY)


def centre() -> Problem:
    """Three people of a class who lack an hour of a module, one of them two hours; nothing stands."""
    needs = [ExplicitNeed(f"B-{p.id}", b.module().id, (p.id,), minutes_total=60, opened=b.MONDAY) for p in PEOPLE]
    needs[0] = replace(needs[0], minutes_total=120)
    return b.problem(
        learners=PEOPLE,
        modules=[b.module()],
        trainers=[b.trainer(skills=frozenset({"lit1"}))],
        explicit_needs=tuple(needs),
        periods=(PERIOD,),
    )


def test_each_hour_in_common_says_whom_it_is_for() -> None:
    """The first hour serves all three, the second one only: both numbers are said, and both come about."""
    problem = centre()
    due = owed(problem)
    stands = Timetable((), (), debts=tuple(settle(problem, due, (), ())))
    look = Look(problem, problem, stands, stands, PERIOD, b.MONDAY)
    (proposal,) = alternatives(look, problem, RULES, Groups((), ()), 0, {})
    assert proposal.effect == (
        "2 séances (lundi 7 septembre pour 3 d’entre eux, mardi 8 septembre pour 1) ; 4 h dues prévues de plus"
    )
    assert (proposal.people, proposal.minutes) == (3, 240)
    board = Board(problem, RULES)
    extra = extra_of(problem, proposal.target, proposal.key)
    assert extra is not None
    place_extra(board, due, [extra], b.MONDAY)
    shown = sorted((s.day, len(board.people[s.id])) for s in board.sessions.values())
    assert shown == [(b.MONDAY, 3), (b.TUESDAY, 1)]
