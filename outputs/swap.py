"""Putting a finished folder in the place of another in one step of the system: seen from outside, the old or the new.

Linux and macOS can exchange two names at once. Elsewhere two renamings follow each other, and what a stop between them
leaves is repaired by `settle`, which whoever writes there calls first.
"""

import ctypes
import os
import shutil
import sys
from pathlib import Path

_HERE, _EXCHANGE, _SWAP = -100, 2, 2


def settle(fresh: Path, old: Path, folder: Path) -> None:
    """Take away what an earlier run that was stopped has left."""
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)


def put_in_place(fresh: Path, old: Path, folder: Path) -> None:
    """Make ``fresh`` the folder; the former one is gone afterwards. ``old``: a free name beside it."""
    flush(fresh)
    if not folder.exists():
        fresh.rename(folder)
    elif _exchanged(fresh, folder):
        shutil.rmtree(fresh, ignore_errors=True)
    else:
        folder.rename(old)
        try:
            fresh.rename(folder)
        except OSError:
            old.rename(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)
    _flush_one(folder.parent)


def flush(folder: Path) -> None:
    """Have everything below a folder on the disk, so that a power cut leaves no empty file under a true name."""
    for path in sorted(folder.rglob("*")):
        _flush_one(path)
    _flush_one(folder)


def _flush_one(path: Path) -> None:
    try:
        number = os.open(path, os.O_RDONLY)
    except OSError:
        return  # a system that opens no folder
    try:
        os.fsync(number)
    except OSError:
        return
    finally:
        os.close(number)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders; False where the system cannot."""
    if sys.platform not in ("linux", "darwin"):
        return False
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            done = library.renameat2(_HERE, first, _HERE, second, _EXCHANGE)
        else:
            done = library.renamex_np(first, second, _SWAP)
    except (OSError, AttributeError):
        return False
    return bool(done == 0)
