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
