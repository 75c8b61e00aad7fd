"""`barrette update --edited`: the list of sessions, edited in a spreadsheet and given back."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import click

from constraints import RULES
from data.edited import STAMP, read_lines
from data.edited import Given as File
from data.faults import Faults
from data.parse_time import day as read_day
from outputs.differences import Edition
from outputs.summary import horizon
from outputs.tables import session_table
from planner.cli import show
from planner.cli.changing import Refused, attempt, checked, keep, last_version, neutral
from planner.cli.comparing import as_plain, tell, told
from planner.cli.edited import differing, edits_of
from planner.cli.faulty import fault_json, tell_faults
from planner.cli.main import BROKEN, USAGE, WORKBOOK
from planner.domain import Problem, Session, Timetable
from planner.engine.change.edits import Edit, apply_edits
from planner.engine.change.update import notice
from planner.rule import Finding
from planner.store.database import Store, Version
from planner.store.keeping import recall, somebody
from planner.store.locks import changing, locked_sessions
from planner.store.terms import mark_of, published, terms
from planner.words import say_when

EARLIER = 12
"""Versions from which a file may come, the last ones."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says beside the file."""

    dry_run: bool = False
    yes: bool = False
    reason: str = ""
    author: str = ""
    first: str = ""
    notice: int | None = None
    as_json: bool = False


def run_edited(folder: Path, file: Path, given: Given) -> int:
    """The whole command; returns the exit code."""
    return attempt(folder, lambda: _edited(folder, file, given))


def _edited(folder: Path, file: Path, given: Given) -> int:
    neutral(given.reason)
    with last_version(folder, writes=not given.dry_run) as (store, version, problem, before):
        faults = Faults()
        sheet = read_lines(file, session_table(problem, Timetable()).headers, faults)
        if faults:
            return _faulty(file, faults, given)
        base, source, edits = _edits(store, version, sheet, faults)
        if faults:
            return _faulty(file, faults, given)
        mine = terms(store)[mark_of(base)].version
        if mine.number != version.number:
            version = mine
            problem, before = recall(store, version)
        edits = _carried(problem, before, edits, (base, source), version)
        wanted = tuple(e for e in edits if e.changes(before.session[e.session_id]))
        edits = tuple(e for e in edits if e in wanted or e.lock is not None)
        if not edits:
            show.say("Rien n’est modifié dans la liste des séances.")
            return 0
        _allowed(store, problem, before, wanted, given)
        timetable, broken = apply_edits(problem, before, wanted, RULES)
        reason = given.reason.strip() or "modifié à la main"
        _show(version, reason, (problem, before), (problem, timetable), edits, broken, given)
        if broken:
            return BROKEN
        if not _accepted(given):
            return 0
        author = given.author.strip() or somebody()
        add = [timetable.session[e.session_id] for e in edits if e.lock or (e.lock is None and e in wanted)]
        freed = [e.session_id for e in edits if e.lock is False]
        locking = changing(problem.settings, add, freed, author, reason)
        if wanted:
            report = checked(problem, timetable)
            version, _new = keep(
                folder, problem, timetable, report, "edit", reason, author, parent=version.number, also=locking
            )
        else:
            with store.writing() as connection:
                locking(connection)
        if not given.as_json:
            show.say(f"Gardé : version {version.number}. Pour que les calendriers publiés suivent : barrette publish.")
        return 0


def _faulty(file: Path, faults: Faults, given: Given) -> int:
    if given.as_json:
        show.as_json({"faults": [fault_json(fault) for fault in faults]})
    else:
        number = show.count(len(faults.rows), "erreur")
        show.complain(f"« {file} » a {number} ; rien n’a été changé.")
        tell_faults(faults.rows)
    return WORKBOOK


def _edits(store: Store, last: Version, sheet: File, faults: Faults) -> tuple[Version, Timetable, tuple[Edit, ...]]:
    """The version that the file comes from, and its edits.

    It is the one with the stamp of the file, else the one from which the file differs least, the latest of those.
    """
    found = []
    for version in sorted(store.versions(), key=lambda v: -v.number)[:EARLIER]:
        problem, timetable = recall(store, version)
        stamp = STAMP.search(session_table(problem, timetable).note)
        same = stamp is not None and stamp[1] == sheet.stamp
        found.append((-1 if same else differing(problem, timetable, sheet.lines), -version.number, version))
        if found[-1][0] <= 0:
            break
    base = min(found, key=lambda one: one[:2])[2] if found else last
    problem, timetable = recall(store, base)
    return base, timetable, edits_of(problem, timetable, sheet.lines, faults)


def _carried(
    problem: Problem, before: Timetable, edits: Sequence[Edit], base: tuple[Version, Timetable], last: Version
) -> tuple[Edit, ...]:
    """Edits of an earlier version, on the last one: only what was edited, the rest is as it is by now."""
    version, source = base
    if version.number == last.number or not edits:
        return tuple(edits)
    gone = [str(e.session_id) for e in edits if e.session_id not in before.session]
    gone += [str(e.session_id) for e in edits if e.room_id and e.room_id not in problem.rooms]
    gone += [str(e.session_id) for e in edits if not set(e.trainer_ids) <= set(problem.trainers)]
    if gone:
        raise Refused(
            WORKBOOK,
            f"Ce fichier vient de la version {version.number}, et la version {last.number} n’a plus ces séances, leur "
            "salle ou leur formateur. Reprendre un fichier récent avec barrette export :",
            *dict.fromkeys(gone),
        )
    show.complain(f"Ce fichier vient de la version {version.number} : ses changements sont mis sur la {last.number}.")
    return tuple(_rebased(e, source.session[e.session_id], before.session[e.session_id]) for e in edits)


def _rebased(edit: Edit, was: Session, now: Session) -> Edit:
    """An edit of a session as it was, on the session as it is now."""
    if not edit.moves(was):
        edit = replace(edit, day=now.day, start=now.start, end=now.end)
    if edit.room_id == was.room_id:
        edit = replace(edit, room_id=now.room_id)
    return replace(edit, trainer_ids=now.trainer_ids) if edit.trainer_ids == was.trainer_ids else edit


def _allowed(store: Store, problem: Problem, before: Timetable, wanted: Sequence[Edit], given: Given) -> None:
    """What was published does not move inside the notice, what is locked not at all; raises Refused."""
    locked = locked_sessions(store, problem.settings)
    freed = {e.session_id for e in wanted if e.lock is False}
    kept = [before.session[e.session_id] for e in wanted if e.session_id in locked - freed]
    if kept:
        raise Refused(
            BROKEN,
            "Ces séances sont verrouillées. Mettre « non » dans la colonne Verrou, ou lancer barrette unlock :",
            *[f"{s.label}, {say_when(s)} [{s.id}]" for s in kept],
        )
    if problem.settings.term not in published(store) and not given.first:
        return
    first = _first(problem, given)
    limit = notice(problem, first, given.notice)
    near = [
        before.session[e.session_id]
        for e in wanted
        if e.moves(before.session[e.session_id]) and min(e.day, before.session[e.session_id].day) < limit
    ]
    near += [s for e in wanted if (s := before.session[e.session_id]).day < first and s not in near]
    if near:
        raise Refused(
            BROKEN,
            f"L’heure de ces séances est annoncée : rien ne change avant le {first:%d/%m/%Y}, ni aucune heure avant le "
            f"{limit:%d/%m/%Y} (délai de prévenance, option --notice) :",
            *[f"{s.label}, {say_when(s)} [{s.id}]" for s in near],
        )


def _first(problem: Problem, given: Given) -> date:
    try:
        first = read_day(given.first) if given.first else date.today()
    except ValueError as error:
        raise Refused(USAGE, f"--from : « {given.first} » {error}") from error
    if given.first and not problem.first <= first <= problem.last:
        raise Refused(USAGE, f"--from : le {first:%d/%m/%Y} est hors de l’emploi du temps ({horizon(problem)}).")
    return first


def _show(
    version: Version,
    reason: str,
    old: tuple[Problem, Timetable],
    new: tuple[Problem, Timetable],
    edits: Sequence[Edit],
    broken: Sequence[Finding],
    given: Given,
) -> None:
    """The edits as a diff, and what clashes."""
    next_one = Edition(version.number + 1, datetime.now(UTC), reason)
    found = told(Edition(version.number, version.made, version.reason), next_one, reason, old, new)
    if given.as_json:
        clashes = [{"rule": f.key, "text": f.text} for f in broken]
        locks = [{"session": e.session_id, "lock": e.lock} for e in edits if e.lock is not None]
        show.as_json({**as_plain(found), "clashes": clashes, "locks": locks})
        return
    tell(found)
    for lock, words in ((True, "À verrouiller"), (False, "À déverrouiller")):
        rows = [_named(old[1].session[e.session_id]) for e in edits if e.lock is lock]
        if rows:
            show.say(f"{words} :")
            show.listing(rows)
    if broken:
        show.say("Rien n’a été gardé : ces changements ne respecteraient pas des règles impératives.")
        show.findings(broken, RULES)


def _named(session: Session) -> str:
    return f"{session.label}, {say_when(session)} [{session.id}]"


def _accepted(given: Given) -> bool:
    """Whether the planner wants it kept: ``--yes``, or a word at the terminal."""
    if given.dry_run:
        _unchanged(given, "Essai seulement (--dry-run) : rien n’a été changé.")
        return False
    if given.yes:
        return True
    if given.as_json or not sys.stdin.isatty():
        _unchanged(given, "Rien n’a été changé : relancer avec --yes pour garder ces changements.")
        return False
    return click.confirm("Garder ces changements ?", default=False)


def _unchanged(given: Given, text: str) -> None:
    if not given.as_json:
        show.say(text)
