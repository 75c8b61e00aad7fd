"""*Séances existantes* → sessions of courses that stand already, times of barrettes, fixed events for the rest."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from data.building.check_parts import not_a_part
from data.building.context import Context, slug
from data.building.courses import course_ref
from data.building.standing_names import Names
from data.reading.table import Row
from planner.domain import (
    Barrette,
    BarretteId,
    Bells,
    ClassId,
    Course,
    CourseId,
    FixedEvent,
    Lock,
    Problem,
    RoomId,
    SessionId,
    StandingSession,
    TrainerId,
    clock,
)
from planner.words import class_name, count, say_all

FAR = timedelta(days=366)
"""A session farther from the horizon than a year is a typing fault, not the rest of an export."""


@dataclass(frozen=True, slots=True)
class Line:
    """One session of the export, its names understood."""

    row: Row
    day: date
    start: int
    end: int
    typed: int | None
    """Minutes of teaching, where the export says them."""
    class_ids: tuple[ClassId, ...]
    part: str
    subject: str
    trainer_ids: tuple[TrainerId, ...]
    room_id: RoomId | None


@dataclass
class Found:
    """What the sheet gives."""

    standing: list[StandingSession] = field(default_factory=list)
    events: list[FixedEvent] = field(default_factory=list)
    locks: list[Lock] = field(default_factory=list)
    no_parts: dict[tuple[str, tuple[ClassId, ...]], list[Line]] = field(default_factory=dict)
    """Subject and classes → sessions of a part where nothing has parts: they take the whole class."""


def with_standing(context: Context, problem: Problem) -> Problem:
    """The problem with the sessions of the sheet; what is over a course's hours or matches none is said."""
    lines = _joined(_lines(context))
    found, ranks = Found(), Counter[str]()
    courses = _by_subject(problem.courses)
    barrettes = {name: b for b in problem.barrettes.values() for name in (slug(b.name), slug(b.id))}
    for line in sorted(lines, key=lambda one: (one.day, one.start, one.end, one.class_ids, one.part, one.subject)):
        course = _course(problem, courses, line)
        barrette = barrettes.get(slug(line.subject))
        if course is not None:
            _stands(context, problem, course, line, ranks, found)
        elif barrette is not None and set(line.class_ids) <= set(barrette.class_ids):
            _barrette(barrette, line, found)
        else:
            _event(context, problem, line, ranks, found)
        _check_part(context, problem, course, line, found)
    _say(context, problem, found)
    _locked(context, problem, ranks, found)
    return replace(
        problem,
        standing=tuple(sorted(found.standing, key=lambda one: (one.day, one.start, one.end, one.id))),
        events=(*problem.events, *found.events),
        locks=(*problem.locks, *found.locks),
    )


def _lines(context: Context) -> Iterable[Line]:
    names, outside, far = Names(context), 0, dict[str, Row]()
    for row in context.rows("standing"):
        day, start, end = row["day"], row["start"], _end(context, row)
        if day is None or start is None or end is None:
            continue
        class_ids, part = names.classes(row)
        line = Line(
            row, day, start, end, row["length"], class_ids, part, row.get("subject", ""), names.trainers(row),
            names.room(row),
        )  # fmt: skip
        if context.dated and not context.first <= day <= context.last:
            outside += 1
            if not context.first - FAR <= day <= context.last + FAR:
                far.setdefault(str(day), row)
        elif class_ids and line.subject:
            yield line
    names.say()
    for row in far.values():
        message = f"est loin de l'emploi du temps (du {context.first:%d/%m/%Y} au {context.last:%d/%m/%Y}) : corrigez."
        context.fault(row, "day", message)
    if outside:
        context.faults.notice(f"Séances existantes : {outside} hors de l'emploi du temps, ignorées.")


def _end(context: Context, row: Row) -> int | None:
    """End typed, else start and length."""
    start, end, length = row["start"], row["end"], row["length"]
    if start is None:
        return None
    if end is None and length is None:
        context.fault(row, "end" if "end" in row.table.where else "start", ": indiquez l'heure de fin, ou la durée.")
        return None
    if end is None:
        return int(start + length)
    if end <= start:
        context.fault(row, "end", f"vient avant le début ({clock(start)}) : corrigez l'une des deux heures.")
        return None
    if length is not None and length > end - start:
        message = f"est plus longue que la séance, {clock(start)} à {clock(end)} : corrigez la durée ou les heures."
        context.fault(row, "length", message)
    return int(end)


def _joined(lines: Iterable[Line]) -> list[Line]:
    """One session for the lines of an export that repeats it for each of its classes, trainers or rooms."""
    found: dict[tuple[object, ...], Line] = {}
    for line in lines:
        who = line.trainer_ids or line.class_ids
        name = (line.day, line.start, line.end, slug(line.subject), line.part, line.room_id, who)
        twin = found.get(name)
        if twin is not None:
            classes = tuple(dict.fromkeys((*twin.class_ids, *line.class_ids)))
            line = replace(twin, class_ids=classes)
        found[name] = line
    same: dict[tuple[object, ...], Line] = {}
    for line in found.values():
        name = (line.day, line.start, line.end, slug(line.subject), line.part, line.room_id, line.class_ids)
        twin = same.get(name)
        if twin is not None:
            line = replace(twin, trainer_ids=tuple(dict.fromkeys((*twin.trainer_ids, *line.trainer_ids))))
        same[name] = line
    return list(same.values())


def _locked(context: Context, problem: Problem, ranks: Counter[str], found: Found) -> None:
    """Locks of *Verrous* that say a session of a course from its start to its end."""
    for row in context.rows("locks"):
        if row["end"] is None:
            continue
        course_id = course_ref(context, row, "course", row["course"]) if row["course"] else None
        day, start, end, room = row["day"], row["start"], row["end"], context.ref(row, "room")
        if not row["course"] or day is None or start is None:
            context.fault(row, "end", "va avec un cours, une date et une heure de début : remplissez-les, ou videz-la.")
        elif end <= start:
            context.fault(row, "end", f"vient avant le début ({clock(start)}) : corrigez l'une des deux heures.")
        elif course_id is not None and CourseId(course_id) in problem.courses:
            course = problem.courses[CourseId(course_id)]
            trainers = tuple(TrainerId(x) for x in context.refs(row, "trainers"))
            part, classes = row.get("part", ""), course.class_ids
            where = RoomId(room) if room else None
            line = Line(row, day, start, end, None, classes, part, course.subject, trainers, where)
            _stands(context, problem, course, line, ranks, found)


def _by_subject(courses: Mapping[CourseId, Course]) -> dict[str, list[Course]]:
    found: dict[str, list[Course]] = {}
    for course in courses.values():
        for name in dict.fromkeys((slug(course.subject), slug(course.id))):
            found.setdefault(name, []).append(course)
    return found


def _course(problem: Problem, courses: Mapping[str, Sequence[Course]], line: Line) -> Course | None:
    """The course of a session: same subject (or code), its classes, then its part, trainer and kind of room."""
    here = set(line.class_ids)
    able = [c for c in courses.get(slug(line.subject), ()) if here <= set(c.class_ids)]
    able = [c for c in able if not line.part or c.parts > "ABCDEFGH".index(line.part)] or able
    room = problem.rooms.get(line.room_id) if line.room_id else None

    def rank(course: Course) -> tuple[bool, bool, bool, bool]:
        return (
            set(course.class_ids) != here,
            (course.parts > 1) != bool(line.part),
            not any(set(line.trainer_ids) & set(team) for team in course.teams),
            room is not None and room not in problem.course_rooms(course),
        )

    return min(able, key=rank, default=None)


def _stands(context: Context, problem: Problem, course: Course, line: Line, ranks: Counter[str], found: Found) -> None:
    part = line.part if course.parts > 1 else ""
    name = f"{problem.session_stem(course.id, part)}-EX"
    ranks[name] += 1
    minutes = line.typed or taught(problem.course_bells(course)[0], line.day.weekday(), line.start, line.end)
    item = SessionId(f"{name}{ranks[name]:02d}")
    found.standing.append(
        StandingSession(
            item, course.id, line.day, line.start, line.end, minutes, part, course.class_ids, line.trainer_ids,
            line.room_id,
        )
    )  # fmt: skip
    context.origin("standing", item, line.row)


def taught(bells: Bells, weekday: int, start: int, end: int) -> int:
    """Teaching minutes between two times of day: less the breaks of the bells that lie wholly inside."""
    slots = bells.days[weekday]
    gaps = [(a.end, b.start) for a, b in itertools.pairwise(slots) if b.start > a.end]
    return end - start - sum(b - a for a, b in gaps if start < a and b < end)


def _check_part(context: Context, problem: Problem, course: Course | None, line: Line, found: Found) -> None:
    """A part that its course, or its class where it is no course, is not split into."""
    letters = "ABCDEFGH"[: course.parts] if course else max((problem.parts[c] for c in line.class_ids), key=len)
    if not line.part or (course is None and line.part in letters):
        return
    if len(letters) < 2:
        found.no_parts.setdefault((line.subject, line.class_ids), []).append(line)
    elif line.part not in letters:
        context.fault(line.row, "part", not_a_part(letters, "ce cours" if course else "cette classe"), line.part)


def _barrette(barrette: Barrette, line: Line, found: Found) -> None:
    lock = Lock(barrette_id=BarretteId(barrette.id), day=line.day, start=line.start, origin=line.row.origin)
    if not any((k.barrette_id, k.day, k.start) == (lock.barrette_id, lock.day, lock.start) for k in found.locks):
        found.locks.append(lock)


def _event(context: Context, problem: Problem, line: Line, ranks: Counter[str], found: Found) -> None:
    """A session that is no course's: its class is taken, and so are its trainers and its room."""
    name = f"EX-{slug(' '.join(line.class_ids))}{line.part and '-' + line.part}-{slug(line.subject)}"
    known = {event.id for event in problem.events}
    ranks[name] += 1
    while (item := f"{name}-{ranks[name]:02d}") in known:
        ranks[name] += 1
    part = line.part if any(line.part in problem.parts.get(c, ()) for c in line.class_ids) else ""
    room = problem.rooms.get(line.room_id) if line.room_id else None
    found.events.append(
        FixedEvent(
            item, line.subject, line.day, line.start, line.end, line.subject, line.class_ids, part,
            trainer_ids=line.trainer_ids, room_id=line.room_id,
            # A lesson all the same: followed from elsewhere as the courses of such a room are.
            by_video=room is None or not problem.special(room),
        )
    )  # fmt: skip
    context.origin("event", item, line.row)


def _say(context: Context, problem: Problem, found: Found) -> None:
    """Subjects that match no course, and courses that have more than their hours."""
    if found.standing or found.events or found.locks:
        matched, other = len(found.standing), len(found.events)
        text = f"Séances existantes : {matched} reconnues comme séances de cours et gardées telles quelles"
        text += f", {len(found.locks)} heures de barrette" if found.locks else ""
        context.faults.notice(f"{text}, {other} événements fixes." if other else f"{text}.")
    labels = Counter(re.sub(r"\s+", " ", event.label) for event in found.events)
    if labels:
        shown = ", ".join(f"{name} ({number})" for name, number in sorted(labels.items())[:12])
        more = f" et {len(labels) - 12} autres" if len(labels) > 12 else ""
        context.faults.notice(f"Séances existantes sans cours de ce nom pour la classe : {shown}{more}.")
    for (subject, class_ids), lines in found.no_parts.items():
        parts = say_all(sorted({one.part for one in lines}))
        context.faults.notice(
            f"Séances existantes de « {subject} » ({say_all(class_name(problem, c) for c in class_ids)}) pour une "
            f"partie ({parts}) : {count(len(lines), 'séance')}, et rien n'est dédoublé ; toute la classe y est "
            "attendue. Solution : écrire 2 dans « parties » de la feuille « Cours », ou vider la partie.",
            lines[0].row.origin,
        )
    total = Counter[CourseId]()
    for one in found.standing:
        total[one.course_id] += 0 if one.part > "A" else one.minutes
    for course_id, minutes in sorted(total.items()):
        course = problem.courses[course_id]
        if course.volume.total is not None and minutes > course.volume.total:
            context.faults.notice(
                f"Cours « {course.subject} » ({', '.join(course.class_ids)}) : {clock(minutes)} de séances existantes "
                f"pour {clock(course.volume.total)} demandées ; rien n'est ajouté."
            )
