"""One command at a time writes in a folder of results."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.store.database import StoreError

FILE = ".verrou"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder against other commands that write there; the system lets go when the process ends or is killed.

    Raises StoreError where another one holds it, or where nothing can be written. A lock of SQLite on an empty file of
    its own works on every system, and leaves the history readable meanwhile.
    """
    connection = _held(folder)
    try:
        yield
    finally:
        connection.close()


def _held(folder: Path) -> sqlite3.Connection:
    connection = None
    try:
        connection = sqlite3.connect(folder / FILE, timeout=0, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise StoreError(_why(folder, str(error))) from error
    return connection


def _why(folder: Path, said: str) -> str:
    if "locked" in said or "busy" in said:
        return (
            f"Une autre commande écrit dans « {folder} » : attendez qu’elle ait fini, puis recommencez. "
            "Rien n’a été changé."
        )
    why = "le disque est plein" if "full" in said else "le dossier est protégé"
    return f"Impossible d’écrire dans « {folder} » : {why}. Rien n’a été changé."
