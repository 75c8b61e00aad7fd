import shutil
from pathlib import Path

import pytest

from tests.cli.running import barrette
from tests.whole.tiny import written


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The workbook of the tiny centre."""
    return written(tmp_path)


@pytest.fixture(scope="session")
def solved_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny centre solved with every file; not to be changed."""
    folder = tmp_path_factory.mktemp("fait")
    assert barrette("solve", written(folder), "--out", folder / "edt", "--effort", "0.1").exit_code == 0
    return folder


@pytest.fixture
def solved(solved_once: Path, tmp_path: Path) -> Path:
    """A copy of the solved folder, its workbook beside it, that the test may change."""
    shutil.copytree(solved_once, tmp_path / "copie")
    return tmp_path / "copie" / "edt"
