"""`barrette import FILE… --into FILE.xlsx`: a reader for each kind of file, the workbook of what one of FET says."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from data.fet.chosen import term_from
from data.fet.file import Unreadable, read_fet
from data.fet.lines import Imported, import_fet
from data.fet.notes import import_notes
from data.writing.filled import write_lines
from planner.answer import USAGE, WORKBOOK, Done, Refused
from planner.cli.work.import_attendance import FromAttendance, import_attendance
from planner.cli.work.import_lists import FromLists, import_lists, known_lists, sheet_named
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


TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm")
"""How the names of files end that hold a list, or say who came."""
OTHERS = (".xls", ".ods", ".pdf", ".doc", ".docx", ".numbers")
"""Those of files that hold one which is not read."""


def import_files(
    files: Sequence[Path],
    file: Path,
    start: str | None,
    weeks: int,
    asked: str | None,
    accept: Callable[[FromLists], bool],
) -> FromFet | FromAttendance | FromLists:
    """What files say, by their kind, in a workbook; ``start`` and ``weeks`` are for what has no dates of its own.

    ``asked``: the sheet that a list is for; ``accept``: whether what a list changes is wanted.
    """
    sheet = sheet_named(asked)
    other = next((path for path in files if path.suffix.lower() in OTHERS), None)
    if other is not None:
        raise Refused(USAGE, f"« {other.name} » ne se lit pas ici : exportez-le en CSV ou en .xlsx.")
    tables = [path for path in files if path.suffix.lower() in TABLES]
    if not tables and len(files) == 1:
        return import_term(files[0], file, start, weeks)
    if len(tables) < len(files):
        raise Refused(USAGE, "Un fichier de FET se reprend seul, dans un classeur à lui.")
    if start is not None:
        raise Refused(USAGE, "--start ne va qu’avec un fichier de FET : les listes et les présences ont leurs dates.")
    if file.suffix.lower() not in (".xlsx", ".xlsm"):
        raise Refused(USAGE, f"Le nom du classeur doit finir par .xlsx : « {file.name} ».")
    lists, left = known_lists(tables, file, sheet)
    if lists:
        return import_lists(lists, left, file, accept)
    if len(tables) == 1:
        return import_attendance(tables[0], file)
    raise Refused(USAGE, "Aucun de ces fichiers n’est une liste connue ; reprenez les présences fichier par fichier.")


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
