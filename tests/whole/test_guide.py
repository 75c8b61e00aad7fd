"""The guide is enough: a blank template filled by hand with its tables has a timetable at the first try."""

import re
from pathlib import Path

from tests.whole.guide_example import GUIDE, PEOPLE, SHEETS, table_under


def test_example_is_two_classes_one_barrette_five_adults_and_twenty_people() -> None:
    """The size that a newcomer starts with."""
    sizes = {name: len(table_under(name)) for name in SHEETS}
    assert (sizes["Classes"], sizes["Barrettes"], sizes["Formateurs"]) == (2, 1, 5)
    assert len(table_under(PEOPLE)) == 20


def test_example_has_everything_placed(guide_folder: Path) -> None:
    """No session is missing, everyone has a calendar, and the first page and the papers are there."""
    assert len((guide_folder / "csv" / "unplaced.csv").read_text(encoding="utf-8").splitlines()) == 1
    assert len(list((guide_folder / "ics" / "apprentices").glob("*.ics"))) == 20
    assert "Tout est placé." in (guide_folder / "interne" / "index.html").read_text(encoding="utf-8")
    assert (guide_folder / "papiers" / "2026-09-07" / "index.html").exists()


def test_pictures_of_the_guide_are_there_and_light() -> None:
    """Each picture exists, says what it shows, and weighs less than 150 kB; none is left over."""
    found = re.findall(r"!\[([^\]]+)\]\((images/[^)]+)\)", GUIDE.read_text(encoding="utf-8"))
    paths = {GUIDE.parent / path for _text, path in found}
    assert len(paths) >= 4
    assert paths == set((GUIDE.parent / "images").glob("*.png"))
    assert all(path.stat().st_size < 150_000 for path in paths)
    assert all(len(text) > 20 for text, _path in found)
