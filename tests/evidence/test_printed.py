"""The reports as a browser prints them, read back: the mark on each page, no row cut, nothing beside the paper."""

import shutil
import subprocess
from html import unescape
from pathlib import Path
from re import findall, sub
from typing import Any

import pytest

from outputs.evidence.record import Record
from outputs.evidence.registry import REPORTS
from outputs.evidence.shape import Part, table
from outputs.evidence.write import mark, write_report
from planner.folder.evidence import record_of
from planner.store.opening import in_folder
from tests.cli.running import barrette
from tests.evidence.centre import TODAY, Files
from tests.outputs.test_browser import READY, ROOT
from tests.printing import BROWSERS, print_page

pytestmark = pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="needs Chromium")
ROWS = 90


@pytest.fixture(scope="module")
def record(reported: Files) -> Record:
    """What the reports are made of."""
    with in_folder(reported.folder, writes=False) as store:
        return record_of(store, TODAY)


def pages(page: Path, folder: Path) -> list[Any]:
    """The pages of what a browser prints."""
    pypdf = pytest.importorskip("pypdf")
    print_page(page, folder / "page.pdf")
    return list(pypdf.PdfReader(folder / "page.pdf").pages)


def beside(page: Any) -> list[str]:
    """Texts that begin outside the paper."""
    found: list[str] = []
    width, height = float(page.mediabox.width), float(page.mediabox.height)

    def look(text: str, cm: list[float], tm: list[float], *_font: object) -> None:
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if text.strip() and not (0 <= x <= width and 0 <= y <= height):
            found.append(text)

    page.extract_text(visitor_text=look)
    return found


def bare(text: str) -> str:
    """A text without any space, wherever lines were broken."""
    return sub(r"\s", "", text)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.key)
def test_each_page_of_each_report_is_marked_and_whole(reported: Files, tmp_path: Path, report: Any) -> None:
    """The mark, the title and the number on every page; every cell of every table is on the paper."""
    place = reported.folder / "interne" / "rapports" / ("restreint" if report.restricted else "")
    source = place / f"{report.key}.html"
    printed = pages(source, tmp_path)
    for number, page in enumerate(printed, start=1):
        text = page.extract_text()
        assert f"{mark(report)} · " in text
        assert bare(report.title) in bare(text)
        assert f"Page {number} sur {len(printed)}" in text
        assert not beside(page)
    whole = bare("".join(page.extract_text() for page in printed))
    cells = [bare(unescape(cell)) for cell in findall(r"<td[^>]*>([^<]*)</td>", source.read_text("utf-8"))]
    assert [cell for cell in cells if cell not in whole] == []


def test_a_long_table_is_cut_between_rows_and_has_its_headers_on_each_page(record: Record, tmp_path: Path) -> None:
    """Ninety rows of several lines: each begins and ends on one page, under the headers of the table."""
    rows = [(f"début{n:03}", "mot " * 400 + f"fin{n:03}", "Période 1") for n in range(ROWS)]
    columns = (("Première", 12), ("Deuxième", 60), ("Troisième", 12))
    write_report(tmp_path, record, REPORTS[0], [Part((table("Une longue liste", columns, rows),))])
    texts = [page.extract_text() for page in pages(tmp_path / f"{REPORTS[0].key}.html", tmp_path)]
    assert len(texts) > 2
    for n in range(ROWS):
        (page,) = [text for text in texts if f"début{n:03}" in text]
        assert f"fin{n:03}" in page
    assert all("Première" in text and "Troisième" in text for text in texts)


@pytest.mark.skipif(not READY, reason="needs Node and what `make a11y` installs")
def test_the_reports_have_no_violation_of_level_aa(reported: Files, tmp_path: Path) -> None:
    """Every report, that of few eyes too, the list of them, and the files of one person: phone and desktop."""
    copy = Path(shutil.copytree(reported.folder, tmp_path / "edt"))
    for asked in (["--apprentice", "Martin Léa"], ["--audit", "Petit Hugo"]):
        assert barrette("report", copy, *asked).exit_code == 0
    found = sorted(path for path in (copy / "interne/rapports").rglob("*.html"))
    assert len(found) > len(REPORTS) + 2
    command = ["node", "tests/a11y/check.mjs", str(copy), "rapports"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"\n{len(found)} files, " in done.stdout
