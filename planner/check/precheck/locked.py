"""Locks at an hour as the sessions that they ask for, and what two of them both need."""

from dataclasses import dataclass
from datetime import date

from planner.check.precheck.case import Case
from planner.courses.teams import rests_of, teams_of
from planner.domain import ClassId, Course, CourseId, Lock, Problem, RoomId, TrainerId, monday, streams
from planner.words import class_name, room_name, trainer_name


@dataclass(frozen=True, slots=True)
class LockedSession:
    """A lock of a course at an hour, and the least that it takes: its shortest session, who and where for sure."""

    lock: Lock
    course: Course
    day: date
    start: int
    end: int
    minutes: int
    trainer_ids: tuple[TrainerId, ...]
    room_id: RoomId | None

    def meets(self, other: "LockedSession") -> bool:
        """Whether both take some moment of a day."""
        return self.day == other.day and self.start < other.end and other.start < self.end


def sessions_of_locks(case: Case) -> list[LockedSession]:
    """Dated locks at an hour at which a session of their course may begin, in order of time."""
    problem, found = case.problem, dict[tuple[CourseId, str, date, int], LockedSession]()
    for lock in problem.locks:
        course = problem.courses.get(lock.course_id) if lock.course_id else None
        if course is None or lock.day is None or lock.start is None or course.barrette_id:
            continue
        if not problem.first <= lock.day <= problem.last or _stands(problem, course, lock):
            continue
        if row := locked_session(case, course, lock):
            found.setdefault((course.id, lock.part, lock.day, lock.start), row)
    return sorted(found.values(), key=lambda row: (row.day, row.start, row.course.id))


def locked_session(case: Case, course: Course, lock: Lock) -> LockedSession | None:
    """The least that a lock at an hour takes; None where no session of its course may begin then."""
    if lock.day is None or lock.start is None:
        return None
    span = _shortest(case, course, lock.part, lock.day, lock.start)
    if span is None:
        return None
    people = lock.trainer_ids or _sure(case.problem, course)
    room = lock.room_id or _only_room(case.problem, course)
    return LockedSession(lock, course, lock.day, lock.start, *span, people, room)


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


def shared(problem: Problem, one: LockedSession, other: LockedSession) -> str:
    """What two locks at one moment both need: a class, a trainer, or a room for one group; empty where nothing."""
    for class_id in one.course.class_ids:
        if class_id in other.course.class_ids and _same_people(problem, class_id, one, other):
            return f"la classe {class_name(problem, class_id)} au même moment"
    both = [t for t in one.trainer_ids if t in other.trainer_ids]
    if both:
        return f"{trainer_name(problem, both[0])} au même moment"
    room = problem.rooms.get(one.room_id) if one.room_id and one.room_id == other.room_id else None
    return f"{room_name(problem, room.id)} au même moment" if room is not None and room.shared <= 1 else ""


def _same_people(problem: Problem, class_id: ClassId, one: LockedSession, other: LockedSession) -> bool:
    """Whether two locked sessions are for some of the same people of a class."""
    mine, theirs = (streams(problem, class_id, row.lock.part, row.course.id) for row in (one, other))
    return any(stream in theirs for stream in mine)
