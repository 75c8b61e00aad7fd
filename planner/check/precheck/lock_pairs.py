"""Pre-check on dated locks that contradict one another: at one hour for one class, trainer or room, or in one day."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from planner.check.precheck.alert import Alert, many, origin
from planner.check.precheck.case import Case
from planner.courses.teams import rests_of, teams_of
from planner.domain import (
    BarretteId,
    ClassId,
    Course,
    CourseId,
    Lock,
    Problem,
    RoomId,
    TrainerId,
    clock,
    monday,
    streams,
)
from planner.words import class_name, course_name, room_name, say_all, say_day, say_minutes, trainer_name


@dataclass(frozen=True, slots=True)
class Locked:
    """A lock of a course at an hour, and the least that it takes: its shortest session, who and where for sure."""

    lock: Lock
    course: Course
    day: date
    start: int
    end: int
    minutes: int
    trainer_ids: tuple[TrainerId, ...]
    room_id: RoomId | None

    def meets(self, other: "Locked") -> bool:
        """Whether both take some moment of a day."""
        return self.day == other.day and self.start < other.end and other.start < self.end


def lock_pairs(case: Case) -> Iterator[Alert]:
    """Locks of which no timetable keeps both, and days on which they are more than a course or a trainer may have."""
    problem, rows = case.problem, _locked(case)
    told: set[frozenset[str]] = set()
    for one, other in itertools.combinations(rows, 2):
        who = _shared(problem, one, other) if one.meets(other) else ""
        pair = frozenset({one.lock.origin, other.lock.origin})
        if who and not (len(pair) > 1 and pair in told):
            told.add(pair)
            text = (
                f"Deux verrous demandent {who} le {say_day(one.day)} : {course_name(problem, one.course.id)} à "
                f"{clock(one.start)} (jusqu'à {clock(one.end)} au plus tôt) et {course_name(problem, other.course.id)} "
                f"à {clock(other.start)}. Solution, au choix : {_elsewhere(case, one, other)}, ou retirer l'une des "
                "deux lignes de la feuille Verrous."
            )
            yield _alert(text, [one, other])
    yield from _barrettes(problem)
    yield from _days(problem, rows)
    yield from _hours(problem, rows)


def _alert(text: str, rows: Sequence[Locked], place: str = "") -> Alert:
    """An alert on some locks, and where else it lies."""
    cells = dict.fromkeys(cell for cell in (*(row.lock.origin for row in rows), place) if cell)
    first, *others = cells or ("",)
    about = frozenset(f"course:{row.course.id}" for row in rows)
    return Alert("lock_pairs", text, first, blocking=True, cells=tuple(others), about=about)


def _locked(case: Case) -> list[Locked]:
    """Dated locks at an hour at which a session of their course may begin, in order of time."""
    problem, found = case.problem, dict[tuple[CourseId, str, date, int], Locked]()
    for lock in problem.locks:
        course = problem.courses.get(lock.course_id) if lock.course_id else None
        if course is None or lock.day is None or lock.start is None or course.barrette_id:
            continue
        if not problem.first <= lock.day <= problem.last or _stands(problem, course, lock):
            continue
        if span := _shortest(case, course, lock.part, lock.day, lock.start):
            end, minutes = span
            people = lock.trainer_ids or _sure(problem, course)
            room = lock.room_id or _only_room(problem, course)
            row = Locked(lock, course, lock.day, lock.start, end, minutes, people, room)
            found.setdefault((course.id, lock.part, lock.day, lock.start), row)
    return sorted(found.values(), key=lambda row: (row.day, row.start, row.course.id))


def _stands(problem: Problem, course: Course, lock: Lock) -> bool:
    """Whether a session that stands is what a lock asks for."""
    return any(one.day == lock.day and one.start == lock.start for one in problem.standing_of(course.id, lock.part))


def _shortest(case: Case, course: Course, part: str, day: date, start: int) -> tuple[int, int] | None:
    """(end, minutes) of the shortest session of a course that may begin then; None where none may."""
    problem = case.problem
    lengths = {m for week, m in case.wanted(course, part) if week in (None, monday(day))} or {
        m for _week, m in case.wanted(course, part)
    }
    for minutes in sorted(lengths):
        spans = (bells.placements(day.weekday(), minutes, course.meal) for bells in problem.course_bells(course))
        ends = [end for some in spans for begin, end in some if begin == start]
        if ends:
            return min(ends), minutes
    return None


def _sure(problem: Problem, course: Course) -> tuple[TrainerId, ...]:
    """Trainers whom every way of giving a course needs."""
    choices = [frozenset(team) for team in (*teams_of(problem, course), *rests_of(problem, course))]
    return tuple(sorted(frozenset.intersection(*choices))) if choices else ()


def _only_room(problem: Problem, course: Course) -> RoomId | None:
    """The room of a course that asks for a type of which there is one."""
    rooms = problem.course_rooms(course) if course.room_types else ()
    return rooms[0].id if len(rooms) == 1 else None


def _shared(problem: Problem, one: Locked, other: Locked) -> str:
    """What two locks at one moment both need: a class, a trainer, or a room for one group; empty where nothing."""
    for class_id in one.course.class_ids:
        if class_id in other.course.class_ids and _same_people(problem, class_id, one, other):
            return f"la classe {class_name(problem, class_id)} au même moment"
    both = [t for t in one.trainer_ids if t in other.trainer_ids]
    if both:
        return f"{trainer_name(problem, both[0])} au même moment"
    room = problem.rooms.get(one.room_id) if one.room_id and one.room_id == other.room_id else None
    return f"{room_name(problem, room.id)} au même moment" if room is not None and room.shared <= 1 else ""


def _same_people(problem: Problem, class_id: ClassId, one: Locked, other: Locked) -> bool:
    """Whether two locked sessions are for some of the same people of a class."""
    mine, theirs = (streams(problem, class_id, row.lock.part, row.course.id) for row in (one, other))
    return any(stream in theirs for stream in mine)


def _elsewhere(case: Case, one: Locked, other: Locked) -> str:
    """Another start of the same day at which the second does not meet the first, where the bells have one."""
    starts = (
        (start, end)
        for bells in case.problem.course_bells(other.course)[:1]
        for start, end in bells.placements(other.day.weekday(), other.minutes, other.course.meal)
        if end <= one.start or start >= one.end
    )
    best = min(starts, key=lambda span: (abs(span[0] - other.start), span), default=None)
    name = course_name(case.problem, other.course.id)
    return f"{name} à {clock(best[0])}" if best else f"un autre jour pour {name}"


def _barrettes(problem: Problem) -> Iterator[Alert]:
    """More hours locked for a barrette in one week than it has in a week."""
    weeks: dict[tuple[BarretteId, date], dict[tuple[date, int], Lock]] = {}
    for lock in problem.locks:
        known = lock.barrette_id if lock.barrette_id in problem.barrettes and not lock.apprentice_id else None
        if known is not None and lock.day is not None and lock.start is not None:
            weeks.setdefault((known, monday(lock.day)), {})[lock.day, lock.start] = lock
    for (barrette_id, week), locks in weeks.items():
        barrette = problem.barrettes[barrette_id]
        if barrette.per_week and len(locks) > barrette.per_week:
            times = say_all(f"le {say_day(day)} à {clock(start)}" for day, start in sorted(locks))
            text = (
                f"{barrette.name} a {many(len(locks), 'verrou')} la semaine du {say_day(week)} ({times}), pour "
                f"{many(barrette.per_week, 'séance')} par semaine. Solution, au choix : « par semaine » à {len(locks)} "
                "dans la feuille Barrettes, ou retirer l'une des lignes de la feuille Verrous."
            )
            first, *others = [lock.origin for _time, lock in sorted(locks.items())]
            place = origin(problem, "barrette", barrette_id)
            yield Alert("lock_pairs", text, first, blocking=True, cells=tuple(filter(None, (*others, place))))


def _days(problem: Problem, rows: Sequence[Locked]) -> Iterator[Alert]:
    """More locks of a course on one day than its sessions of a day."""
    days: dict[tuple[CourseId, str, date], list[Locked]] = {}
    for row in rows:
        days.setdefault((row.course.id, row.lock.part, row.day), []).append(row)
    for some in days.values():
        course = some[0].course
        if len(some) > course.max_per_day and "H3c" not in problem.rules_off:
            text = (
                f"{course_name(problem, course.id)} a {many(len(some), 'verrou')} le {say_day(some[0].day)}, pour "
                f"{many(course.max_per_day, 'séance')} par jour au plus (« max par jour »). Solution, au choix : "
                f"« max par jour » à {len(some)}, ou un autre jour pour l'un des verrous."
            )
            yield _alert(text, some, origin(problem, "course", course.id))


def _hours(problem: Problem, rows: Sequence[Locked]) -> Iterator[Alert]:
    """More hours locked for a trainer on one day than this trainer's day."""
    days: dict[tuple[TrainerId, date], list[Locked]] = {}
    for row in rows:
        for who in row.trainer_ids:
            days.setdefault((who, row.day), []).append(row)
    for (who, day), some in days.items():
        trainer = problem.trainers.get(who)
        if trainer is None:
            continue
        minutes = sum(row.minutes for row in some)
        if minutes > trainer.max_day and "H6c" not in problem.rules_off:
            names = say_all(course_name(problem, row.course.id) for row in some)
            text = (
                f"Les verrous du {say_day(day)} donnent {say_minutes(minutes)} de cours à {trainer.name}, qui en a "
                f"{say_minutes(trainer.max_day)} par jour au plus : {names}. Solution, au choix : « max par jour » à "
                f"{say_minutes(minutes)}, ou un autre jour pour l'un des verrous."
            )
            yield _alert(text, some, origin(problem, "trainer", who))
