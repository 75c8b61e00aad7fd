"""Keeping what a command made as a new version, and taking a version out again as the problem and timetable it was."""

import getpass
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from planner.domain import Problem, Timetable, with_absences
from planner.store.database import Also, NewVersion, Store, Version, open_store
from planner.store.snapshot import bare, digest, fingerprint, pack
from planner.store.terms import mark_of

Then = Callable[[Connection, Version], None]
"""What is written beside a version, in the same transaction, once it has its number."""


def keep_version(
    folder: Path,
    problem: Problem,
    timetable: Timetable,
    kind: str = "solve",
    reason: str = "",
    *,
    author: str = "",
    parent: int | None = None,
    settings: Mapping[str, Any] | None = None,
    also: Also | None = None,
    then: Then | None = None,
) -> tuple[Version, bool]:
    """Keep a timetable as the next version of a folder; returns it, and whether it is new.

    What equals the last version, timetable and problem, is that version. Workbook, hash and figures come from the
    summary of the timetable; ``author`` is by default who is at the machine, ``parent`` the last version of the term.
    ``also`` writes more in the same transaction (locks), ``then`` what tells of the version. Raises StoreError, with
    nothing kept.
    """
    summary = timetable.summary
    kept = {name: summary[name] for name in ("seed", "workers", "effort", "versions") if name in summary}
    with open_store(folder, create=True) as store, store.writing() as connection:
        known = store.versions()
        mine = [v for v in known if mark_of(v) == problem.settings.term]
        if also is not None:
            also(connection)
        if mine and mine[-1] == known[-1] and _same(store, known[-1], problem, timetable):
            if then is not None:
                then(connection, known[-1])
            return known[-1], False
        draft = NewVersion(
            problem,
            timetable,
            kind,
            signed(author),
            reason.strip(),
            parent if parent is not None or not mine else mine[-1].number,
            str(summary.get("workbook") or ""),
            str(summary.get("hash") or ""),
            {**kept, **(settings or {})},
            counts(timetable),
            bool(summary.get("verified")),
        )
        version = store.add(draft, connection)
        if then is not None:
            then(connection, version)
        return version, True


def recall(store: Store, version: Version) -> tuple[Problem, Timetable]:
    """The problem and the timetable of a version, as its files were written from them.

    Absences typed in *Présences* are among those of *Réalisé*, whoever asks.
    """
    timetable = store.timetable(version.number)
    problem = with_absences(store.problem(version.number), timetable)
    saved = version.settings.get("saved")
    settings = replace(problem.settings, saved=date.fromisoformat(saved) if saved else None)
    return replace(problem, settings=settings), timetable


def counts(timetable: Timetable) -> dict[str, Any]:
    """What the history says of a version: sessions placed and not, people, hours."""
    hours = {name: timetable.summary[name] for name in _HOURS if name in timetable.summary}
    people = len(timetable.by_apprentice)
    return {"placed": len(timetable.sessions), "unplaced": len(timetable.unplaced), "apprentices": people, **hours}


_HOURS = ("hours_owed", "hours_payable", "hours_planned")


def signed(author: str) -> str:
    """Who is named, else the account at the machine; empty where the system does not tell."""
    if author.strip():
        return author.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _same(store: Store, version: Version, problem: Problem, timetable: Timetable) -> bool:
    if version.timetable_hash != fingerprint(timetable):
        return False
    return store.snapshot(version.number) == digest(pack(bare(problem)))
