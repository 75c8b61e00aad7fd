"""The pages in a real browser, where `make a11y` has put what that needs; skipped elsewhere."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from outputs.employers import write_employers
from outputs.html import write_html
from outputs.own_pages import write_own_pages
from planner.domain import Problem, Timetable
from planner.report.figures import overview

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
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
    for path in sorted((tmp_path / "fiches" / "apprenants").iterdir())[1:]:
        path.unlink()
    for kind in ("classes", "formateurs", "salles"):
        for path in sorted((tmp_path / "diffusion" / kind).glob("*.html"))[1:]:
            path.unlink()
    command = ["node", "tests/a11y/check.mjs", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("14 files, ")
