"""What is measured of the board and of `feeds`: real servers, small loads."""

from pathlib import Path

from benchmarks.board import measure
from benchmarks.board_feeds import measure_feeds
from benchmarks.served import milliseconds
from tests.serve.centre import solved_folder
from tests.serve.feeds.test_site import filled


def test_times_in_milliseconds() -> None:
    """Of 101 times of 0 to 100 ms: the median is 50, the 99th hundredth 99; of one, it; of none, none."""
    assert milliseconds([n / 1000 for n in range(101)]) == {"count": 101, "p50": 50.0, "p99": 99.0, "most": 100.0}
    assert milliseconds([0.002]) == {"count": 1, "p50": 2.0, "p99": 2.0, "most": 2.0}
    assert milliseconds([]) == {"count": 0}


def test_loads_of_feeds(tmp_path: Path) -> None:
    """Twenty calendars: each asked for once, then for a moment each sort of load."""
    filled(tmp_path / "public/ics")
    found = measure_feeds(tmp_path / "public", 20, 0.3)
    assert found["first"]["count"] == 20
    assert all(load["count"] and load["p99"] >= load["p50"] > 0 for name, load in found.items() if "pace" not in name)


def test_the_board_is_asked_as_a_browser_asks(tmp_path: Path) -> None:
    """Three sessions picked, and dropped where an hour is free, in a copy; a folder of which nothing is published."""
    folder = solved_folder(tmp_path)
    before = (folder / "plan.sqlite").read_bytes()
    line, found = measure("small", 1, 3, folder)
    assert (found["milliseconds"]["pick"]["count"], found["refused"], found["feeds"]) == (3, 0, {})
    assert "nothing published" in line
    assert (folder / "plan.sqlite").read_bytes() == before
