"""Minors without an adult: whether a room has a seat left, and the lines that say for whom nobody is there."""

from collections.abc import Sequence

from planner.board.board import Assembly
from planner.domain import ClassId, Guidance, Kind, Learner, Problem, Session, SessionId, Unplaced
from planner.engine.groups.compose import Composition
from planner.engine.people.entry import suits
from planner.engine.week.draft import Placed
from planner.model.groups import Occasion
from planner.words import say_all, say_when

CURE = "solution : y affecter un adulte, ou noter une autorisation de sortie dans la feuille Apprenants"


def seat_left(assembly: Assembly, session: Session, people: Sequence[Learner]) -> bool:
    """Whether the room of a session, all groups in it counted, holds more people and suits them."""
    room = assembly.problem.rooms.get(session.room_id) if session.room_id else None
    if room is None:
        return False
    inside = [s for s in assembly.places.get((room.id, session.day), ()) if s.overlaps(session)]
    seated = sum(not far for s in inside for far in assembly.people[s.id].values())
    heads = sum(not p.remote for p in people)
    if not assembly.presence.in_reach(people, session.day, session.start, session.end, room.site_id):
        return False
    return seated + heads <= room.seats and suits(assembly.problem, room, people, session.day)


def list_unwatched(assembly: Assembly, course: Session, minors: Sequence[Learner]) -> None:
    """A line for the minors freed from a course whom nobody can watch meanwhile."""
    if minors:
        names = say_all(sorted(p.name for p in minors))
        reason = f"{say_when(course)} : aucun adulte ni lieu libre pour {names} pendant « {course.label} » ; {CURE}"
        assembly.unwatched.append(
            Unplaced(
                SessionId(f"encadrement-{course.id}"), Kind.STUDY, course.minutes, reason, class_ids=course.class_ids
            )
        )


def list_uncalled(assembly: Assembly, place: Session, class_id: ClassId, minors: Sequence[Learner]) -> None:
    """A line for the minors whom an open period does not call and whom nobody can watch."""
    if minors:
        names = say_all(sorted(p.name for p in minors))
        reason = f"{say_when(place)} : aucun adulte ni lieu libre pour {names} pendant « {place.label} » ; {CURE}"
        key = SessionId(f"encadrement-{place.id}")
        assembly.unwatched.append(Unplaced(key, Kind.OPEN, place.minutes, reason, class_ids=(class_id,)))


def unwatched(problem: Problem, session: Session) -> bool:
    """Whether a group works by itself without any adult in its room."""
    room = problem.rooms.get(session.room_id) if session.room_id else None
    by_itself = session.guidance == Guidance.AUTONOMOUS and not session.trainer_ids
    return by_itself and (room is None or not room.supervised_by)


def keep_watched(assembly: Assembly, session: Session) -> bool:
    """Take the minors out of a group of a barrette that no adult watches, and list them; whether anybody is left."""
    problem = assembly.problem
    if not unwatched(problem, session):
        return True
    people = assembly.people[session.id]
    minors = [p for a in people if (p := problem.learners[a]).kept(session.day) and not p.remote]
    for one in minors:
        assembly.remove(session, one.id)
    if minors:
        key = SessionId(f"encadrement-{session.barrette_id}-{session.period_id}-o{session.occurrence}")
        names = say_all(sorted(p.name for p in minors))
        reason = f"{say_when(session)} : aucun adulte ni lieu libre pour {names} pendant la barrette ; {CURE}"
        assembly.unwatched.append(Unplaced(key, Kind.STUDY, session.minutes, reason, class_ids=session.class_ids))
    return bool(people) or not minors


def note_freed(
    assembly: Assembly, placed: Sequence[Placed], occasions: Sequence[Occasion], composed: Composition
) -> None:
    """Note those who are there at a barrette and in none of its groups, since they do not follow the course it carries.

    The hours they are freed from are those of their course, as if it had a session of its own.
    """
    problem = assembly.problem
    barrette = problem.barrettes[placed[0][0].barrette_id] if placed and placed[0][0].barrette_id else None
    carried = [problem.courses[c] for c in (barrette.course_ids if barrette else ()) if c in problem.courses]
    spans = {str(item.id): (item, option) for item, option in placed}
    for here in occasions if carried else ():
        item, option = spans[here.key]
        grouped = {a for run in composed.runs if run.occasion_key == here.key for a in run.apprentice_ids}
        for person in (a for a in here.learners if a not in grouped):
            home = problem.learners[person].membership(here.day)
            course = next(
                (
                    c
                    for c in carried
                    if home and home.class_id in c.class_ids and problem.freed(person, c, here.day) is not None
                ),
                None,
            )
            if course is not None:
                key = SessionId(f"{item.id}-{course.id}-{here.day}-{here.start}")
                session = Session(
                    key, Kind.COURSE, here.day, option.start, option.end, item.minutes, course.subject, course.subject,
                    course_ids=(course.id,), class_ids=course.class_ids, period_id=item.period_id, site_id=item.site_id,
                )  # fmt: skip
                assembly.exempted.append((session, person))
