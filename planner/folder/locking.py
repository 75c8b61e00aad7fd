"""Sessions that the planner locks and frees, on the command line or on the board: nothing else takes a lock away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planner.answer import USAGE, Done, Refused
from planner.domain import Session, SessionId, Timetable
from planner.folder.reasons import neutral
from planner.store.database import Store
from planner.store.keeping import signed
from planner.store.locks import KeptLock, changing, locked_sessions, locks
from planner.store.opening import in_folder
from planner.store.terms import terms
from planner.words import did_you_mean


@dataclass(frozen=True)
class Locked(Done):
    """Sessions that were locked now, and every lock with its session; None where the timetable has it no more."""

    now: Sequence[Session]
    every: Sequence[tuple[KeptLock, Session | None]]


@dataclass(frozen=True)
class Unlocked(Done):
    """How many locks were taken away."""

    number: int


def lock_sessions(folder: Path, names: Sequence[str], reason: str = "", author: str = "") -> Locked:
    """Lock sessions of the last version as they stand; without any, nothing changes."""
    neutral(reason)
    with in_folder(folder, writes=False) as store:
        number = store.version().number
        timetable, settings = store.timetable(number), store.problem(number).settings
        found = [_session(timetable, name) for name in dict.fromkeys(names)]
        if found:
            with store.writing() as connection:
                changing(settings, found, (), signed(author), reason.strip())(connection)
        return Locked(found, _every(store))


def _session(timetable: Timetable, name: str) -> Session:
    found = timetable.session.get(SessionId(name))
    if found is None:
        near = did_you_mean(name, timetable.session)
        raise Refused(USAGE, f"La séance « {name} » n’est pas dans la dernière version.{near} Rien n’a été verrouillé.")
    return found


def _every(store: Store) -> list[tuple[KeptLock, Session | None]]:
    kept = locks(store)
    marks = {one.term for one in kept}
    sessions = {
        mark: store.timetable(term.version.number).session for mark, term in terms(store).items() if mark in marks
    }
    return [(one, sessions.get(one.term, {}).get(one.session_id)) for one in kept]


def unlock_sessions(folder: Path, names: Sequence[str]) -> Unlocked:
    """Take locks away, all of those named or none."""
    with in_folder(folder, writes=False) as store:
        settings = store.problem(store.version().number).settings
        known = {str(one.session_id): replace(settings, term=one.term) for one in locks(store)}
        known |= {str(name): settings for name in locked_sessions(store, settings)}
        for name in names:
            if name not in known:
                near = did_you_mean(name, known)
                raise Refused(USAGE, f"La séance « {name} » n’est pas verrouillée.{near} Rien n’a été changé.")
        with store.writing() as connection:
            for name in names:
                changing(known[name], (), [SessionId(name)], "", "")(connection)
    return Unlocked(len(names))
