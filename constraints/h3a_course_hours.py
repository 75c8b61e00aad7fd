"""H3a: each course gets its hours over the horizon; what is missing is listed.

Hours wanted: the total of the workbook, or the weekly hours times the CFA weeks, short weeks counted for their share
of a normal one (``au prorata``) or in full (``à rattraper``). Half-days that an absence of the class or an event takes
away from its courses shorten the week too, unless that line of the workbook asks for its hours in other weeks. Where
the lengths cannot give that number exactly, less than one session of difference is tolerated.

A day that closes once a timetable stands takes what fell on it, not a share of the other days: a course may then have
more than its share of the shorter week, but never more than its hours by the week. What rows of *Séances existantes*
add to hours that are held already is to be verified by the planner, who wrote them. So is what a class has not had of
a course that was others' alone when it came to it.
"""

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from planner.domain import ClassId, Course, CourseId, FixedEvent, Kind, Problem, Session, Timetable
from planner.rule import Finding, Rule
from planner.words import class_name, course_name, say_minutes


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Minutes placed for each class and part, against those wanted and those listed as missing."""
    held: dict[CourseId, list[Session]] = {}
    for session in timetable.sessions:
        if session.kind == Kind.SUPPORT:
            continue
        for course_id in session.course_ids:
            held.setdefault(course_id, []).append(session)
    for course in problem.courses.values():
        listed = sum(
            row.minutes
            for row in timetable.unplaced
            if row.course_id == course.id or (row.barrette_id and row.barrette_id == course.barrette_id)
        )
        yield from _of_course(problem, course, held.get(course.id, []), listed)


def _of_course(problem: Problem, course: Course, held: list[Session], listed: int) -> Iterator[Finding]:
    unit, missing = _tolerance(problem, course), 0
    worst: dict[str, tuple[int, ClassId]] = {}
    for class_id in course.class_ids:
        for part in "ABCDEFGH"[: course.parts] if course.parts > 1 else ("",):
            wanted, placed = _wanted(problem, course, part), _placed(held, class_id, part)
            name = f"{course_name(problem, course.id)}{f', partie {part}' if part else ''}"
            stand = sum(one.minutes for one in problem.standing_of(course.id, part) if class_id in one.class_ids)
            usual = max(wanted, _in_full(problem, course, part))
            if placed - max(usual, stand) >= unit and not course.barrette_id:
                given = tuple(s.id for s in held if class_id in s.class_ids and (not part or s.part in ("", part)))
                # Held already, the others cannot give way to a row that comes late: it is the planner's to know.
                pasted = placed - stand - usual < unit
                of_these = f", dont {say_minutes(stand)} de la feuille Séances existantes" if pasted else ""
                text = f"{name} a {say_minutes(placed)} placées pour {say_minutes(wanted)} voulues{of_these}."
                why = "des séances existantes s'ajoutent à ses heures" if pasted else ""
                yield Finding("H3a", text, placed - wanted, given, to_verify=pasted, why=why)
            lack = wanted - placed
            if lack >= unit and (gone := min(lack, _before(held, class_id, part))):
                text = f"{name} : {class_name(problem, class_id)} n'a pas eu les {say_minutes(gone)} d'avant sa venue."
                why = "une classe est venue à un cours qui avait commencé sans elle"
                yield Finding("H3a", text, gone, to_verify=True, why=why)
                lack -= gone
            worst[part] = max(worst.get(part, (0, class_id)), (lack, class_id))
    missing = sum(lack for lack, _class in worst.values() if lack >= unit)
    if missing - listed >= unit:
        _lack, class_id = max(worst.values())
        text = (
            f"{course_name(problem, course.id)} : il manque {say_minutes(missing)} à la classe "
            f"{class_name(problem, class_id)}, et la liste des séances non placées n'en a que "
            f"{say_minutes(listed)}."
        )
        yield Finding("H3a", text, amount=missing - listed)


def _placed(held: list[Session], class_id: ClassId, part: str) -> int:
    """Minutes of a class and part; groups of one occurrence count once."""
    spans = {
        (s.day, s.start, s.end): s.minutes
        for s in held
        if class_id in s.class_ids and (not part or s.part in ("", part))
    }
    return sum(spans.values())


def _before(held: list[Session], class_id: ClassId, part: str) -> int:
    """Minutes that others had before the first session of a class; 0 for one that has none, or had all."""
    mine = [s for s in held if not part or s.part in ("", part)]
    first = min(((s.day, s.start) for s in mine if class_id in s.class_ids), default=(date.min, 0))
    return sum({(s.day, s.start): s.minutes for s in mine if (s.day, s.start) < first}.values())


def _wanted(problem: Problem, course: Course, part: str) -> int:
    if course.volume.total is not None:
        return course.volume.total
    weekly = _weekly(problem, course)
    rows = _weeks(problem, course, part)
    if course.short_week == "makeup":
        return weekly * len(rows)
    count = Counter(usual for usual, _left in rows.values())
    normal = max(count, key=lambda minutes: (count[minutes], minutes), default=1)
    return round(sum(weekly * min(1.0, left / normal) for _usual, left in rows.values()))


def _in_full(problem: Problem, course: Course, part: str) -> int:
    """Minutes of a weekly course if none of the weeks in which it may have any were short; 0 for a total."""
    if course.volume.total is not None:
        return 0
    return _weekly(problem, course) * sum(left > 0 for _usual, left in _weeks(problem, course, part).values())


def _weekly(problem: Problem, course: Course) -> int:
    if course.volume.weekly is not None:
        return course.volume.weekly
    slots = [s.end - s.start for day in problem.bells_of(course.class_ids[0]).days for s in day]
    count = Counter(slots)
    return (course.volume.weekly_slots or 0) * max(slots, key=lambda m: (count[m], m), default=0)


def _weeks(problem: Problem, course: Course, part: str) -> dict[date, tuple[int, int]]:
    """Monday → minutes that the calendars give, and minutes left once closures and the horizon are taken off."""
    bells = problem.bells_of(course.class_ids[0])
    found: dict[date, tuple[int, int]] = {}
    for week in problem.weeks:
        usual = left = 0
        for day in (week + timedelta(days=n) for n in range(7)):
            shut = problem.closed_halves.get(day, 0) if problem.first <= day <= problem.last else 3
            shut = 3 if day in problem.closed else shut
            for class_id in course.class_ids:
                shut |= _lost(problem, class_id, part, day)
                shut |= problem.closed_sites.get((problem.classes[class_id].site_id, day), 0)
            for slot in bells.days[day.weekday()]:
                half = bells.half(day.weekday(), slot.start, slot.end)
                if all(not half & ~problem.class_calendar(c, part).get(day, 0) for c in course.class_ids):
                    usual += slot.end - slot.start
                    left += 0 if half & shut else slot.end - slot.start
        if usual:
            found[week] = (usual, left)
    return found


def _tolerance(problem: Problem, course: Course) -> int:
    """Minutes from which a difference is a fault: one session, the shortest where the lengths can be exact."""
    if not course.lengths:
        slots = [60 if s.inside else s.end - s.start for day in problem.bells_of(course.class_ids[0]).days for s in day]
        return min(slots, default=60)
    if course.barrette_id:
        return max(course.lengths)
    whole = sum(course.lengths)
    sums = {sum(some) for n in range(len(course.lengths)) for some in itertools.combinations(course.lengths, n)}
    short = course.volume.total is None and any(left < usual for usual, left in _weeks(problem, course, "").values())
    total = course.volume.total if course.volume.total is not None else _weekly(problem, course)
    return max(course.lengths) if short or total % whole not in sums else min(course.lengths)


def _lost(problem: Problem, class_id: ClassId, part: str, day: date) -> int:
    """Half-days of which absences of the class and events, not to be made up, take every slot from its courses."""
    group = problem.classes[class_id]
    spans = [(a.start, a.end) for a in group.absences_of(part) if a.hard and a.on(day) and not a.makeup]
    spans += [
        (e.start, e.end) for e in problem.events if e.day == day and not e.makeup and _takes(problem, e, class_id, part)
    ]
    if not spans:
        return 0
    bells, weekday, open_halves = problem.bells_of(class_id), day.weekday(), 0
    for slot in bells.days[weekday]:
        minutes = set(range(slot.start, slot.end, 5))
        for start, end in spans:
            minutes -= set(range(max(start, slot.start), min(end, slot.end), 5))
        open_halves |= bells.half(weekday, slot.start, slot.end) if minutes else 0
    return 3 & ~open_halves


def _takes(problem: Problem, event: FixedEvent, class_id: ClassId, part: str) -> bool:
    """Whether the courses of a class (and part) cannot take place during an event."""
    homes = [problem.learners[a].membership(event.day) for a in event.apprentice_ids if a in problem.learners]
    mine = class_id in (event.class_ids or [home.class_id for home in homes if home])
    own_part = bool(event.part) and event.part == part and not event.apprentice_ids
    return mine and (not (event.part or event.apprentice_ids) or event.rest != "maintained" or own_part)


RULE = Rule(
    key="H3a",
    statement="Chaque cours reçoit ses heures ; ce qui manque est dans la liste des séances non placées.",
    kind="shortfall",
    check=check,
    held=True,
)
