"""Hours that the workbook asks for now: those of barrettes, and those of dated locks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from planner.board.board import Board
from planner.board.restore import occurrence_id
from planner.domain import BarretteId, Kind, Lock, Problem, Session, SessionId, Timetable, monday
from planner.engine.change.limits import Limits
from planner.engine.change.touched import new_hours
from planner.words import say_day


@dataclass(frozen=True, slots=True)
class AskedHour:
    """Sessions of a week that are to go where the workbook says, as ``limits`` hold them there."""

    week: date
    hits: frozenset[SessionId]
    limits: Limits
    barrette: BarretteId | None = None
    """The barrette whose usual hour it is; None for a lock."""


def asked_hours(old: Problem, board: Board, limits: Limits) -> Iterator[AskedHour]:
    """Barrettes whose hour has changed, week by week, then each new lock, as the board then is."""
    for week, barrettes in new_hours(old, board, limits).items():
        for barrette, hits in barrettes.items():
            asked = board.problem.barrettes[barrette]
            hours = {barrette: (asked.fixed_weekday or 0, asked.fixed_start or 0)}
            yield AskedHour(week, hits, replace(limits, hours=hours, displaced=None), barrette)
    new = board.problem
    for lock in new_locks(old, new):
        assert lock.day is not None
        sessions = list(board.sessions.values())
        if lock.day >= limits.moves and not obeyed(sessions, lock) and (found := movable(new, sessions, lock, limits)):
            hits = frozenset(session.id for session in found)
            yield AskedHour(monday(lock.day), hits, replace(limits, locks=dict.fromkeys(hits, lock), displaced=None))


def new_locks(old: Problem, new: Problem) -> list[Lock]:
    """Dated locks on a session that the workbook did not have; its order. Where their rows stand does not count."""
    known = {replace(lock, origin="") for lock in old.locks}
    return [k for k in new.locks if _dated(new, k) and replace(k, origin="") not in known]


def _dated(problem: Problem, lock: Lock) -> bool:
    sessions = lock.course_id is not None or (lock.barrette_id is not None and lock.apprentice_id is None)
    return sessions and lock.day is not None and problem.first <= lock.day <= problem.last


def obeyed(sessions: Iterable[Session], lock: Lock) -> bool:
    """Whether a session is as a dated lock asks."""
    return any(
        _is_of(s, lock)
        and s.day == lock.day
        and lock.start in (None, s.start)
        and lock.room_id in (None, s.room_id)
        and set(lock.trainer_ids).issubset(s.trainer_ids)
        for s in sessions
    )


def movable(problem: Problem, sessions: Iterable[Session], lock: Lock, limits: Limits) -> list[Session]:
    """The session of its week that may take a dated lock, of the same day if there is one; all groups of a barrette.

    None where each is announced, pasted, locked by itself, or as another lock asks.
    """
    assert lock.day is not None
    mine = [s for s in sessions if _is_of(s, lock) and monday(s.day) == monday(lock.day)]
    others = [k for k in problem.locks if k != lock and _dated(problem, k)]
    hours: dict[str, list[Session]] = {}
    for session in sorted(mine, key=lambda s: (s.day != lock.day, s.day, s.start, s.id)):
        hour = occurrence_id(session) if session.kind == Kind.BARRETTE else session.id
        hours.setdefault(hour, []).append(session)

    def free(session: Session) -> bool:
        return not (
            limits.stays(session) or session.id in problem.stands or any(obeyed([session], other) for other in others)
        )

    return next((some for some in hours.values() if all(map(free, some))), [])


def _is_of(session: Session, lock: Lock) -> bool:
    """Whether a session is of the course and part, or of the barrette, that a lock names."""
    if lock.course_id is None:
        return session.kind == Kind.BARRETTE and session.barrette_id == lock.barrette_id
    return session.kind == Kind.COURSE and session.course_id == lock.course_id and session.part == lock.part


def out_of_reach(old: Problem, new: Problem, before: Timetable, limits: Limits) -> Iterator[tuple[Lock, str]]:
    """New dated locks that nothing can obey any more, and why in a part of a sentence."""
    for lock in new_locks(old, new):
        assert lock.day is not None
        if obeyed(before.sessions, lock):
            continue
        if lock.day < limits.first:
            yield lock, "ce jour est passé"
        elif lock.day < limits.moves:
            yield lock, f"l'heure d'une séance ne change plus avant le {say_day(limits.moves)} (délai de prévenance)"
        elif not movable(new, before.sessions, lock, limits):
            yield lock, "aucune séance de cette semaine-là ne peut encore changer d'heure"
