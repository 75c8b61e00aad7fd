"""A list of sessions edited by hand: from which version it comes, and its edits on the last version of its term."""

from collections.abc import Sequence
from dataclasses import replace

from data.faults import Faults
from data.given_back.edited import NAME, STAMP, Given
from data.given_back.edited_sessions import Written, differing, edited_sessions
from outputs.excel.book import plain
from outputs.lists.tables import Table, session_table
from planner.answer import WORKBOOK, Refused
from planner.domain import Session, Timetable
from planner.engine.change.edits import Edit
from planner.listener import Listener
from planner.store.database import Version
from planner.store.keeping import recall
from planner.store.opening import LastVersion
from planner.store.terms import mark_of, terms
from planner.words import bulleted

EARLIER = 12
"""Versions from which a file may come, the last ones."""


def edits_of_list(last: LastVersion, sheet: Given, faults: Faults) -> tuple[Version, Timetable, tuple[Edit, ...]]:
    """The version that the file comes from, and its edits.

    It is the one with the stamp of the file, else the one from which the file differs least, the latest of those.
    """
    found = []
    for version in sorted(last.store.versions(), key=lambda v: -v.number)[:EARLIER]:
        table = session_table(*recall(last.store, version))
        stamp = STAMP.search(table.note)
        same = stamp is not None and stamp[1] == sheet.stamp
        found.append((-1 if same else differing(_written(table), sheet.lines), -version.number, version))
        if found[-1][0] <= 0:
            break
    base = min(found, key=lambda one: one[:2])[2] if found else last.version
    problem, timetable = recall(last.store, base)
    rows = _written(session_table(problem, timetable))
    edited = edited_sessions(problem, timetable, rows, sheet.lines, faults)
    return base, timetable, tuple(
        Edit(s.id, s.day, s.start, s.end, s.room_id, s.trainer_ids, lock) for s, lock in edited
    )  # fmt: skip


def _written(table: Table) -> Written:
    """The list as it stands in a file: without the characters that a workbook may not hold."""
    place = table.headers.index(NAME)
    lines = [[plain(value) if isinstance(value, str) else value for value in row] for row in table.rows]
    return {str(row[place]): dict(zip(table.headers, row, strict=True)) for row in lines}


def last_of_term(last: LastVersion, base: Version) -> LastVersion:
    """The last version of the term that a file is of."""
    version = terms(last.store)[mark_of(base)].version
    return (
        last
        if version.number == last.version.number
        else LastVersion(last.store, version, *recall(last.store, version))
    )


def carried_over(
    last: LastVersion, edits: Sequence[Edit], base: Version, source: Timetable, listener: Listener
) -> tuple[Edit, ...]:
    """Edits of an earlier version, on the last one: only what was edited, the rest is as it is by now."""
    _store, version, problem, before = last
    if base.number == version.number or not edits:
        return tuple(edits)
    gone = [str(e.session_id) for e in edits if e.session_id not in before.session]
    gone += [str(e.session_id) for e in edits if e.room_id and e.room_id not in problem.rooms]
    gone += [str(e.session_id) for e in edits if not set(e.trainer_ids) <= set(problem.trainers)]
    if gone:
        raise Refused(
            WORKBOOK,
            f"Ce fichier vient de la version {base.number}, et la version {version.number} n’a plus ces séances, leur "
            "salle ou leur formateur. Reprenez un fichier récent avec barrette export :",
            *bulleted(list(dict.fromkeys(gone))),
        )
    listener.warn(f"Ce fichier vient de la version {base.number} : ses changements sont mis sur la {version.number}.")
    return tuple(_rebased(e, source.session[e.session_id], before.session[e.session_id]) for e in edits)


def _rebased(edit: Edit, was: Session, now: Session) -> Edit:
    """An edit of a session as it was, on the session as it is now."""
    if not edit.moves(was):
        edit = replace(edit, day=now.day, start=now.start, end=now.end)
    if edit.room_id == was.room_id:
        edit = replace(edit, room_id=now.room_id)
    return replace(edit, trainer_ids=now.trainer_ids) if edit.trainer_ids == was.trainer_ids else edit
