"""`barrette import FILE --into FILE.xlsx`: a reader for each kind of file, the workbook of what a file of FET says."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from data.fet.chosen import term_from
from data.fet.file import Unreadable, read_fet
from data.fet.lines import Imported, import_fet
from data.fet.notes import import_notes
from data.filled import write_lines
from planner.answer import USAGE, WORKBOOK, Done, Refused
from planner.cli.work.import_attendance import FromAttendance, import_attendance
from planner.cli.work.typed import typed_day
from planner.domain import monday
from planner.folder.workbook import refuse_place
from planner.store.failures import writing_file


@dataclass(frozen=True)
class FromFet(Done):
    """A workbook that is written from a file of FET."""

    file: Path
    source: Path
    found: Imported
    folder: Path | None = None
    """The folder that was made for it, if one was."""


ATTENDANCE = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm")
"""How the names of files end that say who came."""


def import_file(source: Path, file: Path, start: str | None, weeks: int) -> FromFet | FromAttendance:
    """What a file says, by its kind, in a workbook; ``start`` and ``weeks`` are for what has no dates of its own."""
    if source.suffix.lower() not in ATTENDANCE:
        return import_term(source, file, start, weeks)
    if start is not None:
        raise Refused(USAGE, "--start ne va qu’avec un fichier de FET : les présences ont leurs dates.")
    return import_attendance(source, file)


def import_term(source: Path, file: Path, start: str | None, weeks: int) -> FromFet:
    """Write the workbook; ``start``: its first day as typed, next Monday without it. Refused with nothing written."""
    refuse_place(file)
    today = date.today()
    first = typed_day("--start", start, next_monday(today)) if start else next_monday(today)
    try:
        found = import_fet(read_fet(source), term_from(first, weeks, secrets.token_hex(16)))
    except Unreadable as error:
        raise Refused(WORKBOOK, f"« {source.name} » {error}", "Rien n’a été écrit.") from error
    made = None if file.parent.exists() else file.parent
    with writing_file(file):
        write_lines(file, found.rows, import_notes(found, source.name), today)
    return FromFet(file, source, found, made)


def next_monday(day: date) -> date:
    """The day itself where it is a Monday, else the next one."""
    return monday(day + timedelta(days=6))
