"""Writing workbooks: filled ones (samples, round trips) and the empty template of ``barrette new``."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from data.book import Book
from data.schema import SHEETS


def write_workbook(
    path: Path | str, rows: Mapping[str, Sequence[Mapping[str, object]]], saved: date = date(2026, 8, 24)
) -> None:
    """Write rows by sheet name and French header; sheets without rows are left out, same rows give the same bytes.

    Week columns of *Calendrier* and domain columns of *Apprenants* are taken from the rows, in order of appearance.
    A sheet or header unknown to the schema is written as it is.
    """
    book = Book(saved)
    known = {sheet.name: sheet for sheet in SHEETS}
    for name in [*(n for n in known if n in rows), *(n for n in rows if n not in known)]:
        lines = rows[name]
        used = dict.fromkeys(header for line in lines for header in line)
        declared = [c.header for c in known[name].columns if c.need or c.header in used] if name in known else []
        headers = [*declared, *(h for h in used if h not in declared)]
        book.table(name, headers, [[line.get(h) for h in headers] for line in lines])
    book.save(Path(path))
