"""Dates as a spreadsheet holds them: a number of days, in a cell whose format says that it is a date."""

import re
from collections.abc import Mapping
from datetime import date
from xml.etree import ElementTree

RELATIONS = "xl/_rels/workbook.xml.rels"
SHORT_DATE = 14
"""Number of the short date among the formats that every spreadsheet knows."""
FORMATS = re.compile(r"<((?:\w+:)?)cellXfs\b([^>]*)>(.*?)</(?:\w+:)?cellXfs\s*>", re.DOTALL)
FORMAT = re.compile(r"<(?:\w+:)?xf\b([^>]*?)(?:/>|>.*?</(?:\w+:)?xf\s*>)", re.DOTALL)
OF_1904 = re.compile(r"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904=["'](?:1|true)["']""")


OF_DAYS = re.compile(r"(?:\[[^\]]*\])*d{1,2}[^a-z]+m{1,2}[^a-z]+y{2,4}(?:;@)?", re.IGNORECASE)
"""A format of days, months and years in the order of this country: ``dd/mm/yyyy``."""


class DateCells:
    """How a workbook writes dates: from its first day on, in a format of its own list, which gains one if need be."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        book = parts["xl/workbook.xml"].decode("utf-8")
        self.first = date(1904, 1, 1) if OF_1904.search(book) else date(1899, 12, 30)
        self.part = _styles(parts)
        self.content = b""
        """The list of formats as it must be now; empty where nothing is to be changed."""
        self.style: int | None = None
        """Number of the format of dates; None where the workbook has no formats: dates are texts then."""
        found = FORMATS.search(text := parts[self.part].decode("utf-8")) if self.part else None
        if found is None:
            return
        formats = FORMAT.findall(found[3])
        known = {str(SHORT_DATE), *(n for n, code in _named(text) if OF_DAYS.fullmatch(code))}
        own = (re.search(r"""\bnumFmtId=["'](\d+)["']""", one) for one in formats)
        self.style = next((n for n, found_ in enumerate(own) if found_ is not None and found_[1] in known), None)
        if self.style is None:
            self.style = len(formats)
            line = f'<{found[1]}xf numFmtId="{SHORT_DATE}" fontId="0" fillId="0" borderId="0" xfId="0" '
            line += 'applyNumberFormat="1"/>'
            head = re.sub(r"""\bcount=["']\d+["']""", f'count="{len(formats) + 1}"', found[2])
            whole = f"<{found[1]}cellXfs{head}>{found[3]}{line}</{found[1]}cellXfs>"
            self.content = (text[: found.start()] + whole + text[found.end() :]).encode("utf-8")

    def value(self, day: date) -> int | str:
        """A day as its cell holds it."""
        return f"{day:%d/%m/%Y}" if self.style is None else (day - self.first).days

    @property
    def attribute(self) -> str:
        """The attribute of a cell that holds a day, with a space."""
        return "" if self.style is None else f' s="{self.style}"'


def _named(styles: str) -> list[tuple[str, str]]:
    """Number and words of each format that a workbook has of its own."""
    found = re.findall(r"<(?:\w+:)?numFmt\b([^>]*)>", styles)
    read = (
        (re.search(r"""numFmtId=["'](\d+)""", one), re.search(r"""formatCode=["']([^"']*)""", one)) for one in found
    )
    return [(number[1], code[1]) for number, code in read if number and code]


def _styles(parts: Mapping[str, bytes]) -> str:
    """The part of the formats; empty where there is none."""
    for link in ElementTree.fromstring(parts[RELATIONS]):
        if (link.get("Type") or "").endswith("/styles"):
            path = link.get("Target") or ""
            part = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
            return part if part in parts else ""
    return ""
