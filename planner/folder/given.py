"""The workbook of a folder: the one that its last version was made of, and one that was dropped on the board."""

import os
from pathlib import Path, PurePosixPath, PureWindowsPath

from planner.answer import USAGE, Refused
from planner.domain import Timetable

DROPPED = "depose"
"""Folder, in the folder of results, of the workbook that was dropped on the board last."""
SUFFIXES = (".xlsx", ".xlsm")


def known_workbook(folder: Path, timetable: Timetable) -> Path | None:
    """The workbook that a version was made of, where it still is."""
    named = timetable.summary.get("workbook")
    path = (folder / str(named)).resolve() if named else None
    return path if path is not None and path.is_file() and path.parent.name != DROPPED else None


def dropped_workbook(folder: Path) -> Path | None:
    """The workbook that was dropped last."""
    place = folder / DROPPED
    return next((p for p in sorted(place.iterdir()) if p.suffix.lower() in SUFFIXES), None) if place.is_dir() else None


def put_workbook(folder: Path, name: str, content: bytes) -> Path:
    """Keep a workbook that was dropped, in the place of the one before; raises Refused for what is none.

    ``name``: as it was called where it comes from; no path of it is used.
    """
    own = PureWindowsPath(PurePosixPath(name).name).name
    if Path(own).suffix.lower() not in SUFFIXES or own.startswith("."):
        raise Refused(USAGE, f"« {own} » n’est pas un classeur : déposez un fichier .xlsx.")
    if not content.startswith(b"PK"):
        raise Refused(USAGE, f"« {own} » n’est pas un classeur Excel lisible : enregistrez-le au format .xlsx.")
    place = folder / DROPPED
    place.mkdir(exist_ok=True)
    part = place / ".en-cours"
    part.write_bytes(content)
    before = dropped_workbook(folder)
    if before is not None and before.name != own:
        before.unlink()
    os.replace(part, place / own)
    return place / own
