from pathlib import Path

import pytest

from planner.cli.work import check
from planner.engine import flow as engine
from planner.folder import workbook
from tests.cli.running import barrette
from tests.whole.tiny import written

SECRET = "Martin Léa"


def broken(*_arguments: object, **_options: object) -> None:
    """A part of the program with a bug, whose error names somebody."""
    raise KeyError(SECRET)


def stopped(*_arguments: object, **_options: object) -> None:
    """A part of the program during which the planner presses Ctrl-C."""
    raise KeyboardInterrupt


def test_bug_is_said_in_french_with_what_to_send(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that nobody foresaw: exit 70, version, command and place, no traceback, nobody's name."""
    monkeypatch.setattr(check, "read_whole", broken)
    done = barrette("check", book)
    assert (done.exit_code, done.stdout) == (70, "")
    assert "défaut du programme" in done.stderr
    assert "commande « check »" in done.stderr
    assert "KeyError (test_last_resort.py:" in done.stderr
    assert "BARRETTE_DEBUG=1" in done.stderr
    assert SECRET not in done.stderr


def test_bug_shows_its_traceback_when_asked(
    book: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """With BARRETTE_DEBUG=1 whoever repairs the program sees where."""
    from click.testing import CliRunner

    from planner.cli import main

    monkeypatch.setattr(check, "read_whole", broken)
    monkeypatch.setenv("BARRETTE_DEBUG", "1")
    done = CliRunner().invoke(main, ["check", str(book)])
    assert done.exit_code == 70
    assert "Traceback" in done.output + capfd.readouterr().err
    assert SECRET in done.output


def test_bug_of_the_engine_leaves_no_timetable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash in the middle of the calculation writes no CSV."""
    monkeypatch.setattr(engine, "plan", broken)
    done = barrette("solve", written(tmp_path), "--out", tmp_path / "edt")
    assert done.exit_code == 70
    assert not list((tmp_path / "edt").rglob("*.csv"))


@pytest.mark.parametrize("command", ["check", "solve"])
def test_ctrl_c_outside_the_search(book: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """Ctrl-C while the workbook is read ends at once with 4 and a sentence."""
    monkeypatch.setattr(workbook.data, "read", stopped)
    monkeypatch.setattr(check, "read_whole", stopped)
    done = barrette(command, book)
    assert (done.exit_code, done.stdout) == (4, "")
    assert "Arrêt demandé" in done.stderr


def test_second_ctrl_c_stops_the_search_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C for the second time during the search: exit 4, no timetable."""
    monkeypatch.setattr(engine, "plan", stopped)
    done = barrette("solve", written(tmp_path), "--out", tmp_path / "edt")
    assert done.exit_code == 4
    assert not list((tmp_path / "edt").rglob("*.csv"))


def test_wrong_command_lines_end_with_2(book: Path) -> None:
    """What click refuses keeps its own code."""
    for arguments in (("solve",), ("résoudre", book), ("solve", book, "--workers", "0"), ("check", book, "--zzz")):
        assert barrette(*arguments).exit_code == 2
    assert barrette("--version").exit_code == 0
