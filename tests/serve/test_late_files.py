"""The files of a version that is kept on the board are written after the answer, and nobody else writes meanwhile."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from starlette.testclient import TestClient

from planner.answer import NOTHING, Refused
from planner.folder import late_files
from planner.folder.desk import Desk
from planner.folder.history import history
from planner.folder.keep import write_files
from planner.folder.late_files import LateFiles
from planner.listener import Listener
from planner.serve.run import wait_for_files
from planner.store.alone import alone
from planner.store.publishing import PublicationRequest
from tests.serve.browser import ask
from tests.serve.test_desk import BREAD, moved

SECONDS = 60.0


@pytest.fixture
def late(desk: Desk) -> LateFiles:
    """The board of the other fixtures, whose files come later."""
    desk.late = LateFiles()
    return desk.late


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Files are written once this is set."""
    opened = Event()

    def held(*given: Any) -> None:
        assert opened.wait(SECONDS)
        write_files(*given)

    monkeypatch.setattr(late_files, "write_files", held)
    return opened


def test_keeping_answers_before_the_files_are_there(desk: Desk, late: LateFiles, gate: Event, folder: Path) -> None:
    """The version is in the history at once; its files are those of the last version once they are written."""
    moved(desk)
    assert desk.keep(desk.mark(), "").number == 2
    assert late.writing
    assert desk.plan().version.number == 2
    moved(desk, BREAD)
    gate.set()
    desk.settle()
    assert not late.writing
    assert history(folder).files is None
    assert late.said == ()


def test_files_that_a_power_cut_left_behind_are_written_by_the_next_board(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept and answered, and the machine was off before any file: the board that is opened then writes them."""
    desk.late = LateFiles()
    with monkeypatch.context() as patched:
        patched.setattr(LateFiles, "write", lambda *_given: None)
        moved(desk)
        desk.keep(desk.mark(), "")
    assert history(folder).files == 1
    late = LateFiles()
    assert late.catch_up(folder) == 1
    late.settle()
    assert history(folder).files is None
    assert late.catch_up(folder) is None


def test_files_edited_by_hand_are_left_to_who_edits_them(desk: Desk, folder: Path) -> None:
    """They are of no version, and nothing says that they are old."""
    moved(desk)
    desk.keep(desk.mark(), "")
    text = (folder / "csv" / "sessions.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    (folder / "csv" / "sessions.csv").write_text("".join(text[:-1]), encoding="utf-8-sig")
    assert LateFiles().catch_up(folder) is None


CHANGES: dict[str, Callable[[Desk], object]] = {
    "publish": lambda desk: desk.publish(desk.mark(), PublicationRequest()),
    "lock": lambda desk: desk.lock(desk.mark(), BREAD, "", lock=True),
    "restore": lambda desk: desk.restore(desk.mark(), 1, ""),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_who_writes_next_waits_for_them(
    desk: Desk, late: LateFiles, gate: Event, change: Callable[[Desk], object]
) -> None:
    """And is not refused."""
    moved(desk)
    desk.keep(desk.mark(), "")
    done: list[object] = []
    asked = Thread(target=lambda: done.append(change(desk)))
    asked.start()
    asked.join(0.3)
    assert not done
    gate.set()
    asked.join(SECONDS)
    assert len(done) == 1
    assert not late.writing


def test_files_that_cannot_be_written_are_told(
    desk: Desk, late: LateFiles, browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On every page that looks, until the next ones are there; the version is kept all the same."""

    def full(*_given: Any) -> None:
        raise Refused(NOTHING, "Le disque est plein.")

    monkeypatch.setattr(late_files, "write_files", full)
    moved(desk)
    assert desk.keep(desk.mark(), "").number == 2
    desk.settle()
    assert ask(browser, "etat")["said"] == ["Le disque est plein."]
    assert ask(browser, "versions")["files"] is not None
    monkeypatch.setattr(late_files, "write_files", write_files)
    moved(desk, BREAD)
    desk.keep(desk.mark(), "")
    desk.settle()
    assert ask(browser, "etat")["said"] == []
    assert ask(browser, "versions")["files"] is None


def test_they_wait_for_a_command_that_writes(desk: Desk, late: LateFiles, folder: Path, gate: Event) -> None:
    """And are written once it has ended."""
    gate.set()
    moved(desk)
    plan = desk.plan()
    with alone(folder):
        late.write(folder, plan.version, plan.problem, plan.before)
        asked = Event()
        asked.wait(0.3)
        assert late.writing
    desk.settle()
    assert late.said == ()


def test_a_command_that_goes_on_too_long_is_told(
    desk: Desk, late: LateFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what writes the files after all."""
    monkeypatch.setattr(late_files, "FILES_WAIT", 0.1)
    plan = desk.plan()
    with alone(folder):
        late.write(folder, plan.version, plan.problem, plan.before)
        desk.settle()
    assert "Refaire cette version" in late.said[0]
    assert "Une autre commande écrit" in late.said[1]


class Heard(Listener):
    """Who notes what is said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        """Note it."""
        self.lines.append(text)

    warn = say


def test_the_board_ends_once_they_are_there(desk: Desk, late: LateFiles, gate: Event, folder: Path) -> None:
    """It is said what is waited for; nothing is where they are there already."""
    moved(desk)
    desk.keep(desk.mark(), "")
    heard = Heard()
    ending = Thread(target=wait_for_files, args=(late, heard))
    ending.start()
    ending.join(0.3)
    assert ending.is_alive()
    gate.set()
    ending.join(SECONDS)
    assert heard.lines == ["Les fichiers de la dernière version s’écrivent : encore quelques secondes."]
    assert history(folder).files is None
    wait_for_files(late, heard)
    assert len(heard.lines) == 1
