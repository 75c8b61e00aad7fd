"""What a change took comes back at its hour when the change is gone, be it announced already."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from planner.domain import Kind, Problem, Session, Timetable
from planner.hours.owed import SOURCE_PROGRAMME
from tests.cases import updating as mid
from tests.cases import workbooks as book

EVE, DAY, OTHER_DAY = date(2026, 9, 29), date(2026, 9, 30), date(2026, 10, 1)
LATER = date(2026, 10, 21)
"""A day of a stay that is not announced yet."""
Begun = tuple[Problem, Timetable]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """The timetable before anything changes; solved once, since nothing changes it."""
    return mid.begin(rows(), tmp_path_factory.mktemp("avant"))


def rows() -> book.Rows:
    """The centre as it is before and after."""
    return mid.centre()


def trip(found: book.Rows) -> None:
    """The cooks are out for a day."""
    found["Événements"] = [{"événement": "Sortie", "date": DAY, "classes": mid.COOKS}]


def closed(found: book.Rows) -> None:
    """The centre is closed for a day."""
    found["Fermetures"] = [{"libellé": "Neige", "du": DAY}]


def no_kitchen(found: book.Rows) -> None:
    """The kitchen is closed for the week."""
    found["Indisponibilités"] = [{"qui": "Cuisine", "du": EVE, "au": "02/10/2026"}]


def no_trainer(found: book.Rows) -> None:
    """The trainer of the kitchen is away for the week."""
    found["Indisponibilités"] = [{"qui": "Cuisine Carole", "du": EVE, "au": "02/10/2026"}]


@pytest.mark.parametrize("change", [trip, closed, no_kitchen, no_trainer])
def test_hours_are_back_once_the_change_is_gone(
    begun: Begun, change: Callable[[book.Rows], None], tmp_path: Path
) -> None:
    """There and back on the eve, inside the notice: what had no other hour is at its own, with its people."""
    taken = mid.carry(begun, rows(), change, EVE, tmp_path)
    back = mid.carry((taken.new, taken.after), rows(), lambda _rows: None, EVE, tmp_path)
    was, between, now = (courses(timetable) for timetable in (begun[1], taken.after, back.after))
    assert between != was
    assert {key: row for key, row in now.items() if key in was} == {key: was[key] for key in was.keys() & now.keys()}
    listed = {row.session_id.removesuffix("-r1") for row in taken.after.unplaced if row.kind == Kind.COURSE}
    assert {key: now[key] for key in listed} == {key: was[key] for key in listed}
    assert planned(back.after) >= planned(begun[1])
    assert [row for row in back.after.unplaced if row.kind == Kind.COURSE] == []


def sam_away(found: book.Rows) -> None:
    """Who leads groups of the barrette is away for the day."""
    found["Indisponibilités"] = [{"qui": "Soutien Sam", "du": EVE, "au": "02/10/2026"}]


def long_trip(found: book.Rows) -> None:
    """The cooks are out for all the days of the week that are to come, the bakers are there."""
    trip(found)
    found["Événements"][0] |= {"date": EVE, "au": "02/10/2026"}


@pytest.mark.parametrize("change", [long_trip, sam_away])
def test_groups_of_a_barrette_are_back_with_their_people(
    begun: Begun, change: Callable[[book.Rows], None], tmp_path: Path
) -> None:
    """One of two classes is out, or a trainer away: groups are without people or trainer, and then as before."""
    taken = mid.carry(begun, rows(), change, EVE, tmp_path)
    back = mid.carry((taken.new, taken.after), rows(), lambda _rows: None, EVE, tmp_path)
    was, between, now = (groups(timetable) for timetable in (begun[1], taken.after, back.after))
    assert between != was
    assert now == was
    assert back.result.apart == ()


def test_trip_on_another_day_loses_nothing_unsaid(begun: Begun, tmp_path: Path) -> None:
    """The trip goes to the day after: what it took is placed, or listed, and the first day is not empty."""

    def later(found: book.Rows) -> None:
        trip(found)
        found["Événements"][0]["date"] = OTHER_DAY

    taken = mid.carry(begun, rows(), trip, EVE, tmp_path, days=0)
    moved = mid.carry((taken.new, taken.after), rows(), later, EVE, tmp_path, days=0)
    was, now = courses(begun[1]), courses(moved.after)
    listed = Counter[tuple[str, str]]()
    for row in (row for row in moved.after.unplaced if row.kind == Kind.COURSE):
        listed[str(row.course_id), ""] += row.minutes
    assert not minutes(was) - minutes(now) - listed
    assert any(s.day == DAY and s.course_id in {c for c, _part in minutes(was)} for s, _people in now.values())


def test_half_a_day_that_opens_again_gives_its_half_back(begun: Begun, tmp_path: Path) -> None:
    """A day that was closed is closed in the afternoon only: the morning is back, the afternoon stays listed."""

    def afternoon(found: book.Rows) -> None:
        closed(found)
        found["Fermetures"][0]["demi-journée"] = "après-midi"

    taken = mid.carry(begun, rows(), closed, EVE, tmp_path)
    half = mid.carry((taken.new, taken.after), rows(), afternoon, EVE, tmp_path)
    day = {key: s for key, (s, _people) in courses(begun[1]).items() if s.day == DAY}
    back = {key for key, (s, _people) in courses(half.after).items() if s.day == DAY}
    assert back == {key for key, s in day.items() if s.end <= 13 * 60}
    assert {key for key, s in day.items() if s.end > 13 * 60} <= {row.session_id for row in half.after.unplaced}


def minutes(found: Mapping[str, tuple[Session, frozenset[str]]]) -> Counter[tuple[str, str]]:
    """Minutes of each course and part."""
    total = Counter[tuple[str, str]]()
    for session, _people in found.values():
        total[str(session.course_id), session.part] += session.minutes
    return total


def groups(timetable: Timetable) -> dict[str, tuple[Session, frozenset[str]]]:
    """Groups of barrettes of the week by id, with who is in them."""
    return {
        s.id: (s, frozenset(str(row.apprentice_id) for row in timetable.attendees.get(s.id, ())))
        for s in timetable.sessions
        if s.kind == Kind.BARRETTE and EVE <= s.day <= OTHER_DAY
    }


def courses(timetable: Timetable) -> dict[str, tuple[Session, frozenset[str]]]:
    """Courses by id, with who is in them."""
    return {
        s.id: (s, frozenset(str(row.apprentice_id) for row in timetable.attendees.get(s.id, ())))
        for s in timetable.sessions
        if s.kind == Kind.COURSE
    }


def planned(timetable: Timetable) -> int:
    """Minutes planned of what people need; what a programme asks of a class has no session of its own."""
    return sum(debt.planned for debt in timetable.debts if debt.source != SOURCE_PROGRAMME)


def test_locked_session_that_waits_keeps_its_id_and_goes_nowhere_else(begun: Begun, tmp_path: Path) -> None:
    """Its room is closed for two updates, of which the second changes nothing else: it waits, and then is back."""
    one = max((s for s in begun[1].sessions if s.room_id == "CUISINE"), key=lambda s: s.day)
    locked = frozenset({one.id})

    def away(found: book.Rows) -> None:
        found["Indisponibilités"] = [{"qui": "Cuisine", "du": one.day, "au": one.day}]

    taken = mid.carry(begun, rows(), away, EVE, tmp_path, locked=locked)
    again = mid.carry((taken.new, taken.after), rows(), away, EVE, tmp_path, locked=locked)
    third = mid.carry((again.new, again.after), rows(), away, EVE, tmp_path, locked=locked)
    back = mid.carry((third.new, third.after), rows(), lambda _rows: None, EVE, tmp_path, locked=locked)
    for found in (taken, again, third):
        assert [row.session_id for row in found.after.unplaced if row.session_id.startswith(one.id)] == [one.id]
        assert [key for key in found.after.session if key.startswith(one.id)] == []
    assert (again.after.sessions, again.after.unplaced) == (taken.after.sessions, taken.after.unplaced)
    assert back.after.session[one.id] == one


@pytest.mark.parametrize(
    "away",
    [
        {"Événements": [{"événement": "Sortie", "date": LATER, "classes": mid.COOKS}]},
        {"Indisponibilités": [{"qui": "Salle 1", "du": DAY, "au": OTHER_DAY}]},
        {"Fermetures": [{"libellé": "Neige", "du": LATER}]},
    ],
)
def test_nothing_is_left_of_a_change_that_goes(begun: Begun, away: book.Rows, tmp_path: Path) -> None:
    """There and back, weeks before or in another room: every session is where it was, with its trainer and people."""
    taken = mid.carry(begun, rows(), lambda found: found.update(away), EVE, tmp_path)
    back = mid.carry((taken.new, taken.after), rows(), lambda _rows: None, EVE, tmp_path)
    assert taken.after.sessions != begun[1].sessions
    assert back.after.sessions == begun[1].sessions
    assert back.after.attendees == begun[1].attendees
