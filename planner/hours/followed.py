"""Courses followed in another class: what the person attends of them, and what their own calendar takes away."""

from collections.abc import Mapping, Sequence

from planner.domain import (
    ApprenticeId,
    Attendance,
    CourseId,
    Debt,
    Kind,
    Learner,
    Lost,
    PersonalPath,
    Problem,
    Session,
    SessionId,
    away,
    in_order,
)
from planner.hours.owed import SOURCE_PROGRAMME
from planner.words import count


def followed_rows(problem: Problem, sessions: Sequence[Session], attendance: Sequence[Attendance]) -> tuple[Debt, ...]:
    """One row for each course followed in another class: minutes given there, minutes attended, why some are missed."""
    if not any(path.follows for path in problem.paths):
        return ()
    courses: dict[CourseId, list[Session]] = {}
    for session in in_order([s for s in sessions if s.kind == Kind.COURSE]):
        courses.setdefault(CourseId(session.course_id or ""), []).append(session)
    busy: dict[ApprenticeId, dict[SessionId, Session]] = {p.apprentice_id: {} for p in problem.paths}
    known = {s.id: s for s in sessions}
    for row in attendance:
        if row.apprentice_id in busy:
            busy[row.apprentice_id][row.session_id] = known[row.session_id]
    rows: dict[tuple[ApprenticeId, CourseId], Debt] = {}
    for path in problem.paths:
        if path.follows is not None and (path.apprentice_id, path.follows) not in rows:
            held = _held(problem, path, courses.get(path.follows, []))
            rows[path.apprentice_id, path.follows] = _row(problem, path, held, busy[path.apprentice_id])
    return tuple(rows.values())


def _held(problem: Problem, path: PersonalPath, sessions: Sequence[Session]) -> list[Session]:
    """Sessions of the followed course on days on which some path of the person holds."""
    learner = problem.learners[path.apprentice_id]
    return [
        s
        for s in sessions
        if s.course_id and problem.followed(learner.id, s.course_id, s.day, s.part) and problem.enrolled(learner, s.day)
    ]


def _row(problem: Problem, path: PersonalPath, held: Sequence[Session], busy: Mapping[SessionId, Session]) -> Debt:
    learner = problem.learners[path.apprentice_id]
    missed = [s for s in held if s.id not in busy]
    reasons: dict[str, list[str]] = {}
    for session in missed:
        reasons.setdefault(_why(problem, learner, session, busy), []).append(f"{session.day:%d/%m/%Y}")
    told = " ; ".join(f"{why} ({', '.join(days)})" for why, days in reasons.items())
    return Debt(
        learner.id,
        f"parcours-{path.follows}",
        str(path.follows),
        sum(s.minutes for s in held),
        sum(s.minutes for s in held if s.id in busy),
        min(problem.last, max((s.day for s in held), default=problem.last)),
        2,
        SOURCE_PROGRAMME,
        f"{_of(len(missed), len(held))} : {told}" if missed else "",
    )


def _of(missed: int, held: int) -> str:
    """« 2 séances sur 3 non suivies »."""
    return f"{count(missed, 'séance')} sur {held} non suivie{'s' if missed > 1 else ''}"


def _why(problem: Problem, learner: Learner, session: Session, busy: Mapping[SessionId, Session]) -> str:
    """Why a learner does not attend a session of a course followed elsewhere."""
    if session.course_id and learner.too_far(problem.courses[session.course_id]):
        return Lost.AT_A_DISTANCE
    if away(learner.absences, session.day, session.start, session.end):
        return "absence prévue"
    if not problem.here(learner, session.day, session.start, session.end):
        return "jour en entreprise"
    if problem.barred(learner.id, session.day, session.start, session.end):
        return "heures libérées par un aménagement"
    other = next((s for s in busy.values() if s.overlaps(session)), None)
    return f"à la même heure que « {other.label} »" if other else "durée maximale du jour, ou travaux non autorisés"
