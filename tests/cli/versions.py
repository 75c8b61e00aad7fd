"""Versions of a solved folder, made by hand in the tests."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import data
from outputs.csv.files import read_csv
from planner.domain import Attendance, Session, SessionId, Timetable
from planner.store.database import NewVersion, Version, open_store
from planner.store.terms import mark_of

Change = Callable[[Timetable], Timetable]


def keep(folder: Path, change: Change = lambda timetable: timetable, reason: str = "") -> Version:
    """A new version of what the folder's CSV files say, changed."""
    timetable = read_csv(folder / "csv")
    reading = data.read(folder / str(timetable.summary["workbook"]))
    assert reading.problem is not None
    with open_store(folder, create=True) as store:
        known = store.versions()
        mark = mark_of(known[-1]) if known else ""
        draft = NewVersion(
            replace(reading.problem, settings=replace(reading.problem.settings, term=mark)),
            change(timetable),
            "update" if known else "solve",
            "Le planificateur",
            reason,
            known[-1].number if known else None,
            str(timetable.summary["workbook"]),
            reading.hash,
        )
        return store.add(draft)


def first_version(folder: Path) -> None:
    """A store with one version at least."""
    with open_store(folder, create=True) as store:
        known = store.versions()
    if not known:
        keep(folder)


def with_session(timetable: Timetable, name: str, **values: object) -> Timetable:
    """The timetable with one session changed."""
    changed = replace(timetable.session[SessionId(name)], **values)  # type: ignore[arg-type]
    return replace(timetable, sessions=tuple(changed if s.id == name else s for s in timetable.sessions))


def without(timetable: Timetable, name: str) -> Timetable:
    """The timetable without a session."""
    return replace(
        timetable,
        sessions=tuple(s for s in timetable.sessions if s.id != name),
        attendance=tuple(row for row in timetable.attendance if row.session_id != name),
    )


def plus(timetable: Timetable, session: Session, people: tuple[str, ...]) -> Timetable:
    """The timetable with a session more."""
    rows = tuple(Attendance(session.id, p) for p in people)  # type: ignore[arg-type]
    return replace(timetable, sessions=(*timetable.sessions, session), attendance=(*timetable.attendance, *rows))
