"""Courses that a changed workbook shares otherwise between classes: their sessions to come are of the classes of now.

`again.Again` asks once the board is restored, before anybody joins or leaves with their class. Sessions of the past
and those pasted or put into barrettes stay as they are. Who is in the sessions is for `attendance`, another hour for
`times`.

Welding is shared with a second class from Monday on: the second class is expected on Tuesday at 10, and where it has
maths then, one of the two looks for another hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from planner.board.board import Board
from planner.domain import ApprenticeId, ClassId, Course, Guidance, Kind, Problem, Session, SessionId
from planner.domain.kinds import OF_CLASSES
from planner.engine.change.limits import Limits
from planner.words import course_label

Clash = tuple[Session, Session]


@dataclass(frozen=True, slots=True)
class Shared:
    """Sessions whose classes are others now, those that cannot stay beside what the new class has, people of both."""

    sessions: frozenset[SessionId] = frozenset()
    hits: frozenset[SessionId] = frozenset()
    people: frozenset[ApprenticeId] = frozenset()


def share_courses(board: Board, old: Problem, limits: Limits) -> Shared:
    """Give the sessions of courses the classes that the workbook has now; the hits are as few as it takes.

    A class does not come to a session at whose hour it has something else where neither may move.
    """
    changed: dict[SessionId, Session] = {}
    for course in board.problem.courses.values():
        was = old.courses.get(course.id)
        if was is not None and not course.barrette_id and set(was.class_ids) != set(course.class_ids):
            for session in _to_come(board, course, limits.first):
                now = tuple(c for c in course.class_ids if c in was.class_ids or _may_come(board, session, c, limits))
                label = course_label(board.problem, course, now, session.part)
                changed[session.id] = replace(session, class_ids=now, label=label)
    classes = {c for k, s in changed.items() for c in {*board.sessions[k].class_ids} ^ {*s.class_ids}}
    new = {k: {*s.class_ids} - {*board.sessions[k].class_ids} for k, s in changed.items()}
    for key, session in changed.items():
        board.put(session, board.people[key])
    clashes = [(changed[k], other) for k in changed for c in sorted(new[k]) for other in _beside(board, changed[k], c)]
    learners = board.problem.learners.values()
    people = {x.id for x in learners if any(m.class_id in classes for m in x.memberships)}
    return Shared(frozenset(changed), frozenset(_cover(board, clashes, limits)), frozenset(people))


def _to_come(board: Board, course: Course, first: date) -> Iterator[Session]:
    """Sessions of a course on the first day or later, in order of ids."""
    for key in sorted(board.sessions):
        session = board.sessions[key]
        mine = session.kind == Kind.COURSE and session.course_id == course.id and key not in board.problem.stands
        if mine and session.day >= first:
            yield session


def _may_come(board: Board, session: Session, class_id: ClassId, limits: Limits) -> bool:
    """Whether a class has nothing at the hour of a session, or the one or the other may move."""
    beside = _beside(board, session, class_id)
    return not beside or _moves(board, session, limits) or all(_moves(board, other, limits) for other in beside)


def _beside(board: Board, session: Session, class_id: ClassId) -> list[Session]:
    """What a class, or the part of it that a session is for, has at the hour of the session."""
    events = board.problem.event_of
    return [
        other
        for other in board.of_class(class_id, session.day)
        if other.id != session.id
        and other.overlaps(session)
        and (not other.part or not session.part or other.part == session.part)
        and (other.kind in OF_CLASSES or (other.id in events and not events[other.id].apprentice_ids))
    ]


def _moves(board: Board, session: Session, limits: Limits) -> bool:
    """Whether a session may go to another hour."""
    led = session.kind == Kind.COURSE and session.guidance == Guidance.LED
    return led and session.id not in board.problem.stands and not limits.stays(session)


def _cover(board: Board, clashes: list[Clash], limits: Limits) -> Iterator[SessionId]:
    """Sessions that may move, one of each clash: whichever is in most of them, else the one whose classes changed."""
    left = [tuple(one for one in clash if _moves(board, one, limits)) for clash in clashes]
    while left := [clash for clash in left if clash]:
        number = {one.id: sum(one in clash for clash in left) for clash in left for one in reversed(clash)}
        most = max(number.values())
        hit = next(one.id for clash in left for one in clash if number[one.id] == most)
        yield hit
        left = [clash for clash in left if hit not in {one.id for one in clash}]
