"""Hours that fall with their day, and are not due again: those of a short week that counts in proportion.

Asked by `times`, for what a closed half-day takes, and by `again`, for what a day that opens again gives back; the
check of an update reads what stands without them (`standing_hours`). Nothing changes here.

A Tuesday closes: two of the three hours of a course *au prorata* were on it, and one is left. On the day on which it
opens again, the two are due.
"""

from collections.abc import Iterable
from datetime import date

from planner.courses.standing import SessionsWanted
from planner.domain import (
    AM,
    PM,
    Cause,
    ClassId,
    Course,
    CourseId,
    Kind,
    Missing,
    Problem,
    Session,
    SessionId,
    Timetable,
    Waits,
    monday,
)
from planner.engine.change.renew import asks_otherwise, shares
from planner.engine.term.plan import part_names


def fallen(old: Problem, new: Problem, sessions: Iterable[Session]) -> frozenset[SessionId]:
    """Sessions of a half-day that their class has no more, where the hours of a shorter week are not due again.

    That is the week of a course whose hours are by the week and in proportion (*au prorata*), and a closure, an
    absence or an event that does not ask for its hours in other weeks.
    """
    found = set()
    for session in sessions:
        course = new.courses.get(session.course_id) if session.course_id else None
        if course is None or session.kind != Kind.COURSE or asks_otherwise(old, new, course):
            continue
        # Hours over the term are due whatever its weeks, and so are those that a short week makes up.
        if course.volume.total is not None or course.short_week != "prorata":
            continue
        if not _short(new, course, session):
            continue  # the whole rhythm has changed: a normal week still asks for all of its hours
        half = new.bells_of(course.class_ids[0]).half(session.day.weekday(), session.start, session.end)
        classes = [c for c in session.class_ids if c in new.classes]
        if any(half & ~new.course_presence(c, session.day, session.part, due=True) for c in classes):
            found.add(session.id)
    return frozenset(found)


def standing_hours(old: Problem, new: Problem, before: Timetable) -> dict[tuple[CourseId, str], SessionsWanted]:
    """What an update is to give of each course and part: what stands, without what falls with its day.

    Sessions by the Monday of their week, in minutes. A course that the workbook asks for other hours is left out: what
    it wants is read from the workbook.
    """
    sessions = [s for s in before.sessions if s.kind == Kind.COURSE and s.id not in new.stands]
    gone = fallen(old, new, sessions)
    found: dict[tuple[CourseId, str], SessionsWanted] = {}
    for course in new.courses.values():
        if asks_otherwise(old, new, course):
            continue
        for part in part_names(course):
            mine = (s for s in sessions if (s.course_id, s.part) == (course.id, part) and s.id not in gone)
            found[course.id, part] = tuple((monday(s.day), s.minutes) for s in mine)
    return found


def _short(problem: Problem, course: Course, session: Session) -> bool:
    """Whether the week of a session is shorter than a normal one of its class, or none at the centre at all."""
    return shares(problem, course, session.part).get(monday(session.day), 0.0) < 1


def fell(session: Session) -> Missing:
    """The row of a session that has fallen with its day."""
    return Missing(
        *(session.id, session.kind, session.minutes, Cause.FELL, session.course_ids),
        class_ids=session.class_ids,
        waits=Waits.FELL,
        part=session.part,
        day=session.day,
    )


def back(old: Problem, new: Problem, row: Missing) -> bool:
    """Whether a session that fell may be due again: its classes have courses on a half-day of that day anew.

    Its row then leaves the list, and the hours are asked for as those of any week that has become longer.
    """
    if row.waits != Waits.FELL or row.day is None:
        return False
    before, now = (_halves(problem, row.class_ids, row.day, row.part) for problem in (old, new))
    return bool(now & ~before)


def _halves(problem: Problem, class_ids: Iterable[ClassId], day: date, part: str) -> int:
    """Half-days of a day on which some classes may have a course together."""
    found = AM | PM
    for class_id in class_ids:
        found &= problem.course_presence(class_id, day, part) if class_id in problem.classes else found
    return found
