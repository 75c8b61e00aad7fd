"""Minors without an adult: whether a room has a seat left, and the lines that say for whom nobody is there."""

from collections.abc import Sequence

from planner.board.board import Board
from planner.domain import ClassId, Guidance, Kind, Learner, Problem, Session, SessionId, Unplaced
from planner.words import say_all, say_when

CURE = "solution : y affecter un adulte, ou noter une autorisation de sortie dans la feuille Apprenants"


def list_unwatched(board: Board, course: Session, minors: Sequence[Learner]) -> None:
    """A line for the minors freed from a course whom nobody can watch meanwhile."""
    if minors:
        names = say_all(sorted(p.name for p in minors))
        reason = f"{say_when(course)} : aucun adulte ni lieu libre pour {names} pendant « {course.label} » ; {CURE}"
        board.unwatched.append(
            Unplaced(
                SessionId(f"encadrement-{course.id}"), Kind.STUDY, course.minutes, reason, class_ids=course.class_ids
            )
        )


def list_uncalled(board: Board, place: Session, class_id: ClassId, minors: Sequence[Learner]) -> None:
    """A line for the minors whom an open period does not call and whom nobody can watch."""
    if minors:
        names = say_all(sorted(p.name for p in minors))
        reason = f"{say_when(place)} : aucun adulte ni lieu libre pour {names} pendant « {place.label} » ; {CURE}"
        key = SessionId(f"encadrement-{place.id}")
        board.unwatched.append(Unplaced(key, Kind.OPEN, place.minutes, reason, class_ids=(class_id,)))


def unwatched(problem: Problem, session: Session) -> bool:
    """Whether a group works by itself without any adult in its room."""
    room = problem.rooms.get(session.room_id) if session.room_id else None
    by_itself = session.guidance == Guidance.AUTONOMOUS and not session.trainer_ids
    return by_itself and (room is None or not room.supervised_by)


def keep_watched(board: Board, session: Session) -> bool:
    """Take the minors out of a group of a barrette that no adult watches, and list them; whether anybody is left."""
    problem = board.problem
    if not unwatched(problem, session):
        return True
    people = board.people[session.id]
    minors = [p for a in people if (p := problem.learners[a]).kept(session.day) and not p.remote]
    for one in minors:
        board.leave(session.id, one.id)
    if minors:
        key = SessionId(f"encadrement-{session.barrette_id}-{session.period_id}-o{session.occurrence}")
        names = say_all(sorted(p.name for p in minors))
        reason = f"{say_when(session)} : aucun adulte ni lieu libre pour {names} pendant la barrette ; {CURE}"
        board.unwatched.append(Unplaced(key, Kind.STUDY, session.minutes, reason, class_ids=session.class_ids))
    return bool(people) or not minors
