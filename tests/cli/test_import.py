"""`barrette import`: a file of FET in, a workbook out that check, solve and verify take as any other."""

from datetime import date
from pathlib import Path

import pytest

from data import read
from planner.cli.work.import_ import next_monday
from tests.cli.running import barrette
from tests.fet_school import constraint, school, write_school

WISHED = constraint("ActivityPreferredStartingTime", "50", Activity_Id=1, Preferred_Day="Mo", Preferred_Hour="0")


def test_import_then_check_solve_and_verify(tmp_path: Path) -> None:
    """Everything is placed in both weeks, and the checker agrees."""
    book, out = tmp_path / "neuf" / "c.xlsx", tmp_path / "out"
    source = write_school(tmp_path, school(WISHED))
    done = barrette("import", source, "--into", book, "--start", "2027-01-04", "--weeks", 2)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "dans un dossier créé pour lui" in done.stdout
    assert "2 classes, 4 cours, 2 formateurs, 2 salles" in done.stdout
    assert "du 04/01/2027 au 17/01/2027" in done.stdout
    assert "Non repris (1)" in done.stdout
    assert "ActivityPreferredStartingTime, souhait" in done.stdout
    checked = barrette("check", book)
    assert checked.exit_code == 0, checked.output
    assert "Lisez-moi" not in checked.output
    solved = barrette("solve", book, "--out", out, "--workers", 1, "--no-export")
    assert solved.exit_code == 0, solved.output
    assert "8 séances placées, 0 non placée ; 20 apprenants" in solved.stdout
    assert barrette("verify", out).exit_code == 0


def test_import_without_a_date_begins_next_monday(tmp_path: Path) -> None:
    """A week, and it says so; a file that says it all leaves nothing out. Two workbooks do not share their salt."""
    source = write_school(tmp_path, school())
    salts = []
    for name in ("a", "b"):
        done = barrette("import", source, "--into", tmp_path / f"{name}.xlsx")
        assert "Non repris : rien." in done.stdout
        problem = read(tmp_path / f"{name}.xlsx").problem
        assert problem is not None
        assert problem.first.weekday() == 0
        assert (problem.last - problem.first).days == 6
        salts.append(problem.settings.salt)
    assert salts[0] != salts[1]
    assert [next_monday(date(2026, 11, n)) for n in (29, 30)] == [date(2026, 11, 30)] * 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "« school.fet » est vide"),
        (school()[:-30], "est endommagé ou incomplet"),
        ("<html/>", "est le XML d’un autre logiciel"),
        (school(version="9.0"), "est de la version « 9.0 »"),
    ],
)
def test_import_of_something_else_writes_nothing(tmp_path: Path, text: str, said: str) -> None:
    """A faulty file ends with 3 and one message, and no folder is left behind."""
    done = barrette("import", write_school(tmp_path, text), "--into", tmp_path / "x" / "c.xlsx")
    assert done.exit_code == 3
    assert said in done.stderr
    assert done.stderr.splitlines()[1:] == ["Rien n’a été écrit."]
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--into", "c.xls"), 2, ".xlsx"),
        (("--into", "c.xlsx", "--start", "bientôt"), 2, "n’est pas une date"),
        (("--into", "c.xlsx", "--weeks", "0"), 2, "entre 1 et 57"),
        ((), 2, "--into"),
    ],
)
def test_import_wrongly_asked(tmp_path: Path, options: tuple[str, ...], code: int, said: str) -> None:
    """Nothing is written, and the option is named."""
    paths = [tmp_path / o if o.startswith("c.") else o for o in options]
    done = barrette("import", write_school(tmp_path, school()), *paths)
    assert done.exit_code == code
    assert said in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["school.fet"]


def test_import_never_writes_over_a_file(tmp_path: Path) -> None:
    """What is there stays."""
    (tmp_path / "c.xlsx").write_text("précieux", encoding="utf-8")
    done = barrette("import", write_school(tmp_path, school()), "--into", tmp_path / "c.xlsx")
    assert done.exit_code == 2
    assert "existe déjà" in done.stderr
    assert (tmp_path / "c.xlsx").read_text(encoding="utf-8") == "précieux"
