"""`barrette import FILE.csv --into CLASSEUR.xlsx`: what an attendance software knows, added to *Présences*."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from data.fault_lines import fault_lines
from data.faults import Faults
from data.given_back.attendance import AttendanceFile, columns_of, missing_columns, read_attendance
from data.reading.grids import Raw, load, read_bytes
from data.reading.workbook import understand
from data.sheets.columns import fold
from data.sheets.rolls import ROLLS
from data.writing.append_rows import append_rows
from planner.answer import NOTHING, USAGE, WORKBOOK, Done, Refused
from planner.folder.workbook import read_workbook
from planner.store.failures import cannot_write, writing_file

NOTHING_WRITTEN = "Rien n’a été écrit."


@dataclass(frozen=True)
class FromAttendance(Done):
    """Lines that are added to a workbook from a CSV."""

    file: Path
    source: Path
    found: AttendanceFile
    added: int
    known: int
    """Lines that the workbook had already."""


def import_attendance(source: Path, file: Path) -> FromAttendance:
    """Add the lines of a CSV at the foot of *Présences*; everything else of the workbook stays as it is."""
    if file.suffix.lower() not in (".xlsx", ".xlsm"):
        raise Refused(USAGE, f"Le nom du classeur doit finir par .xlsx : « {file.name} ».")
    if not file.exists():
        raise Refused(
            USAGE,
            f"« {file} » n’existe pas : les présences s’ajoutent au classeur de l’emploi du temps. {NOTHING_WRITTEN}",
        )
    problem, _reading = read_workbook(file)
    faults = Faults()
    data = read_bytes(source, faults)
    if data is None:
        raise Refused(WORKBOOK, *fault_lines(faults.rows), NOTHING_WRITTEN)
    try:
        found = read_attendance(data, source.name, problem)
    except ValueError as error:
        raise Refused(WORKBOOK, f"« {source.name} » {error}", NOTHING_WRITTEN) from error
    before = {replace(line, row=0) for line in problem.rolls}
    new = list({line.roll: line for line in found.lines if line.roll not in before}.values())
    content = file.read_bytes()
    table = columns_of(next((g for g in _raw(file, content).grids if fold(g.name) == fold(ROLLS.name)), None))
    lacking = list(missing_columns(table, new)) if table is not None else []
    if lacking:
        names = ", ".join(f"« {name} »" for name in lacking)
        raise Refused(
            WORKBOOK, f"La feuille « {ROLLS.name} » n’a pas de colonne {names} : ajoutez-la. {NOTHING_WRITTEN}"
        )
    where = table.where if table is not None else {column.id: n for n, column in enumerate(ROLLS.columns)}
    if new:
        rows = [{where[key]: value for key, value in line.cells.items()} for line in new]
        write_whole(file, _checked(file, append_rows(content, table.name if table else ROLLS.name, rows, ROLLS.shown)))
    return FromAttendance(file, source, found, len(new), len(found.lines) - len(new))


def _raw(file: Path, content: bytes) -> Raw:
    faults = Faults()
    raw = load(file, content, faults)
    if raw is None:
        raise Refused(WORKBOOK, *fault_lines(faults.rows))
    return raw


def _checked(file: Path, content: bytes) -> bytes:
    """The workbook as it would be; raises Refused where it could not be read any more."""
    faults = Faults()
    understand(_raw(file, content), faults)
    if faults:
        raise Refused(
            WORKBOOK, f"Ces présences ne vont pas avec celles du classeur. {NOTHING_WRITTEN}", *fault_lines(faults.rows)
        )
    return content


def write_whole(file: Path, content: bytes) -> None:
    """The whole file or nothing of it: a program that has it open keeps what it had."""
    beside = file.with_name(f".{file.name}.nouveau")
    with writing_file(file):
        try:
            beside.write_bytes(content)
            os.replace(beside, file)
        except PermissionError as error:
            raise Refused(
                NOTHING, cannot_write(error, f"« {file} »"), "Fermez-le dans le tableur, puis recommencez."
            ) from error
        finally:
            beside.unlink(missing_ok=True)
