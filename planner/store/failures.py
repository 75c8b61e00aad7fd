"""What the system and the history refuse, in French: errors become `Refused`."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.answer import NOTHING, WORKBOOK, Refused
from planner.store.database import StoreError
from planner.store.terms import OtherTerm

FORMER_KEPT = " L’ancien contenu est gardé."

_REASONS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "le disque est plein"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "le dossier est protégé"),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR), "un fichier porte le nom d’un dossier"),
    errno.ENOENT: "ce chemin n’existe pas",
}


def cannot_write(error: OSError, place: str) -> str:
    """The sentence for what cannot be written, with the reason in French where it is one of the usual ones."""
    why = _REASONS.get(error.errno or 0, error.strerror or str(error))
    return f"Impossible d’écrire {place} : {why}."


@contextmanager
def writing_file(path: Path) -> Iterator[None]:
    """Write a file, in a folder that is made where it is missing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise Refused(NOTHING, cannot_write(error, f"« {path} »")) from error


@contextmanager
def refusing(code: int) -> Iterator[None]:
    """Read a history; what it does not let be read is refused. ``code``: the sort of the refusal."""
    try:
        yield
    except StoreError as error:
        raise Refused(code, str(error)) from error


@contextmanager
def using(folder: Path, after: str = FORMER_KEPT, other: int = WORKBOOK) -> Iterator[None]:
    """Read and write in a folder of results. ``other``: the sort of the refusal for the workbook of another term."""
    try:
        yield
    except StoreError as error:
        raise Refused(other if isinstance(error, OtherTerm) else NOTHING, str(error)) from error
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever read the output has left
        raise Refused(NOTHING, cannot_write(error, f"dans « {folder} »") + after) from error
