"""The planner's own locks set by a command: sessions that no re-solve may change until a command takes them away.

They are kept beside the versions, in the table ``locks``; those of the sheet *Verrous* stay in the workbook, and what
the notice protects needs no lock.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from planner.domain import (
    BarretteId,
    CourseId,
    Lock,
    RoomId,
    Session,
    SessionId,
    TrainerId,
)
from planner.store.database import Store, now
from planner.store.tables import LOCKS


@dataclass(frozen=True, slots=True)
class KeptLock:
    """One locked session, as it was when it was locked."""

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
    return tuple(KeptLock(SessionId(r[0]), _read(r[1]), r[2], r[3], r[4]) for r in rows)


def locked_sessions(store: Store) -> frozenset[SessionId]:
    """Sessions that a re-solve may not change."""
    return frozenset(found.session_id for found in locks(store))


def lock_of(session: Session) -> Lock:
    """A session as it stands, as a lock."""
    return Lock(
        course_id=session.course_id if session.kind == "course" else None,
        part=session.part,
        barrette_id=session.barrette_id,
        day=session.day,
        start=session.start,
        room_id=session.room_id,
        trainer_ids=session.trainer_ids,
    )


def add_lock(store: Store, session: Session, author: str, reason: str, connection: Connection | None = None) -> None:
    """Lock a session as it stands; an older lock of the same session gives way."""
    if connection is None:
        with store.writing() as own:
            return add_lock(store, session, author, reason, own)
    connection.execute(delete(LOCKS).where(LOCKS.c.session == session.id))
    row = {"session": session.id, "lock": _written(lock_of(session)), "author": author, "made": now(), "reason": reason}
    connection.execute(insert(LOCKS).values(**row))
    return None


def remove_lock(store: Store, session_id: SessionId, connection: Connection | None = None) -> bool:
    """Take a lock away; whether there was one."""
    if connection is None:
        with store.writing() as own:
            return remove_lock(store, session_id, own)
    return connection.execute(delete(LOCKS).where(LOCKS.c.session == session_id)).rowcount > 0


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
