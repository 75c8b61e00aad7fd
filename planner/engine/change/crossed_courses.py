"""Courses at one hour that were for different people and are now for some of the same: reserved otherwise, or not.

`times.Retime.weeks` asks once, before it looks at the weeks. The workbook before and now are read, and the board as it
stands; nothing changes here. Of two such courses the one that is reserved otherwise leaves, else the one of the later
id.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from planner.board.board import Board
from planner.domain import ClassId, CourseId, Kind, Problem, Session, SessionId, Stream, streams


def crossed_courses(old: Problem, board: Board, first: date) -> frozenset[SessionId]:
    """Sessions on ``first`` or later that cannot stay beside another course of their class."""
    if not any(course.reserved for course in old.courses.values()):
        return frozenset()
    found = set[SessionId]()
    for class_id in board.problem.classes.keys() & old.classes.keys():
        for one, other in _at_once(board, class_id, first):
            if not _apart(board.problem, class_id, one, other) and _apart(old, class_id, one, other):
                found.add(max((one, other), key=lambda s: (_changed(old, board.problem, s), s.id)).id)
    return frozenset(found)


def _at_once(board: Board, class_id: ClassId, first: date) -> Iterator[tuple[Session, Session]]:
    """Pairs of courses of a class at one moment."""
    days = sorted({s.day for s in board.sessions.values() if s.kind == Kind.COURSE and s.day >= first})
    for day in days:
        held = [s for s in board.of_class(class_id, day) if s.kind == Kind.COURSE]
        yield from ((one, other) for one, other in combinations(held, 2) if one.overlaps(other))


def _apart(problem: Problem, class_id: ClassId, one: Session, other: Session) -> bool:
    """Whether nobody of a class has both."""
    return not _of(problem, class_id, one) & _of(problem, class_id, other)


def _of(problem: Problem, class_id: ClassId, session: Session) -> set[Stream]:
    """Streams of a class that a session is for."""
    return set(streams(problem, class_id, session.part, session.course_id))


def _changed(old: Problem, new: Problem, session: Session) -> bool:
    """Whether a course is reserved otherwise than before."""
    was, now = (problem.courses.get(session.course_id or CourseId("")) for problem in (old, new))
    return was is not None and now is not None and was.reserved != now.reserved
