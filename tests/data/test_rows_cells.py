"""Cells of days, as a planner would type them: what is the same on several days is told once."""

import pytest

from data.reading.parse_time import starts, windows
from data.rows.cells import DAYS, on_days
from planner.domain import iso_clock


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("8h ; 10h15", "08:00 ; 10:15"),
        ("lu-me 9h ; ve 9h ; ve 14h", "lu-me 09:00 ; ve 09:00 ; ve 14:00"),
        ("8h ; ma 14h", "08:00 ; ma 14:00"),
    ],
)
def test_starts_are_written_as_short_as_they_were_typed(typed: str, written: str) -> None:
    """All seven days need no name, days that follow one another are a span; what is read again is the same."""
    found = starts(typed)
    cell = on_days((weekday, iso_clock(at)) for weekday, at in found)
    assert cell == written
    assert starts(cell) == found


def test_hours_name_their_days() -> None:
    """A span of hours is not read without days, be it on all of them."""
    found = windows("lu-di 8:00-12:00 ; ma 14:00-16:00")
    cell = on_days(((weekday, f"{iso_clock(a)}-{iso_clock(b)}") for weekday, _half, a, b in found), bare=False)
    assert cell == "lu-di 08:00-12:00 ; ma 14:00-16:00"
    assert windows(cell) == found


def test_no_days_leave_the_cell_empty() -> None:
    """Nothing is written where nothing is said."""
    assert on_days(()) is None
    assert on_days([(len(DAYS) - 1, "08:00")]) == "di 08:00"
