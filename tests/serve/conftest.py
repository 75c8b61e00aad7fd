import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from planner.folder.desk import Desk
from planner.serve.app import board
from planner.serve.door import Door
from tests.serve.browser import HOST, entered
from tests.serve.centre import FIRST, solved_folder


@pytest.fixture(scope="session")
def board_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A solved folder; not to be changed."""
    return solved_folder(tmp_path_factory.mktemp("tableau"))


@pytest.fixture
def folder(board_once: Path, tmp_path: Path) -> Path:
    """A copy of the solved folder that the test may change, its workbook beside it."""
    shutil.copytree(board_once.parent, tmp_path / "copie")
    return tmp_path / "copie" / board_once.name


@pytest.fixture
def desk(folder: Path) -> Desk:
    """The board's service on the folder."""
    return Desk(folder, "Essai", FIRST)


@pytest.fixture
def door() -> Door:
    """A door that has just been made."""
    return Door()


@pytest.fixture
def outside(desk: Desk, door: Door) -> TestClient:
    """A browser that has not come in."""
    app = board(desk, door, frozenset({HOST}))
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)


@pytest.fixture
def browser(outside: TestClient, door: Door) -> TestClient:
    """A browser that has come in, with its key."""
    return entered(outside, door.token)
