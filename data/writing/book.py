"""A thin writer over openpyxl: text stays text, headers are frozen, the same content gives the same bytes."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

HEAD = PatternFill("solid", start_color="FF1F4E79")
HEAD_FONT = Font(bold=True, color="FFFFFFFF")


class Book:
    """A workbook being written; ``saved`` is the date put in its properties."""

    def __init__(self, saved: date) -> None:
        self.saved = saved
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])

    def table(self, name: str, headers: Sequence[str], rows: Sequence[Sequence[object]]) -> Worksheet:
        """Add a sheet with a header row, frozen, and columns as wide as what they hold (10 to 48 characters)."""
        sheet: Worksheet = self.workbook.create_sheet(name)
        for row, line in enumerate([headers, *rows], start=1):
            for column, value in enumerate(line, start=1):
                if value is not None and value != "":
                    put(sheet, row, column, value)
        for column, header in enumerate(headers, start=1):
            cell = sheet.cell(1, column)
            cell.fill, cell.font = HEAD, HEAD_FONT
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            widest = max([len(header), *(len(str(line[column - 1] or "")) for line in rows[:200])])
            sheet.column_dimensions[get_column_letter(column)].width = min(48, max(10, widest + 2))
        sheet.freeze_panes = "B2"
        return sheet

    def save(self, path: Path) -> None:
        """Write the file; creation and zip times are the saved date, so that bytes depend on the content only."""
        moment = datetime.combine(self.saved, time(12))
        properties = self.workbook.properties
        properties.creator, properties.created, properties.modified = "Barrette", moment, moment
        buffer = io.BytesIO()
        self.workbook.save(buffer)
        _rezip(buffer, path, self.saved)


def put(sheet: Worksheet, row: int, column: int, value: object) -> None:
    """Write a value; text is always text, also when it begins with ``=``, ``+``, ``-`` or ``@``."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@"
    elif isinstance(value, bool):
        cell.value = "oui" if value else "non"
    else:
        cell.value = value  # type: ignore[assignment]
        if isinstance(value, date):
            cell.number_format = "DD/MM/YYYY"
        elif isinstance(value, time):
            cell.number_format = "HH:MM"


def _rezip(source: io.BytesIO, path: Path, saved: date) -> None:
    """Write the file whole or not at all: a full disk leaves no empty one."""
    stamp, packed = (saved.year, saved.month, saved.day, 12, 0, 0), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "docProps/core.xml":
                data = _fix_modified(data, saved)
            new.writestr(zipfile.ZipInfo(info.filename, stamp), data, zipfile.ZIP_DEFLATED)
    there = path.exists()
    try:
        path.write_bytes(packed.getvalue())
    except OSError:
        if not there:
            path.unlink(missing_ok=True)
        raise


def _fix_modified(data: bytes, saved: date) -> bytes:
    head, mark, tail = data.partition(b'<dcterms:modified xsi:type="dcterms:W3CDTF">')
    return head + mark + saved.isoformat().encode() + b"T12:00:00Z" + tail[tail.index(b"<") :] if mark else data
