"""Solving from the board: a workbook is dropped, its faults are read, it is followed; a long run is cancelled."""

import base64
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from data.writing.template import write_workbook
from planner.folder.desk import Desk
from planner.folder.given import DROPPED
from planner.store.database import open_store
from tests.cli.running import barrette
from tests.serve.browser import ask, post
from tests.serve.centre import rows_of_board
from tests.serve.test_desk import moved
from tests.whole.tiny import Rows

MOST_SECONDS = 120


def put(browser: TestClient, tmp_path: Path, rows: Rows, name: str = "nouveau.xlsx") -> Any:
    """Drop the workbook of some rows on the page."""
    write_workbook(tmp_path / "a-deposer.xlsx", rows)
    content = base64.b64encode((tmp_path / "a-deposer.xlsx").read_bytes()).decode()
    return post(browser, "/api/classeur", {"name": name, "content": content})


def started(browser: TestClient, how: str, which: str = "dropped", **more: object) -> Any:
    """Ask for a run."""
    asked = {"mark": ask(browser, "etat")["mark"], "how": how, "which": which, "reason": "essai", "anyway": False}
    return post(browser, "/api/resoudre", {**asked, **more})


def ended(browser: TestClient) -> Any:
    """What a run came to."""
    end = time.monotonic() + MOST_SECONDS
    while (found := ask(browser, "calcul"))["state"] == "running":
        assert time.monotonic() < end, found
        time.sleep(0.1)
    return found


def changed() -> Rows:
    """The tiny centre with one person less."""
    rows = rows_of_board()
    rows["Apprenants"] = rows["Apprenants"][1:]
    return rows


def versions(folder: Path) -> list[tuple[str, str]]:
    """Kind and reason of each version."""
    with open_store(folder) as store:
        return [(v.kind, v.reason) for v in store.versions()]


def test_faults_are_read_with_their_cells_and_nothing_is_written(
    browser: TestClient, folder: Path, tmp_path: Path
) -> None:
    """By the check and by the update; the workbook beside the folder stays as it is."""
    beside = (folder.parent / "classeur.xlsx").read_bytes()
    rows = rows_of_board()
    rows["Cours"][0]["heures"] = "beaucoup"
    assert put(browser, tmp_path, rows).json()["files"]["dropped"]["name"] == "nouveau.xlsx"
    for how in ("check", "update"):
        assert started(browser, how).status_code == 200
        found = ended(browser)
        assert found["state"] == "refused"
        assert found["kept"] is None
        assert any("Cours" in line and "beaucoup" in line for line in found["lines"]), found
    assert len(versions(folder)) == 1
    assert (folder.parent / "classeur.xlsx").read_bytes() == beside


def test_a_changed_workbook_is_followed(browser: TestClient, desk: Desk, folder: Path, tmp_path: Path) -> None:
    """As `barrette update` does: a version with its reason, and what it changes in words; a draft is left behind."""
    moved(desk)
    assert put(browser, tmp_path, changed()).status_code == 200
    assert started(browser, "update").json()["state"]["version"]["number"] == 1
    found = ended(browser)
    assert found["state"] == "done", found
    assert found["kept"] == 2
    assert found["lines"][0].startswith("1 changement dans le classeur"), found["lines"]
    assert versions(folder)[-1] == ("update", "essai")
    assert ask(browser, "plan")["behind"]
    assert barrette("verify", folder, "--workbook", folder / DROPPED / "nouveau.xlsx").exit_code == 0
    assert set(ask(browser, "classeurs")["files"]) == {"dropped"}


def test_a_run_is_cancelled_and_nothing_of_it_is_kept(browser: TestClient, folder: Path) -> None:
    """A second one is refused meanwhile, in words."""
    assert started(browser, "solve", "known").status_code == 200
    answer = started(browser, "check", "known")
    assert answer.status_code == 422
    assert "déjà en cours" in answer.json()["lines"][0]
    assert post(browser, "/api/renoncer", {}).status_code == 200
    found = ended(browser)
    assert found["state"] == "cancelled"
    assert found["kept"] is None
    assert len(versions(folder)) == 1
    assert started(browser, "check", "known").status_code == 200
    assert ended(browser)["state"] == "done"


@pytest.mark.parametrize("name", ["../../x.xlsx", "C:\\temp\\x.xlsx", "/etc/x.xlsx"])
def test_no_path_of_a_name_is_used(browser: TestClient, folder: Path, tmp_path: Path, name: str) -> None:
    """The file is put in one place, in the place of the one before."""
    assert put(browser, tmp_path, rows_of_board(), "avant.xlsx").status_code == 200
    assert put(browser, tmp_path, rows_of_board(), name).status_code == 200
    assert [path.name for path in (folder / DROPPED).iterdir()] == ["x.xlsx"]


def test_what_is_no_workbook_is_refused(browser: TestClient, folder: Path) -> None:
    """By its name, by its content, by its form; nothing is written, nothing is run."""
    fine = base64.b64encode(b"PK\x03\x04").decode()
    for name, content, code in (
        ("x.exe", fine, 422),
        (".xlsx", fine, 422),
        ("x.xlsx", base64.b64encode(b"<html>").decode(), 422),
        ("x.xlsx", "pas de la base 64", 400),
        ("x.xlsx", None, 400),
    ):
        assert post(browser, "/api/classeur", {"name": name, "content": content}).status_code == code, name
    assert not (folder / DROPPED).exists()
    assert started(browser, "update").status_code == 422
    assert started(browser, "rm", "known").status_code == 400
    assert started(browser, "check", "elsewhere").status_code == 400
    assert started(browser, "update", "known", mark="autre").status_code == 422
    assert ask(browser, "calcul") == {"state": "none"}
