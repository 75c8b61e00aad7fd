"""Somebody put into another group of a barrette by hand: at which hours, what the rules say, and the timetable with it.

Of the hours from a day on at which they are in a group, those change at which the other one takes place too: there they
leave the first and join the second. Nobody else moves, and no session changes its hour, adults or room; one that nobody
attends any more is given up.

The board and ``barrette groups`` ask (`planner/folder/grouping.py`); a re-solve does not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from planner.board.board import Board
from planner.domain import ApprenticeId, Debt, GroupId, Kind, Problem, Session, Timetable, in_order
from planner.engine.change.due_again import with_time_given
from planner.engine.groups.seats import leave_empty, write_lists
from planner.hours.ledger import settle
from planner.hours.owed import owed as hours_owed
from planner.rule import Finding


@dataclass(frozen=True, slots=True)
class GroupMove:
    """Somebody who leaves one group of a barrette for another of the same period, from a day on."""

    apprentice_id: ApprenticeId
    from_id: GroupId
    to_id: GroupId
    first: date


MovedHours = tuple[tuple[Session, Session], ...]
"""Hour by hour in order of time: the session that somebody leaves, and the one that they join."""


def hours_of_move(timetable: Timetable, move: GroupMove) -> MovedHours:
    """The hours that a move changes; none where the two groups never take place at once."""
    theirs = {
        (s.day, s.start): s
        for s in timetable.sessions
        if s.kind == Kind.BARRETTE and s.group_id == move.to_id and s.day >= move.first
    }
    mine = timetable.by_apprentice.get(move.apprentice_id, ())
    both = [(s, theirs.get((s.day, s.start))) for s in mine if s.kind == Kind.BARRETTE and s.group_id == move.from_id]
    return tuple((one, other) for one, other in both if other is not None)


def refused_move(board: Board, move: GroupMove, hours: MovedHours) -> list[Finding]:
    """What the hard rules say against somebody in the other group, hour by hour; the board is as before."""
    learner, found = board.problem.learners[move.apprentice_id], list[Finding]()
    with _lifted(board, move, hours):
        for _one, other in hours:
            coming, said = board.allowed(board.sessions[other.id], [learner])
            found += said
            if coming:
                # What one week bears is asked with the hours of it that are moved already.
                board.join(other.id, learner.id)
    return found


@contextmanager
def _lifted(board: Board, move: GroupMove, hours: MovedHours) -> Iterator[None]:
    """Somebody out of the group that they leave, for a while."""
    before = [(board.sessions[s.id], dict(board.people[s.id])) for pair in hours for s in pair]
    for one, _other in hours:
        board.leave(one.id, move.apprentice_id)
    try:
        yield
    finally:
        for session, people in before:
            board.put(session, people)


def with_group_move(problem: Problem, timetable: Timetable, move: GroupMove) -> Timetable:
    """The timetable with a move, and what is owed to who moves counted again; all else is as it was.

    The very timetable that is given where no hour changes.
    """
    hours = hours_of_move(timetable, move)
    if not hours:
        return timetable
    board, person = Board.of(problem, timetable), move.apprentice_id
    for one, other in hours:
        board.leave(one.id, person)
        board.join(other.id, person)
        leave_empty(board, one)
    write_lists(board, frozenset({person}))
    sessions, attendance = in_order(list(board.sessions.values())), board.attendance()
    found = replace(timetable, sessions=sessions, attendance=attendance, groups=tuple(board.groups))
    return replace(found, debts=_counted(problem, found, person))


def _counted(problem: Problem, timetable: Timetable, person: ApprenticeId) -> tuple[Debt, ...]:
    """The rows of hours owed with those of one person paid by what they attend now, at the deadlines that they have."""
    mine = {d.need_id: d for d in timetable.debts if d.apprentice_id == person}
    usual = hours_owed(problem, [person])
    needs = [n for n in with_time_given(usual, usual, timetable.debts) if n.need_id in mine]
    now = {d.need_id: d for d in settle(problem, needs, timetable.sessions, timetable.attendance)}
    return tuple(
        replace(d, planned=now[d.need_id].planned) if d.apprentice_id == person and d.need_id in now else d
        for d in timetable.debts
    )
