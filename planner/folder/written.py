"""The timetable that the files of a folder hold, with the problem that it was made for."""

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from data.reading.workbook import Reading
from outputs.csv.files import CsvError, read_csv
from planner.answer import WORKBOOK, Refused
from planner.domain import Problem, Timetable, with_absences
from planner.domain.past_rows import with_past_rows
from planner.folder.workbook import read_after, read_workbook
from planner.listener import Listener
from planner.report.strangers import unknown
from planner.store.database import FILE, StoreError, open_store
from planner.store.identity import made_from, salt_kept, salted
from planner.store.keeping import recall
from planner.words import bulleted


class Written(NamedTuple):
    """What the files of a folder say."""

    problem: Problem
    timetable: Timetable


MOST_FAULTS = 40
"""Lines of what is wrong that are shown before the rest is counted: the first ones mostly explain the others."""


def read_written(folder: Path, workbook: Path | None, listener: Listener) -> Written:
    """The problem and the timetable of a folder; raises Refused where they do not go together."""
    if not (folder / "csv").is_dir():
        what = "n’est pas un dossier" if folder.exists() and not folder.is_dir() else "n’existe pas"
        what = "n’a pas de sous-dossier « csv »" if folder.is_dir() else what
        raise Refused(WORKBOOK, f"« {folder} » {what} : donnez le dossier que « barrette solve » a écrit (--out).")
    try:
        timetable = read_csv(folder / "csv")
    except CsvError as error:
        faults = bulleted(error.faults, MOST_FAULTS)
        raise Refused(WORKBOOK, f"L’emploi du temps de « {folder} » ne se lit pas :", *faults) from error
    problem = _since(folder, _problem(folder, timetable, workbook, listener), timetable)
    strangers = unknown(problem, timetable)
    if strangers:
        source = workbook or folder / str(timetable.summary.get("workbook") or "")
        raise Refused(
            WORKBOOK,
            f"L’emploi du temps de « {folder} » n’est pas celui de « {source} » :",
            *bulleted(strangers, MOST_FAULTS),
        )
    return Written(with_absences(_salted(folder, problem), timetable), timetable)


def _salted(folder: Path, problem: Problem) -> Problem:
    """The problem with the salt that the folder keeps, on which the references of sheets to sign rest."""
    try:
        return salted(problem, salt_kept(folder))
    except StoreError:
        return problem  # the files can be read without their history


def _problem(folder: Path, timetable: Timetable, workbook: Path | None, listener: Listener) -> Problem:
    """What the workbook says, else what the history kept of it."""
    if workbook is not None:
        return _read(folder, workbook)[0]
    named, known = (str(timetable.summary.get(name) or "") for name in ("workbook", "hash"))
    file = folder / named if named else None
    try:
        same = file is not None and sha256(file.read_bytes()).hexdigest() == known
    except OSError:
        same = False
    if not same and known:
        kept = _kept(folder, known, file, listener)
        if kept is not None:
            return kept
    if file is None:
        raise Refused(WORKBOOK, "Le dossier ne dit pas de quel classeur il vient : donnez-le avec --workbook.")
    problem, reading = _read(folder, file)
    if reading.hash != known:
        raise Refused(
            WORKBOOK,
            f"« {file} » a changé depuis le calcul : relancez barrette solve, ou donnez le classeur avec --workbook.",
        )
    return problem


def _since(folder: Path, problem: Problem, timetable: Timetable) -> Problem:
    """The problem with the rows of days before the last update as the history has them, where there was one."""
    since, known = (str(timetable.summary.get(name) or "") for name in ("since", "hash"))
    if not since or not known or not (folder / FILE).exists():
        return problem
    try:
        with open_store(folder) as store:
            version = made_from(store, known)
            return (
                with_past_rows(problem, store.problem(version.number), date.fromisoformat(since))
                if version
                else problem
            )
    except StoreError:
        return problem  # the files can be read without their history


def _read(folder: Path, file: Path) -> tuple[Problem, Reading]:
    """What a workbook says, split classes being shared as in the last version that was made from it, or the last."""
    read = read_workbook(file)
    if not (folder / FILE).exists():
        return read
    try:
        with open_store(folder) as store:
            version = made_from(store, read[1].hash) or store.version()
            return read_after(file, store.problem(version.number), read)
    except StoreError:
        # Without a history there is nothing to keep to; whoever needs it says so.
        return read


def _kept(folder: Path, known: str, file: Path | None, listener: Listener) -> Problem | None:
    """What the history kept of the workbook with this hash; says so, since it is not what stands in the workbook."""
    if not (folder / FILE).exists():
        return None
    try:
        with open_store(folder) as store:
            version = made_from(store, known)
            if version is None:
                return None
            problem, _timetable = recall(store, version)
    except StoreError as error:
        listener.warn(str(error))
        return None
    absent = file is None or not file.exists()
    listener.warn(
        f"« {file or folder} » {'n’est plus là' if absent else 'a changé depuis le calcul'} : ce qui suit s’appuie sur "
        f"ce que l’historique en a gardé (version {version.number})."
    )
    return problem
