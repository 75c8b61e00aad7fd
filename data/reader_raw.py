"""A workbook file as plain grids of values: no schema yet. A file that cannot be read gives faults, never an error."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from data.faults import Faults
from data.parse_values import blank
from data.reader_kind import contents, refusal

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
FIRST_1904 = 1904
ROW = re.compile(rb"<row ([^>]*)>")
HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
PLACE = re.compile(rb'\br="([A-Z]+[0-9]+|[0-9]+)"')
MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z0-9:]+)"')
CELL = re.compile(rb"<c ([^>]*[^/])>(.*?)</c>", re.DOTALL)
FORMULA = re.compile(rb"<f[ >/]")
STORED = re.compile(rb"<v>[^<]|<v [^>]*>[^<]|<is>")


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
    """Grids of every sheet; faults for what is no Excel workbook."""
    message = refusal(path.name, data)
    if message:
        faults.add("", "", path.name, message)
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _load(data)
    except Exception:  # whatever a damaged file makes openpyxl raise, the planner gets the same cure
        message = "est endommagé : ouvrez-le dans un tableur et enregistrez-le au format .xlsx."
        faults.add("", "", path.name, message)
        return None


def _load(data: bytes) -> Raw:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = _parts(archive)
        grids = tuple(_grid(book, sheet, archive, parts.get(sheet.title, "")) for sheet in book.worksheets)
        held = contents(archive)
    properties = book.properties
    saved = properties.modified or properties.created
    return Raw(grids, saved.date() if isinstance(saved, datetime) else date(2000, 1, 1), held)


def _grid(book: Any, sheet: Any, archive: zipfile.ZipFile, part: str) -> Grid:
    sheet.reset_dimensions()
    rows = _trimmed(sheet.iter_rows(values_only=True))
    xml = archive.read(part) if part else b""
    return Grid(
        sheet.title,
        rows,
        tuple(ref.decode() for ref in MERGED.findall(xml)),
        frozenset(_unvalued(xml)),
        book.epoch.year == FIRST_1904,
        sheet.sheet_state != "visible",
        frozenset(_hidden(xml)),
    )


def _trimmed(lines: Iterable[tuple[object, ...]]) -> tuple[tuple[object, ...], ...]:
    """Lines without the empty cells at their end, and without the empty lines at the end of the sheet."""
    rows: list[tuple[object, ...]] = []
    filled = 0
    for line in lines:
        width = len(line)
        while width and blank(line[width - 1]):
            width -= 1
        rows.append(line[:width])
        if width:
            filled = len(rows)
    return tuple(rows[:filled])


def _parts(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Sheet title → path of its XML in the archive."""
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = {link.get("Id"): (link.get("Target") or "").removeprefix("/xl/").lstrip("/") for link in links}
    names = set(archive.namelist())
    found = {}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet"):
        part = "xl/" + target.get(sheet.get(RELATION), "")
        if part in names:
            found[sheet.get("name") or ""] = part
    return found


def _unvalued(xml: bytes) -> Iterable[str]:
    """Cells with a formula and no stored value; a formula that gave an empty text (``t="str"``) has one."""
    for attributes, body in CELL.findall(xml) if b"<f" in xml else ():
        place = PLACE.search(attributes)
        if place and FORMULA.search(body) and not STORED.search(body) and b't="str"' not in attributes:
            yield place[1].decode()


def _hidden(xml: bytes) -> Iterable[int]:
    for attributes in ROW.findall(xml) if HIDDEN.search(xml) else ():
        place = PLACE.search(attributes)
        if place and HIDDEN.search(attributes):
            yield int(place[1])
