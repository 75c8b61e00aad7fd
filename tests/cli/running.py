"""Running the commands inside the tests, and changing files by hand."""

import csv
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result

from planner.cli import main

Row = dict[str, str]


def barrette(*arguments: object) -> Result:
    """Run a command; its result holds ``exit_code``, ``stdout`` and ``stderr``, none of which shows a traceback."""
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result


def edit(path: Path, change: Callable[[Row], None], number: int = 0) -> Row:
    """Change one row of a CSV file by hand; returns the row as it is afterwards."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    change(rows[number])
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return rows[number]


def day_of_courses(folder: Path, trainer: str, since: str) -> str:
    """The day, from a date on, on which a trainer has courses in the timetable of a folder, and least beside them."""
    with (folder / "csv/sessions.csv").open(encoding="utf-8", newline="") as stream:
        rows = [r for r in csv.DictReader(stream) if trainer in r["trainer_ids"].split(";") and r["date"] >= since]
    days = {row["date"] for row in rows if row["kind"] == "course"}
    assert days, f"{trainer} has no course from {since} on"
    return min(days, key=lambda day: (sum(r["date"] == day and r["kind"] != "course" for r in rows), day))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path; not the history, nor the lock of the folder."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name not in ("plan.sqlite", ".verrou"))
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}
