"""Sessions that a change sent elsewhere, and that change gone: home again where the workbook gives it back."""

from dataclasses import replace

import pytest

from planner.domain import Absence, FixedEvent, Kind, Problem, Session
from planner.engine.change.borne import Budget
from planner.engine.change.home_again import gives_back, home_again
from planner.engine.change.limits import Limits
from planner.engine.change.swapped import may_return, place_of
from tests.planner.engine.change.scene import ANA, BEN, LESSON, LIMITS, board, centre
from tests.rules import build as b

CLOSED = (Absence(first=b.MONDAY, last=b.MONDAY),)


def _other_room(closed: bool = True) -> tuple[Session, Problem]:
    """A lesson that is in the second room, since the first is closed, and the workbook in which it is."""
    rooms = [b.room(absences=CLOSED if closed else ()), b.room(b.SECOND_ROOM)]
    return replace(LESSON, room_id=b.SECOND_ROOM), centre(rooms=rooms)


@pytest.mark.parametrize("kind", [Kind.COURSE, Kind.SUPPORT])
def test_room_that_opens_has_what_was_in_it_again(kind: Kind) -> None:
    """The other room was for the days on which it was closed; at its hour everybody stays in the session."""
    now, old = replace(_other_room()[0], kind=kind), _other_room()[1]
    held = board(_other_room(closed=False)[1], (now, (ANA, BEN)))
    swaps = {now.id: (place_of(replace(now, room_id=b.ROOM)), place_of(now))}
    assert home_again(held, old, may_return(held, swaps, LIMITS, Budget()), {}, b.MONDAY) == []
    assert held.sessions[now.id].room_id == b.ROOM
    assert set(held.people[now.id]) == {ANA.id, BEN.id}


@pytest.mark.parametrize("why", ["not this change", "still closed", "taken", "locked", "past", "borne"])
def test_session_stays_in_the_other_room_where_it_may_not_go_home(why: str) -> None:
    """A room that was open before gives nothing back; nor does one that is closed, or held, or what is locked."""
    now, old = _other_room(closed=why != "not this change")
    beside = replace(LESSON, id=b.session("autre").id, trainer_ids=(b.SECOND,), class_ids=(b.OTHER,))
    new = _other_room(closed=why == "still closed")[1]
    held = board(new, (now, (ANA, BEN)), *([(beside, ())] if why == "taken" else []))
    first = b.TUESDAY if why == "past" else b.MONDAY
    limits = Limits(first, first, frozenset({now.id} if why == "locked" else ()))
    budget = Budget(people={ANA.id: 0}) if why == "borne" else Budget()
    swaps = {now.id: (place_of(replace(now, room_id=b.ROOM)), place_of(now))}
    before = held.timetable()
    assert home_again(held, old, may_return(held, swaps, limits, budget), {}, first) == []
    assert held.timetable() == before


def test_what_made_room_for_another_goes_home_after_it() -> None:
    """Its own room was never closed: the lesson that came into it is home again, and leaves it free."""
    third = b.room("salle 3")
    rooms = [b.room(absences=CLOSED), b.room(b.SECOND_ROOM), third]
    old, new = centre(rooms=rooms), centre(rooms=[replace(rooms[0], absences=()), *rooms[1:]])
    came, left = _other_room()[0], replace(LESSON, id=b.session("autre").id, trainer_ids=(b.SECOND,), room_id=third.id)
    left = replace(left, class_ids=(b.OTHER,), course_ids=(b.SECOND_COURSE,))
    held = board(new, (came, (ANA, BEN)), (left, ()))
    places = ((came, b.ROOM), (left, b.SECOND_ROOM))
    swaps = {s.id: (place_of(replace(s, room_id=room)), place_of(s)) for s, room in places}
    home_again(held, old, may_return(held, swaps, LIMITS, Budget()), {}, b.MONDAY)
    assert {key: s.room_id for key, s in held.sessions.items()} == {s.id: room for s, room in places}
    for gone in ({}, {"trainers": [b.trainer(absences=CLOSED)]}, {"events": [_event()]}, {"closed": {b.MONDAY}}):
        assert gives_back(centre(**gone), centre(), LESSON) == bool(gone)


def _event() -> FixedEvent:
    """An outing of the class at the hour of the lesson."""
    return FixedEvent("sortie", "Sortie", LESSON.day, LESSON.start, LESSON.end, class_ids=(b.CLASS,))
