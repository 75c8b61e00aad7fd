"""Which hours of the class somebody leaves whose day an arrangement makes shorter: those that cost the least.

The class has its hours all the same. Courses are called in order of time, so that the day is full before its last
session: this looks again at each of these days, on a board that stands, and changes nothing of anybody else's. Once the
groups are made, what nobody owes them gives way first: autonomy, then support beyond what is due.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.domain import (
    ApprenticeId,
    Course,
    CourseId,
    Guidance,
    Kind,
    Learner,
    Owed,
    Problem,
    Session,
    SessionId,
    in_order,
)
from planner.prices import HOLE_OF_ONE, LOST_BEFORE, LOST_PRACTICE, LOST_UNOWED, LOST_WAITING

MAY_GIVE_WAY = (Kind.BARRETTE, Kind.STUDY, Kind.OPEN, Kind.SUPPORT)
"""Kinds of what somebody may leave for a course, where it pays nothing that they are owed."""


def choose_hours(board: Board, people: Collection[ApprenticeId], first: date) -> None:
    """Each of some people whose day is limited leaves the hours of course that are worth least, from a day on.

    Only days of which something is left out already are looked at. What is no course stays: support, events, and what
    is kept.
    """
    problem = board.problem
    for person in _limited(problem):
        if person not in people:
            continue
        lost: dict[CourseId, int] = {}
        for day in problem.days:
            out = _left_out(board, problem.learners[person], day) if problem.arranged(person, "max_day", day) else []
            if out and day >= first:
                out = _chosen(board, problem.learners[person], day, out, lost)
            for session in out:
                lost[_course(session)] = lost.get(_course(session), 0) + session.minutes


def make_room(board: Board, owed: Iterable[Owed]) -> list[Session]:
    """Whoever misses a course for a full day leaves what is not owed to them that day, where the course then fits.

    Once the groups are made. Autonomy goes before support; a minor who may not leave stays under the eyes of an adult
    inside their day. Nothing that pays an hour owed is left, and a course that a rule refuses stays as it was. Returns
    what nobody is in any more.
    """
    problem, left = board.problem, dict[SessionId, Session]()
    needs: dict[ApprenticeId, list[Owed]] = {person: [] for person in _limited(problem)}
    for need in owed:
        if need.apprentice_id in needs:
            needs[need.apprentice_id].append(need)
    for person, mine in needs.items():
        learner, lost = problem.learners[person], dict[CourseId, int]()
        for day in problem.days:
            out = _left_out(board, learner, day) if problem.arranged(person, "max_day", day) else []
            spare = _unowed(board, learner, day, mine) if out else frozenset()
            while spare and out and (refused := _exchanged(board, learner, day, out, lost, spare)):
                out = [s for s in out if s.id != refused]
            left |= {key: board.sessions[key] for key in spare if not board.people[key]}
            for session in _left_out(board, learner, day) if out else ():
                lost[_course(session)] = lost.get(_course(session), 0) + session.minutes
    return list(left.values())


def _exchanged(
    board: Board,
    learner: Learner,
    day: date,
    out: Sequence[Session],
    lost: Mapping[CourseId, int],
    spare: frozenset[SessionId],
) -> SessionId | None:
    """The cheapest hours of a day are left, unowed ones among them; a course that a rule refuses, and nothing changes.

    None where all is done.
    """
    held = [s for s in board.attended(learner.id, day) if s.modality != "remote_async"]
    gone = least_valuable(board.problem, [*held, *out], board.problem.longest_day(learner, day), lost, spare)
    left, back = [s for s in held if s in gone], [s for s in out if s not in gone]
    for session in left:
        board.leave(session.id, learner.id)
    for number, session in enumerate(back):
        if not board.allowed(board.sessions[session.id], [learner])[0]:
            for joined in back[:number]:
                board.leave(joined.id, learner.id)
            for one in left:
                board.join(one.id, learner.id)
            return session.id
        board.join(session.id, learner.id)
    return None


def _unowed(board: Board, learner: Learner, day: date, needs: Sequence[Owed]) -> frozenset[SessionId]:
    """What of somebody's day, courses and events aside, pays nothing that they are owed, all of it together."""
    held = list(in_order(list(board.attended(learner.id, day))))
    inside = {s.id for s in held[1:-1]} if learner.kept(day) else set()
    rows = [s for s in held if s.kind in MAY_GIVE_WAY and not s.course_ids and s.id in board.sessions]
    rows = [s for s in rows if s.modality != "remote_async" and s.id not in inside]
    paid, found = paid_so_far(board, needs, [learner.id]), list[SessionId]()
    for session in sorted(rows, key=lambda s: (not _waits(s), s.start)):
        board.leave(session.id, learner.id)
        found.append(session.id)
        if paid_so_far(board, needs, [learner.id]) != paid:
            board.join(found.pop(), learner.id)
    for key in found:
        board.join(key, learner.id)
    return frozenset(found)


def _waits(session: Session) -> bool:
    """Whether people work by themselves in a session, or wait there."""
    return session.guidance == Guidance.AUTONOMOUS or session.kind in (Kind.STUDY, Kind.OPEN)


def _limited(problem: Problem) -> list[ApprenticeId]:
    """Those whose day an arrangement makes shorter at some time."""
    rows = (a.apprentice_id for a in problem.arrangements if a.effect == "max_day")
    return [person for person in dict.fromkeys(rows) if person in problem.learners]


def _chosen(
    board: Board, learner: Learner, day: date, out: Sequence[Session], lost: Mapping[CourseId, int]
) -> list[Session]:
    """The courses of a day that cost a learner least, who is in the others then."""
    held = [s for s in board.attended(learner.id, day) if s.modality != "remote_async"]
    gone = least_valuable(board.problem, [*held, *out], board.problem.longest_day(learner, day), lost)
    for session in held:
        if session in gone:
            board.leave(session.id, learner.id)
    for session in out:
        if session not in gone:
            board.join(session.id, learner.id)
    return gone


def _left_out(board: Board, learner: Learner, day: date) -> list[Session]:
    """Courses of the class that a learner misses on a day for no other reason than that the day would be too long."""
    home = learner.membership(day)
    if home is None:
        return []
    held = board.attended(learner.id, day)
    found = []
    for session in board.of_class(home.class_id, day):
        course = board.problem.courses.get(session.course_id) if session.course_id else None
        if session.kind != Kind.COURSE or course is None or learner.id in board.people[session.id]:
            continue
        if session.part not in ("", home.part) or session.modality == "remote_async":
            continue
        if not any(s.overlaps(session) for s in held) and _could(board.problem, learner, course, session):
            found.append(session)
    return list(in_order(found))


def _could(problem: Problem, learner: Learner, course: Course, session: Session) -> bool:
    """Whether somebody may be in a course of the class, however long the day is."""
    day = session.day
    if learner.kept_out(course, day) or problem.freed(learner.id, course, day) is not None:
        return False
    span = day, session.start, session.end
    return problem.here(learner, *span) and not problem.barred(learner.id, *span)


def least_valuable(
    problem: Problem,
    sessions: Iterable[Session],
    most: int,
    lost: Mapping[CourseId, int] | None = None,
    spare: Collection[SessionId] = (),
) -> list[Session]:
    """The courses among the sessions of one day without which they last ``most`` minutes at most, in order of time.

    The cheapest of all ways: few minutes, nothing practical, at the edge of the day, and not always the same course.
    ``lost``: minutes of each course missed before; ``spare``: what may go beside courses, and costs less. All of them,
    where that is not enough; none, where nothing is over.
    """
    rows = list(in_order(list(sessions)))
    over = sum(s.minutes for s in rows) - most
    if over <= 0:
        return []
    courses = [s for s in rows if s.kind == Kind.COURSE or s.id in spare]
    ways = (
        w for n in range(1, len(courses) + 1) for w in combinations(courses, n) if sum(s.minutes for s in w) >= over
    )
    best = min(ways, key=lambda w: (_price(problem, rows, w, lost or {}), [-s.start for s in w]), default=None)
    return list(courses if best is None else best)


def _price(problem: Problem, rows: Sequence[Session], way: Sequence[Session], lost: Mapping[CourseId, int]) -> int:
    """What it costs to be without some courses of a day, in minutes of a general course at its edge."""
    stay = [s for s in rows if s not in way]
    inside = [s for s in way if stay and stay[0].start < s.start < stay[-1].start]
    minutes = sum(_worth(problem, s) for s in way)
    return minutes + HOLE_OF_ONE * len(inside) + sum(lost.get(_course(s), 0) for s in way) // LOST_BEFORE


def _worth(problem: Problem, session: Session) -> int:
    """What a session is worth, in minutes of a general course."""
    if session.kind != Kind.COURSE:
        return session.minutes // (LOST_WAITING if _waits(session) else LOST_UNOWED)
    return session.minutes * (LOST_PRACTICE if _practical(problem, session) else 1)


def _course(session: Session) -> CourseId:
    return session.course_id or CourseId("")


def _practical(problem: Problem, session: Session) -> bool:
    course = problem.courses.get(_course(session))
    return course is not None and course.practical
