"""Which hours of the class somebody leaves whose day an arrangement makes shorter: those that cost the least.

The class has its hours all the same. Courses are called in order of time, so that the day is full before its last
session: this looks again at each of these days, on a board that stands, and changes nothing of anybody else's.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from planner.board.board import Board
from planner.domain import ApprenticeId, Course, CourseId, Kind, Learner, Problem, Session, in_order
from planner.prices import HOLE_OF_ONE, LOST_BEFORE, LOST_PRACTICE


def choose_hours(board: Board, people: Collection[ApprenticeId], first: date) -> None:
    """Each of some people whose day is limited leaves the hours of course that are worth least, from a day on.

    Only days of which something is left out already are looked at. What is no course stays: support, events, and what
    is kept.
    """
    problem = board.problem
    for person in dict.fromkeys(a.apprentice_id for a in problem.arrangements if a.effect == "max_day"):
        if person not in people or person not in problem.learners:
            continue
        lost: dict[CourseId, int] = {}
        for day in problem.days:
            out = _left_out(board, problem.learners[person], day) if problem.arranged(person, "max_day", day) else []
            if out and day >= first:
                out = _chosen(board, problem.learners[person], day, out, lost)
            for session in out:
                lost[_course(session)] = lost.get(_course(session), 0) + session.minutes


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
    problem: Problem, sessions: Iterable[Session], most: int, lost: Mapping[CourseId, int] | None = None
) -> list[Session]:
    """The courses among the sessions of one day without which they last ``most`` minutes at most, in order of time.

    The cheapest of all ways: few minutes, nothing practical, at the edge of the day, and not always the same course.
    ``lost``: minutes of each course missed before. All courses, where that is not enough; none, where nothing is over.
    """
    rows = list(in_order(list(sessions)))
    over = sum(s.minutes for s in rows) - most
    if over <= 0:
        return []
    courses = [s for s in rows if s.kind == Kind.COURSE]
    ways = (
        w for n in range(1, len(courses) + 1) for w in combinations(courses, n) if sum(s.minutes for s in w) >= over
    )
    best = min(ways, key=lambda w: (_price(problem, rows, w, lost or {}), [-s.start for s in w]), default=None)
    return list(courses if best is None else best)


def _price(problem: Problem, rows: Sequence[Session], way: Sequence[Session], lost: Mapping[CourseId, int]) -> int:
    """What it costs to be without some courses of a day, in minutes of a general course at its edge."""
    stay = [s for s in rows if s not in way]
    inside = [s for s in way if stay and stay[0].start < s.start < stay[-1].start]
    minutes = sum(s.minutes * (LOST_PRACTICE if _practical(problem, s) else 1) for s in way)
    return minutes + HOLE_OF_ONE * len(inside) + sum(lost.get(_course(s), 0) for s in way) // LOST_BEFORE


def _course(session: Session) -> CourseId:
    return session.course_id or CourseId("")


def _practical(problem: Problem, session: Session) -> bool:
    course = problem.courses.get(_course(session))
    return course is not None and course.practical
