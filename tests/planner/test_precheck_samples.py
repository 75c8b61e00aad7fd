"""A centre for which a timetable exists has nothing that blocks: the pre-checks are necessary conditions."""

from pathlib import Path

import pytest

import data
from data.samples import write
from planner.check.precheck import precheck


@pytest.mark.parametrize("seed", [1, 2])
def test_precheck_of_a_planted_sample_blocks_nothing(seed: int, tmp_path: Path) -> None:
    """A sample is planted before it is written: it is tight, and still no alert may say that it does not fit."""
    write(tmp_path / "centre.xlsx", "small", seed)
    problem = data.read(tmp_path / "centre.xlsx").problem
    assert problem is not None
    assert [str(alert) for alert in precheck(problem) if alert.blocking] == []


@pytest.mark.parametrize(("size", "seed"), [("minimal", 1), ("small", 1), ("small", 3), ("medium", 1)])
def test_sample_is_not_questioned_where_it_is_right(size: str, seed: int, tmp_path: Path) -> None:
    """Hours in all, lone names, sites, people at events, hours of a short week: nothing of them is odd in a sample."""
    write(tmp_path / "centre.xlsx", size, seed)
    reading = data.read(tmp_path / "centre.xlsx")
    assert reading.problem is not None
    assert [text for text in reading.notices if "en tout, pour" in text or "sur leur ligne" in text] == []
    kinds = {alert.kind for alert in precheck(reading.problem)}
    assert kinds & {"course_sites", "absent_at_events", "class_hours", "trainer_load"} == set()
