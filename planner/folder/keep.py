"""A timetable becomes a version of its folder, with what the checker says of it, and its files."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from constraints import RULES
from data.reading.workbook import Reading
from planner.answer import NOTHING, RULE_BROKEN, Refused
from planner.check.verify import Report, verify
from planner.domain import Problem, Timetable
from planner.folder.formats import VIEWS
from planner.folder.write import write_all
from planner.hours.given import HOURS_SAID, said_of_hours
from planner.listener import NOBODY, Listener
from planner.store.database import Also, Version
from planner.store.failures import FORMER_KEPT, cannot_write
from planner.store.keeping import Then, keep_version
from planner.store.links import way_to

FileWriter = Callable[[Path, Version, Problem, Timetable], None]
"""What writes the files of a version."""


def checked(problem: Problem, timetable: Timetable) -> Report:
    """What the independent checker says."""
    return verify(problem, RULES, timetable)


def judged(report: Report) -> int:
    """The exit code for what the checker says."""
    return 0 if report.passed else RULE_BROKEN


def with_summary(
    timetable: Timetable, file: Path, folder: Path, reading: Reading, report: Report, options: Mapping[str, Any]
) -> Timetable:
    """The timetable with its whole summary: workbook, hash, versions, options, what the checker says."""
    figures: dict[str, Any] = {
        **timetable.summary,
        **report.figures(),
        "workbook": way_to(folder, file),
        "hash": reading.hash,
        "versions": {name: version_of(name) for name in ("barrette", "ortools")},
        **options,
    }
    return replace(timetable, summary=figures)


def keep(
    folder: Path,
    problem: Problem,
    timetable: Timetable,
    report: Report,
    kind: str,
    reason: str,
    author: str,
    *,
    parent: int | None = None,
    settings: Mapping[str, Any] | None = None,
    also: Also | None = None,
    then: Then | None = None,
    write: FileWriter | None = None,
) -> tuple[Version, bool]:
    """A version with what the checker says of it, and its files, by default at once; whether it is new."""
    known = {key: value for key, value in timetable.summary.items() if key not in HOURS_SAID}
    summary = {**known, **report.figures(), **said_of_hours(problem, timetable)}
    timetable = replace(timetable, summary=summary)
    version, new = keep_version(
        folder, problem, timetable, kind, reason, author=author, parent=parent, settings=settings, also=also, then=then
    )
    (write or write_files)(folder, version, problem, timetable)
    return version, new


def restored(
    folder: Path, earlier: Version, problem: Problem, timetable: Timetable, reason: str, author: str
) -> tuple[Version, bool]:
    """A version equal to an earlier one, whose files are still to be written; whether it is new."""
    settings = {**earlier.settings, "restored": earlier.number}
    return keep_version(folder, problem, timetable, "restore", reason, author=author, settings=settings)


def write_files(
    folder: Path,
    version: Version,
    problem: Problem,
    timetable: Timetable,
    formats: Iterable[str] = VIEWS,
    listener: Listener = NOBODY,
    *,
    cause_first: bool = False,
) -> None:
    """The files of a version that is kept; raises Refused, with how to have them later, after or before why not."""
    try:
        write_all(folder, problem, timetable, formats, listener)
    except OSError as error:
        lines = [
            f"La version {version.number} est dans l’historique : « barrette versions {folder} --restore "
            f"{version.number} » écrira ses fichiers.",
            cannot_write(error, f"dans « {folder} »") + FORMER_KEPT,
        ]
        raise Refused(NOTHING, *(reversed(lines) if cause_first else lines)) from error
