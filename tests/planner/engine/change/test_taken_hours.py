"""Hours that a course gave up, where they were once the workbook asks for them again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints import RULES
from planner.domain import Cause, Kind, Missing, Session, SessionId, Timetable, Volume, Waits
from planner.engine.change.course_hours import settle_courses
from planner.engine.change.due_again import Cancelled
from planner.engine.change.left import Left
from planner.engine.change.limits import Limits
from planner.engine.change.options import UpdateOptions
from planner.engine.change.renew import More, renew_courses
from planner.engine.change.swapped import place_of
from planner.engine.change.taken_hours import hour_taken, longer_again, taken_from, taken_written
from planner.engine.change.times import Retime
from planner.engine.solvers.cpsat import Interrupt
from planner.rule import active
from tests.planner.engine.change.scene import ANA, BEN, LESSON, NEXT, board, centre
from tests.rules import build as b

ONE, TWO = ([b.course(volume=Volume(weekly=m), lengths=(60,) * (m // 60))] for m in (60, 120))
OLD, NEW = centre(courses=TWO), centre(courses=ONE)
HELD = tuple(
    replace(LESSON, id=SessionId(f"cours-0{2 * n + m + 1}"), day=week + timedelta(days=m))
    for n, week in enumerate((b.MONDAY, NEXT))
    for m in (0, 1)
)
"""Two sessions of an hour in each of two weeks, the first of which is announced."""
ANNOUNCED = Limits(b.MONDAY, NEXT)


def test_hour_less_a_week_and_back_leaves_nothing_changed() -> None:
    """An hour of each week goes, announced or not, and comes back under its id at its hour: nothing else moves."""
    found = board(NEW, *((s, (ANA, BEN)) for s in HELD))
    more = renew_courses(found, OLD, ANNOUNCED, (), ())
    assert sorted(more.taken) == ["cours-02", "cours-04"]
    assert taken_written(found, {}, more.taken).keys() == more.taken.keys()
    found.problem = OLD
    before = Timetable(tuple(found.sessions.values()))
    times = Retime(
        found, active(RULES, OLD), ANNOUNCED, UpdateOptions(b.MONDAY, NEXT), Cancelled(OLD), before, Interrupt()
    )
    settle_courses(times, NEW, (), more.taken)
    assert times.left == []
    assert {s.id: place_of(s) for s in found.sessions.values()} == {s.id: place_of(s) for s in HELD}
    assert taken_written(found, more.taken, {}) == {}


def test_hour_that_was_never_placed_goes_before_one_that_stands() -> None:
    """An hour more a week found no place; an hour less: what waits for it is dropped, and nothing else is touched."""
    held = HELD[::2]
    found = board(NEW, *((s, (ANA,)) for s in held))
    rows = [
        Missing(SessionId(f"cours-0{n}"), Kind.COURSE, 60, Cause.NONE_FOUND, (b.COURSE,), waits=Waits.ADDED)
        for n in (5, 6)
    ]
    more = renew_courses(found, OLD, ANNOUNCED, rows, ())
    assert (more.dropped, more.left, more.taken) == ({"cours-05", "cours-06"}, [], {})
    assert set(found.sessions) == {s.id for s in held}


@pytest.mark.parametrize(
    ("week", "minutes", "key"), [(NEXT, 60, "cours-03"), (None, 60, "cours-03"), (NEXT, 120, None)]
)
def test_home_is_of_the_same_course_week_and_length(week: date | None, minutes: int, key: str | None) -> None:
    """Another week, length or course has another home."""
    homes = {HELD[2].id: place_of(HELD[2])}
    assert hour_taken(OLD, homes, OLD.courses[b.COURSE], "", week, minutes) == key
    assert hour_taken(OLD, homes, OLD.courses[b.COURSE], "", b.MONDAY, 60) is None
    assert hour_taken(OLD, homes, OLD.courses[b.COURSE], "A", week, minutes) is None


def test_session_that_was_cut_is_as_long_again() -> None:
    """From eight to nine since two hours became one: two again, and it lasts until ten, unless somebody is there."""
    whole = b.session("cours-01", end="10", course_id=b.COURSE)
    cut: Session = replace(whole, end=540, minutes=60)
    found = board(centre(), (cut, (ANA, BEN)))
    homes = taken_from(found, [whole])
    longer_again(found, homes, [cut], {b.MONDAY: [60]})
    assert found.sessions[whole.id] == cut
    assert taken_written(found, homes, {}).keys() == {whole.id}
    longer_again(found, homes, [cut], {b.MONDAY: [120]})
    assert found.sessions[whole.id] == whole
    assert taken_written(found, homes, {}) == {}


def test_hour_that_its_week_could_not_take_is_known_with_its_week() -> None:
    """Of two hours more, one stands in its own week, the other in the week after: that one is told of."""
    mine, other, without = (Left(s, {}, week=b.MONDAY) for s in (HELD[0], HELD[2], HELD[3]))
    found = board(OLD, (HELD[0], (ANA,)), (HELD[2], (ANA,)))
    assert More(left=[mine, other, without]).elsewhere(found) == {HELD[2].id: b.MONDAY}
