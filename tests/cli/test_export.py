import shutil
from pathlib import Path

import pytest

from planner.cli import files
from tests.cli.running import barrette, tree
from tests.whole.tiny import tiny, written

PLACES = {"ics": ("ics/",), "xlsx": ("interne/emploi-du-temps.xlsx", "diffusion/"), "html": ("interne/", "diffusion/")}


def test_export_writes_the_same_bytes_again(solved: Path) -> None:
    """What is read back from the CSV gives the same calendars, workbooks, pages and CSV."""
    before = tree(solved)
    done = barrette("export", solved)
    assert (done.exit_code, done.stderr) == (0, "")
    after = tree(solved)
    assert set(after) == set(before)
    assert [name for name in before if after[name] != before[name]] == []


@pytest.mark.parametrize("name", ["ics", "xlsx", "html", "csv"])
def test_export_of_one_format(solved: Path, name: str) -> None:
    """Each format alone gives back its files, and leaves those of the others as they are."""
    before = tree(solved)
    for folder in ("ics", "interne", "diffusion"):
        shutil.rmtree(solved / folder)
    assert barrette("export", solved, "--format", name).exit_code == 0
    after = tree(solved)
    assert {k: before[k] for k in after} == after
    assert all(k.startswith(("csv/", *PLACES.get(name, ()))) for k in after)
    assert any(k.endswith(f".{name}") for k in after)


def test_export_of_an_unknown_format(solved: Path) -> None:
    """A format that does not exist is a wrong command."""
    assert barrette("export", solved, "--format", "pdf").exit_code == 2


def test_export_keeps_the_salt_of_the_folder(tmp_path: Path) -> None:
    """Calendars written again keep the addresses that the first run gave them."""
    rows = tiny()
    rows["Paramètres"] = [row for row in rows["Paramètres"] if row["paramètre"] != "sel"]
    folder = tmp_path / "edt"
    assert barrette("solve", written(tmp_path, rows), "--out", folder, "--effort", "0.1").exit_code == 0
    before = tree(folder)
    assert barrette("export", folder, "--format", "ics").exit_code == 0
    assert tree(folder) == before


def test_export_where_nothing_can_be_written(solved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may only be read is said, and nothing in it changes."""

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    before = tree(solved)
    monkeypatch.setattr(files, "WRITERS", {**files.WRITERS, "ics": refuse})
    done = barrette("export", solved)
    assert done.exit_code == 4
    assert "Impossible d’écrire" in done.stderr
    assert tree(solved) == before
