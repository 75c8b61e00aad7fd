import json
from pathlib import Path

from benchmarks.__main__ import main
from benchmarks.reading import large
from data import read
from data.writing.template import write_workbook


def test_large_centre_is_valid_and_of_the_size_asked(tmp_path: Path) -> None:
    """Rows spread over the sheets, each read: as many learners and courses come back."""
    rows = large(2000)
    assert sum(map(len, rows.values())) == 2000
    assert len(rows) >= 10
    write_workbook(tmp_path / "grand.xlsx", rows)
    reading = read(tmp_path / "grand.xlsx")
    assert reading.problem is not None, reading.faults[:5]
    assert len(reading.problem.learners) == len(rows["Apprenants"])
    assert len(reading.problem.courses) == len(rows["Cours"])


def test_reading_states_time_and_memory(tmp_path: Path) -> None:
    """Seconds of wall clock and of processor, and the memory of a process of its own."""
    assert main(["reading", "--rows", "1000", "--json", str(tmp_path / "out.json")]) == 0
    (found,) = json.loads((tmp_path / "out.json").read_text("utf-8"))["records"]
    assert found["sizes"]["rows"] == 1000
    assert found["seconds_cpu"] > 0
    assert found["memory_mb"] > 10
