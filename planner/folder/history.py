"""The history of a folder, and an earlier version brought back: on the command line and on the board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from outputs.csv.files import CsvError, read_csv
from planner.answer import Done
from planner.folder.followed import workbook_warnings
from planner.folder.keep import restored, write_files
from planner.folder.locked import lock_warnings
from planner.folder.past import past_warnings
from planner.folder.reasons import neutral
from planner.regulation.states import Regulated, regulated
from planner.store.database import VERSION_KINDS, Version, paris, today
from planner.store.keeping import recall
from planner.store.opening import in_folder
from planner.store.publishing import UNFINISHED_CALENDARS
from planner.store.snapshot import fingerprint
from planner.store.terms import Span, mark_of, published, span_of
from planner.words import count, say_number


@dataclass(frozen=True)
class History(Done):
    """The versions of a folder."""

    folder: Path
    versions: Sequence[Version]
    since: Mapping[int, datetime]
    """Version that is published → since when, on the clocks of Paris."""
    regulated: Mapping[int, Regulated]
    spans: Mapping[int, Span]
    """Days of each version, where the folder has several terms."""
    unfinished: bool
    """Whether the last publication was stopped."""
    files: int | None
    """Version that the files of the folder are of; 0: of none; None: of the last, as they should."""


def history(folder: Path) -> History:
    """The versions of a folder, what is published of them, and what they carry out."""
    with in_folder(folder, writes=False) as store:
        found = store.versions()
        since = {version.number: paris(moment) for version, moment in published(store).values()}
        several = len({mark_of(v) for v in found}) > 1
        spans = {v.number: span_of(store, v) for v in found} if several else {}
        decided = regulated(store)
    return History(
        folder, found, since, decided, spans, (folder / UNFINISHED_CALENDARS).exists(), _files(folder, found)
    )


def _files(folder: Path, found: Sequence[Version]) -> int | None:
    if not found:
        return None
    try:
        known = fingerprint(read_csv(folder / "csv"))
    except CsvError:
        known = ""
    if known == found[-1].timetable_hash:
        return None
    return next((v.number for v in reversed(found) if v.timetable_hash == known), 0)


@dataclass(frozen=True)
class Restored(Done):
    """The version that an earlier one became, if it was not the last already."""

    version: int
    earlier: int
    new: bool


def restore(folder: Path, number: int, author: str = "", reason: str = "") -> Restored:
    """A new version equal to an earlier one; its files take the place of those in the folder."""
    neutral(reason)
    with in_folder(folder) as store:
        earlier = store.version(number)
        problem, timetable = recall(store, earlier)
        forgotten = workbook_warnings(store, folder, earlier, problem, today())
        kept, new = restored(folder, earlier, problem, timetable, reason, author)
        write_files(folder, kept, problem, timetable)
        warnings = past_warnings(folder, problem, timetable) + forgotten + lock_warnings(folder, problem, timetable)
    return Restored(kept.number, number, new, warnings=warnings)


def said_of_version(version: Version) -> str:
    """« 1257 séances placées, 0 non placée, 340 h prévues sur 400 h dues, règles respectées »."""
    counts: Mapping[str, Any] = version.counts
    placed, unplaced = int(counts.get("placed", counts.get("sessions", 0))), int(counts.get("unplaced", 0))
    parts = [
        count(placed, "séance placée", "séances placées"),
        f"{unplaced} non {'placée' if unplaced < 2 else 'placées'}",
    ]
    if "hours_planned" in counts and "hours_owed" in counts:
        parts.append(f"{say_number(counts['hours_planned'])} h prévues sur {say_number(counts['hours_owed'])} h dues")
    parts.append("règles respectées" if version.verified else "des règles ne sont pas respectées")
    return ", ".join(parts)


def sort_of_version(version: Version) -> str:
    """« retouches », « retour à la version 3 »: what made a version."""
    restored = version.settings.get("restored")
    return VERSION_KINDS.get(version.kind, version.kind) + (f" à la version {restored}" if restored else "")
