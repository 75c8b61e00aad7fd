"""Sessions that a change sent elsewhere, and that change gone: home again where the workbook gives it back."""

from dataclasses import replace

import pytest

from planner.board.restore import occurrence_id
from planner.domain import (
    Absence,
    Barrette,
    BarretteId,
    Cause,
    FixedEvent,
    Kind,
    Missing,
    OpenPeriod,
    OpenPeriodId,
    Problem,
    Realised,
    Session,
    Timetable,
    Waits,
)
from planner.engine.change.borne import Budget
from planner.engine.change.given_back import hours_lost
from planner.engine.change.home_again import gives_back, home_again
from planner.engine.change.limits import Limits
from planner.engine.change.swapped import Swaps, home_of, may_return, place_of, swaps_known, swaps_written, written
from tests.planner.engine.change.scene import ANA, BEN, LESSON, LIMITS, NEXT, PERIOD, board, centre
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


def _event(**changes: object) -> FixedEvent:
    """An outing of the class at the hour of the lesson."""
    plain = FixedEvent("sortie", "Sortie", LESSON.day, LESSON.start, LESSON.end, class_ids=(b.CLASS,))
    return replace(plain, **changes)  # type: ignore[arg-type]


def _swaps(*moved: tuple[Session, Session]) -> Swaps:
    """Where some sessions are now, and where they were."""
    return {now.id: (place_of(home), place_of(now)) for home, now in moved}


def test_crossed_parts_and_what_relieved_their_trainer_go_home() -> None:
    """An outing took the trainer of one part: both had moved, and a colleague had a lesson of the week; not another."""
    crossed = b.course(parts=2, crossed_with=b.SECOND_COURSE), b.course(b.SECOND_COURSE, parts=2, teams=((b.SECOND,),))
    whole = b.course("tout", teams=((b.TRAINER,), (b.SECOND,)))
    staff = [b.trainer(), b.trainer(b.SECOND)]
    parts = b.learner("ana", part="A"), b.learner("ben", part="B")
    new = centre(*parts, courses=[*crossed, whole], trainers=staff, rooms=[b.room(), b.room(b.SECOND_ROOM)])
    one = replace(LESSON, part="A")
    two = replace(
        *(LESSON,), id=b.session("autre").id, part="B", course_ids=(b.SECOND_COURSE,), trainer_ids=(b.SECOND,),
        room_id=b.SECOND_ROOM,
    )  # fmt: skip
    week = replace(LESSON, id=b.session("semaine").id, course_ids=(whole.id,), day=b.WEDNESDAY)
    later = replace(week, id=b.session("plus tard").id, day=NEXT)
    now = [replace(s, day=b.TUESDAY) for s in (one, two)] + [replace(s, trainer_ids=(b.SECOND,)) for s in (week, later)]
    held = board(new, *zip(now, ((parts[0],), (parts[1],), parts, parts), strict=True))
    old = replace(new, events=(_event(class_ids=(b.OTHER,), trainer_ids=(b.TRAINER,)),))
    returns = may_return(held, _swaps(*zip((one, two, week, later), now, strict=True)), LIMITS, Budget())
    home_again(held, old, returns, {}, b.MONDAY)
    assert [place_of(held.sessions[s.id]) for s in now] == list(map(place_of, (one, two, week, now[3])))


def test_course_given_under_another_id_has_its_own_hour_again() -> None:
    """It was cancelled inside the notice, and given the week after: its hour is free again, and is the one known."""
    again = replace(LESSON, id=b.session("cours-01-r1").id, day=NEXT)
    limits, new = Limits(b.MONDAY, NEXT), centre()
    held = board(new, (again, (ANA, BEN)))
    swaps = swaps_known({"stood": swaps_written(held, Timetable(sessions=(LESSON,)), {})})
    assert swaps == _swaps((LESSON, again))
    old = centre(events=[_event()])
    home_again(held, old, may_return(held, swaps, limits, Budget()), {}, b.MONDAY)
    assert {key: place_of(s) for key, s in held.sessions.items()} == {LESSON.id: place_of(LESSON)}
    assert set(held.people[LESSON.id]) == {ANA.id, BEN.id}
    cancelled = board(replace(new, realised=(Realised(LESSON.id, cancelled=True),)), (again, ()))
    assert swaps_written(cancelled, Timetable(sessions=(LESSON,)), {}) == {}
    told = board(new, (replace(again, day=b.TUESDAY), (ANA, BEN)))
    assert not may_return(told, _swaps((LESSON, told.sessions[again.id])), limits, Budget()).places


def test_groups_of_a_barrette_go_home_all_or_none() -> None:
    """Their room was closed on Monday: both are on Monday again, unless one is locked where it is."""
    barrette = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60)
    rooms = [b.room(absences=CLOSED), b.room(b.SECOND_ROOM)]
    plain = {"barrettes": [barrette], "trainers": [b.trainer(), b.trainer(b.SECOND)]}
    new, old = centre(rooms=[b.room(), rooms[1]], **plain), centre(rooms=rooms, **plain)
    home = b.session("un", kind=Kind.BARRETTE, barrette_id=barrette.id, period_id=PERIOD.id, occurrence=1)
    both = home, replace(home, id=b.session("deux").id, trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    now = [replace(s, day=b.TUESDAY) for s in both]
    for locked, day in (((), b.MONDAY), ((now[0].id,), b.TUESDAY)):
        held = board(new, (now[0], (ANA,)), (now[1], (BEN,)))
        limits = replace(LIMITS, locked=frozenset(locked))
        home_again(held, old, may_return(held, _swaps(*zip(both, now, strict=True)), limits, Budget()), {}, b.MONDAY)
        assert {s.day for s in held.sessions.values()} == {day}
        assert [set(held.people[s.id]) for s in both] == [{ANA.id}, {BEN.id}]


def test_open_hour_goes_home_whole_with_what_has_come_to_it() -> None:
    """Monday was closed: the call, the place of the class and a group that was made on Tuesday are on Monday again."""
    period = OpenPeriod(OpenPeriodId("O"), "Temps", (b.CLASS,), 60)
    plain = {"open_periods": [period], "rooms": [b.room(), b.room(b.SECOND_ROOM)]}
    new = centre(trainers=[b.trainer(), b.trainer(b.SECOND)], **plain)
    old = replace(new, closed=frozenset({b.MONDAY}))
    hour = {"kind": Kind.SUPPORT, "period_id": PERIOD.id, "occurrence": 1}
    call = b.session("O-P1-M-1-o1", **hour)
    made = replace(b.session("O-P1-N-1-o1", **hour), trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    place = replace(call, id=b.session("O-P1-o1-classe").id, kind=Kind.OPEN, trainer_ids=(), room_id=None)
    now = [replace(s, day=b.TUESDAY) for s in (call, place, made)]
    was = Timetable(sessions=(call, place))
    for locked, day in (((), b.MONDAY), ((made.id,), b.TUESDAY)):
        held = board(new, (now[0], (ANA,)), (now[1], ()), (now[2], (BEN,)))
        swaps = swaps_known({"stood": swaps_written(held, was, {})})
        assert swaps.keys() == {call.id, place.id}
        limits = replace(LIMITS, locked=frozenset(locked))
        home_again(held, old, may_return(held, swaps, limits, Budget()), {}, b.MONDAY)
        assert {s.day for s in held.sessions.values()} == {day}
        assert [set(held.people[s.id]) for s in (call, made)] == [{ANA.id}, {BEN.id}]


@pytest.mark.parametrize("kind", [Kind.SUPPORT, Kind.ONBOARDING])
@pytest.mark.parametrize("busy", [False, True])
def test_support_of_ones_own_goes_home_with_everybody_or_stays(kind: Kind, busy: bool) -> None:
    """The centre was closed at its hour; one of its people has something else there now: nobody loses their seat."""
    new = centre(trainers=[b.trainer(), b.trainer(b.SECOND)], rooms=[b.room(), b.room(b.SECOND_ROOM)])
    old, home = replace(new, closed=frozenset({b.MONDAY})), replace(LESSON, kind=kind, course_ids=(), class_ids=())
    now = replace(home, day=b.TUESDAY)
    other = replace(home, id=b.session("autre").id, trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    held = board(new, (now, (ANA, BEN)), (other, (BEN,) if busy else ()))
    home_again(held, old, may_return(held, _swaps((home, now)), LIMITS, Budget()), {}, b.MONDAY)
    assert held.sessions[now.id].day == (b.TUESDAY if busy else b.MONDAY)
    assert set(held.people[now.id]) == {ANA.id, BEN.id}


def test_what_two_updates_moved_has_its_first_hour_as_its_own() -> None:
    """From Monday to Tuesday, then to Wednesday: its own hour is on Monday, also where it has none any more."""
    once, twice = replace(LESSON, day=b.TUESDAY), replace(LESSON, day=b.WEDNESDAY)
    held = board(centre(), (twice, (ANA,)))
    known = _swaps((LESSON, once))
    assert swaps_known({"stood": swaps_written(held, Timetable(sessions=(once,)), known)}) == _swaps((LESSON, twice))
    assert home_of(once, known) == place_of(LESSON)
    assert home_of(twice, known) == place_of(twice)
    barrette = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60)
    group = b.session("un", kind=Kind.BARRETTE, barrette_id=barrette.id, period_id=PERIOD.id, occurrence=1)
    moved = replace(group, day=b.TUESDAY)
    row = Missing(occurrence_id(group), Kind.BARRETTE, 60, Cause.NO_PLACE, waits=Waits.OWED)
    stood = {group.id: [written(place_of(s)) for s in (group, moved)]}
    before = Timetable(sessions=(moved,), summary={"stood": stood})
    lost = hours_lost(board(centre(barrettes=[barrette])), before, [row], {})
    assert lost[row.session_id][0] == b.MONDAY.isoformat()
