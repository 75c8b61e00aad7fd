"""The parts of a workbook file: found whatever program named them, and never read beyond what a workbook needs."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from posixpath import dirname, join, normpath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

FIXED = date(2000, 1, 1)
"""When a file was saved that does not say so."""
MOST_BYTES = 250_000_000
"""Size of all that is read of a file, once unpacked: a hundred times that of a large centre."""
MOST_SMALL = 30_000_000
"""Size of a part that is not a sheet."""
WORKBOOK, STRINGS, STYLES, CORE = "xl/workbook.xml", "xl/sharedstrings.xml", "xl/styles.xml", "docprops/core.xml"


class TooMuchError(Exception):
    """More than a workbook holds: a file made to harm, or filled by accident. ``message`` has the cure."""

    def __init__(self, message: str, sheet: str = "", cell: str = "") -> None:
        super().__init__(message)
        self.message, self.sheet, self.cell = message, sheet, cell


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of the workbook: its name, whether it is hidden, its XML, and the tables that lie in it."""

    name: str
    hidden: bool
    path: str
    tables: tuple[str, ...]


class Archive:
    """A workbook file that is open: its parts by their name in small letters, with ``/`` between folders."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = {info.filename.replace("\\", "/").lower(): info for info in self._zip.infolist()}
        self._left = MOST_BYTES

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parts, as they stand in the file."""
        return tuple(info.filename.replace("\\", "/") for info in self._names.values())

    def read(self, path: str, most: int = MOST_SMALL) -> bytes:
        """Bytes of a part, none where it is missing. Raises TooMuchError beyond what a workbook holds."""
        info = self._names.get(path.lower())
        if info is None:
            return b""
        if info.file_size > min(most, self._left):
            raise TooMuchError(
                f"contient {info.file_size // 1_000_000} Mo de données une fois décompressé, plus qu'aucun classeur de "
                "CFA : copiez vos lignes dans un classeur neuf (« barrette new »)."
            )
        self._left -= info.file_size
        return self._zip.read(info)

    def _tree(self, path: str) -> Element:
        data = self.read(path)
        return ElementTree.fromstring(data) if data else Element("empty")

    def sheets(self) -> list[Part]:
        """The sheets of cells, in order; charts on a sheet of their own are none."""
        links = self._links(WORKBOOK)
        found = []
        for sheet in self._tree(WORKBOOK).iterfind(".//{*}sheets/{*}sheet"):
            link = next((value for name, value in sheet.items() if name.rpartition("}")[2] == "id"), "")
            path, kind = links.get(link, ("", ""))
            if path.lower() in self._names and kind == "worksheet":
                tables = (target for target, sort in self._links(path).values() if sort == "table")
                hidden = sheet.get("state", "visible") != "visible"
                found.append(Part(sheet.get("name") or "", hidden, path, tuple(tables)))
        return found

    def _links(self, path: str) -> Mapping[str, tuple[str, str]]:
        """Id of each link of a part → the part that it leads to, and the last word of its kind."""
        folder = dirname(path)
        found = {}
        for link in self._tree(join(folder, "_rels", f"{path.rpartition('/')[2]}.rels")):
            target = (link.get("Target") or "").replace("\\", "/")
            whole = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            found[link.get("Id") or ""] = whole, (link.get("Type") or "").rpartition("/")[2]
        return found

    def totals(self, part: Part) -> frozenset[int]:
        """Lines of a sheet, from 1, that its tables declare to be their totals."""
        found: set[int] = set()
        for path in part.tables:
            table = self._tree(path)
            count, last = table.get("totalsRowCount", "0"), (table.get("ref") or "").rpartition(":")[2]
            number = last.lstrip("$ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            if count.isdigit() and number.isdigit():
                found.update(range(int(number) - min(int(count), 9) + 1, int(number) + 1))
        return frozenset(found)

    @cached_property
    def from_1904(self) -> bool:
        """Whether days are counted from 1904, as old Excel for Mac did."""
        found = self._tree(WORKBOOK).find(".//{*}workbookPr")
        return found is not None and found.get("date1904", "0") in ("1", "true")

    def date_styles(self) -> tuple[frozenset[str], frozenset[str]]:
        """Numbers of the styles that show a date or a time, and of those among them that show a length of time."""
        tree = self._tree(STYLES)
        typed = {f.get("numFmtId"): f.get("formatCode") or "" for f in tree.iterfind(".//{*}numFmts/{*}numFmt")}
        formats = [
            typed.get(code := style.get("numFmtId", "0"), BUILTIN_FORMATS.get(int(code), ""))
            for style in tree.iterfind("{*}cellXfs/{*}xf")
        ]
        dates = {str(n) for n, form in enumerate(formats) if form and is_date_format(form)}
        return frozenset(dates), frozenset(n for n in dates if is_timedelta_format(formats[int(n)]))

    def saved(self) -> date:
        """When the workbook was saved: from its own properties, else from the file itself, else a fixed day."""
        tree = self._tree(CORE)
        for name in ("modified", "created"):
            try:
                return date.fromisoformat((tree.findtext(f"{{*}}{name}") or "").strip()[:10])
            except ValueError:
                continue
        year, month, day = self._names[WORKBOOK].date_time[:3]
        try:
            return date(year, month, day) if year >= FIXED.year else FIXED
        except ValueError:
            return FIXED
