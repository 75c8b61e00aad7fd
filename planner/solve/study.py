"""Freed hours: what an exempted learner does while the class has the course."""

from collections.abc import Sequence
from datetime import date

from planner.domain import ApprenticeId, Exemption, Learner, Problem, Session, SessionId
from planner.entrants import is_new_entrant
from planner.solve.assembly import Assembly
from planner.solve.support import note_place, place_to_be


def keep_off_machines(assembly: Assembly) -> None:
    """A minor who owes the safety block leaves the regulated courses that come before its end."""
    problem = assembly.problem
    safety = {m.id for m in problem.modules.values() if m.theme == "safety"}
    end: dict[ApprenticeId, tuple[date, int]] = {}
    for session in assembly.sessions.values():
        if session.module_id in safety:
            for apprentice in assembly.people[session.id]:
                end[apprentice] = max(end.get(apprentice, (date.min, 0)), (session.day, session.end))
    owing = {p.id for p in problem.learners.values() if is_new_entrant(problem, p)}
    for session in list(assembly.sessions.values()):
        course = problem.courses.get(session.course_id) if session.course_id else None
        if course is None or not course.regulated:
            continue
        for learner_id in list(assembly.people[session.id]):
            learner = problem.learners[learner_id]
            done = end.get(learner_id, (date.max, 0))
            if learner_id in owing and learner.minor(session.day) and (session.day, session.start) < done:
                assembly.remove(session, learner_id)
                assembly.exempted.append((session, learner_id))


def place_freed_hours(assembly: Assembly) -> None:
    """Supervised study by course session; adults are free where no place is left, minors stay with their class."""
    freed: dict[SessionId, list[ApprenticeId]] = {}
    for session, learner in assembly.exempted:
        if not assembly.presence.clashes(learner, session.day, session.start, session.end):
            freed.setdefault(session.id, []).append(learner)
    for key in sorted(freed, key=lambda k: (assembly.sessions[k].day, assembly.sessions[k].start, k)):
        _study(assembly, assembly.sessions[key], freed[key])


def _study(assembly: Assembly, course: Session, learners: Sequence[ApprenticeId]) -> None:
    """A supervised place for the whole course session, else slot by slot, else what the age allows."""
    problem = assembly.problem
    staying = [p for p in (problem.learners[a] for a in learners) if _stays(problem, p, course)]
    if not staying or _seated(assembly, course, staying, course.start, course.end, ""):
        return
    slots = problem.bells_at(course.site_id).days[course.day.weekday()]
    parts = [
        (max(slot.start, course.start), min(slot.end, course.end))
        for slot in slots
        if slot.start < course.end and course.start < slot.end
    ]
    done = [_seated(assembly, course, staying, a, b, f"-{n + 1}") for n, (a, b) in enumerate(parts) if len(parts) > 1]
    if not any(done):
        _back_to_class(assembly, course, [p for p in staying if p.minor(course.day)])


def _seated(assembly: Assembly, course: Session, staying: Sequence[Learner], start: int, end: int, suffix: str) -> bool:
    """Add the study session of a span where a supervised place is left."""
    room, adult = place_to_be(assembly, staying, course.day, start, end)
    if room is None or adult is None:
        return False
    session = Session(
        id=SessionId(f"etude-{course.id}{suffix}"),
        kind="study",
        day=course.day,
        start=start,
        end=end,
        minutes=assembly.problem.bells_at(course.site_id).teaching(course.day.weekday(), start, end),
        label="Autonomie encadrée",
        public_label="Autonomie encadrée",
        period_id=course.period_id,
        trainer_ids=(adult,),
        room_id=room,
        site_id=course.site_id,
        guidance="autonomous",
    )
    assembly.add(session, staying)
    note_place(assembly, session)
    return True


def _stays(problem: Problem, learner: Learner, course: Session) -> bool:
    """Whether the freed hour is spent at the centre: always for a minor without authorisation."""
    subject = problem.courses[course.course_id].subject if course.course_id else ""
    exemption: Exemption | None = problem.exempted(learner.id, subject, course.day)
    if exemption is None or exemption.instead in ("study", "support"):
        return True
    authorised = learner.free_exit is not None and learner.free_exit <= course.day
    return learner.minor(course.day) and not authorised and exemption.instead == "free"


def _back_to_class(assembly: Assembly, course: Session, minors: Sequence[Learner]) -> None:
    """A minor without a supervised place stays in the room of the class, unless the work itself is what is barred."""
    problem = assembly.problem
    for learner in minors:
        subject = problem.courses[course.course_id].subject if course.course_id else ""
        if problem.exempted(learner.id, subject, course.day) is not None:
            assembly.people[course.id][learner.id] = learner.remote
            assembly.presence.take(learner.id, course)
