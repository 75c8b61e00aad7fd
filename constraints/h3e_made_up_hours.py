"""H3e: hours of course missed that the workbook wants made up stand in the hours due, planned or with their reason.

Missed: a session of a course of the class that somebody does not attend because of an absence, of an event of some
people of the class, of an own calendar, of the entry module or of an arrangement; what is closed to somebody at a
distance is none of it. What is counted as planned must be made up by sessions of that course. These are led by somebody
whom the course names; anybody with the skill may stand in, or lead them where it names nobody, and a stand-in is to be
looked at.
"""

from collections.abc import Iterator

from planner.domain import (
    ApprenticeId,
    Arrangement,
    Course,
    CourseId,
    Debt,
    Guidance,
    Kind,
    Learner,
    Problem,
    Session,
    Timetable,
)
from planner.domain.kinds import WITH_CLASS
from planner.rule import Finding, Rule
from planner.words import course_name, say_all, say_minutes, say_when, trainer_name

KEY = "H3e"
SOURCE = "rattrapage"
STAND_IN = "rattrapage sans formateur du cours"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Hours missed, of each learner in each course, against the rows of hours due and the make-up sessions."""
    rows: dict[tuple[ApprenticeId, str], Debt] = {
        (row.apprentice_id, row.target): row for row in timetable.debts if row.source == SOURCE
    }
    missed: dict[tuple[ApprenticeId, CourseId], int] = {}
    for course, session in _sessions(problem, timetable):
        for class_id in course.class_ids:
            for learner in problem.roster(class_id, session.day, session.part):
                if _asked(problem, timetable, learner, course, session):
                    at = (learner.id, course.id)
                    missed[at] = missed.get(at, 0) + session.minutes
    for (person, course_id), minutes in missed.items():
        row = rows.get((person, course_id))
        name = f"{problem.learners[person].name}, {course_name(problem, course_id)}"
        if row is None or row.due < minutes:
            listed = say_minutes(row.due) if row else "rien"
            text = f"{name} : {say_minutes(minutes)} manquées à rattraper, {listed} dans les heures dues."
            yield Finding(KEY, text, minutes - (row.due if row else 0), people=(person,))
        elif row.planned < row.due and not row.reason:
            yield Finding(KEY, f"{name} : des heures à rattraper restent à placer, sans raison.", people=(person,))
    for (person, target), row in rows.items():
        made = sum(s.minutes for s in timetable.by_apprentice.get(person, ()) if _makes_up(s, target))
        if row.planned > made:
            text = f"{target} : {say_minutes(row.planned)} dites rattrapées, {say_minutes(made)} à l'emploi du temps."
            yield Finding(KEY, text, row.planned - made, people=(person,))
    yield from _by_others(problem, timetable)


def _by_others(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Make-up sessions that are led, and by nobody whom their course names: what no calculation makes."""
    for session in timetable.sessions:
        course = problem.courses.get(session.course_id) if session.course_id else None
        if course is None or not course.teams or not _makes_up(session, course.id):
            continue
        led_by_one = (session.guidance or Guidance.LED) == Guidance.LED
        if led_by_one and {*session.trainer_ids}.isdisjoint(t for team in course.teams for t in team):
            led = say_all(trainer_name(problem, t) for t in session.trainer_ids) or "personne"
            text = (
                f"{session.label}, {say_when(session)} : assuré par {led}, que le cours ne nomme pas "
                f"({course_name(problem, course.id)})."
            )
            yield Finding(KEY, text, sessions=(session.id,), to_verify=True, why=STAND_IN)


def _makes_up(session: Session, course_id: str) -> bool:
    return session.kind == Kind.SUPPORT and str(session.module_id) == session.course_id == course_id


def _sessions(problem: Problem, timetable: Timetable) -> Iterator[tuple[Course, Session]]:
    """Sessions of courses; one group of each occurrence of a barrette stands for the courses it carries."""
    seen = set()
    for session in timetable.sessions:
        if session.kind == Kind.COURSE and session.course_id is not None and session.course_id in problem.courses:
            yield problem.courses[session.course_id], session
        barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
        if barrette is not None and session.kind == Kind.BARRETTE and session.course_ids:
            for course_id in barrette.course_ids:
                if (course_id, session.day, session.start) not in seen:
                    seen.add((course_id, session.day, session.start))
                    yield problem.courses[course_id], session


def _asked(problem: Problem, timetable: Timetable, learner: Learner, course: Course, session: Session) -> bool:
    """Whether a learner misses a session for a reason whose hours are to be made up."""
    held = [s for s in timetable.by_apprentice.get(learner.id, ()) if s.overlaps(session)]
    if any(s.id == session.id or (s.barrette_id and s.barrette_id == session.barrette_id) for s in held):
        return False
    if problem.freed(learner.id, course, session.day) or learner.too_far(course):
        return False
    allowed = learner.regulated_ok is not None and learner.regulated_ok <= session.day
    if course.regulated and learner.minor(session.day) and not allowed:
        return False
    home = learner.membership(session.day)
    group = problem.classes.get(home.class_id) if home else None
    own_part = [a for a in (group.absences if group else ()) if home and home.part and a.part == home.part]
    span = (session.day, session.start, session.end)
    if any(a.hard and a.makeup and a.hits(*span) for a in (*learner.absences, *own_part)):
        return True
    if any(a.hard and a.hits(*span) for a in (*learner.absences, *own_part)):
        return _at_event(problem, held)
    if _at_event(problem, held):
        return True
    if learner.calendar is not None:
        half = problem.bells_of(course.class_ids[0]).half(session.day.weekday(), session.start, session.end)
        here = problem.open_for(home.class_id if home else None, session.day)
        if half & ~(learner.calendar.get(session.day, 0) & here):
            return bool(learner.makeup) and not any(s.kind in WITH_CLASS for s in held)
    if any(s.kind == Kind.ONBOARDING for s in held):
        return bool(problem.settings.entry_makeup)
    return _arranged(problem, timetable, learner, session)


def _arranged(problem: Problem, timetable: Timetable, learner: Learner, session: Session) -> bool:
    """Whether an arrangement whose hours are to be made up keeps the hour free, or the day too short for it."""
    rows = [a for a in problem.arrangements if a.apprentice_id == learner.id and a.on(session.day)]
    barring = [a for a in rows if a.window is not None and _keeps_free(a, session)]
    if barring:
        return any(a.makeup for a in barring)
    attended = timetable.by_apprentice.get(learner.id, ())
    others = (s for s in attended if s.day == session.day and not s.overlaps(session))
    minutes = sum(s.minutes for s in others if s.modality != "remote_async")
    return any(a.effect == "max_day" and a.makeup and minutes + session.minutes > a.minutes for a in rows)


def _keeps_free(row: Arrangement, session: Session) -> bool:
    if row.window is None or row.effect not in ("forbidden", "rest_day"):
        return False
    whole = row.effect == "rest_day"
    return row.window.on(session.day) if whole else row.window.hits(session.day, session.start, session.end)


def _at_event(problem: Problem, held: list[Session]) -> bool:
    """Whether one of the sessions is an event of some people whose hours are to be made up."""
    there = [s for s in held if s.kind == Kind.FIXED]
    return any(
        (e.day, e.start, e.end) == (s.day, s.start, s.end) and e.label == s.label and (e.part or e.apprentice_ids)
        for e in problem.events
        if e.makeup
        for s in there
    )


RULE = Rule(
    KEY,
    "Les heures de cours manquées que le classeur veut rattrapées sont dans les heures dues, prévues ou avec leur "
    "raison.",
    "shortfall",
    check,
    held=True,
)
