from pathlib import Path

import pytest

import data.writing.template
from data import read
from data.samples import NAMES
from planner.cli.commands.new import SAMPLES
from tests.cli.running import barrette


def test_new_writes_a_template_with_a_salt(tmp_path: Path) -> None:
    """The empty workbook is there, in a folder made for it; two of them do not share their salt."""
    files = [tmp_path / "neuf" / name for name in ("a.xlsx", "b.xlsx")]
    for file in files:
        done = barrette("new", file)
        assert (done.exit_code, done.stderr) == (0, "")
        assert "Lisez-moi" in done.stdout
        assert ("dans un dossier créé pour lui" in done.stdout) is (file == files[0])
    assert files[0].read_bytes() != files[1].read_bytes()


def test_new_template_left_empty_is_checked_without_surprise(tmp_path: Path) -> None:
    """The template as written has faults to fill in, each with its sheet, and no line of its examples is read."""
    barrette("new", tmp_path / "a.xlsx")
    done = barrette("check", tmp_path / "a.xlsx")
    assert done.exit_code == 3
    assert "Feuille « Classes »" in done.stderr
    assert "exemple" not in done.stderr


def test_new_sample_depends_on_its_seed_only(tmp_path: Path) -> None:
    """The same seed gives the same bytes, another seed another centre; both are read without a fault."""
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert barrette("new", tmp_path / f"{name}.xlsx", "--sample", "small", "--seed", seed).exit_code == 0
    first, same, other = ((tmp_path / f"{name}.xlsx").read_bytes() for name in "abc")
    assert first == same != other
    assert not read(tmp_path / "a.xlsx").faults


def test_new_offers_the_samples_that_there_are() -> None:
    """What may be typed is named in a file that imports nothing heavy: it names every sample, and no other."""
    assert SAMPLES == NAMES


def test_new_sample_that_there_is_not_writes_nothing(tmp_path: Path) -> None:
    """A wrong command; no folder is left behind."""
    done = barrette("new", tmp_path / "x" / "a.xlsx", "--sample", "tiny")
    assert done.exit_code == 2
    assert "network" in done.stderr
    assert not (tmp_path / "x").exists()


def test_new_never_writes_over_a_file(tmp_path: Path) -> None:
    """What is there stays, whatever it is."""
    file = tmp_path / "a.xlsx"
    file.write_text("précieux", encoding="utf-8")
    done = barrette("new", file, "--sample", "small")
    assert done.exit_code == 2
    assert "existe déjà" in done.stderr
    assert file.read_text(encoding="utf-8") == "précieux"


@pytest.mark.parametrize("name", ["a.xls", "a.csv", "classeur"])
def test_new_wants_an_excel_name(tmp_path: Path, name: str) -> None:
    """A file that Excel would not open under its name is not written."""
    done = barrette("new", tmp_path / name)
    assert done.exit_code == 2
    assert ".xlsx" in done.stderr
    assert not (tmp_path / name).exists()


def test_new_in_a_folder_that_is_a_file(tmp_path: Path) -> None:
    """Where no folder can be, the reason is said."""
    (tmp_path / "dossier").write_text("", encoding="utf-8")
    done = barrette("new", tmp_path / "dossier" / "a.xlsx")
    assert done.exit_code == 4
    assert "Impossible d’écrire" in done.stderr


def test_new_in_a_folder_not_writable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that refuses the file is named."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(data.writing.template, "write_template", refuse)
    done = barrette("new", tmp_path / "a.xlsx")
    assert done.exit_code == 4
    assert "Impossible d’écrire" in done.stderr
