"""The baseline: what it counts on a tiny week, and that the samples are hard for it."""

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import main


def test_baseline_small_leaves_three_percent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first seed of small is too hard to be filled without going back."""
    out = tmp_path / "baseline.json"
    assert main(["baseline", "--sample", "small", "--seed", "1", "--json", str(out)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    only = found["records"][0]
    assert found["benchmark"] == "baseline"
    assert only["unplaced"] >= 0.03 * only["sizes"]["sessions"]
    assert f"{only['unplaced']} of" in capsys.readouterr().out
