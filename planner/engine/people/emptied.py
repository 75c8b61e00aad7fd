"""Lessons whose people are all elsewhere then (at the entry module, at an event) go to an hour at which they can come.

After the entry modules of a first solve, before anything else of people. A lesson keeps its team and, where an hour of
it will do, its week; one that finds no hour stays where it is, and is told as one that nobody attends. What is left of
its day goes with it where a binding minimum asks for more; where that cannot go, the lesson stays too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from planner.board.board import Board
from planner.board.staff import rooms_for_course
from planner.courses.placed_days import left_short
from planner.domain import ApprenticeId, Course, Kind, Learner, Problem, Session, SessionId, in_order, monday
from planner.engine.people.attend import called_to, course_people, period_id
from planner.placement import for_everyone


@dataclass(frozen=True, slots=True)
class OtherHour:
    """A lesson at another hour, with those who would come."""

    session: Session
    people: tuple[Learner, ...]
    weeks: int
    """How many weeks away it is."""


def move_emptied(board: Board) -> None:
    """Give another hour to each lesson that nobody attends since its people are called elsewhere, in order of time."""
    for session in in_order(list(board.sessions.values())):
        if session == board.sessions[session.id] and _emptied(board, session):
            _go(board, session)


def _go(board: Board, session: Session) -> None:
    """A lesson and whatever it leaves on a day too short to come for go to other hours; all of it stays, or none."""
    freed, stood = list(board.freed), dict[SessionId, tuple[Session, dict[ApprenticeId, bool]]]()
    waiting = [session]
    while waiting:
        one = waiting.pop()
        people = dict(board.people[one.id])
        # What has moved already and cannot stay there either goes no further.
        if one.id in stood or not to_another_hour(board, one):
            for moved, there in stood.values():
                board.put(moved, there)
            board.freed = freed
            return
        stood[one.id] = one, people
        waiting += {s.id: s for s in left_short(board.problem, board, one) if s not in waiting}.values()


def to_another_hour(board: Board, session: Session) -> bool:
    """Give a lesson another hour at which nobody who has it now is missing; False, and nothing changes, without one."""
    course = _course(board, session)
    place = _elsewhere(board, course, session) if course is not None else None
    if place is None or len(place.people) < len(board.people[session.id]):
        return False
    board.take(session.id)
    board.freed = [row for row in board.freed if row[0].id != session.id]
    board.call(place.session, course_people(board, place.session))
    return True


def _course(board: Board, session: Session) -> Course | None:
    """The course of a lesson, unless the workbook holds it at its hour."""
    problem = board.problem
    course = problem.courses.get(session.course_id) if session.course_id else None
    if course is None or session.kind != Kind.COURSE or session.id in problem.stands:
        return None
    return None if any(lock.course_id == course.id for lock in problem.locks) else course


def _emptied(board: Board, session: Session) -> bool:
    """Whether nobody attends a lesson though its people are at the centre."""
    problem, course = board.problem, _course(board, session)
    if course is None or board.people[session.id]:
        return False
    people = (p for c in session.class_ids for p in problem.roster(c, session.day, session.part))
    span = session.day, session.start, session.end
    return any(_follows(problem, p, course, session.day) and board.presence.clashes(p.id, *span) for p in people)


def _follows(problem: Problem, learner: Learner, course: Course, day: date) -> bool:
    """Whether somebody of the class has a course on a day at all."""
    out = learner.unauthorised(course, day) or learner.kept_out(course, day)
    return not out and problem.freed(learner.id, course, day) is None


def _elsewhere(board: Board, course: Course, session: Session) -> OtherHour | None:
    """The hour at which most come, the nearest week of these, where no rule is against it; the cheapest of them."""

    def rank(place: OtherHour) -> tuple[int, int]:
        return -len(place.people), place.weeks

    for _rank, places in groupby(sorted(_hours(board, course, session), key=rank), key=rank):
        allowed = [p for p in places if not any(board.judged(for_everyone(p.session, _far(p.people))))]
        if allowed:
            return min(allowed, key=lambda place: board.cost(place.session, place.people))
    return None


def _far(people: tuple[Learner, ...]) -> dict[ApprenticeId, bool]:
    return {person.id: person.remote for person in people}


def _hours(board: Board, course: Course, session: Session) -> Iterator[OtherHour]:
    """Every hour of the term at which some of its people can come, with a room that is free; in order of time."""
    problem = board.problem
    tables = list(problem.course_bells(course))
    for day in problem.days:
        rung = [set(bells.placements(day.weekday(), session.minutes, session.meal)) for bells in tables]
        for start, end in sorted(set.intersection(*rung)) if rung else ():
            at = replace(session, day=day, start=start, end=end, period_id=period_id(problem, day), modality="on_site")
            people, _freed = called_to(board, at)
            placed = _in_room(board, course, at, people) if people else None
            if placed is not None:
                away = abs(monday(day) - monday(session.day)).days // 7
                yield OtherHour(placed, tuple(people), away)


def _in_room(board: Board, course: Course, session: Session, people: list[Learner]) -> Session | None:
    """The lesson in its own room or another one that suits it; as it is where it has none."""
    if session.room_id is None:
        return session
    free = rooms_for_course(board, course, session, people)
    room = min(free, key=lambda r: (r.id != session.room_id, r.shared > 1, r.seats, r.id), default=None)
    return replace(session, room_id=room.id) if room else None
