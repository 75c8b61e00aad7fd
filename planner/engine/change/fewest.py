"""The fewest changes, whoever or whatever they are of: sessions, groups, people who go to another session.

`again.Again.told` asks once the timetable is made, for the two figures that stand beside the changes of an update
(``bound`` and ``fewest`` of `updated.Updated`). Steps, board and timetables are read, nothing changes and nothing is
searched: what no step has proven counts as avoidable, so that the figures are never too high.
"""

from collections.abc import Collection, Sequence
from datetime import date

from planner.board.board import Board
from planner.domain import ApprenticeId, Session, SessionId, Timetable
from planner.engine.change.attendance import Presences
from planner.engine.change.mended import Mended
from planner.report.compare import Diff, MembershipChange


def least_changes(steps: Sequence[Mended], counted: Collection[SessionId]) -> int:
    """Sessions that change at the least, whatever a few steps had done instead, each on the board of those before it.

    ``counted``: sessions that change in the end. What could not stay has to change, once, whatever the step. What a
    step had to move beside is proven for its own board only: it counts as long as no step before has changed anything,
    since another answer of that step might have spared it.
    """
    number, before = 0, set[SessionId]()
    for step in steps:
        beside = 0 if before else min(step.extra, step.needed)
        # Counted by a step before, or no change in the end: under a new id, cancelled later, or back where it was.
        again = len(step.touched & before) + len(step.touched - before - set(counted))
        number += max(0, step.changes - step.extra + beside - again)
        before |= step.touched
    return number


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
