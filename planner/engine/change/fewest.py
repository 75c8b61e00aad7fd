"""The fewest changes, whoever or whatever they are of: sessions, groups, people who go to another session."""

from datetime import date

from planner.board.board import Board
from planner.domain import ApprenticeId, Session, Timetable
from planner.engine.change.attendance import Presences
from planner.report.compare import Diff, MembershipChange


def needed_of_people(board: Board, before: Timetable, diff: Diff, first: date) -> int:
    """How many people cannot stay in the group or the session that they had: each is a change that there has to be.

    ``board``: as the change leaves it; ``first``: the first day that may change. Everybody else who changes might have
    stayed, as far as is known.
    """
    seats = sum(not _may_stay(board, first, seat.apprentice_id, [seat.before]) for seat in diff.seats)
    return seats + sum(_regrouped(board, before, first, change) for change in diff.regrouped)


def _regrouped(board: Board, before: Timetable, first: date, change: MembershipChange) -> bool:
    """Whether somebody may be in none of the sessions of their group any more."""
    mine = [
        s
        for s in before.by_apprentice.get(change.apprentice_id, ())
        if (s.barrette_id, s.period_id) == (change.barrette_id, change.period_id) and s.day >= first
    ]
    return not _may_stay(board, first, change.apprentice_id, mine)


def _may_stay(board: Board, first: date, person: ApprenticeId, sessions: list[Session]) -> bool:
    """Whether somebody may still be in one of some sessions where they were."""
    learner = board.problem.learners.get(person)
    if learner is None:
        return False
    presences = Presences(board, first, frozenset({person}))
    return any(presences.may_be_in(learner, session) for session in sessions)
