"""What every Excel file shares: text that is never a formula, same content same bytes, and rows written fast.

openpyxl makes the package, its styles and the settings of each sheet; the cells, a quarter of a million of them at a
large centre, are written here as text, about five times faster.
"""

import io
import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, time
from os import PathLike
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.writer.excel import ExcelWriter

from outputs.excel.styles import RUNS, STYLES

Cell = str
"""The inside of a cell as XML, without its place; made by `Book.cell` and `Book.rich`."""

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@")
_STAMP = (1980, 1, 1, 0, 0, 0)
_EPOCH = date(1899, 12, 30)
_LETTERS = [get_column_letter(number) for number in range(1, 64)]


def plain(value: str) -> str:
    """A text without the characters that a workbook may not hold."""
    return _ILLEGAL.sub("", value)


@dataclass(eq=False)
class Sheet:
    """A sheet being written; ``page`` is openpyxl's, for widths and print settings."""

    page: Any
    rows: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def append(self, cells: Sequence[Cell | None] = (), height: float | None = None) -> int:
        """Add a row, ``height`` in points; the number of the row."""
        number = len(self.rows) + 1
        found = "".join(f'<c r="{_LETTERS[n]}{number}"{cell}' for n, cell in enumerate(cells) if cell is not None)
        size = f' ht="{height:g}" customHeight="1"' if height else ""
        self.rows.append(f'<row r="{number}"{size}>{found}</row>')
        return number

    def link(self, column: int, row: int, sheet: str) -> None:
        """Make a cell lead to another sheet."""
        place = quoteattr(f"'{sheet}'!A1")
        self.links.append(f'<hyperlink ref="{_LETTERS[column]}{row}" location={place} display={quoteattr(sheet)}/>')

    def widths(self, characters: Iterable[float]) -> None:
        """Set the width of the first columns."""
        for number, width in enumerate(characters):
            self.page.column_dimensions[_LETTERS[number]].width = width

    def break_page(self) -> None:
        """Let what comes next begin on a new printed page."""
        self.page.row_breaks.append(Break(id=len(self.rows)))

    def merge(self, ranges: Iterable[str]) -> None:
        """Merge cells: ``B5:B8`` …; a plain list is as fast as it gets, and in order."""
        self.page.merged_cells = [*self.page.merged_cells, *ranges]

    def fill(self, source: str) -> str:
        """The XML of openpyxl's empty sheet with the rows and links of this one."""
        rows = f"<sheetData>{''.join(self.rows)}</sheetData>"
        source = re.sub(r"<sheetData\s*/>|<sheetData></sheetData>", lambda _: rows, source, count=1)
        links = f"<hyperlinks>{''.join(self.links)}</hyperlinks>" if self.links else ""
        return source.replace("<printOptions", f"{links}<printOptions", 1)


@dataclass(eq=False)
class Book:
    """A workbook; cells of one style share it."""

    saved: date
    """Shown as the date of creation, so that the same timetable gives the same bytes."""
    title: str
    workbook: Workbook = field(default_factory=lambda: Workbook(write_only=True))
    sheets: list[Sheet] = field(default_factory=list)
    _styles: dict[str, tuple[int, int]] = field(default_factory=dict)

    def sheet(self, title: str) -> Sheet:
        """A new sheet."""
        page: Any = self.workbook.create_sheet(title)
        page.merged_cells = []
        self.sheets.append(Sheet(page))
        return self.sheets[-1]

    def cell(self, value: str | int | float | date | time | None, style: str = "text") -> Cell:
        """A cell in one of `STYLES`; a text is a text whatever it begins with."""
        usual, quoted = self._styles.get(style) or self._declare(style)
        if value is None or value == "":
            return f' s="{usual}"/>'
        if isinstance(value, time):
            value = round((60 * value.hour + value.minute) / (24 * 60), 10)
        if isinstance(value, date):
            value = (value - _EPOCH).days
        if not isinstance(value, str):
            return f' s="{usual}"><v>{value}</v></c>'
        number = quoted if value.startswith(_FORMULA) else usual
        return f' s="{number}" t="inlineStr"><is>{_text(value)}</is></c>'

    def rich(self, runs: Iterable[tuple[str, str]], style: str) -> Cell:
        """A cell whose text changes its look: pairs of one of `RUNS` and a text."""
        usual, _ = self._styles.get(style) or self._declare(style)
        found = "".join(f"<r><rPr>{RUNS[look]}</rPr>{_text(text)}</r>" for look, text in runs)
        return f' s="{usual}" t="inlineStr"><is>{found}</is></c>'

    def _declare(self, style: str) -> tuple[int, int]:
        sample: Any = WriteOnlyCell(self.sheets[0].page)
        STYLES[style](sample)
        usual = int(sample.style_id)
        sample._style = copy(sample._style)
        sample._style.quotePrefix = 1
        self._styles[style] = usual, int(sample.style_id)
        return self._styles[style]

    def save(self, path: Path) -> None:
        """Write the file, with the same bytes for the same content."""
        moment = datetime(self.saved.year, self.saved.month, self.saved.day)
        properties = self.workbook.properties
        properties.creator, properties.title = "Barrette", plain(self.title)
        properties.created = properties.modified = moment
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = io.BytesIO()
        archive = _StillZip(stream, "w", ZIP_DEFLATED, compresslevel=4)
        archive.sheets = {f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(self.sheets, start=1)}
        ExcelWriter(self.workbook, archive).save()
        path.write_bytes(stream.getvalue())


def _text(value: str) -> str:
    return f'<t xml:space="preserve">{escape(plain(value))}</t>'


class _StillZip(ZipFile):
    """An archive whose members carry no time of writing, and whose sheets get their rows on the way in."""

    sheets: dict[str, Sheet]

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Add a member under its name, whatever else is said of it."""
        name = zinfo_or_arcname.filename if isinstance(zinfo_or_arcname, ZipInfo) else zinfo_or_arcname
        info = ZipInfo(name, _STAMP)
        info.external_attr = 0o600 << 16
        super().writestr(info, data, ZIP_DEFLATED, compresslevel)

    def write(
        self,
        filename: str | PathLike[str],
        arcname: str | PathLike[str] | None = None,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Add the content of a file."""
        name, content = str(arcname or filename), Path(filename).read_text(encoding="utf-8")
        self.writestr(name, self.sheets[name].fill(content) if name in self.sheets else content)
