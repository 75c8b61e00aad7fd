"""Single cells of one sheet of somebody's workbook changed, everything else of the file being left as it is."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date

from data.sheets.columns import fold
from data.writing.append_rows import WORKBOOK, cell, part_of
from data.writing.date_cells import DateCells
from data.writing.places import letters, number_of

Cells = Mapping[tuple[int, int], str | int | date]
"""Line from 1 and index of the column from 0 → the new value."""
ROW = re.compile(r"<((?:\w+:)?)row\b([^>]*?)(/>|>(.*?)</(?:\w+:)?row\s*>)", re.DOTALL)
CELL = re.compile(r"<(?:\w+:)?c\b([^>]*?)(?:/>|>.*?</(?:\w+:)?c\s*>)", re.DOTALL)
PLACE = re.compile(r"""\br=["']([A-Z]*)(\d+)["']""")
STYLE = re.compile(r"""\bs=["']\d+["']""")
SPANS = re.compile(r"""\s+spans=["'][0-9: ]*["']""")
SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")


def change_cells(content: bytes, sheet: str, cells: Cells) -> bytes:
    """The file with some cells of a sheet changed, each keeping its format; the sheet is shown if it was hidden.

    Raises ValueError where a cell cannot be found or holds a formula, or the file is built otherwise than
    workbooks are.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
        infos = archive.infolist()
    part = part_of(parts, sheet)
    if part is None:
        raise ValueError(f"no sheet {sheet}")
    parts[WORKBOOK] = _shown(parts[WORKBOOK].decode("utf-8"), sheet).encode("utf-8")
    dates = DateCells(parts)
    if dates.content and any(isinstance(value, date) for value in cells.values()):
        parts[dates.part] = dates.content
    if cells:
        parts[part] = _changed(parts[part].decode("utf-8"), cells, dates).encode("utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in infos:
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[info.filename])
    return out.getvalue()


def _shown(book: str, sheet: str) -> str:
    """The list of sheets with one of them visible."""

    def show(found: re.Match[str]) -> str:
        name = re.search(r"""\bname=(["'])(.*?)\1""", found[0])
        ours = name is not None and fold(_plain(name[2])) == fold(sheet)
        return re.sub(r"""\sstate=["'](?:hidden|veryHidden)["']""", "", found[0]) if ours else found[0]

    return SHEET.sub(show, book)


def _plain(name: str) -> str:
    for sign, mark in (("&apos;", "'"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        name = name.replace(sign, mark)
    return name


def _changed(xml: str, cells: Cells, dates: DateCells) -> str:
    lines: dict[int, dict[int, str | int | date]] = {}
    for (number, index), value in cells.items():
        lines.setdefault(number, {})[index] = value
    done: set[int] = set()

    def change(found: re.Match[str]) -> str:
        place = PLACE.search(found[2])
        number = int(place[2]) if place else 0
        if number not in lines:
            return found[0]
        done.add(number)
        prefix, body = found[1], found[4] or ""
        for index, value in lines[number].items():
            body = _put(prefix, body, (number, index), value, dates)
        return f"<{prefix}row{SPANS.sub('', found[2])}>{body}</{prefix}row>"

    changed = ROW.sub(change, xml)
    if done != lines.keys():
        raise ValueError(f"no line {min(lines.keys() - done)}")
    return re.sub(r"<(?:\w+:)?dimension\b[^>]*/>", "", changed, count=1)


def _put(prefix: str, body: str, where: tuple[int, int], value: str | int | date, dates: DateCells) -> str:
    """The cells of a line with one of them changed, or added where it belongs."""
    number, index = where
    at = len(body)
    style = ""
    end = at
    for found in CELL.finditer(body):
        place = PLACE.search(found[1])
        if place is None:
            raise ValueError("a cell without its place")
        here = number_of(place[1])
        if here == index and re.search(r"<(?:\w+:)?f\b", found[0]):
            raise ValueError(f"{place[1]}{place[2]} is a formula")
        if here == index:
            kept = STYLE.search(found[1])
            style, at, end = f" {kept[0]}" if kept else "", found.start(), found.end()
            break
        if here > index:
            at = end = found.start()
            break
    return body[:at] + cell(prefix, f"{letters(index)}{number}", value, dates, style) + body[end:]
