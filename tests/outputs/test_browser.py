"""The pages in a real browser, where `make a11y` has put what that needs; skipped elsewhere."""

import shutil
import subprocess
from pathlib import Path

import pytest

from outputs.html import write_html
from planner.domain import Problem, Timetable
from planner.figures import overview

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
READY = (ROOT / ".a11y" / "node_modules").exists() and shutil.which("node") and any(map(shutil.which, BROWSERS))


@pytest.mark.skipif(not READY, reason="needs Node, Chromium and what `make a11y` installs")
def test_pages_have_no_violation_of_level_aa(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """The planner's page with its lists and people, and a page of each sort: phone and desktop, light and dark."""
    write_html(tmp_path, centre, finished, overview(centre, finished))
    for kind in ("classes", "formateurs", "salles"):
        for path in sorted((tmp_path / "diffusion" / kind).glob("*.html"))[1:]:
            path.unlink()
    command = ["node", "tests/a11y/check.mjs", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("5 files, ")
