"""Ten commands killed on the tiny centre: the history opens each time, what is published is one whole version."""

import sys
from pathlib import Path

import pytest

from benchmarks.kills import describe, strikes
from planner.store.database import open_store
from tests.cli.running import barrette
from tests.whole.tiny import written


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed in another way there")
def test_killed_commands_leave_a_whole_history_and_a_whole_set(tmp_path: Path) -> None:
    """Publications and versions brought back, killed at random moments, publications mostly while they write."""
    book, folder = written(tmp_path), tmp_path / "edt"
    assert barrette("solve", book, "--out", folder, "--effort", "0.1", "--no-export").exit_code == 0
    target = strikes(folder, (book, book), 1, 10, ("publish", "rollback", "restore"))
    assert target.faults == []
    assert target.found["killed"] + target.found["ended"] == 10
    assert target.found["killed"] > 0
    assert target.found["broken"] == 0
    with open_store(folder) as store:
        assert len(store.versions()) >= 2


def test_line_of_a_run_that_found_something() -> None:
    """Counts and the first faults stand in the line."""
    found = {
        "instance": "small",
        "seed": 1,
        "count": 3,
        "killed": 2,
        "old": 1,
        "broken": 1,
        "faults": ["publish: broken"],
    }
    assert "1 old, 0 new, 1 broken; 1 faults ['publish: broken']" in describe(found)
