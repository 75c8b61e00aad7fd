"""A solved folder for the board: the tiny centre, one of whose people has a name that is no HTML."""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

from data.writing.template import write_workbook
from tests.cases.regulating import end_of_period, look, rows_before, write
from tests.cli.running import barrette
from tests.whole.tiny import Rows, tiny, written

SCRIPT = "<script>alert(1)</script>"
"""Family name of one of the apprentices."""


def rows_of_board() -> Rows:
    """Those of the tiny centre, with a group that takes nobody but the one who owes it."""
    rows = tiny()
    next(row for row in rows["Modules"] if row["module"] == "NUM2")["effectif maximal"] = 1
    return rows


def solved_folder(parent: Path) -> Path:
    """The folder of results, its workbook beside it; nothing of it is published."""
    rows = rows_of_board()
    rows["Apprenants"][0] |= {"nom": SCRIPT, "courriel": "lea@martin.example"}
    done = barrette("solve", written(parent, rows), "--out", parent / "edt", "--effort", "0.1", "--no-export")
    assert done.exit_code == 0, done.output
    return parent / "edt"


FIRST = date(2026, 9, 7)
"""Its first day, from which the board is asked to move sessions whatever today is."""


def lock_some(folder: Path) -> None:
    """Lock the last course of each class: whatever others could leave, its hour stays forbidden."""
    rows = csv.DictReader((folder / "csv" / "sessions.csv").read_text(encoding="utf-8").splitlines())
    last = {row["class_ids"]: row["session_id"] for row in rows if row["kind"] == "course" and in_first_week(row)}
    assert last
    done = barrette("lock", folder, *last.values())
    assert done.exit_code == 0, done.output


def in_first_week(row: dict[str, str]) -> bool:
    """Whether a line of ``sessions.csv`` is of the week that the board begins with."""
    return date.fromisoformat(row["date"]) < FIRST + timedelta(days=7)


def with_faults(parent: Path) -> Path:
    """A workbook beside the folder that has a fault, at *Cours* C2."""
    rows = rows_of_board()
    rows["Cours"][0]["heures"] = "beaucoup"
    write_workbook(parent / "avec-fautes.xlsx", rows)
    return parent / "avec-fautes.xlsx"


def regulated_folder(parent: Path) -> Path:
    """The folder of a centre at the end of a period, whose workbook, beside it, has been looked at."""
    write_workbook(parent / "centre.xlsx", rows_before())
    words = ("--workers", "1", "--no-export", "--effort", "0.2")
    done = barrette("solve", parent / "centre.xlsx", "--out", parent / "edt", *words)
    assert done.exit_code == 0, done.output
    write(parent, end_of_period)
    look(parent)
    return parent / "edt"


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True)
    lock_some(solved_folder(Path(sys.argv[1])))
    with_faults(Path(sys.argv[1]))
    (Path(sys.argv[1]) / "regulation").mkdir()
    regulated_folder(Path(sys.argv[1]) / "regulation")
