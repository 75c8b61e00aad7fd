"""Lines added at the foot of one sheet of somebody's workbook, everything else of the file being left as it is.

The file is not read and written again as a whole: formats, formulas, macros and charts stay, and every part but that
of the sheet is copied byte for byte.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from data.sheets.columns import fold
from data.writing.date_cells import DateCells

Values = Mapping[int, str | int | date]
"""Index of the column, from 0 → value."""
WORKBOOK, RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
MAIN_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROW = re.compile(r"<(?:\w+:)?row\b[^>]*>")
NUMBER = re.compile(r"""\br=["'](\d+)["']""")


def append_rows(content: bytes, sheet: str, rows: Sequence[Values], heads: Sequence[str]) -> bytes:
    """The file with some lines more in a sheet; ``heads``: its headings where the workbook has no such sheet yet.

    Raises ValueError for a file that is built otherwise than workbooks are.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
            infos = {info.filename: info for info in archive.infolist()}
            changed = _changed(parts, sheet, rows, heads)
    except (KeyError, zipfile.BadZipFile, UnicodeDecodeError, ElementTree.ParseError) as error:
        raise ValueError("not built as a workbook") from error
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in [*parts, *(n for n in changed if n not in parts)]:
            info = infos.get(name, zipfile.ZipInfo(name))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, changed.get(name, parts.get(name, b"")))
    return out.getvalue()


def _changed(parts: Mapping[str, bytes], sheet: str, rows: Sequence[Values], heads: Sequence[str]) -> dict[str, bytes]:
    """Part → what it holds now."""
    part, dates = part_of(parts, sheet), DateCells(parts)
    formats = {dates.part: dates.content} if dates.content and any(map(_dated, rows)) else {}
    if part is not None:
        return {**formats, part: _with_rows(parts[part].decode("utf-8"), rows, dates).encode("utf-8")}
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    page = _with_rows(
        f'{head}\n<worksheet xmlns="{MAIN_SPACE}"><sheetData/></worksheet>', [dict(enumerate(heads)), *rows], dates
    )
    book = parts[WORKBOOK].decode("utf-8")
    number = 1 + max((int(n) for n in re.findall(r'\bsheetId="(\d+)"', book)), default=0)
    new_id, new_part = f"rIdBarrette{number}", f"worksheets/ajoutee-{number}.xml"
    prefix = re.search(r'xmlns:(\w+)="http://[^"]*officeDocument/(?:2006/)?relationships"', book)
    declared = f'{prefix[1]}:id="{new_id}"' if prefix else f'xmlns:r="{LINK_SPACE}" r:id="{new_id}"'
    line = f'<%ssheet name={quoteattr(sheet)} sheetId="{number}" {declared}/>'
    link = f'<%sRelationship Id="{new_id}" Type="{LINK_SPACE}/worksheet" Target="{new_part}"/>'
    kind = f'<%sOverride PartName="/xl/{new_part}" ContentType="{SHEET_TYPE}"/>'
    return {
        **formats,
        WORKBOOK: _before_end(book, "sheets", line).encode("utf-8"),
        RELATIONS: _before_end(parts[RELATIONS].decode("utf-8"), "Relationships", link).encode("utf-8"),
        TYPES: _before_end(parts[TYPES].decode("utf-8"), "Types", kind).encode("utf-8"),
        f"xl/{new_part}": page.encode("utf-8"),
    }


def part_of(parts: Mapping[str, bytes], sheet: str) -> str | None:
    """The part of a sheet, by its name on the tab."""
    target = {link.get("Id"): link.get("Target") or "" for link in ElementTree.fromstring(parts[RELATIONS])}
    for element in ElementTree.fromstring(parts[WORKBOOK]).iter():
        if element.tag.rpartition("}")[2] == "sheet" and fold(element.get("name") or "") == fold(sheet):
            link = next((value for name, value in element.items() if name.rpartition("}")[2] == "id"), "")
            path = target.get(link, "")
            part = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
            return part if part in parts else None
    return None


def _before_end(xml: str, name: str, line: str) -> str:
    """An element added as the last one of another; ``%s`` in it stands for the prefix that the file uses."""
    end = list(re.finditer(rf"</(\w+:)?{name}\s*>", xml))
    if not end:
        raise ValueError(f"no {name}")
    at, prefix = end[-1].start(), end[-1][1] or ""
    return xml[:at] + line % prefix + xml[at:]


def _dated(cells: Values) -> bool:
    return any(isinstance(value, date) for value in cells.values())


def _with_rows(xml: str, rows: Sequence[Values], dates: DateCells) -> str:
    """A sheet with some lines below its last one; its size is no longer said, which every program works out."""
    xml = re.sub(r"<(?:\w+:)?dimension\b[^>]*/>", "", xml, count=1)
    xml = re.sub(r"<((?:\w+:)?)sheetData\s*/>", r"<\1sheetData></\1sheetData>", xml, count=1)
    tags = ROW.findall(xml)
    numbers = [int(found[1]) for tag in tags if (found := NUMBER.search(tag))]
    first = max([len(tags), *numbers]) + 1
    end = re.search(r"</(\w+:)?sheetData\s*>", xml)
    if end is None:
        raise ValueError("no sheetData")
    lines = "".join(_row(end[1] or "", number, cells, dates) for number, cells in enumerate(rows, start=first))
    return xml[: end.start()] + lines + xml[end.start() :]


def _row(prefix: str, number: int, cells: Values, dates: DateCells) -> str:
    """One line, its elements with the prefix that the file uses."""
    found = [
        cell(prefix, f"{get_column_letter(index + 1)}{number}", value, dates) for index, value in sorted(cells.items())
    ]
    return f'<{prefix}row r="{number}">{"".join(found)}</{prefix}row>'


def cell(prefix: str, place: str, value: str | int | date, dates: DateCells, style: str = "") -> str:
    """A cell, its elements with the prefix that the file uses; ``style``: its attribute of a format, with a space.

    A date has the format of dates, whatever the cell had.
    """
    if isinstance(value, date):
        value, style = dates.value(value), dates.attribute or style
    if isinstance(value, int):
        return f'<{prefix}c r="{place}"{style}><{prefix}v>{value}</{prefix}v></{prefix}c>'
    text = escape(ILLEGAL_CHARACTERS_RE.sub("", value))
    held = f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
    return f'<{prefix}c r="{place}"{style} t="inlineStr">{held}</{prefix}c>'
