"""What every Excel file shares: shared styles, text that is never a formula, same content same bytes."""

import io
import re
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from os import PathLike
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles.cell_style import StyleArray
from openpyxl.writer.excel import ExcelWriter

from outputs.excel_styles import STYLES

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@")
_STAMP = (1980, 1, 1, 0, 0, 0)


def plain(value: str) -> str:
    """A text without the characters that a workbook may not hold."""
    return _ILLEGAL.sub("", value)


@dataclass(eq=False)
class Book:
    """A workbook written row by row; cells of one style share it."""

    saved: date
    """Shown as the date of creation, so that the same timetable gives the same bytes."""
    title: str
    workbook: Workbook = field(default_factory=lambda: Workbook(write_only=True))
    _styles: dict[str, StyleArray] = field(default_factory=dict)
    _quoted: dict[str, StyleArray] = field(default_factory=dict)

    def sheet(self, title: str) -> Any:
        """A new sheet; openpyxl's write-only sheets are not typed."""
        return self.workbook.create_sheet(title)

    def cell(self, sheet: Any, value: str | int | float | date | CellRichText | None, style: str = "text") -> Any:
        """A cell in one of `STYLES` (or a colour by kind); a text is a text whatever it begins with."""
        if style not in self._styles:
            self._declare(sheet, style)
        cell: Any = WriteOnlyCell(sheet)
        cell._style = self._styles[style]
        if isinstance(value, str):
            value = plain(value)
            if value.startswith(_FORMULA):
                cell._style = self._quoted[style]
            cell._value, cell.data_type = value, "s"
        elif isinstance(value, CellRichText):
            cell._value, cell.data_type = value, "s"
        elif value is not None:
            cell._value = value
            cell.data_type = "d" if isinstance(value, date) else "n"
        return cell

    def _declare(self, sheet: Any, style: str) -> None:
        sample: Any = WriteOnlyCell(sheet)
        STYLES[style](sample)
        self._styles[style] = sample._style
        self._quoted[style] = copy(sample._style)
        self._quoted[style].quotePrefix = 1

    def save(self, path: Path) -> None:
        """Write the file, with the same bytes for the same content."""
        moment = datetime(self.saved.year, self.saved.month, self.saved.day)
        properties = self.workbook.properties
        properties.creator, properties.title = "Barrette", plain(self.title)
        properties.created = properties.modified = moment
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = io.BytesIO()
        ExcelWriter(self.workbook, _StillZip(stream, "w", ZIP_DEFLATED, compresslevel=4)).save()
        path.write_bytes(stream.getvalue())


class _StillZip(ZipFile):
    """An archive whose members carry no time of writing."""

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
        self.writestr(str(arcname or filename), Path(filename).read_bytes())
