"""Barrettes and open periods that a workbook has more of, or fewer, in the middle of a term."""

from collections import Counter
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from planner.domain import Problem, Session, SessionId, Timetable
from tests.cases import updating as mid
from tests.cases import workbooks as book

KNOWN = date(2026, 9, 21)
COMING = {date(2026, 9, 28), date(2026, 10, 19), date(2026, 11, 9)}
"""Weeks at the centre that are still to come on that day."""


def centre(per_week: int) -> book.Rows:
    """The centre of the middle of the term, its barrette so many times a week; none, and nothing kept open, for 0."""
    rows = mid.centre()
    if per_week:
        mid.line(rows, "Barrettes", barrette="Barrette A")["par semaine"] = per_week
    else:
        del rows["Barrettes"], rows["Temps d'accompagnement"]
    return rows


@pytest.fixture(scope="module")
def none(tmp_path_factory: pytest.TempPathFactory) -> tuple[Problem, Timetable]:
    """A timetable of courses alone."""
    return mid.begin(centre(0), tmp_path_factory.mktemp("sans"))


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> tuple[Problem, Timetable]:
    """A timetable whose barrette meets once a week."""
    return mid.begin(centre(1), tmp_path_factory.mktemp("une"))


def hours(timetable: Timetable, kind: str) -> dict[date, set[tuple[date, int]]]:
    """Monday → hours of a kind of session."""
    found: dict[date, set[tuple[date, int]]] = {}
    for s in timetable.sessions:
        if s.kind == kind:
            found.setdefault(date.fromordinal(s.day.toordinal() - s.day.weekday()), set()).add((s.day, s.start))
    return found


def courses(timetable: Timetable) -> dict[SessionId, Session]:
    """The courses as they stand."""
    return {s.id: s for s in timetable.sessions if s.kind == "course"}


def test_a_new_barrette_and_a_new_open_period_come_in(none: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """Every week to come, beside the courses, which all stay; the week that is over is listed."""
    full = mid.centre()

    def ask(rows: book.Rows) -> None:
        rows["Barrettes"], rows["Temps d'accompagnement"] = full["Barrettes"], full["Temps d'accompagnement"]

    found = mid.carry(none, centre(0), ask, KNOWN, tmp_path)
    assert {week: len(times) for week, times in hours(found.after, "barrette").items()} == dict.fromkeys(COMING, 2)
    assert {week: len(times) for week, times in hours(found.after, "open").items()} == dict.fromkeys(COMING, 1)
    assert all(len({day for day, _start in times}) == 2 for times in hours(found.after, "barrette").values())
    assert courses(found.after) == courses(found.before)
    late = [row for row in found.after.unplaced if row.kind in ("barrette", "open")]
    assert Counter(row.kind for row in late) == {"barrette": 2, "open": 1}
    assert all("déjà passée ou annoncée" in row.reason for row in late)
    needs = [d for d in found.after.debts if d.apprentice_id == "CAP-CUI-1-01" and d.target == "LIT1"]
    assert [d.planned for d in needs] == [3 * 60, 4 * 60]  # two hours of the first period were to be in its first week
    # asked once: nothing more comes in
    assert mid.carry((found.new, found.after), centre(0), ask, KNOWN, tmp_path).result.diff.empty


def test_a_barrette_that_meets_more_often_keeps_its_groups(one: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """A second hour in each week to come; the first keeps its hour, its groups and its people."""
    before = {s.id: s for s in one[1].sessions}

    def twice(rows: book.Rows) -> None:
        mid.line(rows, "Barrettes", barrette="Barrette A")["par semaine"] = 2

    found = mid.carry(one, centre(1), twice, KNOWN, tmp_path)
    assert {week: len(times) for week, times in hours(found.after, "barrette").items() if week in COMING} == (
        dict.fromkeys(COMING, 2)
    )
    after = {s.id: s for s in found.after.sessions}
    assert {key: after.get(key) for key in before} == before
    for key in before:
        assert found.people(key) == {r.apprentice_id for r in found.before.attendees.get(key, ())}
    assert len({g.id for g in found.after.groups}) == len(found.after.groups)


def test_a_barrette_that_meets_less_often_gives_its_hours_back(one: tuple[Problem, Timetable], tmp_path: Path) -> None:
    """Of two hours a week the last one goes, in the weeks that are not announced; what it paid is owed again."""
    rows = centre(1)

    def twice(rows: book.Rows) -> None:
        mid.line(rows, "Barrettes", barrette="Barrette A")["par semaine"] = 2

    more = mid.carry(one, rows, twice, KNOWN, tmp_path)
    back = mid.carry((more.new, more.after), deepcopy(rows), lambda _rows: None, KNOWN, tmp_path)
    assert hours(back.after, "barrette") == hours(one[1], "barrette")
