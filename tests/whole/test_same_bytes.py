from pathlib import Path

import pytest

from tests.cli.running import barrette, tree
from tests.whole.tiny import written


def solved(book: Path, folder: Path, workers: int) -> dict[str, bytes]:
    """CSV and calendars of a run, without the seconds and settings that ``summary.json`` tells."""
    done = barrette("solve", book, "--out", folder, "--effort", "0.1", "--workers", workers, "--seed", "7")
    assert done.exit_code == 0
    return {k: v for k, v in tree(folder).items() if k.startswith(("csv", "ics")) and k != "csv/summary.json"}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """The workbook and what a first run with one worker writes."""
    place = tmp_path_factory.mktemp("octets")
    book = written(place)
    return book, solved(book, place / "a", 1)


@pytest.mark.parametrize("workers", [1, 2])
def test_same_workbook_and_seed_give_the_same_bytes(
    first: tuple[Path, dict[str, bytes]], tmp_path: Path, workers: int
) -> None:
    """Two runs write the same CSV and calendars, and so do two weeks solved side by side."""
    book, found = first
    assert solved(book, tmp_path / "b", workers) == found
