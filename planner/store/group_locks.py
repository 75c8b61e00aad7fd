"""People whom the planner locks in a group of a barrette for a period: no re-solve puts them into another one.

They are kept beside the versions, in the table ``group_locks``, as the locks of sessions are
(`planner/store/locks.py`); those of the sheet *Verrous* stay in the workbook. A group is known by its module, as its
name may be another one once groups are composed anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, inspect, select

from planner.domain import ApprenticeId, BarretteId, Kind, Lock, ModuleId, PeriodId, Problem, Session, Timetable
from planner.store.database import Also, Store, now, with_tables
from planner.store.tables import GROUP_LOCKS


@dataclass(frozen=True, slots=True)
class GroupSeat:
    """Somebody in a group of a barrette in a period, by its module."""

    barrette_id: BarretteId
    period_id: PeriodId
    apprentice_id: ApprenticeId
    module_id: ModuleId

    def of(self, session: Session) -> bool:
        """Whether a session is one of the group."""
        mine = self.barrette_id, self.period_id, self.module_id
        return session.kind == Kind.BARRETTE and mine == (session.barrette_id, session.period_id, session.module_id)


@dataclass(frozen=True, slots=True)
class GroupLock:
    """A seat that is locked in a term."""

    term: str
    seat: GroupSeat
    author: str
    made: datetime
    reason: str


def group_locks(store: Store, term: str) -> tuple[GroupLock, ...]:
    """The locks of a term, by barrette, period and person."""
    with store.reading() as connection:
        if not inspect(connection).has_table(GROUP_LOCKS.name):
            return ()
        rows = connection.execute(select(GROUP_LOCKS).where(GROUP_LOCKS.c.term == term).order_by(*GROUP_LOCKS.c)).all()
    return tuple(
        GroupLock(
            row.term,
            GroupSeat(
                BarretteId(row.barrette), PeriodId(row.period), ApprenticeId(row.apprentice), ModuleId(row.module)
            ),
            row.author,
            row.made,
            row.reason,
        )
        for row in rows
    )


def locking_seats(term: str, add: Iterable[GroupSeat], remove: Iterable[GroupSeat], author: str, reason: str) -> Also:
    """Lock seats of a term and let others go, in one transaction; an older lock of a seat gives way."""

    def write(connection: Connection) -> None:
        with_tables(connection, GROUP_LOCKS)
        rows = [{**_named(term, seat), "author": author, "made": now(), "reason": reason} for seat in add]
        for row in (*(_named(term, seat) for seat in remove), *rows):
            mine = (GROUP_LOCKS.c[name] == row[name] for name in ("term", "barrette", "period", "apprentice", "module"))
            connection.execute(delete(GROUP_LOCKS).where(*mine))
        if rows:
            connection.execute(insert(GROUP_LOCKS), rows)

    return write


def _named(term: str, seat: GroupSeat) -> dict[str, object]:
    return {
        "term": term,
        "barrette": seat.barrette_id,
        "period": seat.period_id,
        "apprentice": seat.apprentice_id,
        "module": seat.module_id,
    }


def with_seats_locked(
    problem: Problem, timetable: Timetable, locks: Iterable[GroupLock], *, hours: bool = True
) -> Problem:
    """The problem with a lock on each hour that people who are locked have in their group, as a timetable has them.

    Without ``hours``, each is of the day alone, as the hours of barrettes are still to be found. A seat of whom, or in
    a barrette which, the problem has no more is left out.
    """
    known = [k.seat for k in locks if k.seat.apprentice_id in problem.learners]
    seats = [seat for seat in known if seat.barrette_id in problem.barrettes]
    found = [lock for seat in seats for lock in _of_seat(problem, timetable, seat, hours=hours)]
    return replace(problem, locks=(*problem.locks, *found)) if found else problem


def _of_seat(problem: Problem, timetable: Timetable, seat: GroupSeat, *, hours: bool) -> list[Lock]:
    """A lock for each hour; of whom a timetable has put elsewhere, one of the period, so that they may come back."""
    lock = Lock(barrette_id=seat.barrette_id, apprentice_id=seat.apprentice_id, module_id=seat.module_id)
    mine = [s for s in timetable.by_apprentice.get(seat.apprentice_id, ()) if seat.of(s)]
    if mine:
        return [replace(lock, day=s.day, start=s.start if hours else None) for s in mine]
    return [replace(lock, day=p.first) for p in problem.periods if p.id == seat.period_id]


def seats_lost(timetable: Timetable, locks: Iterable[GroupLock]) -> tuple[GroupLock, ...]:
    """Locks of people who have no hour at all in their group in a timetable."""
    return tuple(
        one for one in locks if not any(one.seat.of(s) for s in timetable.by_apprentice.get(one.seat.apprentice_id, ()))
    )
