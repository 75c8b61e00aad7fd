import shutil
from pathlib import Path

import pytest

from planner.folder import write
from tests.cli.running import barrette, tree
from tests.whole.tiny import tiny, written

PLACES = {
    "ics": ("ics/",),
    "xlsx": ("interne/emploi-du-temps.xlsx", "diffusion/"),
    "html": ("interne/", "diffusion/", "fiches/"),
}


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
    for folder in ("ics", "interne", "diffusion", "fiches"):
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
    monkeypatch.setattr(write, "WRITERS", {**write.WRITERS, "ics": refuse})
    done = barrette("export", solved)
    assert done.exit_code == 4
    assert "Impossible d’écrire" in done.stderr
    assert tree(solved) == before


def papers(folder: Path) -> set[str]:
    """Folders of papers."""
    return {path.name for path in (folder / "papiers").glob("*")}


def test_papers_of_a_day_and_of_a_week(solved: Path) -> None:
    """One folder for the day, however it is typed, one for the week; nothing else changes, twice the same bytes."""
    before = tree(solved)
    for when in ("2026-09-08", "08/09/2026", "mardi 8 septembre 2026"):
        done = barrette("export", solved, "--format", "day", "--date", when)
        assert (done.exit_code, done.stderr) == (0, "")
        assert "papiers" in done.stdout
    assert papers(solved) == {"2026-09-08"}
    once = tree(solved / "papiers")
    assert {"2026-09-08/appel.html", "2026-09-08/papiers.xlsx", "2026-09-08/interne/entrants.html"} <= set(once)
    assert barrette("export", solved, "--date", "2026-09-08", "--week").exit_code == 0
    assert papers(solved) == {"2026-09-08", "2026-S37"}
    after = tree(solved)
    assert {name: after[name] for name in before} == before
    assert tree(solved / "papiers" / "2026-09-08") == {k.removeprefix("2026-09-08/"): v for k, v in once.items()}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "day"), "Pour quel jour"),
        (("--week",), "Pour quel jour"),
        (("--format", "day", "--date", "demain"), "« demain » n'est pas une date"),
        (("--format", "day", "--date", "2026-02-30"), "date impossible"),
        (("--format", "day", "--date", "2027-03-01"), "hors de l’emploi du temps"),
        (("--date", "2026-09-21", "--week"), "La semaine du 21/09/2026 est hors"),
        (("--format", "ics", "--date", "2026-09-08"), "ajoutez --format day"),
    ],
)
def test_papers_without_a_usable_day(solved: Path, arguments: tuple[str, ...], said: str) -> None:
    """A day that is missing, unreadable or outside the timetable is refused with what to type; nothing is written."""
    before = tree(solved)
    done = barrette("export", solved, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "--format" in done.stderr
    assert tree(solved) == before


def test_papers_of_an_empty_day(solved: Path) -> None:
    """A Saturday is no mistake: it is said, on the page too."""
    done = barrette("export", solved, "--format", "day", "--date", "2026-09-12")
    assert done.exit_code == 0
    assert "Samedi 12 septembre 2026 : le centre est fermé." in done.stdout
    assert set(tree(solved / "papiers")) == {"2026-09-12/index.html"}


def test_papers_beside_other_formats(solved: Path) -> None:
    """Papers and calendars in one command."""
    shutil.rmtree(solved / "ics")
    assert barrette("export", solved, "--format", "ics", "--format", "day", "--date", "2026-09-07").exit_code == 0
    assert (solved / "ics").is_dir()
    assert papers(solved) == {"2026-09-07"}


def test_solve_and_plain_export_write_no_paper(solved: Path) -> None:
    """Papers are for the day one asks for."""
    assert barrette("export", solved).exit_code == 0
    assert not (solved / "papiers").exists()
