"""Names of days and hours of FET as weekdays and times: where they tell them, and what stands in."""

from pathlib import Path

import pytest

from data.fet.chosen import Term
from data.fet.clock import Clock, clock_of
from data.fet.file import read_fet
from data.fet.lines import import_fet
from tests.data.fet.test_lines import TERM, imported
from tests.fet_school import away, school, write_school


def clock(folder: Path, hours: list[str], days: tuple[str, ...] = ("Mo", "Tu"), pause: int | None = None) -> Clock:
    """The clock of a file; ``pause``: an hour that is a pause every day."""
    file = read_fet(write_school(folder, school(hours=hours, days=days)))
    return clock_of(file, frozenset((d, pause) for d in range(len(days)) if pause is not None))


TOLD = {
    "starts": (["08:00", "09:00", "10:10", "11:10"], (480, 540, 610, 670), 60),
    "french": (["8h00", "8h55", "10h05", "11h00"], (480, 535, 605, 660), 55),
    "spans": (["1 (8.00-8.45)", "2 (8.50-9.35)", "3 (9.50-10.35)", "4 (10.40-11.25)"], (480, 530, 590, 640), 45),
}


@pytest.mark.parametrize("name", TOLD)
def test_names_with_times_tell_the_hours(tmp_path: Path, name: str) -> None:
    """Starts alone, or starts and ends."""
    hours, starts, length = TOLD[name]
    found = clock(tmp_path, hours)
    assert (found.starts, found.length, found.told, found.cut) == (starts, length, True, False)


def test_a_pause_may_be_short_and_hours_a_little_unequal(tmp_path: Path) -> None:
    """The shortest hour stands for all, at their own starts, and this is said; a pause does not count."""
    hours = ["08:00 - 09:00", "09:00 - 09:20", "09:20 - 10:20", "10:20 - 11:15"]
    found = clock(tmp_path, hours, pause=1)
    assert (found.starts, found.length, found.cut) == ((480, 540, 560, 620), 55, True)
    assert not clock(tmp_path, hours).told


@pytest.mark.parametrize(
    "hours", [["1", "2", "3", "4"], ["10:00", "09:00", "11:00", "12:00"], ["8:00", "9:00", "a", "b"]]
)
def test_other_names_stand_for_hours_from_eight(tmp_path: Path, hours: list[str]) -> None:
    """Hours of sixty minutes, and the screen says so."""
    found = clock(tmp_path, hours)
    assert (found.starts, found.length, found.told) == ((480, 540, 600, 660), 60, False)
    assert any("4 créneaux de 1 h depuis 08:00" in line for line in imported(tmp_path, school(hours=hours)).chosen)


def test_many_hours_fit_into_a_day(tmp_path: Path) -> None:
    """Thirty hours are of 25 minutes: a day of thirteen hours at most."""
    found = clock(tmp_path, [str(n) for n in range(30)])
    assert (found.length, found.starts[-1] + found.length) == (25, 480 + 750)


def test_days_are_weekdays_where_they_are_called_so(tmp_path: Path) -> None:
    """Two French days keep their place; others begin on Monday, and a seventh is a Sunday without lessons."""
    assert clock(tmp_path, ["1", "2"], ("Mardi", "Jeudi 2")).weekdays == (1, 3)
    week = tuple(f"J{n}" for n in range(7))
    found = clock(tmp_path, ["1", "2"], week)
    assert (found.weekdays, found.moved) == (tuple(range(7)), True)
    assert not found.bells(2).days[6]
    said = imported(tmp_path, school(days=week)).chosen
    assert any("J6 → dimanche (fermé)" in line for line in said)


def settings(folder: Path, text: str) -> dict[str, object]:
    """Settings of a file beyond those of every workbook, and rules that are off."""
    found = import_fet(read_fet(write_school(folder, text)), Term(TERM.first, TERM.last))
    rows = {str(row["name"]): row["value"] for row in found.rows["settings"][5:]}
    return rows | {str(row["key"]): row["on"] for row in found.rows["rules"]}


def test_rules_of_a_centre_are_widened_for_hours_that_would_break_them(tmp_path: Path) -> None:
    """A day of eleven hours on end has neither lunch nor a pause; with an hour at noon it has both."""
    assert settings(tmp_path, school()) == {}
    hours = [str(n) for n in range(11)]
    assert settings(tmp_path, school(hours=hours)) == {
        "durée max jour majeur": "11 h",
        "pause majeur après": "11 h",
        "H4b": "non",
    }
    noon = away("BreakTimes", "", "", ("Mo", "4"), ("Tu", "4"), cell="Break_Time")
    assert settings(tmp_path, school(noon, hours=hours[:10])) == {}
    short = ["08:00", "09:00", "10:00", "11:00", "12:30", "13:30", "14:30"]
    assert settings(tmp_path, school(hours=short)) == {"pause de midi": "30 min"}
