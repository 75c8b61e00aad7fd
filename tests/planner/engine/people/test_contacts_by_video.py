"""Contacts by video of who learns in both ways: at home where there is a day for it, else in a room of the centre."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints.h12_personal_absence import check as on_company_days
from constraints.h16_distance import check
from planner.board.board import Board
from planner.domain import Kind
from planner.engine.people.from_afar import comes_in, settle_blended
from planner.engine.people.personal import place_personal_needs
from tests.planner.engine.people.test_sessions_of_people import CDI, CHLOE, board, centre, need
from tests.rules import build as b

CALL = b.module("SUIVI", theme="follow_up", modality="remote_sync", trainer_ids=(b.SECOND,))
BOTH = replace(CHLOE, blended=True)
KITCHEN = b.course(b.SECOND_COURSE, room_types=("cuisine",))
STAFF = [b.trainer(), b.trainer(b.SECOND)]
WEEK = [b.MONDAY + timedelta(days=n) for n in range(5)]
CONTACT = b.session("SUIVI-s001", b.MONDAY, kind=Kind.SUPPORT, module_id=CALL.id, trainer_ids=(b.SECOND,))
CONTACT = replace(CONTACT, modality="remote_sync", room_id=None, start=b.hour("9"), end=b.hour("10"))


def held(days: list[date], *more: object, **changes: object) -> Board:
    """A workshop from ten to noon on some days, and a week of the class."""
    plain = {"courses": [b.course(), KITCHEN], "modules": [CALL], "trainers": STAFF}
    workshops = [b.session(f"tp-{day}", day, "10", "12", course_id=b.SECOND_COURSE) for day in days]
    problem = centre(BOTH, **{**plain, **changes})
    return board(problem, *((s, (BOTH,)) for s in (*workshops, *more)))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("days", "at_home"), [(WEEK[:3], True), (WEEK, False)], ids=["Thursday is at home", "never at home"]
)
def test_contact_keeps_to_a_day_at_home_where_there_is_one(days: list[date], at_home: bool) -> None:
    """The first days of the week are at the kitchen: the contact waits for the first day that is not."""
    found = held(days)
    place_personal_needs(found, [need(BOTH, target="SUIVI")])
    (contact,) = (s for s in found.sessions.values() if s.module_id == CALL.id)
    assert comes_in(found, BOTH, contact.day) != at_home
    assert contact.day == (WEEK[3] if at_home else b.MONDAY)


def test_contact_of_a_day_at_home_is_followed_from_there() -> None:
    """Attendance says so, as for who is always at a distance; no room."""
    found = held([], CONTACT)
    settle_blended(found, b.MONDAY)
    assert found.people[CONTACT.id] == {BOTH.id: True}
    assert (found.sessions[CONTACT.id].modality, found.sessions[CONTACT.id].room_id) == ("remote_sync", None)


def test_contact_of_a_day_on_the_spot_has_a_room() -> None:
    """A talk between two before the workshop; without a free room it is by video and to be looked at."""
    found = held([b.MONDAY], CONTACT)
    settle_blended(found, b.MONDAY)
    now = found.sessions[CONTACT.id]
    assert now.room_id is not None
    assert (now.modality, found.people[CONTACT.id]) == ("on_site", {BOTH.id: False})
    assert not told(found)
    nowhere = held([b.MONDAY], CONTACT, rooms=[replace(CDI, seats=0)])
    settle_blended(nowhere, b.MONDAY)
    assert nowhere.people[CONTACT.id] == {BOTH.id: True}
    assert told(nowhere)


def test_contact_goes_home_again_with_the_day() -> None:
    """The workshop is gone since: no room, by video."""
    found = held([], replace(CONTACT, room_id=b.ROOM, modality="on_site"))
    settle_blended(found, b.MONDAY)
    assert (found.sessions[CONTACT.id].modality, found.sessions[CONTACT.id].room_id) == ("remote_sync", None)


def test_contact_in_a_room_may_be_shared_with_somebody_in_the_company() -> None:
    """Ana learns at a distance and is in the company: she goes on by video, and no rule is broken; not in the room."""
    ana = b.learner("ana", b.OTHER, remote=True, contract_start=b.MONDAY)
    classes = [b.group(), b.group(b.OTHER, calendar=b.present(first=b.FRIDAY))]
    plain = held([b.MONDAY], classes=classes)
    problem = replace(plain.problem, learners={**plain.problem.learners, ana.id: ana})
    found = board(problem, *((s, (BOTH,)) for s in plain.sessions.values()), (CONTACT, (BOTH, ana)))
    settle_blended(found, b.MONDAY)
    assert found.sessions[CONTACT.id].modality == "blended"
    assert found.people[CONTACT.id] == {BOTH.id: False, ana.id: True}
    assert not [f for f in on_company_days(problem, found.timetable()) if CONTACT.id in f.sessions]
    found.put(found.sessions[CONTACT.id], {BOTH.id: False, ana.id: False})
    assert [f.people for f in on_company_days(problem, found.timetable())] == [(ana.id,)]


def told(found: Board) -> list[str]:
    """What H16 has looked at of days in two places."""
    said = check(found.problem, found.timetable())
    return [f.text for f in said if f.to_verify and "le même jour" in f.text]
