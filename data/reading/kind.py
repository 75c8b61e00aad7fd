"""What kind of file was given: why it is refused and what to do, or what an accepted one holds besides values."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping

from data.reading.archive import MOST_SMALL

OLE = b"\xd0\xcf\x11\xe0"
SAVE = "ouvrez-le dans un tableur et enregistrez-le au format « Classeur Excel (.xlsx) »."
PROTECTED = "est protégé par un mot de passe : dans Excel, Fichier > Informations > Protéger, retirez-le, enregistrez."
STRICT = b"http://purl.oclc.org/ooxml/"
KEPT: Mapping[str, str] = {
    r"xl/vbaProject\.bin": "macros",
    r"xl/charts/": "graphiques",
    r"xl/media/": "images",
    r"xl/(threadedC|c)omments": "commentaires",
    r"xl/pivotTables/": "tableaux croisés",
    r"xl/tables/": "tableaux structurés",
    r"xl/slicers/": "segments",
    r"xl/externalLinks/": "liens vers d'autres classeurs",
}
"""Parts of an archive, with what a planner calls them."""


def refusal(name: str, data: bytes) -> str:
    """Why a file is no workbook that can be read, with the cure; empty for an Excel workbook (.xlsx, .xlsm)."""
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return PROTECTED
        return f"est protégé par un mot de passe ou dans l'ancien format .xls : {SAVE}"
    if not data.startswith(b"PK"):
        return _text(name, data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower())
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _archive(archive)
    except Exception:  # zipfile raises several kinds of error on a broken archive, always with the same cure
        return f"est endommagé ou incomplet (copie ou téléchargement interrompu ?) : recommencez la copie, ou {SAVE}"


def _text(name: str, start: bytes) -> str:
    if re.match(rb"(<!doctype html|<html|<table|<meta|<head)", start):
        return f"est une page web et non un classeur Excel, malgré son nom : {SAVE}"
    if b"schemas-microsoft-com:office:spreadsheet" in start:
        return f"est un classeur XML de 2003 et n'est pas un classeur Excel récent : {SAVE}"
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        return f"est un fichier texte et n'est pas un classeur Excel : collez ses lignes dans une feuille, ou {SAVE}"
    return f"n'est pas un classeur Excel : {SAVE}"


def _archive(archive: zipfile.ZipFile) -> str:
    parts = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    names = set(parts)
    kind = archive.read("mimetype") if "mimetype" in names else b""
    if b"opendocument" in kind:
        return f"est au format OpenDocument (.ods) : {SAVE}"
    if "xl/workbook.bin" in names:
        return f"est au format binaire .xlsb : {SAVE}"
    if "xl/workbook.xml" not in names:
        return f"n'est pas un classeur Excel : {SAVE}"
    if archive.getinfo(parts["xl/workbook.xml"]).file_size < MOST_SMALL and STRICT in archive.read(
        parts["xl/workbook.xml"]
    ):
        return "est au format « Open XML strict » : enregistrez-le au format « Classeur Excel (.xlsx) » ordinaire."
    return ""


def contents(names: Iterable[str]) -> tuple[str, ...]:
    """What a workbook whose parts have these names holds besides values and formats, as a planner calls it."""
    names = tuple(names)
    return tuple(word for part, word in KEPT.items() if any(re.match(part, name) for name in names))
