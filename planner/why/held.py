"""What holds a session where it stands, read from the workbook: its event, a lock, links, what shares its hour."""

from collections.abc import Iterator, Sequence

from planner.board.board import Board
from planner.board.restore import open_owner
from planner.domain import (
    RELATION_WORDS,
    Course,
    Kind,
    Lock,
    Problem,
    Session,
    clock,
)
from planner.engine.change.moving import study_of
from planner.words import cell_of, count, course_name, room_name, say_all, say_barrette, say_day, trainer_name


def holders(board: Board, session: Session, others: Sequence[Session]) -> Iterator[str]:
    """French sentences, the firmest hold first; ``others``: what changes hour with it."""
    problem = board.problem
    if session.kind == Kind.FIXED:
        yield "C’est un événement de la feuille « Événements », à l’heure que le classeur lui donne."
    stands = problem.stands.get(session.id)
    if stands is not None:
        yield f"Elle est dans la feuille « Séances existantes », le {say_day(stands.day)} : elle ne change pas."
    yield from (_lock(problem, lock) for lock in problem.locks if _names(lock, session))
    yield from _freed(board, session)
    yield from _together(problem, session, others)
    course = problem.courses.get(session.course_id) if session.course_id else None
    if course is not None and session.kind == Kind.COURSE:
        yield from _of_course(problem, course)


def _names(lock: Lock, session: Session) -> bool:
    """Whether a lock of the workbook is about a session; one of a person in a group is about no hour."""
    if lock.apprentice_id is not None or lock.day not in (None, session.day):
        return False
    if lock.course_id is not None:
        at = lock.day is None or lock.start in (None, session.start)
        return session.kind == Kind.COURSE and (lock.course_id, lock.part) == (session.course_id, session.part) and at
    return lock.barrette_id is not None and lock.barrette_id == session.barrette_id


def _lock(problem: Problem, lock: Lock) -> str:
    asked = [
        *([f"le {say_day(lock.day)}"] if lock.day else []),
        *([f"à {clock(lock.start)}"] if lock.start is not None else []),
        *([f"en {room_name(problem, lock.room_id)}"] if lock.room_id else []),
        *([f"avec {say_all(trainer_name(problem, t) for t in lock.trainer_ids)}"] if lock.trainer_ids else []),
    ]
    return f"La feuille « Verrous » la veut {', '.join(asked)}." if asked else "Elle est dans la feuille « Verrous »."


def freed_from(board: Board, session: Session) -> Session | None:
    """The session of course whose people a session of study takes in, at the same hour; None for any other."""
    if session.kind != Kind.STUDY:
        return None
    return next((s for k, s in board.sessions.items() if s.kind == Kind.COURSE and study_of(session.id, k)), None)


def _freed(board: Board, session: Session) -> Iterator[str]:
    owner = freed_from(board, session)
    if owner is not None:
        yield f"Elle accueille ceux qui ne suivent pas « {owner.label} », à la même heure, et change d’heure avec."


def _together(problem: Problem, session: Session, others: Sequence[Session]) -> Iterator[str]:
    """What shares its hour, wherever that is."""
    if not others:
        return
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    if barrette is not None:
        number = count(len(others), "autre groupe", "autres groupes")
        yield f"Elle partage l’heure de la {say_barrette(barrette.name)} avec {number} : tous bougent ensemble."
    elif open_owner(problem, session) or session.kind == Kind.OPEN:
        number = count(len(others), "autre séance", "autres séances")
        yield f"Elle partage l’heure d’un temps d’accompagnement avec {number} : toutes bougent ensemble."
    else:
        names = say_all(f"« {s.label} »" for s in others)
        yield f"Elle se croise avec {names}, à la même heure : elles bougent ensemble."


def _of_course(problem: Problem, course: Course) -> Iterator[str]:
    """What its course asks for: its only hours, its order, its links."""
    if course.starts or course.hours:
        yield "Son cours n’a lieu qu’à certaines heures (feuille « Cours »)."
    if course.after is not None:
        yield f"Elle vient après la séance de même rang de {course_name(problem, course.after)}."
    for later in problem.courses.values():
        if later.after == course.id:
            yield f"La séance de même rang de {course_name(problem, later.id)} vient après elle."
    for number, link in enumerate(problem.links):
        if course.id in link.course_ids:
            names = [course_name(problem, c) for c in link.course_ids if c != course.id]
            cell = cell_of(problem, "link", str(number))
            kind = "lien" if link.hard else "lien souhaité"
            with_ = f" avec {say_all(names)}" if names else ""
            yield f"Son cours a un {kind} « {RELATION_WORDS[link.relation]} »{with_}{cell}."
