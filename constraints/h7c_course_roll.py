"""H7c: a course calls the learners of its class and part that day, those who follow it by a path, and nobody else.

Of the class, those to whom it is reserved where it is.

Attendance is derived once times are known: no stage of the engine has a row for it. Who is there is told by dated
memberships, so a change of class in the middle of a week is checked day by day.
"""

from collections.abc import Iterator
from datetime import date

from planner.domain import ApprenticeId, ClassId, Course, Kind, Learner, Problem, Room, Session, Timetable, key
from planner.placement import BoardView, Placement, meeting, others
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_when

KEY = "H7c"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Each session of a course: strangers who are expected there, people of the class who are nowhere."""
    minutes, members = _minutes(timetable), _members(problem)
    for session in timetable.sessions:
        course = problem.courses.get(session.course_id) if session.course_id else None
        if session.kind != Kind.COURSE or course is None:
            continue
        own = {p.id: p for c in session.class_ids for p in members.get(c, ()) if _called(p, c, course, session)}
        present = {row.apprentice_id for row in timetable.attendees.get(session.id, ())}
        full = _full(problem, timetable, session, course)
        for person in sorted(present - set(own)):
            if person in problem.learners and not problem.followed(person, course.id, session.day, session.part):
                name = learner_name(problem, person)
                text = f"{name} est attendu à {session.label}, {say_when(session)}, qui n'est pas un cours de sa "
                text += "classe ni de sa partie ce jour-là."
                yield Finding(KEY, text, 1, (session.id,), (person,))
        for person, learner in own.items():
            excused = person in present or (full and not learner.remote)
            if not excused and not _excused(problem, timetable, learner, course, session, minutes):
                text = (
                    f"{learner.name} n'est pas attendu à {session.label}, {say_when(session)}, un cours de sa classe."
                )
                yield Finding(KEY, text, 1, (session.id,), (person,))


def _members(problem: Problem) -> dict[ClassId, list[Learner]]:
    """Learners who are in a class on some day."""
    found: dict[ClassId, list[Learner]] = {}
    for learner in problem.learners.values():
        for class_id in sorted({m.class_id for m in learner.memberships}):
            found.setdefault(class_id, []).append(learner)
    return found


def _called(learner: Learner, class_id: ClassId, course: Course, session: Session) -> bool:
    """Whether the class, and the part where the session has one, are the learner's on its day, and the course too."""
    home = learner.membership(session.day)
    return home is not None and home.class_id == class_id and session.part in ("", home.part) and learner.takes(course)


def _minutes(timetable: Timetable) -> dict[tuple[ApprenticeId, date], int]:
    """Teaching minutes of each person by day."""
    found: dict[tuple[ApprenticeId, date], int] = {}
    for person, sessions in timetable.by_apprentice.items():
        for session in sessions:
            found[person, session.day] = found.get((person, session.day), 0) + session.minutes
    return found


def _full(problem: Problem, timetable: Timetable, session: Session, course: Course) -> bool:
    """Whether the room of a session, or its course, takes not one person more."""
    room = problem.rooms.get(session.room_id) if session.room_id else None
    own = sum(not row.remote for row in timetable.attendees.get(session.id, ()))
    if course.max_group is not None and own >= course.max_group:
        return True
    held = [s for s in timetable.by_room.get(room.id, ()) if s.overlaps(session)] if room else []
    here = {row.apprentice_id for s in held for row in timetable.attendees.get(s.id, ()) if not row.remote}
    return room is not None and len(here) >= room.seats


def _excused(
    problem: Problem,
    timetable: Timetable,
    learner: Learner,
    course: Course,
    session: Session,
    minutes: dict[tuple[ApprenticeId, date], int],
) -> bool:
    """Not on the roll, away, freed, arranged, elsewhere then, kept out, at the limit of the day, or in no such room."""
    day = session.day
    if not problem.enrolled(learner, day) or not problem.here(learner, day, session.start, session.end):
        return True
    if problem.freed(learner.id, course, day) or problem.barred(learner.id, day, session.start, session.end):
        return True
    if problem.arranged(learner.id, "max_day", day) or (course.regulated and learner.minor(day)):
        return True
    if learner.remote and not course.from_afar:
        return True
    room = problem.rooms.get(session.room_id) if session.room_id else None
    if room is not None and any(not _offers(room, a.text) for a in problem.arranged(learner.id, "room_feature", day)):
        return True
    most = problem.settings.minor_day if learner.minor(day) else problem.settings.adult_day
    if minutes.get((learner.id, day), 0) + session.minutes > most:
        return True
    return any(other.overlaps(session) for other in timetable.by_apprentice.get(learner.id, ()))


def _offers(room: Room, feature: str) -> bool:
    """Whether a room has what an arrangement asks."""
    return key(feature) in room.has


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Whoever comes to a course is of its class and part or follows it; whoever of the class does not is excused."""
    placed = placement.session
    course = problem.courses.get(placed.course_id) if placed.course_id else None
    if placed.kind != Kind.COURSE or course is None:
        return
    for person in placement.concerned:
        learner = problem.learners.get(person)
        if learner is None or _one_of(learner, course, placed):
            continue
        if not problem.followed(person, course.id, placed.day, placed.part):
            text = (
                f"{learner.name} serait à {placed.label}, {say_when(placed)}, qui n'est pas un cours de sa classe ni "
                "de sa partie ce jour-là."
            )
            yield Finding(KEY, text, 1, (placed.id,), (person,))
    classes = [c for c in placed.class_ids if c in problem.classes] if placement.moves else []
    seats = _seats_left(problem, board, placement, course) if classes else 0
    for learner in (p for c in classes for p in problem.roster(c, placed.day, placed.part, course)):
        without = learner.id in placement.people or (seats <= 0 and not learner.remote)
        if not without and not _spared(problem, board, placement, learner, course):
            text = f"{learner.name} ne serait pas à {placed.label}, {say_when(placed)}, un cours de sa classe."
            yield Finding(KEY, text, 1, (placed.id,), (learner.id,))


def _seats_left(problem: Problem, board: BoardView, placement: Placement, course: Course) -> int:
    """People whom the room and the course would still take; as many as one likes where neither says how many."""
    placed, own = placement.session, {person for person, far in placement.people.items() if not far}
    room = problem.rooms.get(placed.room_id) if placed.room_id else None
    left = [1] if room is None else []
    if room is not None:
        met = meeting((s for s in board.held(room.id, placed.day) if s.room_id == room.id), placement)
        left.append(room.seats - len(own.union(*({p for p, f in board.people_of(s.id).items() if not f} for s in met))))
    left += [] if course.max_group is None else [course.max_group - len(own)]
    return min(left)


def _one_of(learner: Learner, course: Course, placed: Session) -> bool:
    """Whether a learner is that day of a class of the session, and of its part, and has the course."""
    home = learner.membership(placed.day)
    mine = home is not None and home.class_id in placed.class_ids and placed.part in ("", home.part)
    return mine and learner.takes(course)


def _spared(problem: Problem, board: BoardView, placement: Placement, learner: Learner, course: Course) -> bool:
    """Whether a learner of the class may be missing: away, freed, kept out, arranged, elsewhere, or with a full day.

    Or asking what the room has not.
    """
    placed = placement.session
    room = problem.rooms.get(placed.room_id) if placed.room_id else None
    if room and any(not _offers(room, a.text) for a in problem.arranged(learner.id, "room_feature", placed.day)):
        return True
    span = placed.day, placed.start, placed.end
    held = others(board.attended(learner.id, placed.day), placement)
    if any(s.overlaps(placed) for s in held):
        return True
    minor = learner.minor(placed.day)
    most = problem.settings.minor_day if minor else problem.settings.adult_day
    return (
        (course.regulated and minor)
        or learner.too_far(course)
        or sum(s.minutes for s in held) + placed.minutes > most
        or not problem.here(learner, *span)
        or problem.freed(learner.id, course, placed.day) is not None
        or problem.barred(learner.id, *span)
        or bool(problem.arranged(learner.id, "max_day", placed.day))
    )


RULE = Rule(
    KEY,
    "On attend à un cours les apprenants de la classe et de la partie ce jour-là (ceux à qui il est réservé, s'il "
    "l'est) et ceux qui le suivent par un parcours individuel, et personne d'autre, sauf dispense, aménagement, salle "
    "sans place pour eux ou autre séance à la même heure.",
    "hard",
    check,
    Enforce(refuse=refuse, late=True),
    asks_people=True,
)
