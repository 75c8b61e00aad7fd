"""Hours of course that learners miss while their class has them: absences, events of some people, own calendars."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain.ids import ApprenticeId, BarretteId, CourseId
from planner.domain.kinds import WITH_CLASS, Kind
from planner.domain.offer import Course, FixedEvent, event_session_id
from planner.domain.pauses import covered
from planner.domain.people import Learner, Membership
from planner.domain.problem import Problem
from planner.domain.time import away
from planner.domain.timetable import Session

STRENGTH = ("", "study", "led")
"""What may be asked for hours missed, the strongest last."""


@dataclass(frozen=True, slots=True)
class Missed:
    """One session of a course that one learner of the class does not attend.

    ``makeup``: what the workbook asks for these hours (`Absence.makeup`); ``why``: in French, for the planner.
    """

    apprentice_id: ApprenticeId
    course_id: CourseId
    session: Session
    makeup: str
    why: str


def missed_hours(
    problem: Problem, sessions: Sequence[Session], attended: Mapping[ApprenticeId, Iterable[Session]]
) -> tuple[Missed, ...]:
    """Every session missed, by learner and time. Exemptions, hours kept free and work not allowed are no absence."""
    mine: dict[tuple[ApprenticeId, date], list[Session]] = {}
    for person, rows in attended.items():
        for row in rows:
            mine.setdefault((person, row.day), []).append(row)
    found = []
    for course, part, session in _lessons(problem, sessions):
        for class_id in course.class_ids:
            for learner in problem.roster(class_id, session.day, part):
                held = [s for s in mine.get((learner.id, session.day), ()) if s.overlaps(session)]
                if any(_same(s, session) for s in held):
                    continue
                reason = _reason(problem, learner, course, session, held)
                if reason is not None:
                    found.append(Missed(learner.id, course.id, session, *reason))
    return tuple(sorted(found, key=lambda m: (m.apprentice_id, m.session.day, m.session.start, m.session.id)))


def _same(one: Session, other: Session) -> bool:
    if other.kind == Kind.BARRETTE:
        return one.barrette_id == other.barrette_id
    return one.id == other.id


def _lessons(problem: Problem, sessions: Iterable[Session]) -> Iterator[tuple[Course, str, Session]]:
    """(course, part, session) of all that counts as hours of a course; an occurrence of a barrette once a course."""
    seen: set[tuple[BarretteId | None, date, int, CourseId]] = set()
    for session in sessions:
        course = problem.courses.get(session.course_id) if session.course_id else None
        barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        if session.kind == Kind.COURSE and course is not None:
            yield course, session.part, session
        elif session.kind == Kind.BARRETTE and session.course_ids and barrette is not None:
            for course_id in barrette.course_ids:
                at = (session.barrette_id, session.day, session.start, course_id)
                if at not in seen and course_id in problem.courses:
                    seen.add(at)
                    yield problem.courses[course_id], "", session


def _reason(
    problem: Problem, learner: Learner, course: Course, session: Session, held: Sequence[Session]
) -> tuple[str, str] | None:
    """(what is asked, why) of a session that a learner does not attend; None where nothing is missed."""
    span = session.day, session.start, session.end
    young = course.regulated and learner.minor(session.day)
    if problem.freed(learner.id, course, session.day) or (
        young and not (learner.regulated_ok is not None and learner.regulated_ok <= session.day)
    ):
        return None
    found = [(a.makeup, "absence") for a in learner.absences if a.hard and a.hits(*span)]
    home = learner.membership(session.day)
    if home is not None and home.class_id in problem.classes and home.part:
        group = problem.classes[home.class_id]
        found += [(a.makeup, "absence") for a in group.absences if a.hard and a.part == home.part and a.hits(*span)]
    events = {event_session_id(e.id): e for e in problem.events if e.partial and e.day == session.day}
    found += [(events[s.id].makeup, events[s.id].label) for s in held if s.id in events]
    # Hours of one's own on such a day are no course of the class: what is made up then is missed all the same.
    with_class = any(s.kind in WITH_CLASS for s in held)
    if not found and learner.calendar is not None and not away(learner.absences, *span) and not with_class:
        half = problem.bells_of(course.class_ids[0]).half(session.day.weekday(), session.start, session.end)
        if half & ~problem.presence(learner, session.day):
            found.append((learner.makeup, "calendrier personnel"))
    return max(found, key=lambda row: STRENGTH.index(row[0]), default=None)


def taken_up(problem: Problem, learner: Learner, day: date) -> bool:
    """Whether absences and events of a learner take every slot of a day at the centre (exams, mobility, revisions)."""
    home = learner.membership(day)
    if home is None:
        return False
    bells, mask = problem.bells_of(home.class_id), problem.presence(learner, day)
    spans = [(a.start, a.end) for a in learner.absences if a.hard and a.on(day)]
    spans += [(e.start, e.end) for e in problem.events if e.day == day and _calls(e, learner, home)]
    return bool(spans and mask) and mask & ~covered(bells, day, spans) == 0


def _calls(event: FixedEvent, learner: Learner, home: Membership) -> bool:
    if event.apprentice_ids:
        return learner.id in event.apprentice_ids
    return home.class_id in event.class_ids and event.part in ("", home.part)
