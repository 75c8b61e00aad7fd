"""Sessions that the planner has locked and that a new version has otherwise: what is said of them."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from planner.domain import Problem, Session, SessionId, Timetable
from planner.store.database import open_store
from planner.store.locks import lock_of, locks
from planner.words import bulleted, count, session_line


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


def not_as_before(locked: Collection[SessionId], before: Timetable, after: Timetable) -> tuple[str, ...]:
    """What is said of locked sessions that a changed workbook no longer leaves as they were; their hour is kept or
    lost.
    """
    held = [before.session[name] for name in sorted(locked) if name in before.session]
    hit = [s for s in held if (now := after.session.get(s.id)) is None or replace(now, label=s.label) != s]
    head = "Verrouillées, mais le classeur ne permet plus de les laisser telles quelles :"
    return (head, *bulleted([_fate(session, after) for session in hit])) if hit else ()


def _fate(session: Session, after: Timetable) -> str:
    """What becomes of a session that was to stay."""
    return f"{session_line(session)} : {'même heure, autrement' if session.id in after.session else 'non placée'}"
