"""A course with more hours than the workbook wants: which sessions go, and which one gets shorter."""

from dataclasses import replace

import pytest

from planner.domain import Kind, Lock, Problem, Session, SessionId
from planner.engine.change.fewer_hours import give_up, shortened, take_last, take_of_weeks
from planner.engine.change.limits import Limits
from tests.planner.engine.change.scene import ANA, BEN, LIMITS, NEXT, board, centre
from tests.rules import build as b

DAYS = (b.MONDAY, b.TUESDAY, NEXT)
LONG = tuple(b.session(f"cours-0{n}", day, end="10", course_id=b.COURSE) for n, day in enumerate(DAYS, start=1))
"""Three sessions of two hours from eight, the last one in the second week."""


def locked_at(session: Session) -> Problem:
    """The workbook asks for a session at its very hour."""
    return replace(centre(), locks=(Lock(course_id=b.COURSE, day=session.day, start=session.start),))


@pytest.mark.parametrize(
    ("minutes", "gone", "over"), [(60, [], 60), (120, ["03"], 0), (180, ["03"], 60), (240, ["02", "03"], 0)]
)
def test_last_sessions_go_as_long_as_no_minute_too_many_does(minutes: int, gone: list[str], over: int) -> None:
    """Two hours each: an hour too many takes none of them, three hours one, and an hour is still too many."""
    found = board(centre(), *((s, (ANA, BEN)) for s in LONG))
    assert take_last(found, LONG, minutes, LIMITS) == over
    assert [s.id for s in LONG if s.id not in found.sessions] == [f"cours-{n}" for n in gone]


def test_each_week_gives_what_it_has_too_much() -> None:
    """Four hours in the first week and two in the second, an hour or two asked of each: Tuesday goes, not the last.

    The one that the first week has too much goes first, announced or not; where that week is over, nothing does.
    """
    for asked, limits, gone, over in (
        ([120], LIMITS, {"cours-02"}, 0),
        ([], LIMITS, {"cours-02", "cours-01"}, 0),
        ([120], Limits(b.MONDAY, NEXT), {"cours-02"}, 0),
        ([120], Limits(NEXT, NEXT), set(), 120),
    ):
        found = board(centre(), *((s, (ANA, BEN)) for s in LONG))
        minutes = 240 if len(gone) > 1 else 120
        rest = take_of_weeks(found, LONG, {b.MONDAY: asked, NEXT: [120]}, minutes, limits, {b.MONDAY: minutes})
        assert rest == (over, [])
        assert {s.id for s in LONG} - found.sessions.keys() == gone


def test_no_week_gives_for_one_that_is_over() -> None:
    """An hour less in each of two weeks, and the first is over: the second ends earlier by its own hour alone."""
    mine = (LONG[0], LONG[2])
    found = board(centre(), *((s, (ANA, BEN)) for s in mine))
    rows, before = ([(week, minutes) for week in (b.MONDAY, NEXT)] for minutes in (60, 120))
    assert give_up(found, mine, rows, before, 120, Limits(NEXT, NEXT)) == []  # type: ignore[arg-type]
    assert [found.sessions[s.id].minutes for s in mine] == [120, 60]


def test_length_that_is_not_asked_goes_before_a_later_one() -> None:
    """Two hours and one in a week that asks for one of two: the hour goes, though the two hours come after it."""
    short = b.session("cours-01", b.MONDAY, course_id=b.COURSE)
    long = b.session("cours-02", b.TUESDAY, end="10", course_id=b.COURSE)
    found = board(centre(), (short, (ANA,)), (long, (ANA,)))
    assert take_last(found, (short, long), 60, LIMITS, [120]) == 0
    assert set(found.sessions) == {long.id}


def test_what_was_added_last_goes_first() -> None:
    """The second session by its number was given on the Monday, before the first one: it is the one that goes."""
    first = b.session("cours-01", b.TUESDAY, course_id=b.COURSE)
    added = b.session("cours-02", b.MONDAY, course_id=b.COURSE)
    found = board(centre(), (first, (ANA,)), (added, (ANA,)))
    assert take_last(found, (first, added), 60, LIMITS) == 0
    assert set(found.sessions) == {first.id}


def test_session_that_is_announced_goes_after_all_others() -> None:
    """The notice covers both of the first week: the one after it goes first, then the last announced one."""
    limits = Limits(b.MONDAY, NEXT)
    found = board(centre(), *((s, ()) for s in LONG))
    assert take_last(found, LONG, 240, limits) == 0
    assert set(found.sessions) == {LONG[0].id}


@pytest.mark.parametrize("why", ["past", "locked", "lock of the workbook"])
def test_session_that_is_held_does_not_go(why: str) -> None:
    """Two hours of one session are too many, and it is over, locked, or asked for at its very hour."""
    one = LONG[0]
    found = board(locked_at(one) if why == "lock of the workbook" else centre(), (one, (ANA,)))
    first = b.TUESDAY if why == "past" else b.MONDAY
    limits = Limits(first, first, frozenset({one.id} if why == "locked" else ()))
    assert take_last(found, [one], 120, limits) == 120
    assert one.id in found.sessions


def test_last_session_ends_earlier_at_its_own_hour() -> None:
    """An hour too many, and the course has sessions of one hour: the last one is from eight to nine, same people."""
    found = board(centre(), *((s, (ANA, BEN)) for s in LONG))
    assert shortened(found, (60, 120), LONG, 60, LIMITS) == []
    assert [(s.end, s.minutes) for s in found.sessions.values()] == [(600, 120), (600, 120), (540, 60)]
    assert set(found.people[LONG[2].id]) == {ANA.id, BEN.id}


@pytest.mark.parametrize(("asked", "over"), [((120,), 60), ((60, 120), 30), ((60, 120), 0)])
def test_nothing_gets_shorter_than_the_course_asks_for(asked: tuple[int, ...], over: int) -> None:
    """Sessions of two hours alone, a length that it does not have, or nothing too many: the board is as before."""
    found = board(centre(), *((s, ()) for s in LONG))
    before = found.timetable()
    assert shortened(found, asked, LONG, over, LIMITS) == []
    assert found.timetable() == before


def test_announced_session_is_taken_out_for_a_shorter_one() -> None:
    """It does not end earlier under the eyes of those who were told: the hour that is left is the caller's to place."""
    found = board(centre(), (LONG[0], (ANA, BEN)))
    assert shortened(found, (60, 120), LONG, 60, Limits(b.MONDAY, NEXT)) == [60]
    assert not found.sessions
    held = board(locked_at(LONG[0]), (LONG[0], (ANA, BEN)))
    assert shortened(held, (60, 120), LONG, 60, Limits(b.MONDAY, NEXT)) == []
    assert held.sessions[LONG[0].id].end == 600


def test_session_that_may_not_be_so_short_is_taken_out() -> None:
    """Its trainer comes for an hour and a half at least: the hour that is left is to be placed beside something."""
    strict = b.trainer(min_day=90, min_day_hard=True)
    found = board(centre(trainers=[strict, b.trainer(b.SECOND)]), (LONG[0], (ANA, BEN)))
    assert shortened(found, (60, 120), LONG, 60, LIMITS) == [60]
    assert not found.sessions


def test_study_of_those_who_are_freed_goes_with_its_session() -> None:
    """Ben studies through both hours: they do not end under him, and both are placed again as one of an hour."""
    study = replace(LONG[0], id=SessionId(f"etude-{LONG[0].id}"), kind=Kind.STUDY, course_ids=(), room_id=b.SECOND_ROOM)
    found = board(centre(), (LONG[0], (ANA,)), (replace(study, trainer_ids=(b.SECOND,)), (BEN,)))
    assert shortened(found, (60, 120), LONG, 60, LIMITS) == [60]
    assert not found.sessions
