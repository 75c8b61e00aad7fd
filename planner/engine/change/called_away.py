"""Who misses a course of the week for something of their own at its hour, so that both may stay where they are.

Asked by `week_sessions` for the units of a re-solve: whoever is expected in two items keeps them at two hours, but for
those who are away from one of them already.
"""

from collections.abc import Sequence

from planner.board.board import Board
from planner.domain import ApprenticeId, Kind, Problem, Session
from planner.domain.kinds import OF_CLASSES
from planner.engine.week.tied import at_its_lock


def called_away(board: Board, sessions: Sequence[Session]) -> set[tuple[ApprenticeId, int]]:
    """People and the courses that they miss, by their number among the sessions.

    An event of some is something of their own for a course that goes on without them: its trainer may be replaced, and
    it keeps its hour. One that nobody attends any more looks for another, unless a lock of the workbook holds it there.
    """
    own = [s for s in sessions if s.kind not in OF_CLASSES]
    found: set[tuple[ApprenticeId, int]] = set()
    for number, session in enumerate(sessions):
        if session.kind == Kind.COURSE:
            goes_on = bool(board.people[session.id]) or at_its_lock(board.problem, session)
            for other in (s for s in own if session.overlaps(s)):
                if other.kind != Kind.FIXED or (goes_on and _of_some(board.problem, other, session)):
                    found |= {(person, number) for person in board.people[other.id]}
    return found


def _of_some(problem: Problem, event: Session, session: Session) -> bool:
    """Whether an event leaves some of the people of a course there: it names some, or is of another part."""
    known = problem.event_of.get(event.id)
    return known is not None and (bool(known.apprentice_ids) or event.part not in ("", session.part))
