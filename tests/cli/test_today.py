"""An update on a day of the term: what is added comes the day after at the earliest, unless the planner gives a day."""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from planner.cli.work import update
from tests.cli.places import sessions
from tests.cli.running import barrette
from tests.whole.tiny import tiny, written

TODAY = date(2026, 9, 14)
"""The Monday of the last week."""


def added(folder: Path, place: Path, *words: str) -> dict[str, str]:
    """Kind → first day of the sessions that a new course, and a need in common, add to a copy of the results."""
    rows = tiny()
    # A session on each day of the week, today's as well.
    course = {"classes": "CAP BOU 1", "matière": "Anglais", "heures": "10 h/sem", "formateurs": "Noir Eva"}
    rows["Cours"].append({**course, "durées": "2+2+2+2+2", "max par jour": 1})
    need = {"apprenants": "Martin Léa ; Leroy Zoé", "cible": "AP-METHODE", "en tout": "4 h", "séance commune": "oui"}
    rows["Besoins"] = [need]
    place.mkdir()
    folder = shutil.copytree(folder, place / "edt")
    before = sessions(folder)
    done = barrette("update", folder, "--workbook", written(place, rows), "--notice", "0", *words)
    assert done.exit_code == 0, done.output
    new = sorted(
        ((row["kind"], row["date"]) for key, row in sessions(folder).items() if key not in before), reverse=True
    )
    return dict(new)


def test_nothing_is_added_today_unless_the_planner_says_so(
    solved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any hour of the day: its first ones may be over. With the day typed, it is used."""
    monkeypatch.setattr(update, "today", lambda: TODAY)
    found = added(solved, tmp_path / "a")
    assert len(found) == 2
    assert min(found.values()) > TODAY.isoformat()
    found = added(solved, tmp_path / "b", "--from", TODAY.isoformat())
    assert set(found.values()) == {TODAY.isoformat()}


def test_hours_of_today_that_have_begun_are_not_given_back(
    solved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The centre was to be closed today and opens after all: hours to come return, those begun do not."""
    folder = shutil.copytree(solved, tmp_path / "edt")
    held = Counter(row["date"] for row in sessions(folder).values() if row["kind"] == "course")
    day = date.fromisoformat(max(day for day, number in held.items() if number > 1))
    before = courses_of(folder, day)
    second = sorted(before.values())[1]
    monkeypatch.setattr(update, "today", lambda: day)
    monkeypatch.setattr(update, "minute_of_day", lambda: int(second[:2]) * 60 + int(second[3:]))
    closed = tiny()
    closed["Fermetures"] = [{"libellé": "Neige", "du": day}]
    for rows, place in ((closed, tmp_path / "a"), (tiny(), tmp_path / "b")):
        place.mkdir()
        done = barrette("update", folder, "--workbook", written(place, rows))
        assert done.exit_code == 0, done.output
    assert courses_of(folder, day) == {key: start for key, start in before.items() if start >= second} != before


def courses_of(folder: Path, day: date) -> dict[str, str]:
    """Courses of a day → when they begin."""
    rows = sessions(folder).items()
    return {key: row["start"] for key, row in rows if row["date"] == day.isoformat() and row["kind"] == "course"}
