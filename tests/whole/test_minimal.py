"""The sample ``minimal`` through the whole command line: only the required sheets, and it solves."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.running import barrette


@pytest.mark.parametrize("seed", [3, 8])
def test_minimal_solves_with_every_course_placed(seed: int, tmp_path: Path) -> None:
    """No hard rule is broken; only the strands, for which no sheet gives a time, are listed."""
    book, out = tmp_path / "m.xlsx", tmp_path / "edt"
    assert barrette("new", book, "--sample", "minimal", "--seed", seed).exit_code == 0
    assert barrette("check", book).exit_code == 0
    done = barrette("solve", book, "--out", out, "--effort", "0.1", "--no-export")
    assert done.exit_code == 0, done.output
    said = [line for line in done.output.splitlines() if line.startswith("  • ")]
    assert len(said) == 1, done.output
    assert "la classe n’a ni barrette ni temps d’accompagnement" in said[0]
    assert barrette("verify", out).exit_code == 0
    summary = json.loads((out / "csv" / "summary.json").read_text("utf-8"))
    assert (summary["hard_violations"], summary["sizes"]["apprentices"]) == ({}, 120)
    with (out / "csv" / "unplaced.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["kind"] for row in csv.DictReader(stream)} <= {"support"}
