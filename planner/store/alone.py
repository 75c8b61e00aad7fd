"""One command at a time writes in a folder of results."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from planner.store.database import StoreError

LOCK_FILE = ".verrou"
TRIAL, TRIAL_BYTES = ".essai", 1 << 20
"""Name and bytes of a file that is written and taken away again: with less room no command would come to its end."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder against other commands that write there; the system lets go when the process ends or is killed.

    Raises StoreError where another one holds it, or where nothing can be written: that is tried before anything is
    computed. A lock of SQLite on an empty file of its own works on every system, and leaves the history readable.
    """
    connection = _held(folder)
    try:
        _try(folder)
        yield
    finally:
        connection.close()


def _held(folder: Path) -> sqlite3.Connection:
    connection = None
    try:
        connection = sqlite3.connect(folder / LOCK_FILE, timeout=0, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise StoreError(_why(folder, str(error))) from error
    return connection


def _try(folder: Path) -> None:
    """Write a file and take it away; raises StoreError where disk or folder do not let it, or leave too little room.

    Every folder is written beside the former one before it takes its place: the largest has to be there twice.
    """
    trial = folder / TRIAL
    try:
        with trial.open("wb") as stream:
            stream.write(bytes(TRIAL_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
        largest = max((_size(path) for path in folder.iterdir() if path.is_dir()), default=0)
        short = largest - shutil.disk_usage(folder).free  # while the trial file holds its part
    except OSError as error:
        raise StoreError(_why(folder, "full" if error.errno in _NO_ROOM else "protected")) from error
    finally:
        with suppress(OSError):
            trial.unlink()
    if short > 0:
        raise StoreError(_why(folder, "full", f" ({short // 1_000_000 + 1} Mo de plus)"))


def _size(folder: Path) -> int:
    """Bytes of the files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def _why(folder: Path, said: str, more: str = "") -> str:
    if "locked" in said or "busy" in said:
        return (
            f"Une autre commande écrit dans « {folder} » : attendez qu’elle ait fini, puis recommencez. "
            "Rien n’a été changé."
        )
    why = f"le disque est plein, faites de la place{more}" if "full" in said else "le dossier est protégé"
    return f"Impossible d’écrire dans « {folder} » : {why}. Rien n’a été changé."
