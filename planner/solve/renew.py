"""What a changed workbook says by itself, no choice being left: fixed events, and hours of courses."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from planner.domain import (
    CALLED_OFF,
    ClassId,
    Course,
    CourseId,
    FixedEvent,
    Problem,
    Session,
    SessionId,
    Timetable,
    Unplaced,
    in_order,
    monday,
)
from planner.model import Option
from planner.short_weeks import term_sessions
from planner.solve.assembly import Assembly, place_event
from planner.solve.items import event_item
from planner.solve.lessons import part_names, teams_of
from planner.solve.moving import take_out
from planner.solve.repair_items import Limits
from planner.solve.resume import drop
from planner.volumes import wanted_minutes


def renew_events(assembly: Assembly, old: Problem, first: date) -> frozenset[SessionId]:
    """Bring the events from ``first`` on in line with the workbook; ids of those that are new or changed."""
    before = {e.id: e for e in old.events}
    after = {e.id: e for e in assembly.problem.events}
    changed: set[SessionId] = set()
    for key in sorted({*before, *after}):
        name = SessionId(f"fixe-{key}")
        was, now = before.get(key), after.get(key)
        if was == now or max(e.day for e in (was, now) if e is not None) < first:
            continue
        if name in assembly.sessions and assembly.sessions[name].day >= first:
            drop(assembly, name)
        if now is not None and now.day >= first:
            _add(assembly, now)
            changed.add(name)
    return frozenset(changed)


def _add(assembly: Assembly, event: FixedEvent) -> None:
    item = event_item(assembly.problem, event)
    place_event(assembly, item, Option(event.day, event.start, event.end, event.trainer_ids))
    session = assembly.sessions[item.id]
    rooms = [session.room_id] if session.room_id else []
    assembly.usage.note(
        session.id, session.day, session.start, session.end, session.minutes, session.trainer_ids, rooms,
        session.site_id,
    )  # fmt: skip


def renew_courses(assembly: Assembly, old: Problem, limits: Limits, listed: Collection[Unplaced]) -> list[Session]:
    """Bring the hours of courses in line with the workbook: the last sessions too many go, those to add are returned.

    Only courses that have changed, or whose classes have other weeks, are looked at; ``listed``: what was missing
    before, and still is.
    """
    problem = assembly.problem
    changed = [c for c in problem.courses.values() if _may_differ(old, problem, c)]
    if not changed:
        return []
    wanted = term_sessions(problem, _held(assembly))
    missing = Counter[str]()
    for row in listed:
        missing[str(row.course_id)] += row.minutes
    added: list[Session] = []
    for course in changed:
        for part in part_names(problem, course):
            added += _of_part(assembly, course, part, wanted.get((course.id, part), ()), missing, limits)
    return added


def _may_differ(old: Problem, new: Problem, course: Course) -> bool:
    if old.courses.get(course.id) != course or old.closed != new.closed or old.closed_halves != new.closed_halves:
        return True
    classes = [(old.classes.get(c), new.classes.get(c)) for c in course.class_ids]
    return any(a != b for a, b in classes) or (old.first, old.last) != (new.first, new.last)


def _held(assembly: Assembly) -> dict[tuple[ClassId, date], int]:
    """Minutes that barrettes and open periods take of each class and week."""
    spans: dict[tuple[ClassId, date], set[tuple[date, int, int]]] = {}
    for session in assembly.sessions.values():
        if session.kind in ("barrette", "open"):
            for class_id in session.class_ids:
                at = (class_id, monday(session.day))
                spans.setdefault(at, set()).add((session.day, session.start, session.minutes))
    return {at: sum(m for _d, _s, m in found) for at, found in spans.items()}


def _of_part(
    assembly: Assembly,
    course: Course,
    part: str,
    wanted: Sequence[tuple[date | None, int]],
    missing: Counter[str],
    limits: Limits,
) -> list[Session]:
    mine = _given(assembly, course, part)
    lengths = Counter(m for _week, m in wanted)
    have = Counter(s.minutes for s in mine)
    lack = sum(lengths.elements()) - sum(s.minutes for s in mine) - missing[course.id]
    if lack < 0:
        _take_last(assembly, mine, -lack, limits)
        return []
    more = sorted((lengths - have).elements(), reverse=True)
    added: list[Session] = []
    for minutes in more:
        if minutes <= lack:
            added.append(_session(assembly, course, part, minutes, len(mine) + len(added) + 1))
            lack -= minutes
    return added


def _take_last(assembly: Assembly, mine: Sequence[Session], minutes: int, limits: Limits) -> None:
    """Sessions to come are dropped from the last one on, as long as no minute too many goes."""
    for session in reversed(in_order(list(mine))):
        if not limits.stays(session) and session.minutes <= minutes:
            take_out(assembly, session.id)
            minutes -= session.minutes


def _session(assembly: Assembly, course: Course, part: str, minutes: int, ordinal: int) -> Session:
    problem = assembly.problem
    stem = f"{course.id}{part and '-' + part}"
    while SessionId(f"{stem}-{ordinal:02d}") in assembly.sessions:
        ordinal += 1
    names = ", ".join(problem.classes[c].name for c in course.class_ids)
    teams = teams_of(problem, course)
    return Session(
        id=SessionId(f"{stem}-{ordinal:02d}"),
        kind="course",
        day=problem.last,
        start=-1,
        end=0,
        minutes=minutes,
        label=f"{course.subject} – {names}{' (partie ' + part + ')' if part else ''}",
        public_label=course.subject,
        course_id=course.id,
        part=part,
        class_ids=course.class_ids,
        trainer_ids=teams[0] if teams else (),
        site_id=problem.course_site(course),
        meal=course.meal,
    )


def called_off(assembly: Assembly, before: Timetable) -> dict[SessionId, tuple[Session, Unplaced]]:
    """Courses cancelled because of an absence wait for an hour again, each under an id of its own, with its row.

    Crossed parts stay in the list: one without the other is not to be placed.
    """
    found: dict[SessionId, tuple[Session, Unplaced]] = {}
    crossed = {c.crossed_with for c in assembly.problem.courses.values() if c.crossed_with}
    for row in before.unplaced:
        course = assembly.problem.courses.get(row.course_id) if row.course_id else None
        if course is None or row.kind != "course" or CALLED_OFF not in row.reason:
            continue
        if course.crossed_with or course.id in crossed:
            continue
        number = 1
        while SessionId(f"{row.session_id}-r{number}") in assembly.sessions:
            number += 1
        parts = [
            p for p in part_names(assembly.problem, course) if p and row.session_id.startswith(f"{course.id}-{p}-")
        ]
        session = _session(assembly, course, parts[0] if parts else "", row.minutes, 1)
        name = SessionId(f"{row.session_id}-r{number}")
        found[name] = replace(session, id=name), row
    return found


def no_longer_due(old: Problem, new: Problem, left: Sequence[Session]) -> frozenset[SessionId]:
    """Sessions without a place that a workbook with shorter weeks does not ask for any more."""
    spare: dict[tuple[CourseId, str], int] = {}
    found = set()
    for session in left:
        was, now = (p.courses.get(session.course_id) if session.course_id else None for p in (old, new))
        if was is None or now is None or session.kind != "course":
            continue
        at = (now.id, session.part)
        if at not in spare:
            spare[at] = wanted_minutes(old, was, session.part) - wanted_minutes(new, now, session.part)
        if spare[at] >= session.minutes:
            spare[at] -= session.minutes
            found.add(session.id)
    return frozenset(found)


def _given(assembly: Assembly, course: Course, part: str) -> list[Session]:
    """Sessions of a course and part, without those that did not take place."""
    return [
        s
        for s in assembly.sessions.values()
        if s.kind == "course" and (s.course_id, s.part) == (course.id, part) and s.id not in assembly.problem.called_off
    ]
