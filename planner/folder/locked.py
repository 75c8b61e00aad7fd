"""What is said of a version that has locked sessions otherwise than they were locked.

An update, `replace` and edits by hand leave what is locked; a new calculation and an earlier version do not know of it.
"""

from pathlib import Path

from planner.domain import Problem, Timetable
from planner.store.database import open_store
from planner.store.locks import KeptLock, lock_of, locks
from planner.words import bulleted, count, session_line


def lock_warnings(folder: Path, problem: Problem, timetable: Timetable) -> tuple[str, ...]:
    """Each session of the term that does not stand as it was locked; nothing where all do."""
    with open_store(folder) as store:
        mine = [one for one in locks(store) if one.term == problem.settings.term]
    lines = [_line(one, timetable) for one in mine if not _as_locked(one, timetable)]
    if not lines:
        return ()
    many = "sont" if len(lines) > 1 else "est"
    return (
        f"{count(len(lines), 'séance verrouillée', 'séances verrouillées')} {many} ailleurs, ou autrement, que lors du "
        f"verrou (barrette unlock {folder} SÉANCE l’enlève) :",
        *bulleted(lines),
    )


def _as_locked(one: KeptLock, timetable: Timetable) -> bool:
    session = timetable.session.get(one.session_id)
    return session is not None and lock_of(session) == one.lock


def _line(one: KeptLock, timetable: Timetable) -> str:
    session = timetable.session.get(one.session_id)
    return session_line(session) if session else f"{one.session_id} : n’est plus dans l’emploi du temps"
