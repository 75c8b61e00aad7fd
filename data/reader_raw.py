"""A workbook file as plain grids of values: no schema yet. A file that cannot be read gives faults, never an error."""

import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

from data.faults import Faults

OLE = b"\xd0\xcf\x11\xe0"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: ``rows[r][c]`` from 0, merged ranges as ``A1:B2``, cells whose formula has no stored value."""

    name: str
    rows: tuple[tuple[object, ...], ...]
    merged: tuple[str, ...] = ()
    unvalued: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Raw:
    """All sheets in order, and the date on which the workbook was saved."""

    grids: tuple[Grid, ...]
    saved: date


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
    if data.startswith(OLE):
        message = (
            "est protégé par un mot de passe ou dans l'ancien format .xls : enregistrez-le en .xlsx sans mot de passe."
        )
        faults.add("", "", path.name, message)
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _load(data)
    except Exception:  # whatever a damaged file makes openpyxl raise, the planner gets the same cure
        kind = "est endommagé" if data.startswith(b"PK") else "n'est pas un classeur Excel"
        faults.add("", "", path.name, f"{kind} : ouvrez-le dans un tableur et enregistrez-le au format .xlsx.")
        return None


def _load(data: bytes) -> Raw:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = _parts(archive)
        grids = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = tuple(tuple(row) for row in sheet.iter_rows(values_only=True))
            merged, unvalued = _second_look(archive.read(parts[sheet.title])) if sheet.title in parts else ((), ())
            grids.append(Grid(sheet.title, rows, tuple(merged), frozenset(unvalued)))
    properties = book.properties
    saved = properties.modified or properties.created
    return Raw(tuple(grids), saved.date() if isinstance(saved, datetime) else date(2000, 1, 1))


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


def _second_look(xml: bytes) -> tuple[list[str], list[str]]:
    """Merged ranges, and cells with a formula and no stored value: what a read-only pass does not tell."""
    merged = [ref.decode() for ref in re.findall(rb'<mergeCell [^>]*?ref="([A-Z0-9:]+)"', xml)]
    unvalued = []
    if b"<f" in xml:
        for attributes, body in re.findall(rb"<c ([^>]*[^/])>(.*?)</c>", xml, re.DOTALL):
            place = re.search(rb'r="([A-Z]+[0-9]+)"', attributes)
            if place and re.search(rb"<f[ >/]", body) and not re.search(rb"<v>[^<]|<is>", body):
                unvalued.append(place[1].decode())
    return merged, unvalued
