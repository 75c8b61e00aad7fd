"""The sample ``minimal``: what a planner has typed after an afternoon, every default standing in for the rest."""

from pathlib import Path

import pytest

from data import read, samples
from data.sheets.schema import SHEETS

REQUIRED = {sheet.name for sheet in SHEETS if sheet.required}


@pytest.mark.parametrize("seed", [1, 2, 3, 17])
def test_minimal_is_small_and_read_without_fault(seed: int, tmp_path: Path) -> None:
    """Seven sheets, 10 classes, 120 learners, about 270 rows; each absent sheet has its default."""
    rows = samples.build("minimal", seed)
    assert set(rows) == REQUIRED
    assert (len(rows["Classes"]), len(rows["Apprenants"])) == (10, 120)
    assert 255 <= sum(map(len, rows.values())) <= 285
    samples.write(tmp_path / "m.xlsx", "minimal", seed)
    reading = read(tmp_path / "m.xlsx")
    assert reading.faults == ()
    assert set(reading.defaults) == {sheet.name for sheet in SHEETS if sheet.default}


def test_minimal_depends_on_its_seed_only(tmp_path: Path) -> None:
    """The same bytes for the same seed, other classes for another."""
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        samples.write(tmp_path / name, "minimal", seed)
    first, same, other = ((tmp_path / name).read_bytes() for name in "abc")
    assert first == same != other
    one, two = ({row["classe"] for row in samples.build("minimal", seed)["Classes"]} for seed in (5, 6))
    assert one != two
