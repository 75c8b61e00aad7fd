"""What the arithmetic of a changed workbook shows that it did not show before, and what of it is to be asked first.

What a closed day, an absence or an event takes is in no other place to be looked for: it falls, is moved or is listed,
and nothing else is lost. To be asked first is what gives up something that the change does not lie on: a room with too
few places, a week of fewer hours, another length.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.check.precheck import precheck
from planner.check.precheck.alert import Alert, origin
from planner.check.precheck.case import Case, Underway
from planner.check.precheck.classes import class_hours
from planner.check.precheck.hours import class_hindered, without_means
from planner.check.precheck.parallel import barrette_places
from planner.check.precheck.places import course_places
from planner.check.precheck.rooms import room_load
from planner.check.precheck.trainers import trainer_load
from planner.courses.standing import SessionsWanted
from planner.domain import (
    BarretteId,
    ClassId,
    CourseId,
    Kind,
    Problem,
    Session,
    SessionId,
    StandingSession,
    Timetable,
)
from planner.engine.change.asked_hours import out_of_reach
from planner.engine.change.fallen import standing_hours
from planner.engine.change.forced import forced, forced_by_limits
from planner.engine.change.limits import Limits
from planner.engine.term.plan import part_names
from planner.rule import Rules
from planner.words import course_name, say_all, say_day, say_some

Check = Callable[[Case], Iterator[Alert]]
ON_HOURS: Mapping[str, Check] = {
    "course_places": course_places,
    "trainer_load": trainer_load,
    "trainer_year": trainer_load,
    "room_load": room_load,
}
"""Kinds of alert on hours of courses → the check that finds them."""


def new_alerts(old: Problem, new: Problem, before: Timetable, first: date) -> tuple[Alert, ...]:
    """What the arithmetic of the workbook shows now, and did not show before; what is to be asked first comes first.

    Hours are those that stand, less what falls with a closed day; nothing changes before ``first``.
    """
    known = {alert.text for alert in precheck(old)}
    found = [alert for alert in _checked(old, new, before, first) if alert.text not in known]
    if found:
        known = {alert.text for alert in _checked(old, old, before, first)}
        found = [alert for alert in found if alert.text not in known]
    if any(alert.blocking for alert in found):
        asked = _asked_first(new, [s for s in before.sessions if _stays(new, s)])
        found = [replace(a, blocking=a.blocking and asked(a)) for a in found]
    return tuple(sorted(found, key=lambda alert: not alert.blocking))


def weeks_too_long(old: Problem, new: Problem, before: Timetable, rules: Rules, first: date) -> tuple[Alert, ...]:
    """What, with the days before ``first``, is more than somebody's hours may be: nothing can give way.

    New events, and what the workbook fixes for an adult whose limits are lower than before.
    """
    found: dict[str, Alert] = {}
    for finding, events in forced(old, new, before, rules, first):
        days: dict[str, list[date]] = {}
        for event in events:
            days.setdefault(event.label, []).append(event.day)
        names = say_all([f"« {label} » ({say_all([say_day(day) for day in some])})" for label, some in days.items()])
        text = (
            f"{finding.text.rstrip('.')}, avec les jours passés et {names}. Solution : une autre semaine, des horaires "
            "plus courts, ou ne nommer à l'événement que les autres."
        )
        places = dict.fromkeys(origin(new, "event", event.id) for event in events)
        found.setdefault(finding.text, Alert("weeks_too_long", text, " et ".join(filter(None, places)), blocking=True))
    for finding, who, fixed in forced_by_limits(old, new, before, rules, first):
        names = say_some(f"« {s.label} », {say_day(s.day)}" for s in fixed)
        text = (
            f"{finding.text.rstrip('.')}, avec les jours passés et ce que fixe le classeur ({names}). Solution : "
            "relever le maximum, ou changer le formateur de ces séances."
        )
        found.setdefault(finding.text, Alert("weeks_too_long", text, origin(new, "trainer", who), blocking=True))
    return tuple(found.values())


def locks_out_of_reach(old: Problem, new: Problem, before: Timetable, limits: Limits) -> tuple[Alert, ...]:
    """Dated locks of *Verrous* that come too late to be obeyed."""
    found = []
    for lock, why in out_of_reach(old, new, before, limits):
        assert lock.day is not None
        course, barrette = lock.course_id, lock.barrette_id or BarretteId("")
        what = course_name(new, course) if course else new.barrettes[barrette].name
        text = (
            f"Le verrou de {what}, {say_day(lock.day)}, ne peut plus être respecté : {why}. Solution : un autre jour "
            "dans la ligne de la feuille Verrous, ou retirer la ligne."
        )
        found.append(Alert("locks_out_of_reach", text, lock.origin, blocking=True))
    return tuple(found)


def _checked(old: Problem, new: Problem, before: Timetable, first: date) -> tuple[Alert, ...]:
    """Every alert of a workbook that a timetable goes on with."""
    return precheck(new, standing_hours(old, new, before), _underway(new, before, first))


def _underway(problem: Problem, before: Timetable, first: date) -> Underway:
    """What each course and part has: before a day whatever took place, from then on the sessions that could stay."""
    given: dict[tuple[CourseId, str], Counter[date]] = {}
    for session in before.sessions:
        course = problem.courses.get(session.course_id) if session.course_id else None
        apart = session.kind != Kind.COURSE or session.id in problem.stands or session.id in problem.called_off
        if course is None or apart or not (session.day < first or _stays(problem, session)):
            continue
        for part in (session.part,) if session.part else part_names(course):
            given.setdefault((course.id, part), Counter())[session.day] += session.minutes
    return Underway(first, given)


def _asked_first(new: Problem, staying: Sequence[Session]) -> Callable[[Alert], bool]:
    """Whether an alert is of more than what the change lies on: the sessions that could stay do not fit by themselves.

    In whichever week they are: what one cannot take looks for a place in the others.
    """
    case = Case(new, _loose(new, staying))
    full = {(a.kind, a.origin) for check in dict.fromkeys(ON_HOURS.values()) for a in check(case)}
    full |= {(a.kind, a.origin) for a in class_hours(Case(_as_held(new, staying), _loose(new, staying)))}
    full |= {(a.kind, a.origin) for a in _of_barrettes(new, staying)}
    kinds = {*ON_HOURS, "class_hours", "barrette_places"}
    return lambda alert: alert.kind not in kinds or (alert.kind, alert.origin) in full


def _stays(problem: Problem, session: Session) -> bool:
    """Whether the class, the team and the room of a session are still there at its hour."""
    span = session.day, session.start, session.end
    if any(class_hindered(problem, c, session.part, *span) for c in session.class_ids if c in problem.classes):
        return False
    course = problem.courses.get(session.course_id) if session.course_id else None
    return course is None or not without_means(problem, course, *span, session.trainer_ids, session.room_id)


def _loose(problem: Problem, staying: Sequence[Session]) -> dict[tuple[CourseId, str], SessionsWanted]:
    """The sessions of each course and part, in any week."""
    found: dict[tuple[CourseId, str], SessionsWanted] = {
        (c.id, part): () for c in problem.courses.values() for part in ("", *"ABCDEFGH"[: c.parts])
    }
    for session in staying:
        if session.kind == Kind.COURSE and session.course_id is not None:
            key = session.course_id, session.part
            found[key] = (*found.get(key, ()), (None, session.minutes))
    return found


def _as_held(problem: Problem, staying: Sequence[Session]) -> Problem:
    """The problem with the hours of support that stand in place of those that the workbook asks for."""
    held: dict[tuple[ClassId, date, int], StandingSession] = {}
    for s in (s for s in staying if s.kind in (Kind.BARRETTE, Kind.OPEN) and not s.course_ids):
        for class_id in s.class_ids:
            held[class_id, s.day, s.start] = StandingSession(
                SessionId(f"{s.id}-{class_id}"), CourseId(""), s.day, s.start, s.end, s.minutes, class_ids=(class_id,)
            )
    return replace(problem, barrettes={}, open_periods=(), standing=(*problem.standing, *held.values()))


def _of_barrettes(problem: Problem, staying: Sequence[Session]) -> Iterator[Alert]:
    """Alerts on barrettes in the periods in which some of their hours stand."""
    for key, barrette in problem.barrettes.items():
        days = {s.day for s in staying if s.barrette_id == key}
        periods = tuple(p for p in problem.periods if any(day in p for day in days))
        yield from barrette_places(Case(replace(problem, barrettes={key: barrette}, periods=periods)))
