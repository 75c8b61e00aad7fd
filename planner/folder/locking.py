"""Sessions that the planner locks and frees, on the command line or on the board: nothing else takes a lock away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planner.answer import USAGE, Done, Refused
from planner.domain import ApprenticeId, Problem, Session, SessionId, Timetable
from planner.folder.grouping import seat_of
from planner.folder.reasons import neutral
from planner.store.database import Store
from planner.store.group_locks import GroupSeat, group_locks, locking_seats
from planner.store.keeping import signed
from planner.store.locks import KeptLock, changing, locked_sessions, locks
from planner.store.opening import in_folder
from planner.store.terms import terms
from planner.words import did_you_mean, learner_name


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


def lock_seat(
    store: Store,
    problem: Problem,
    timetable: Timetable,
    wanted: tuple[str, str],
    reason: str,
    author: str,
    *,
    lock: bool,
) -> GroupSeat:
    """Lock a person in a group of a timetable, or let them go; ``wanted``: the two codes. Raises Refused."""
    neutral(reason)
    person, name = wanted
    group = next((g for g in timetable.groups if g.id == name), None)
    if group is None or person not in group.apprentice_ids:
        raise Refused(USAGE, "Cette personne n’est pas dans ce groupe, dans la dernière version.")
    seat = seat_of(group, ApprenticeId(person))
    known = any(one.seat == seat for one in group_locks(store, problem.settings.term))
    if not lock and not known:
        raise Refused(USAGE, f"La place de {learner_name(problem, seat.apprentice_id)} n’est pas verrouillée.")
    add, gone = ([seat], []) if lock else ([], [seat])
    with store.writing() as connection:
        locking_seats(problem.settings.term, add, gone, signed(author), reason.strip())(connection)
    return seat
