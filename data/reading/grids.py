"""A workbook file as plain grids of values: no schema yet. A file that cannot be read gives faults, never an error."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.faults import Faults
from data.reading.archive import MOST_BYTES, STRINGS, Archive, Part, TooMuchError
from data.reading.cells import SheetCells, Strings
from data.reading.kind import contents, refusal
from data.reading.parse_values import clean

MOST_FILE = 60_000_000
"""Size of a file, packed."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: ``rows[r][c]`` from 0, trailing empty cells and lines left out; merged ranges as ``A1:B2``."""

    name: str
    rows: tuple[tuple[object, ...], ...]
    merged: tuple[str, ...] = ()
    unvalued: frozenset[str] = frozenset()
    """Cells whose formula has no stored value."""
    since_1904: bool = False
    """Whether days are counted from 1904, as old Excel for Mac did."""
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    """Lines hidden by hand or by a filter, from 1."""
    totals: frozenset[int] = frozenset()
    """Lines that a table of the sheet declares to be its totals, from 1."""


@dataclass(frozen=True, slots=True)
class Raw:
    """All sheets in order, and the date on which the workbook was saved."""

    grids: tuple[Grid, ...]
    saved: date
    contents: tuple[str, ...] = ()
    """What the file holds besides values, in French: macros, charts …"""


def read_bytes(path: Path, faults: Faults) -> bytes | None:
    """Bytes of the file; a fault when there are none to read."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            faults.add("", "", path.name, "n'est pas un fichier ordinaire : donnez un classeur Excel.")
            return None
        if path.is_file() and path.stat().st_size > MOST_FILE:
            faults.add("", "", path.name, f"pèse {path.stat().st_size // 1_000_000} Mo : ce n'est pas un classeur de "
                       "CFA. Copiez vos lignes dans un classeur neuf (« barrette new »).")  # fmt: skip
            return None
        data = path.read_bytes()
    except FileNotFoundError:
        faults.add("", "", path.name, "n'existe pas : vérifiez le nom et le dossier.")
    except IsADirectoryError:
        faults.add("", "", path.name, "est un dossier : donnez le fichier Excel qu'il contient.")
    except OSError as error:
        faults.add("", "", path.name, f"ne peut pas être lu ({error.strerror}) : fermez-le, ou vérifiez vos droits.")
    else:
        if data:
            return data
        faults.add("", "", path.name, "est vide : partez d'un modèle avec « barrette new ».")
    return None


def load(path: Path, data: bytes, faults: Faults) -> Raw | None:
    """Grids of every sheet; faults for what is no Excel workbook, or more than one holds."""
    message = refusal(path.name, data)
    if message:
        faults.add("", "", path.name, message)
        return None
    try:
        return _load(data)
    except TooMuchError as error:
        faults.add(error.sheet, error.cell, "" if error.sheet else path.name, error.message)
    except Exception:  # whatever a damaged file makes the parsers raise, the planner gets the same cure
        message = "est endommagé : ouvrez-le dans un tableur et enregistrez-le au format .xlsx."
        faults.add("", "", path.name, message)
    return None


def _load(data: bytes) -> Raw:
    archive = Archive(data)
    strings, styles = Strings(archive.read(STRINGS, MOST_BYTES)).found, archive.date_styles()
    grids = tuple(_grid(archive, part, strings, styles) for part in archive.sheets())
    return Raw(grids, archive.saved(), contents(archive.names))


def _grid(archive: Archive, part: Part, strings: list[str], styles: tuple[frozenset[str], frozenset[str]]) -> Grid:
    cells = SheetCells(strings, styles, from_1904=archive.from_1904)
    try:
        cells.read(archive.read(part.path, MOST_BYTES))
    except TooMuchError as error:
        raise TooMuchError(error.message, part.name, error.cell) from error
    return Grid(
        clean(part.name),
        tuple(cells.rows),
        tuple(cells.merged),
        frozenset(cells.unvalued),
        archive.from_1904,
        part.hidden,
        frozenset(cells.hidden),
        archive.totals(part),
    )
