"""The pages in a real browser, where `make a11y` has put what that needs; skipped elsewhere."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from outputs.employers import write_employers
from outputs.pages.html import centre_page, write_html
from outputs.pages.own import write_own_pages
from planner.domain import ClassId, Problem, SessionId, Timetable
from planner.report.figures import overview
from tests.outputs.conftest import COOKS, MONDAY
from tests.outputs.test_subscriber import published
from tests.printing import BROWSERS, print_page

ROOT = Path(__file__).parents[2]
READY = (ROOT / ".a11y" / "node_modules").exists() and shutil.which("node") and any(map(shutil.which, BROWSERS))


@pytest.mark.skipif(not READY, reason="needs Node, Chromium and what `make a11y` installs")
def test_pages_have_no_violation_of_level_aa(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """The planner's page with its lists and people, and a page of each sort: phone and desktop, light and dark.

    The page of the whole centre, the panel of the hall, somebody's own page; a company's too, and the note of the dates
    that changed for it.
    """
    learners = {key: replace(learner, employer="Chez Paul") for key, learner in centre.learners.items()}
    centre = replace(centre, learners=learners)
    write_html(tmp_path, centre, finished, overview(centre, finished))
    write_employers(tmp_path, centre, finished)
    less = replace(finished, attendance=finished.attendance[len(finished.attendance) // 2 :])
    write_employers(tmp_path, centre, less)
    write_own_pages(tmp_path, centre, finished)
    kinds = ("diffusion/classes", "diffusion/formateurs", "diffusion/salles")
    for kind in (*kinds, "interne/formateurs", "fiches/apprenants", "fiches/a-imprimer"):
        for path in sorted((tmp_path / kind).glob("*.html"))[1:]:
            path.unlink()
    command = ["node", "tests/a11y/check.mjs", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\n12 files, " in done.stdout


@pytest.mark.skipif(not READY, reason="needs Node, Chromium and what `make a11y` installs")
def test_published_pages_have_no_violation_of_level_aa(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """The page beside a calendar of each sort, and one that was taken back."""
    published(tmp_path / "public" / "ics", centre, finished)
    for kind in ("apprentices", "trainers", "rooms", "classes"):
        for path in sorted((tmp_path / "public/ics" / kind).glob("secret-*.html"))[1:]:
            path.unlink()
    command = ["node", "tests/a11y/check.mjs", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\n5 files, " in done.stdout


def sheets(folder: Path, name: str, address: str = "") -> int:
    """On how many sheets a page prints."""
    pdf = folder / "page.pdf"
    print_page(folder / name, pdf, address)
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


@pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="needs Chromium")
def test_each_week_prints_on_one_sheet(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Fourteen sessions at one hour make a week higher than a sheet: it is made smaller, not cut in two."""
    kitchen = next(s for s in finished.sessions if s.id == "C-CUI#1")
    many = tuple(replace(kitchen, id=SessionId(f"C-CUI#{n}"), part=f"{n}") for n in range(10, 24))
    timetable = replace(finished, sessions=(*finished.sessions, *many))
    write_html(tmp_path, centre, timetable, overview(centre, timetable))
    weeks = (tmp_path / "diffusion/classes/CUI1.html").read_text("utf-8").count('<section class="of-week"')
    assert sheets(tmp_path, "diffusion/classes/CUI1.html") == weeks


@pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="needs Chromium")
def test_no_printed_line_ends_with_a_separator(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """What is of use on a screen only goes with what parts it from the rest: a trainer's sheet, a page of each sort."""
    pypdf = pytest.importorskip("pypdf")
    write_html(tmp_path, centre, finished, overview(centre, finished))
    for kind in ("interne/formateurs", "diffusion/classes", "diffusion/formateurs"):
        page = sorted((tmp_path / kind).glob("*.html"))[0]
        print_page(page, tmp_path / "page.pdf")
        text = "\n".join(one.extract_text() for one in pypdf.PdfReader(tmp_path / "page.pdf").pages)
        assert text.strip()
        assert [line for line in text.splitlines() if line.rstrip().endswith("·")] == [], page.name


@pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="needs Chromium")
def test_each_stay_prints_on_one_sheet(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Two weeks in a row are one sheet, also where an hour of the first holds fourteen sessions of the same people."""
    kitchen = next(s for s in finished.sessions if s.id == "C-CUI#1")
    many = tuple(replace(kitchen, id=SessionId(f"C-CUI#{n}"), part=f"{n}") for n in range(10, 24))
    those = [row for row in finished.attendance if row.session_id == kitchen.id]
    rows = tuple(replace(row, session_id=session.id) for session in many for row in those)
    timetable = replace(finished, sessions=(*finished.sessions, *many), attendance=(*finished.attendance, *rows))
    write_own_pages(tmp_path, centre, timetable)
    assert sheets(tmp_path, "fiches/apprenants/A01.html") == 1
    assert sheets(tmp_path, "fiches/a-imprimer/CUI1.html") == 4


@pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="needs Chromium")
def test_no_row_of_the_whole_centre_is_cut(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Thirty classes, each whole, fill six sheets; the legend has a seventh, on which cut rows would leave it none."""
    group = centre.classes[COOKS]
    more = {ClassId(f"X{n}"): replace(group, id=ClassId(f"X{n}"), name=f"Classe {n}") for n in range(28)}
    page = centre_page(replace(centre, classes={**centre.classes, **more}), finished)
    (tmp_path / "centre.html").write_text(page, "utf-8")
    assert sheets(tmp_path, "centre.html", f"#semaine/classes/{MONDAY}") == 7
