"""Edits by hand become a version of their folder: what refuses them before, and the locks that they leave."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from planner.answer import RULE_BROKEN, Refused
from planner.domain import SessionId, Timetable
from planner.engine.change.edits import Edit
from planner.folder.keep import checked, keep
from planner.store.database import Also, together
from planner.store.keeping import signed
from planner.store.locks import changing
from planner.store.opening import LastVersion
from planner.words import bulleted, session_line


def refuse_locked(last: LastVersion, wanted: Sequence[Edit], locked: Collection[SessionId]) -> None:
    """Raises Refused where an edit changes a locked session that it does not free."""
    free = {e.session_id for e in wanted if e.lock is False}
    held = [last.timetable.session[e.session_id] for e in wanted if e.session_id in locked and e.session_id not in free]
    if held:
        raise Refused(
            RULE_BROKEN,
            "Ces séances sont verrouillées. Mettre « non » dans la colonne Verrou, ou lancer barrette unlock :",
            *bulleted([session_line(s) for s in held]),
        )


def refuse_announced(last: LastVersion, wanted: Sequence[Edit], first: date, limit: date) -> None:
    """Raises Refused where an edit changes what is before ``first``, or an hour before ``limit``, both announced."""
    before = last.timetable.session
    near = [before[e.session_id] for e in wanted if _moves_before(e, last.timetable, limit)]
    near += [s for e in wanted if (s := before[e.session_id]).day < first and s not in near]
    if near:
        raise Refused(
            RULE_BROKEN,
            f"L’heure de ces séances est annoncée : rien ne change avant le {first:%d/%m/%Y}, ni aucune heure avant le "
            f"{limit:%d/%m/%Y} (délai de prévenance, option --notice) :",
            *bulleted([session_line(s) for s in near]),
        )


def _moves_before(edit: Edit, timetable: Timetable, limit: date) -> bool:
    session = timetable.session[edit.session_id]
    return edit.moves(session) and min(edit.day, session.day) < limit


def keep_by_hand(
    folder: Path,
    last: LastVersion,
    timetable: Timetable,
    edits: Sequence[Edit],
    reason: str,
    author: str,
    also: Also | None = None,
) -> int:
    """A version where something is changed, with its locks; the number of the last version.

    What was edited is locked as it stands by now, unless its edit says otherwise. ``also``: written in the same
    transaction.
    """
    store, version, problem, before = last
    wanted = [e for e in edits if e.changes(before.session[e.session_id])]
    add = [timetable.session[e.session_id] for e in edits if e.lock or (e.lock is None and e in wanted)]
    freed = [e.session_id for e in edits if e.lock is False]
    # What is written beside may look at the locks as they were.
    both = together(also, changing(problem.settings, add, freed, signed(author), reason))
    if wanted:
        report = checked(problem, timetable)
        kept = keep(folder, problem, timetable, report, "edit", reason, author, parent=version.number, also=both)
        return kept[0].number
    with store.writing() as connection:
        both(connection)
    return version.number
