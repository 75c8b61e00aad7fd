"""`barrette serve` begins and ends: its address, what it needs, and that it leaves when nobody looks."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.types import Message

from planner.folder.desk import Desk
from planner.listener import Listener
from planner.serve import guard
from planner.serve.run import HOST, serve_board
from tests.cli.running import barrette
from tests.serve.centre import FIRST


class Heard(Listener):
    """What is said, line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        """Keep a line."""
        self.lines.append(text)


def test_without_its_libraries_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a French sentence, with the command."""
    monkeypatch.setattr("planner.cli.work.serve.find_spec", lambda name: None)
    said = barrette("serve", folder)
    assert said.exit_code == 4
    assert 'pip install "barrette[board]"' in said.output


def test_a_folder_without_a_history_has_no_board(tmp_path: Path) -> None:
    """It says which command makes one."""
    said = barrette("serve", tmp_path, "--no-browser")
    assert said.exit_code == 4
    assert "barrette solve" in said.output


def test_what_is_no_folder_of_results_is_said_as_it_is(folder: Path, tmp_path: Path) -> None:
    """A folder that is not there, a workbook, a folder within the results; other commands say the same."""
    book = next(folder.parent.glob("*.xlsx"))
    (folder / "csv").mkdir(exist_ok=True)
    expected = {
        tmp_path / "rien": "ce dossier n’existe pas",
        book: "c’est un classeur ; donnez le dossier des résultats",
        folder / "csv": f"est dans un dossier de résultats : donnez « {folder} »",
    }
    for path, words in expected.items():
        for command in (("serve", path, "--no-browser"), ("versions", path), ("why", path, "--class", "x")):
            said = barrette(*command)
            assert said.exit_code == 4
            assert words in said.output
            assert "barrette solve" not in said.output


def test_a_port_that_is_taken(folder: Path) -> None:
    """Asked for by number, it is refused; nothing else is tried in its place."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        said = barrette("serve", folder, "--no-browser", "--port", taken.getsockname()[1])
    assert said.exit_code == 4
    assert "déjà pris" in said.output


def test_it_ends_when_nobody_looks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time without any request; the address that is opened has its token behind ``#``."""
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    heard = Heard()
    assert serve_board(folder, None, "", heard, idle_minutes=0.005)
    assert opened[0].startswith(f"http://{HOST}:")
    assert "/entrer#" in opened[0]
    assert opened[0] in heard.lines[1]
    assert "cet ordinateur seulement" in heard.lines[0]


def test_ctrl_c_closes_it_in_good_order(folder: Path) -> None:
    """Exit 0, and a word on the draft where there is one with edits, and not once it is a version."""
    assert _closed(folder).rstrip().endswith("Le tableau est fermé.")
    desk = Desk(folder, first=FIRST)
    place = next(p for p in desk.places("CAP-BOU-1-MATHEMATIQUES-01")[1] if not p.findings)
    desk.drop(desk.mark(), "CAP-BOU-1-MATHEMATIQUES-01", place.place)
    assert "Le tableau est fermé. Le brouillon est gardé" in _closed(folder)
    desk.keep(desk.mark(), "")
    assert "brouillon" not in _closed(folder)


def _closed(folder: Path) -> str:
    """What the board says at its end, after Ctrl-C."""
    command = [sys.executable, "-c", "from planner.cli import main; main()", "serve", str(folder), "--no-browser"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root, env=environment) as served:
        assert served.stdout is not None
        lines = [served.stdout.readline(), served.stdout.readline()]
        time.sleep(0.5)
        served.send_signal(signal.SIGINT)
        rest = served.stdout.read()
        assert served.wait(30) == 0
    assert "/entrer#" in lines[1]
    return rest


def test_a_slow_request_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever announces bytes and does not send them holds nobody up."""
    monkeypatch.setattr(guard, "MOST_SECONDS", 0.05)

    async def never() -> Message:
        await asyncio.sleep(60)
        raise AssertionError

    code, body = asyncio.run(guard._body(Headers({"content-length": "10"}), never, 64))
    assert (code, body) == (408, b"")
