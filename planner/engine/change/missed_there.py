"""Who would not be in a course at another hour: it goes there only where every other hour costs more.

A course that loses its hour has two free ones, and at the first of them somebody may never be there, or has all the
hours of the day that an arrangement leaves them. Asked of those alone of whom the workbook says such a thing: what
keeps a whole class away is no hour of its courses.
"""

from collections.abc import Collection
from datetime import date

from planner.domain import ClassId, Kind, Learner, Problem, Session, SessionId
from planner.engine.change.week_sessions import WeekSessions
from planner.model import Option
from planner.prices import COURSE_MISSED, MISSED_HEADS

KEEPING = ("max_day", "forbidden", "rest_day")
"""Effects of arrangements that keep somebody from an hour."""


def price_of_missing(week: WeekSessions, number: int, option: Option, apart: frozenset[SessionId]) -> int:
    """What it costs that some people would miss a course at an hour; 0 where nobody does.

    ``apart``: sessions that look for a place, whose hours are in nobody's day.
    """
    session = week.sessions[number]
    if session.kind != Kind.COURSE:
        return 0
    limited = week.problem.once(limited_people)
    people = {p.id: p for c in session.class_ids for p in limited.get(c, ())}
    called = (p for p in people.values() if _called(week.problem, p, session, option.day))
    lost = sum(_misses(week, person, session.minutes, option, {*apart, session.id}) for person in called)
    return COURSE_MISSED + min(MISSED_HEADS, lost) if lost else 0


def limited_people(problem: Problem) -> dict[ClassId, tuple[Learner, ...]]:
    """By class, those whose own days differ from its own: an arrangement, absences, a calendar of their own."""
    arranged = {row.apprentice_id for row in problem.arrangements if row.effect in KEEPING}
    found: dict[ClassId, list[Learner]] = {}
    for key, person in sorted(problem.learners.items()):
        if key in arranged or person.absences or person.calendar is not None:
            for class_id in dict.fromkeys(home.class_id for home in person.memberships):
                found.setdefault(class_id, []).append(person)
    return {class_id: tuple(people) for class_id, people in found.items()}


def _called(problem: Problem, person: Learner, session: Session, day: date) -> bool:
    """Whether a course calls somebody on a day, there or not."""
    home, course = person.membership(day), problem.courses.get(session.course_id) if session.course_id else None
    if home is None or course is None or home.class_id not in session.class_ids or session.part not in ("", home.part):
        return False
    free = problem.freed(person.id, course, day) or person.unauthorised(course, day) or person.kept_out(course, day)
    return problem.enrolled(person, day) and not free


def _misses(week: WeekSessions, person: Learner, minutes: int, option: Option, apart: Collection[SessionId]) -> bool:
    """Whether somebody cannot be there at an hour, or has too little of the day left."""
    span = option.day, option.start, option.end
    if not week.problem.here(person, *span) or week.problem.barred(person.id, *span):
        return True
    held = week.board.attended(person.id, option.day)
    day = sum(s.minutes for s in held if s.id not in apart and s.modality != "remote_async")
    return day + minutes > week.problem.longest_day(person, option.day)
