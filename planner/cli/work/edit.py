"""`barrette update --edited`: the list of sessions, edited in a spreadsheet and given back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from constraints import RULES
from data.edited import NAME, STAMP, Given, read_lines
from data.edited_sessions import Written, differing, edited_sessions
from data.faults import Faults
from outputs.differences import Differences, Edition
from outputs.excel_book import plain
from outputs.tables import Table, session_table
from planner.answer import (
    RULE_BROKEN,
    USAGE,
    WORKBOOK,
    Done,
    Refused,
)
from planner.cli.work.typed import a_day, outside
from planner.cli.work.update import UpdateRequest
from planner.domain import Problem, Session, Timetable
from planner.engine.change.edits import Edit, apply_edits
from planner.engine.change.update import notice
from planner.folder.compare import differences_of
from planner.folder.keep import checked, keep
from planner.folder.reasons import neutral
from planner.folder.workbook import refuse_faulty
from planner.listener import NOBODY, Listener
from planner.rule import Finding
from planner.store.database import Version
from planner.store.keeping import recall, signed
from planner.store.locks import changing, locked_sessions
from planner.store.opening import LastVersion, at_last_version
from planner.store.terms import mark_of, published, terms
from planner.words import bulleted, session_line

EARLIER = 12
"""Versions from which a file may come, the last ones."""


@dataclass(frozen=True)
class Edited(Done):
    """What a list changes; ``found`` None: nothing."""

    found: Differences | None = None
    edits: Sequence[Edit] = ()
    before: Timetable = Timetable()
    broken: Sequence[Finding] = ()
    """Hard rules that the changes do not respect."""
    number: int | None = None
    """The version kept, if one is."""


Accept = Callable[[Edited], bool]
"""Whether the planner wants to keep what a list changes."""


def edit(folder: Path, file: Path, request: UpdateRequest, accept: Accept, listener: Listener = NOBODY) -> Edited:
    """Read a list, show what it changes to ``accept``, and keep it as a version where it is wanted and possible."""
    neutral(request.reason)
    with at_last_version(folder, writes=not request.dry_run) as last:
        faults = Faults()
        sheet = read_lines(file, session_table(last.problem, Timetable()).headers, faults)
        refuse_faulty(file, faults, UNCHANGED)
        base, source, edits = _edits(last, sheet, faults)
        refuse_faulty(file, faults, UNCHANGED)
        last = _of_term(last, base)
        edits = _carried(last, edits, base, source, listener)
        before = last.timetable
        wanted = tuple(e for e in edits if e.changes(before.session[e.session_id]))
        edits = tuple(e for e in edits if e in wanted or e.lock is not None)
        if not edits:
            return Edited()
        _allowed(last, wanted, request)
        timetable, broken = apply_edits(last.problem, before, wanted, RULES)
        reason = request.reason.strip() or "modifié à la main"
        found = _found(last, timetable, reason)
        shown = Edited(found, edits, before, broken, code=RULE_BROKEN if broken else 0)
        if not accept(shown) or broken:
            return shown
        number = _keep(folder, last, timetable, edits, wanted, reason, request.author)
        return replace(shown, number=number)


UNCHANGED = "rien n’a été changé"


def _of_term(last: LastVersion, base: Version) -> LastVersion:
    """The last version of the term that a file is of."""
    version = terms(last.store)[mark_of(base)].version
    return (
        last
        if version.number == last.version.number
        else LastVersion(last.store, version, *recall(last.store, version))
    )


def _found(last: LastVersion, timetable: Timetable, reason: str) -> Differences:
    """The edits as differences from the last version."""
    version, problem = last.version, last.problem
    was = Edition(version.number, version.made, version.reason)
    now = Edition(version.number + 1, datetime.now(UTC), reason)
    return differences_of(was, now, reason, (problem, last.timetable), (problem, timetable))


def _keep(
    folder: Path,
    last: LastVersion,
    timetable: Timetable,
    edits: Sequence[Edit],
    wanted: Sequence[Edit],
    reason: str,
    author: str,
) -> int:
    """A version where something is changed, with its locks; the number of the last version."""
    store, version, problem, _before = last
    add = [timetable.session[e.session_id] for e in edits if e.lock or (e.lock is None and e in wanted)]
    freed = [e.session_id for e in edits if e.lock is False]
    locking = changing(problem.settings, add, freed, signed(author), reason)
    if wanted:
        report = checked(problem, timetable)
        kept = keep(folder, problem, timetable, report, "edit", reason, author, parent=version.number, also=locking)
        return kept[0].number
    with store.writing() as connection:
        locking(connection)
    return version.number


def _edits(last: LastVersion, sheet: Given, faults: Faults) -> tuple[Version, Timetable, tuple[Edit, ...]]:
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


def _carried(
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
            "salle ou leur formateur. Reprendre un fichier récent avec barrette export :",
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


def _allowed(last: LastVersion, wanted: Sequence[Edit], asked: UpdateRequest) -> None:
    """What was published does not move inside the notice, what is locked not at all; raises Refused."""
    store, _version, problem, before = last
    locked = locked_sessions(store, problem.settings)
    freed = {e.session_id for e in wanted if e.lock is False}
    kept = [before.session[e.session_id] for e in wanted if e.session_id in locked - freed]
    if kept:
        raise Refused(
            RULE_BROKEN,
            "Ces séances sont verrouillées. Mettre « non » dans la colonne Verrou, ou lancer barrette unlock :",
            *bulleted([session_line(s) for s in kept]),
        )
    if problem.settings.term not in published(store) and not asked.first:
        return
    first = _first(problem, asked.first)
    limit = notice(problem, first, asked.notice)
    near = [
        before.session[e.session_id]
        for e in wanted
        if e.moves(before.session[e.session_id]) and min(e.day, before.session[e.session_id].day) < limit
    ]
    near += [s for e in wanted if (s := before.session[e.session_id]).day < first and s not in near]
    if near:
        raise Refused(
            RULE_BROKEN,
            f"L’heure de ces séances est annoncée : rien ne change avant le {first:%d/%m/%Y}, ni aucune heure avant le "
            f"{limit:%d/%m/%Y} (délai de prévenance, option --notice) :",
            *bulleted([session_line(s) for s in near]),
        )


def _first(problem: Problem, typed: str | None) -> date:
    first = a_day(typed, "--from") if typed else date.today()
    if typed and not problem.first <= first <= problem.last:
        raise Refused(USAGE, outside(problem, first, "--from : le"))
    return first
