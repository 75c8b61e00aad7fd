"""Reports as files: a workbook with numbers and dates as such, and a page that prints, both marked as internal."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from outputs.evidence.record import Record
from outputs.evidence.shape import Part, Report, together
from outputs.excel.book import Book
from outputs.excel.lists import table_sheet
from outputs.lists.tables import Figure, Share, Table, Value
from outputs.pages.html import templates
from outputs.summary import horizon
from planner.words import say_minutes, say_share

MARK = "Document interne"
RESTRICTED_MARK = "Document interne, accès restreint"
MOST_TITLE = 31
"""Letters of the name of a sheet."""


def mark(report: Report) -> str:
    """What stands on each sheet and each printed page."""
    return RESTRICTED_MARK if report.restricted else MARK


def write_report(folder: Path, record: Record, report: Report, parts: Sequence[Part]) -> None:
    """Write a report as ``CLE.xlsx`` and ``CLE.html``."""
    folder.mkdir(parents=True, exist_ok=True)
    book = Book(record.problem.settings.saved or record.problem.first, report.title)
    for one in together(parts):
        table_sheet(book, one, mark(report), stamp(record))
    book.save(folder / f"{report.key}.xlsx")
    (folder / f"{report.key}.html").write_bytes(page(record, report, parts).encode("utf-8"))


def page(record: Record, report: Report, parts: Sequence[Part]) -> str:
    """The page of a report."""
    return (
        templates()
        .get_template("report.html.j2")
        .render(
            report=report,
            parts=parts,
            mark=mark(report),
            css_mark=_css_text(f"{mark(report)} · {record.problem.settings.name} · {report.title}"),
            css_stamp=_css_text(stamp(record)),
            stamp=stamp(record),
            centre=record.problem.settings.name,
            horizon=horizon(record.problem),
            cell=cell_text,
            look=cell_look,
            looks=column_looks,
        )
    )


def write_index(folder: Path, record: Record, reports: Sequence[Report], restricted: Sequence[Report]) -> None:
    """Write ``index.html``: what each report of a folder shows."""
    text = (
        templates()
        .get_template("reports.html.j2")
        .render(
            reports=reports,
            restricted=restricted,
            mark=MARK,
            stamp=stamp(record),
            centre=record.problem.settings.name,
            horizon=horizon(record.problem),
        )
    )
    (folder / "index.html").write_bytes(text.encode("utf-8"))


def stamp(record: Record) -> str:
    """``version 3 du 30/11/2026 à 17:49, publiée le …, heures au …, empreinte 741ecd53``: what the values come from."""
    version = record.version
    shown = f"publiée le {version.published[-1]:%d/%m/%Y}" if version.published else "non publiée"
    shown += f", heures au {record.today:%d/%m/%Y}"
    return f"version {version.number} du {version.made:%d/%m/%Y à %H:%M}, {shown}, empreinte {version.fingerprint[:8]}"


def cell_text(value: Value) -> str:
    """A value as the page shows it."""
    if isinstance(value, Share):
        return say_share(value)
    if isinstance(value, Figure):
        return f"{value:.1f}".replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return "0 h" if not value else say_minutes(value * 60).replace(" ", "\u00a0")
    return str(value)


LONG = 40
"""Width in characters of a column of sentences, which keeps some room on the screen."""
SHORT = 17
"""Letters of a text that is read at one glance and never goes on to a second line: « Période 1 », an hour, a word."""


def cell_look(value: Value) -> str:
    """The class of a cell: ``n`` for figures, ``date``, ``short-text`` for a text of a few letters."""
    if isinstance(value, str):
        return "short-text" if 0 < len(value) <= SHORT else ""
    return "date" if isinstance(value, date) else "n"


def column_looks(table: Table) -> list[str]:
    """The class of each column: that of its first value which is no text, else ``long`` where sentences stand."""
    found = []
    for n, width in enumerate(table.widths):
        looks = (cell_look(row[n]) for row in table.rows)
        long = width >= LONG and any(len(str(row[n])) > width for row in table.rows)
        found.append(next((look for look in looks if look in ("n", "date")), "long" if long else ""))
    return found


def plain_parts(parts: Sequence[Part]) -> list[Mapping[str, object]]:
    """The parts for a program: hours as numbers, dates as ``2026-09-07``."""
    return [
        {
            "name": part.name,
            "class": part.about,
            "lines": list(part.lines),
            "tables": [
                {"title": one.title, "headers": list(one.headers), "rows": [list(row) for row in one.rows]}
                for one in part.tables
            ],
        }
        for part in parts
    ]


def _css_text(text: str) -> str:
    """A text inside the quotes of a style sheet: letters and figures as they are, the rest by number."""
    return "".join(c if c.isalnum() or c in " -·,:/’" else f"\\{ord(c):x} " for c in text)
