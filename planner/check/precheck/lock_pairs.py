"""Pre-check on dated locks that contradict one another: at one hour for one class, trainer or room, or in one day."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import date

from planner.check.precheck.alert import Alert, many, origin
from planner.check.precheck.case import Case
from planner.check.precheck.locked import LockedSession, sessions_of_locks, shared
from planner.check.precheck.locks import LockMoves, lock_moves
from planner.domain import BarretteId, CourseId, Lock, Problem, TrainerId, clock, monday
from planner.words import course_name, say_all, say_day, say_minutes


def lock_pairs(case: Case) -> Iterator[Alert]:
    """Locks of which no timetable keeps both, and days on which they are more than a course or a trainer may have."""
    problem, rows = case.problem, sessions_of_locks(case)
    told, moves = set[frozenset[str]](), None
    for one, other in itertools.combinations(rows, 2):
        who = shared(problem, one, other) if one.meets(other) else ""
        pair = frozenset({one.lock.origin, other.lock.origin})
        if who and not (len(pair) > 1 and pair in told):
            told.add(pair)
            moves = moves or lock_moves(case)
            text = (
                f"Deux verrous demandent {who} le {say_day(one.day)} : {course_name(problem, one.course.id)} à "
                f"{clock(one.start)} (jusqu'à {clock(one.end)} au plus tôt) et {course_name(problem, other.course.id)} "
                f"à {clock(other.start)}. Solution, au choix : {_elsewhere(moves, one, other)}, ou retirer l'une des "
                "deux lignes de la feuille Verrous."
            )
            yield _alert(text, [one, other])
    yield from _barrettes(problem)
    yield from _days(problem, rows)
    yield from _hours(problem, rows)


def _alert(text: str, rows: Sequence[LockedSession], place: str = "") -> Alert:
    """An alert on some locks, and where else it lies."""
    cells = dict.fromkeys(cell for cell in (*(row.lock.origin for row in rows), place) if cell)
    first, *others = cells or ("",)
    about = frozenset(f"course:{row.course.id}" for row in rows)
    return Alert("lock_pairs", text, first, blocking=True, cells=tuple(others), about=about)


def _elsewhere(moves: LockMoves, one: LockedSession, other: LockedSession) -> str:
    """Where the second lock could be kept beside the first, where there is such an hour."""
    name, best = course_name(moves.case.problem, other.course.id), moves.beside(other, one)
    if best is None:
        return f"un autre jour pour {name}"
    day, start = best
    return f"{name} {'' if day == other.day else f'le {say_day(day)} '}à {clock(start)}"


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


def _days(problem: Problem, rows: Sequence[LockedSession]) -> Iterator[Alert]:
    """More locks of a course on one day than its sessions of a day."""
    days: dict[tuple[CourseId, str, date], list[LockedSession]] = {}
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


def _hours(problem: Problem, rows: Sequence[LockedSession]) -> Iterator[Alert]:
    """More hours locked for a trainer on one day than this trainer's day."""
    days: dict[tuple[TrainerId, date], list[LockedSession]] = {}
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
