"""The planner's own locks set by a command: sessions that no re-solve may change until a command takes them away.

They are kept beside the versions, in the table ``locks``; those of the sheet *Verrous* stay in the workbook, and what
the notice protects needs no lock.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from planner.domain import MARK_END, BarretteId, CourseId, Kind, Lock, RoomId, Session, SessionId, Settings, TrainerId
from planner.store.database import Also, Store, now
from planner.store.tables import LOCKS


@dataclass(frozen=True, slots=True)
class KeptLock:
    """One locked session of a term, as it was when it was locked."""

    term: str
    session_id: SessionId
    lock: Lock
    author: str
    made: datetime
    reason: str


def locks(store: Store) -> tuple[KeptLock, ...]:
    """Every lock, in the order of sessions."""
    query = select(LOCKS.c.session, LOCKS.c.lock, LOCKS.c.author, LOCKS.c.made, LOCKS.c.reason)
    with store.reading() as connection:
        rows = connection.execute(query.order_by(LOCKS.c.session)).all()
    return tuple(KeptLock(*_named(r[0]), _read(r[1]), r[2], r[3], r[4]) for r in rows)


def _named(name: str) -> tuple[str, SessionId]:
    """Term and session, from the name that tells a session from those of every term."""
    term, _, session = name.rpartition(MARK_END)
    return term, SessionId(session)


def locked_sessions(store: Store, settings: Settings) -> frozenset[SessionId]:
    """Sessions of a term that a re-solve may not change."""
    return frozenset(found.session_id for found in locks(store) if found.term == settings.term)


def lock_of(session: Session) -> Lock:
    """A session as it stands, as a lock."""
    return Lock(
        course_id=session.course_id if session.kind == Kind.COURSE else None,
        part=session.part,
        barrette_id=session.barrette_id,
        day=session.day,
        start=session.start,
        room_id=session.room_id,
        trainer_ids=session.trainer_ids,
    )


def changing(settings: Settings, add: Iterable[Session], remove: Iterable[SessionId], author: str, reason: str) -> Also:
    """Lock sessions of a term as they stand, where an older lock gives way, and free others, in one transaction."""

    def write(connection: Connection) -> None:
        rows = [
            {"session": settings.event(s.id), "lock": _written(lock_of(s)), "author": author, "made": now(),
             "reason": reason}
            for s in add
        ]  # fmt: skip
        gone = [*(row["session"] for row in rows), *(settings.event(name) for name in remove)]
        connection.execute(delete(LOCKS).where(LOCKS.c.session.in_(gone)))
        if rows:
            connection.execute(insert(LOCKS), rows)

    return write


def _written(lock: Lock) -> str:
    fields: dict[str, Any] = {
        "course": lock.course_id,
        "part": lock.part,
        "barrette": lock.barrette_id,
        "day": lock.day.isoformat() if lock.day else None,
        "start": lock.start,
        "room": lock.room_id,
        "trainers": list(lock.trainer_ids),
    }
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def _read(text: str) -> Lock:
    found = json.loads(text)
    return Lock(
        course_id=CourseId(found["course"]) if found["course"] else None,
        part=found["part"],
        barrette_id=BarretteId(found["barrette"]) if found["barrette"] else None,
        day=date.fromisoformat(found["day"]) if found["day"] else None,
        start=found["start"],
        room_id=RoomId(found["room"]) if found["room"] else None,
        trainer_ids=tuple(TrainerId(t) for t in found["trainers"]),
    )
