"""Folders where nothing can be written: each command says so at once, before it computes, and leaves all as it was."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from planner.folder import prepare, tries
from planner.store import alone
from tests.cli.running import barrette, tree

COMMANDS: dict[str, tuple[str, ...]] = {
    "solve": ("solve", "{book}", "--out", "{folder}"),
    "update": ("update", "{folder}", "--workbook", "{book}", "--from", "2026-09-07"),
    "replace": ("replace", "{folder}", "--trainer", "Durand Paul", "--date", "2026-09-08", "--best"),
    "edited": ("update", "{folder}", "--edited", "{folder}/interne/emploi-du-temps.xlsx", "--yes"),
    "publish": ("publish", "{folder}"),
    "rollback": ("rollback", "{folder}", "--to", "1"),
    "restore": ("versions", "{folder}", "--restore", "1"),
    "export": ("export", "{folder}"),
}


class Space(NamedTuple):
    """What the system tells of a disk."""

    total: int
    used: int
    free: int


@pytest.fixture(params=COMMANDS)
def words(request: pytest.FixtureRequest, solved: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A command on the solved folder that may not come to compute."""

    def never(*_arguments: object) -> None:
        raise AssertionError("computed before it was refused")

    monkeypatch.setattr(tries, "compute", never)
    monkeypatch.setattr(prepare, "compute", never)
    return [word.format(folder=solved, book=solved.parent / "classeur.xlsx") for word in COMMANDS[request.param]]


def refused(words: list[str], folder: Path, told: str) -> None:
    """The command ends with 4 and the reason, the folder is as it was."""
    before = tree(folder)
    done = barrette(*words)
    assert done.exit_code == 4, done.output
    assert told in done.stderr
    assert tree(folder) == before


def test_protected_folder(words: list[str], solved: Path) -> None:
    """The file with which it is tried cannot be made, for whoever runs the command."""
    (solved / alone.TRIAL).mkdir()
    refused(words, solved, "le dossier est protégé. Rien n’a été changé.")


def test_full_disk(words: list[str], solved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Less room than the largest folder takes, which has to be there twice for a moment."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Space(10**9, 10**9 - 1000, 1000))
    refused(words, solved, "le disque est plein, faites de la place (1 Mo de plus). Rien n’a été changé.")


def test_files_that_are_not_those_of_the_last_version(solved: Path) -> None:
    """A list of sessions that is lost or edited by hand is told with the history, and how to have it again."""
    assert "Les fichiers de" not in barrette("versions", solved).stdout
    (solved / "csv/sessions.csv").unlink()
    assert "sont modifiés depuis, ou incomplets" in barrette("versions", solved).stdout
    assert barrette("versions", solved, "--restore", "1").exit_code == 0
    assert "Les fichiers de" not in barrette("versions", solved).stdout
