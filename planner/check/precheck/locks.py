"""Pre-checks on dated locks: a session that may be there at that hour, and a class that is free."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from planner.check.precheck.alert import Alert
from planner.check.precheck.case import Case
from planner.check.precheck.hours import class_hindered, class_off, without_means
from planner.check.precheck.locked import LockedSession, locked_session, sessions_of_locks, shared
from planner.check.precheck.places import Places
from planner.domain import Course, CourseId, Lock, Problem, clock, monday
from planner.words import course_name, say_all, say_barrette, say_day, say_minutes, say_span

NEAR_DAYS, NEAR_STARTS = 15, 4
"""Days, and hours of each, at which a lock that cannot be kept is tried."""
LOCKED_SKILL, LOCKED_ROOM = "H6a", "H5a"
"""Rules on who may lead a course, and in which rooms it is."""


@dataclass
class LockMoves:
    """Hours that are proposed for locks: each passes what a lock is asked, and none is that of another lock."""

    case: Case
    rows: dict[Lock, LockedSession]
    """What each lock asks for, at the hour that is proposed for it where there is one."""
    moved: dict[Lock, tuple[date, int]] = field(default_factory=dict)

    def move(
        self, course: Course, lock: Lock, hours: Sequence[LockedSession] = (), number: int = 1
    ) -> tuple[date, int] | None:
        """The nearest day and hour at which a lock can be kept, away from some hours; None where there is none."""
        problem = self.case.problem
        asked, places = lock.day or problem.first, Places(problem, course, lock.part)
        others = [row for one, row in self.rows.items() if one != lock]
        mine = [row.day for row in others if (row.course.id, row.lock.part) == (course.id, lock.part)]
        for day in sorted(problem.days, key=lambda d: (abs((d - asked).days), d))[:NEAR_DAYS]:
            if mine.count(day) >= course.max_per_day:
                continue
            beside = sum(monday(one) == monday(day) for one in mine) + 1
            so_many = max(beside, number) if monday(day) == monday(asked) else beside
            starts = sorted({start for start, _end in places.spans(day)}, key=lambda s: (abs(s - (lock.start or s)), s))
            kept = [s for s in starts if self._free(course, replace(lock, day=day, start=s), [*others, *hours])]
            for start in kept[:NEAR_STARTS]:
                there = replace(lock, day=day, start=start)
                row = locked_session(self.case, course, there)
                if row is not None and not _against(self.case, course, there, so_many):
                    self.rows[lock], self.moved[lock] = row, (day, start)
                    return day, start
        return None

    def beside(self, row: LockedSession, other: LockedSession) -> tuple[date, int] | None:
        """Where a lock could be that cannot stay beside another one."""
        return self.moved.get(row.lock) or self.move(row.course, row.lock, [other])

    def _free(self, course: Course, lock: Lock, rows: Sequence[LockedSession]) -> bool:
        """Whether no other lock needs the same people or room at the hour of a lock."""
        mine = locked_session(self.case, course, lock)
        return mine is not None and not any(mine.meets(row) and shared(self.case.problem, mine, row) for row in rows)


def lock_places(case: Case) -> Iterator[Alert]:
    """A dated lock of a course that no session can keep."""
    moves = _moves(case)
    for course, lock, why, number in _not_kept(case):
        best = moves.move(course, lock, number=number)
        moved = f"l'écrire le {say_day(best[0])} à {clock(best[1])}," if best else "corriger"
        name = f"{course_name(case.problem, course.id)}, {say_day(lock.day or case.problem.first)}"
        text = (
            f"Le verrou de {name}, ne peut pas être respecté : {why}. "
            f"Solution : {moved} ou retirer la ligne de la feuille Verrous, ou ce qui la contredit."
        )
        yield Alert("lock_places", text, lock.origin, blocking=True)


def lock_moves(case: Case) -> LockMoves:
    """What is proposed for the locks that no session can keep, which another proposal leaves alone."""
    moves = _moves(case)
    for course, lock, _why, number in _not_kept(case):
        moves.move(course, lock, number=number)
    return moves


def _moves(case: Case) -> LockMoves:
    return LockMoves(case, {row.lock: row for row in sessions_of_locks(case)})


def _not_kept(case: Case) -> Iterator[tuple[Course, Lock, str, int]]:
    """Locks that no session can keep, why, and the how manieth of its course and week each is."""
    problem, taken = case.problem, Counter[tuple[CourseId, str, date]]()
    for lock in problem.locks:
        course = problem.courses.get(lock.course_id) if lock.course_id else None
        if course is None or lock.day is None or not problem.first <= lock.day <= problem.last:
            continue
        if any(_same(lock, one.day, one.start) for one in problem.standing_of(course.id, lock.part)):
            continue
        week = monday(lock.day)
        taken[course.id, lock.part, week] += 1
        number = taken[course.id, lock.part, week]
        why = _against(case, course, lock, number)
        if why:
            yield course, lock, why, number


def _against(case: Case, course: Course, lock: Lock, number: int) -> str:
    """Why no session can keep a lock, the so-manieth of its week; empty where one may."""
    why = _no_day(case.problem, course, lock) or _no_session(case, course, lock, number)
    why = why or _busy(case.problem, course, lock)
    return why or _unfit(case.problem, course, lock) or _no_hour(case, course, lock)


def _same(lock: Lock, day: date, start: int) -> bool:
    return lock.day == day and lock.start in (None, start)


def _no_day(problem: Problem, course: Course, lock: Lock) -> str:
    """Why a class has no course on the day of a lock, with the sheet that says so."""
    assert lock.day is not None
    days = (class_off(problem, class_id, lock.part, lock.day) for class_id in course.class_ids)
    return next(filter(None, days), "")


def _no_session(case: Case, course: Course, lock: Lock, number: int) -> str:
    """Why the week of a lock has no session left for it."""
    assert lock.day is not None
    week = monday(lock.day)
    free = sum(when in (None, week) for when, _minutes in case.wanted(course, lock.part))
    if number <= free:
        return ""
    stand = [s for s in case.problem.standing_of(course.id, lock.part) if week <= s.day < week + timedelta(days=7)]
    return (
        "les séances existantes donnent déjà les heures de cette semaine"
        if stand
        else "le cours n'a pas autant de séances cette semaine-là"
    )


def _busy(problem: Problem, course: Course, lock: Lock) -> str:
    """What already stands at the hour of a lock for its class."""
    day, start = lock.day, lock.start
    assert day is not None
    same = [one for one in problem.standing_of(course.id, lock.part) if one.day == day]
    if len(same) >= course.max_per_day:
        return "le cours a déjà ce jour-là autant de séances existantes que « max par jour » le permet"
    if start is None:
        return ""
    for one in problem.standing:
        both = set(one.class_ids) & set(course.class_ids) and one.part in ("", lock.part)
        if both and one.day == day and one.start <= start < one.end:
            what = course_name(problem, one.course_id)
            return f"une séance existante de {what} occupe la classe {say_span(one.start, one.end)}"
    for barrette in problem.barrettes.values():
        at = (barrette.fixed_weekday, barrette.fixed_start) == (day.weekday(), start)
        if at and set(barrette.class_ids) & set(course.class_ids):
            return f"la {say_barrette(barrette.name)} est fixée à cette heure"
    return ""


def _unfit(problem: Problem, course: Course, lock: Lock) -> str:
    """Whom or what a lock names that is not for its course, by the rules on skills and rooms that are in service."""
    named = {trainer for team in course.teams for trainer in team}
    for trainer in (problem.trainers[t] for t in lock.trainer_ids if t in problem.trainers and t not in named):
        if LOCKED_SKILL not in problem.rules_off and not problem.skilled(trainer, course.subject, lock.day):
            return f"{trainer.name} n'est pas un formateur de ce cours, et n'en a pas la compétence"
    room = problem.rooms.get(lock.room_id) if lock.room_id else None
    if room is not None and LOCKED_ROOM not in problem.rules_off and room not in problem.course_rooms(course):
        return f"{room.name} n'a ni le type ni l'équipement que ce cours demande"
    return ""


def _no_hour(case: Case, course: Course, lock: Lock) -> str:
    """Why no session of the course can begin at the hour of a lock, whatever its length."""
    problem, day, start = case.problem, lock.day, lock.start
    if day is None or start is None:
        return ""
    lengths = sorted({m for when, m in case.wanted(course, lock.part) if when in (None, monday(day))})
    ends = {
        end
        for minutes in lengths
        for bells in problem.course_bells(course)
        for begin, end in bells.placements(day.weekday(), minutes, course.meal)
        if begin == start
    }
    if not ends:
        long = say_all([say_minutes(minutes) for minutes in lengths])
        return f"aucune séance de {long} ne tient à partir de {clock(start)}, avant le repas ou la fin de la journée"
    found = [_hindered(problem, course, lock, day, start, end) for end in sorted(ends)]
    return found[0] if all(found) else ""


def _hindered(problem: Problem, course: Course, lock: Lock, day: date, start: int, end: int) -> str:
    """Who or what is not there at an hour."""
    for class_id in course.class_ids:
        why = class_hindered(problem, class_id, lock.part, day, start, end)
        if why:
            return why
    return without_means(problem, course, day, start, end, lock.trainer_ids, lock.room_id)
