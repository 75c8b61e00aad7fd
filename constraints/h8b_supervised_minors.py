"""H8b: a minor whose class works, and who does not, is somewhere under the eyes of an adult.

Attendance is derived once times are known, so no stage of the engine has a row for it: the places of autonomy are
chosen among supervised rooms. Where no adult is left, nothing is written for the minor and a line of the list of what
is missing says it (``encadrement-<session>``).
"""

from collections.abc import Iterator
from datetime import date

from planner.domain import Guidance, Kind, Learner, Problem, Session, Timetable
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_some, say_when

KEY = "H8b"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Places of autonomy have an adult; no minor is left without a place while the class works."""
    for session in timetable.sessions:
        if session.guidance == Guidance.AUTONOMOUS or session.kind in (Kind.STUDY, Kind.OPEN):
            yield from _watched(problem, timetable, session)
        if session.kind == Kind.COURSE:
            yield from _left_out(problem, timetable, session)
    yield from _left_out_of_groups(problem, timetable)


def _watched(problem: Problem, timetable: Timetable, session: Session) -> Iterator[Finding]:
    room = problem.rooms.get(session.room_id) if session.room_id else None
    if session.trainer_ids or (room is not None and room.supervised_by):
        return
    if session.modality in ("remote_sync", "remote_async"):
        return
    rows = [row for row in timetable.attendees.get(session.id, ()) if not row.remote]
    learners = [problem.learners[row.apprentice_id] for row in rows if row.apprentice_id in problem.learners]
    minors = [learner for learner in learners if _kept(learner, session.day)]
    if minors:
        who = f"{say_some(learner.name for learner in minors)}, {'mineurs' if len(minors) > 1 else 'moins de 18 ans'}"
        text = f"{session.label}, {say_when(session)} : {who}, sans adulte dans la salle."
        yield Finding(KEY, text, 1, (session.id,), tuple(learner.id for learner in minors))


def _kept(learner: Learner, day: date) -> bool:
    """A minor who may not leave freely."""
    return learner.minor(day) and (learner.free_exit is None or learner.free_exit > day)


def _left_out(problem: Problem, timetable: Timetable, session: Session) -> Iterator[Finding]:
    if any(row.session_id == f"encadrement-{session.id}" for row in timetable.unplaced):
        return
    expected = {row.apprentice_id for row in timetable.attendees.get(session.id, ())}
    for class_id in session.class_ids:
        course = problem.courses.get(session.course_id) if session.course_id else None
        for learner in (
            problem.roster(class_id, session.day, session.part, course) if class_id in problem.classes else ()
        ):
            if learner.id in expected or not _kept(learner, session.day) or learner.remote:
                continue
            if not _free_to_leave(problem, timetable, learner, session):
                text = f"{learner.name}, moins de 18 ans, est sans place encadrée {say_when(session)} pendant "
                text += f"{session.label}."
                yield Finding(KEY, text, 1, (session.id,), (learner.id,))


def _left_out_of_groups(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Minors freed from a course that a barrette carries, at each of its occurrences."""
    seen = {(s.barrette_id, s.day, s.start): s for s in timetable.sessions if s.kind == Kind.BARRETTE and s.course_ids}
    for session in seen.values():
        barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        carried = [problem.courses[c] for c in (barrette.course_ids if barrette else ()) if c in problem.courses]
        listed = {row.session_id.removeprefix("encadrement-") for row in timetable.unplaced}
        for course in carried:
            for learner in (p for c in course.class_ids for p in problem.roster(c, session.day)):
                freed = problem.freed(learner.id, course, session.day)
                if freed is None or freed.instead == "company" or not _kept(learner, session.day) or learner.remote:
                    continue
                named = any(key.endswith(f"-{course.id}-{session.day}-{session.start}") for key in listed)
                if not named and not _free_to_leave(problem, timetable, learner, session):
                    text = f"{learner.name}, moins de 18 ans, est sans place encadrée {say_when(session)} pendant "
                    yield Finding(KEY, f"{text}{course.subject}.", 1, (session.id,), (learner.id,))


def _free_to_leave(problem: Problem, timetable: Timetable, learner: Learner, session: Session) -> bool:
    """Away, in another session, back in the company, or with a day that an arrangement makes shorter."""
    if not problem.here(learner, session.day, session.start, session.end):
        return True
    if problem.barred(learner.id, session.day, session.start, session.end):
        return True
    course = problem.courses.get(session.course_id) if session.course_id else None
    freed = problem.freed(learner.id, course, session.day) if course else None
    if freed is not None and freed.instead == "company":
        return True
    if problem.arranged(learner.id, "max_day", session.day):
        return True
    attended = timetable.by_apprentice.get(learner.id, ())
    return any(other.overlaps(session) for other in attended)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """Minors who come to a place of autonomy have an adult there.

    Those whom a session leaves out get a place afterwards, or a line of the list: they keep nothing from standing.
    """
    del board
    placed = placement.session
    if placed.guidance != Guidance.AUTONOMOUS and placed.kind not in (Kind.STUDY, Kind.OPEN):
        return
    room = problem.rooms.get(placed.room_id) if placed.room_id else None
    if placed.trainer_ids or (room and room.supervised_by) or placed.modality.startswith("remote"):
        return
    there = [p for p in placement.concerned if not placement.people[p]]
    minors = [p for p in there if p in problem.learners and problem.learners[p].kept(placed.day)]
    if minors:
        names = say_some(learner_name(problem, p) for p in minors)
        kind = "mineurs" if len(minors) > 1 else "moins de 18 ans"
        text = f"{placed.label}, {say_when(placed)} : {names}, {kind}, sans adulte dans la salle."
        yield Finding(KEY, text, 1, (placed.id,), tuple(minors))


RULE = Rule(
    KEY,
    "Un mineur dont l'heure est libérée pendant que sa classe travaille est dans un lieu encadré par un adulte, sauf "
    "sortie autorisée ou retour en entreprise ; faute d'adulte, c'est listé.",
    "hard",
    check,
    Enforce(refuse=refuse, relaxed=frozenset({"refuse"})),
)
