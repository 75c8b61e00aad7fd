"""Seats that are left in groups, for those who only wait at the hour and are still owed what the group gives.

Last of the groups of a first solve. A composition settles a period within a gap, and sees neither what later hours
leave unpaid nor a seat that a rule freed: here each person who waits is asked once, everyone else where they are.

An hour of a strand is no reason for one group more: it is given in a module that the person has in that period
already, unless they have had nothing of the strand. Hours that a need asks for are given wherever a group gives them.
"""

from collections.abc import Sequence

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.domain import ApprenticeId, Learner, Owed, Session
from planner.engine.groups.seats import leave_empty, write_lists
from planner.engine.obstacles import Obstacles
from planner.hours.owed import SOURCE_ENTRY, SOURCE_PROGRAMME


def take_free_seats(board: Board, owed: Sequence[Owed]) -> None:
    """Move whoever waits at an hour into a group of it that gives what they are still owed, where no rule is against.

    The most pressing needs first; a place that nobody waits in any more has no adult and no room.
    """
    asked, moved = Obstacles(board, owed), set[ApprenticeId]()
    rows: dict[ApprenticeId, list[Owed]] = {}
    for need in sorted(owed, key=lambda n: (n.priority, n.deadline, n.need_id)):
        if need.target and need.source != SOURCE_ENTRY:
            rows.setdefault(need.apprentice_id, []).append(need)
    for person, needs in sorted(rows.items()):
        learner = board.problem.learners[person]
        for need in needs:
            for moment in _waiting(board, asked, need):
                paid = paid_so_far(board, needs, [person]).get((person, need.need_id), 0)
                if paid < need.minutes and _moved(board, asked, need, learner, moment):
                    moved.add(person)
    write_lists(board, frozenset(moved))


def _waiting(board: Board, asked: Obstacles, need: Owed) -> list[Session]:
    """Hours in the window of a need at which somebody is in autonomy, or in the place of an open period."""
    days = (d for d in board.problem.days if need.opens <= d <= need.deadline)
    return [s for day in days for s in board.attended(need.apprentice_id, day) if asked.waits(s) and s.occurrence]


def _moved(board: Board, asked: Obstacles, need: Owed, learner: Learner, moment: Session) -> bool:
    """Whether somebody has left a place to wait for a group of the hour; the board is as before where none will do."""
    groups = asked.groups_for(need, moment)
    if need.source == SOURCE_PROGRAMME:
        groups = [group for group in groups if asked.has(learner.id, group)]
    for group in groups:
        left = board.call_away(learner.id, group)
        # As it stands, with those who are in it: else it would be judged as a new group of one.
        if set(left) == {moment.id} and board.allowed(board.sessions[group.id], [learner])[0]:
            board.join(group.id, learner.id)
            leave_empty(board, moment)
            return True
        board.call_back(learner.id, left)
    return False
