"""Somebody whose line is taken out of the workbook: who has not come yet does not come; who has leaves on a day."""

import csv
from pathlib import Path

from tests.cli.running import barrette
from tests.whole.tiny import Rows, tiny, written


def without_lea() -> Rows:
    """The tiny centre without its first learner."""
    rows = tiny()
    rows["Apprenants"] = rows["Apprenants"][1:]
    return rows


def named(folder: Path, name: str = "attendance") -> set[str]:
    """The people whom a file of the folder names."""
    with (folder / f"csv/{name}.csv").open(encoding="utf-8", newline="") as stream:
        return {row["apprentice_id"] for row in csv.DictReader(stream)}


def test_line_of_somebody_who_has_not_come_is_taken_out(solved: Path, tmp_path: Path) -> None:
    """Nothing has begun: she is told as gone once, and is in nothing; her folder passes its check."""
    before, book = named(solved), written(tmp_path, without_lea())
    done = barrette("update", solved, "--workbook", book, "--from", "2026-09-07", "--notice", "0")
    assert done.exit_code == 0, done.output
    assert "Léa Martin (CAP CUI 1) n’est plus dans le classeur." in done.stdout
    (gone,) = before - named(solved)
    assert gone not in named(solved, "debts")
    assert barrette("verify", solved).exit_code == 0
    assert barrette("verify", solved, "--workbook", book).exit_code == 0
    again = barrette("update", solved, "--workbook", book, "--from", "2026-09-07", "--notice", "0")
    assert again.exit_code == 0, again.output
    assert "Martin" not in again.stdout


def test_line_of_somebody_who_has_come_is_asked_for(solved: Path, tmp_path: Path) -> None:
    """A week is over: the line is to come back with the day on which she left; she is named, as are no files."""
    book = written(tmp_path, without_lea())
    done = barrette("update", solved, "--workbook", book, "--from", "2026-09-14", "--notice", "0")
    assert done.exit_code == 3
    assert "Léa Martin (MARTIN-LEA), qui a des séances depuis le 07/09/2026" in done.output.replace("\n", " ")
    assert "remplissez « sortie »" in done.output
    assert "attendance.csv" not in done.output
    assert "Vouliez-vous dire" not in done.output


def test_exit_before_the_entry_says_what_to_do(tmp_path: Path) -> None:
    """The two dates are in the wrong order: whoever did not come has no line."""
    rows = tiny()
    rows["Apprenants"][0]["sortie"] = "2026-08-25"
    done = barrette("check", written(tmp_path, rows))
    assert "pour qui n'est pas venu, retirez sa ligne" in done.output
