"""CSV and calendars read by an independent program, where it is at hand beside the repository."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outputs.csv.files import write_csv
from outputs.ics.calendars import write_ics
from planner.domain import Problem, Timetable

CHECKER = Path(__file__).parents[2] / "../shared/tools/check_output.py"
pytestmark = pytest.mark.skipif(not CHECKER.exists(), reason="the second reader is not at hand")


def faults(folder: Path, problem: Problem, timetable: Timetable) -> dict[str, int]:
    """How many faults of each kind the second reader finds in what is written."""
    write_csv(folder / "csv", problem, timetable)
    write_ics(folder / "ics", problem, timetable, salt="sel", stamp=datetime(2026, 10, 1, tzinfo=UTC))
    command = [sys.executable, str(CHECKER), str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found: dict[str, int] = json.loads(done.stdout)["faults"]
    assert done.returncode == bool(found)
    return found


def test_second_reading_of_a_valid_timetable(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """Nothing is found in the finished timetable."""
    assert faults(tmp_path, centre, finished) == {}


def test_second_reading_of_a_broken_timetable(tmp_path: Path, centre: Problem, finished: Timetable) -> None:
    """A group of the barrette moved onto the kitchen puts its trainer, its people and the barrette in the wrong."""
    moved = tuple(
        replace(s, day=finished.sessions[0].day, start=480, end=540, trainer_ids=("ROUX",))
        if s.id.endswith("NUM2#1")
        else s
        for s in finished.sessions
    )
    found = faults(tmp_path, centre, replace(finished, sessions=moved))
    assert set(found) == {"trainer-overlap", "apprentice-overlap", "barrette-not-simultaneous"}
