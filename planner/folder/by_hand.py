"""Edits by hand become a version of their folder, with the locks that they leave."""

from collections.abc import Sequence
from pathlib import Path

from planner.check.verify import Report
from planner.domain import Timetable
from planner.engine.change.edits import Edit
from planner.folder.keep import FileWriter, checked, keep
from planner.store.database import Also, written_together
from planner.store.group_locks import GroupSeat, locking_seats
from planner.store.keeping import signed
from planner.store.locks import changing
from planner.store.opening import LastVersion


def keep_by_hand(
    folder: Path,
    last: LastVersion,
    timetable: Timetable,
    edits: Sequence[Edit],
    reason: str,
    author: str,
    also: Also | None = None,
    report: Report | None = None,
    write: FileWriter | None = None,
    seats: tuple[Sequence[GroupSeat], Sequence[GroupSeat]] = ((), ()),
) -> int:
    """A version where something is changed, with its locks; the number of the last version.

    What was edited is locked as it stands by now, unless its edit says otherwise. ``seats``: those that people have
    now in groups, which are locked too, and those that they have left. ``also``: written in the same transaction.
    ``report``: what the checker says of the timetable, where it was asked; ``write``: what writes the files, by default
    at once.
    """
    store, version, problem, before = last
    wanted = [e for e in edits if e.changes(before.session[e.session_id])]
    add = [timetable.session[e.session_id] for e in edits if e.lock or (e.lock is None and e in wanted)]
    freed = [e.session_id for e in edits if e.lock is False]
    # What is written beside may look at the locks as they were.
    both = written_together(also, changing(problem.settings, add, freed, signed(author), reason))
    if any(seats):
        both = written_together(both, locking_seats(problem.settings.term, *seats, signed(author), reason))
    if wanted or any(seats):
        report = report or checked(problem, timetable)
        kept = keep(
            folder, problem, timetable, report, "edit", reason, author, parent=version.number, also=both, write=write
        )
        return kept[0].number
    with store.writing() as connection:
        both(connection)
    return version.number
