"""Sessions that the planner has locked, in a version that was not made from the one before."""

from pathlib import Path

from planner.domain import Problem, Timetable
from planner.store.database import open_store
from planner.store.locks import lock_of, locks
from planner.words import bulleted, count


def lock_warnings(folder: Path, problem: Problem, timetable: Timetable) -> tuple[str, ...]:
    """What is said of a timetable in which locked sessions are not as they were locked; nothing where all are."""
    with open_store(folder) as store:
        mine = [one for one in locks(store) if one.term == problem.settings.term]
    found = timetable.session
    other = [k.session_id for k in mine if k.session_id not in found or lock_of(found[k.session_id]) != k.lock]
    if not other:
        return ()
    said = count(len(other), "séance verrouillée n’est pas comme elle", "séances verrouillées ne sont pas comme elles")
    were = "l’était" if len(other) == 1 else "l’étaient"
    return (
        f"{said} {were} (pour changer en les gardant : barrette update ; pour les libérer : "
        f"barrette unlock {folder} SÉANCE…) :",
        *bulleted(other),
    )
