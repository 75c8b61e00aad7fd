"""The pages in a real browser, where `make a11y` has put what that needs; skipped elsewhere."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from outputs.employers import write_employers
from outputs.html import write_html
from planner.domain import Problem, SessionId, Timetable
from planner.report.figures import overview
from tests.printing import BROWSERS, print_page

ROOT = Path(__file__).parents[2]
READY = (ROOT / ".a11y" / "node_modules").exists() and shutil.which("node") and any(map(shutil.which, BROWSERS))


@pytest.mark.skipif(not READY, reason="needs Node, Chromium and what `make a11y` installs")
def test_pages_have_no_violation_of_level_aa(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """The planner's page with its lists and people, and a page of each sort: phone and desktop, light and dark.

    A company's page too, and the note of the dates that changed for it.
    """
    learners = {key: replace(learner, employer="Chez Paul") for key, learner in centre.learners.items()}
    centre = replace(centre, learners=learners)
    write_html(tmp_path, centre, finished, overview(centre, finished))
    write_employers(tmp_path, centre, finished)
    less = replace(finished, attendance=finished.attendance[len(finished.attendance) // 2 :])
    write_employers(tmp_path, centre, less)
    for kind in ("diffusion/classes", "diffusion/formateurs", "diffusion/salles", "interne/formateurs"):
        for path in sorted((tmp_path / kind).glob("*.html"))[1:]:
            path.unlink()
    command = ["node", "tests/a11y/check.mjs", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("8 files, ")


@pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="needs Chromium")
def test_each_week_prints_on_one_sheet(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Fourteen sessions at one hour make a week higher than a sheet: it is made smaller, not cut in two."""
    kitchen = next(s for s in finished.sessions if s.id == "C-CUI#1")
    many = tuple(replace(kitchen, id=SessionId(f"C-CUI#{n}"), part=f"{n}") for n in range(10, 24))
    timetable = replace(finished, sessions=(*finished.sessions, *many))
    write_html(tmp_path, centre, timetable, overview(centre, timetable))
    page, pdf = tmp_path / "diffusion" / "classes" / "CUI1.html", tmp_path / "page.pdf"
    print_page(page, pdf)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) == page.read_text("utf-8").count(
        '<section class="of-week"'
    )
