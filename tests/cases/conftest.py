"""A workbook goes through `check`, `solve` and `verify`; a case then reads the files, as anyone could."""

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from data.writing.template import write_workbook
from planner.cli import main
from tests.cases.workbooks import Rows

SECOND_READER = Path(__file__).parents[2] / "../shared/tools/check_output.py"
Row = dict[str, str]


@dataclass(frozen=True)
class Solved:
    """What a run left in its folder, and what `verify` said."""

    sessions: list[Row]
    attendance: list[Row]
    groups: list[Row]
    debts: list[Row]
    unplaced: list[Row]
    summary: dict[str, Any]
    said: str
    folder: Path

    def listed(self, sheet: str, column: str) -> Counter[str]:
        """How often each value stands in a column of a list of the internal workbook."""
        book = load_workbook(self.folder / "interne" / "emploi-du-temps.xlsx", read_only=True)
        lines = [[str(v) for v in row] for row in book[sheet].iter_rows(values_only=True)]
        head = next(n for n, line in enumerate(lines) if column in line)
        place = lines[head].index(column)
        return Counter(line[place] for line in lines[head + 1 :] if line[place] != "None")

    def of(self, **cells: str) -> list[Row]:
        """Sessions with these cells, in order of time."""
        found = [s for s in self.sessions if all(s[column] == value for column, value in cells.items())]
        return sorted(found, key=lambda s: (s["date"], s["start"], s["session_id"]))

    def people(self, session: Row) -> set[str]:
        """Who is expected in a session."""
        return {a["apprentice_id"] for a in self.attendance if a["session_id"] == session["session_id"]}

    def attended(self, apprentice: str) -> list[Row]:
        """Sessions of one person, in order of time."""
        mine = {a["session_id"] for a in self.attendance if a["apprentice_id"] == apprentice}
        return [s for s in self.of() if s["session_id"] in mine]


EFFORT = 0.2
"""Enough to place everything in a case; one that asks for comfort gives `solved` more."""


def barrette(*words: str) -> Result:
    """Run one command."""
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def solved(tmp_path: Path) -> Callable[..., Solved]:
    """Write a workbook, check, solve and verify it through the command line, and read what came out."""

    def run(rows: Rows, effort: float = EFFORT, **unknown: int) -> Solved:
        book, folder = tmp_path / "cas.xlsx", tmp_path / "resultat"
        write_workbook(book, rows)
        said = [
            barrette("check", str(book)),
            barrette("solve", str(book), "--out", str(folder), "--workers", "1", "--effort", str(effort)),
            barrette("verify", str(folder)),
        ]
        for result in said:
            assert result.exit_code == 0, result.output
        read_again(folder, **unknown)
        return read_files(folder, said[-1].output)

    return run


@pytest.fixture
def written_book(tmp_path: Path) -> Callable[[Rows], str]:
    """Write a workbook and give its path, for a case that `check` has something to say about."""

    def write(rows: Rows) -> str:
        write_workbook(tmp_path / "cas.xlsx", rows)
        return str(tmp_path / "cas.xlsx")

    return write


def read_again(folder: Path, **unknown: int) -> None:
    """A program that shares nothing with this one finds nothing to say, where it is at hand.

    ``unknown``: how often it finds what it does not know the workbook allows (``no_trainer=4``), and nothing else.
    """
    if SECOND_READER.exists():
        command = [sys.executable, str(SECOND_READER), str(folder), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found = json.loads(done.stdout)["faults"]
        assert found == {kind.replace("_", "-"): number for kind, number in unknown.items()}, done.stdout


def read_files(folder: Path, said: str) -> Solved:
    """What stands in a folder."""
    files: dict[str, list[Row]] = {}
    for name in ("sessions", "attendance", "groups", "debts", "unplaced"):
        with (folder / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            files[name] = list(csv.DictReader(stream))
    return Solved(
        **files, summary=json.loads((folder / "csv" / "summary.json").read_text("utf-8")), said=said, folder=folder
    )
