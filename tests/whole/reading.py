"""Reading what is handed out as a person would: the text of calendars, workbooks and pages."""

import re
from html import unescape
from pathlib import Path

from openpyxl import load_workbook


def text_of(path: Path) -> str:
    """Everything that one handed-out file shows or holds, hidden parts included."""
    if path.suffix == ".xlsx":
        return _workbook(path)
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ics":
        return re.sub(r"\r?\n[ \t]", "", text).replace("\\,", ",").replace("\\;", ";")
    if path.suffix == ".html":
        text = re.sub(r"<style.*?</style>", " ", text, flags=re.DOTALL)
        return unescape(re.sub(r"<[^>]*>", " ", text))
    return text


def _workbook(path: Path) -> str:
    book = load_workbook(path)
    parts = [str(book.properties.title or ""), *book.sheetnames]
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                parts += [str(cell.value)] if cell.value is not None else []
                parts += [cell.comment.text] if cell.comment else []
    return "\n".join(parts)
