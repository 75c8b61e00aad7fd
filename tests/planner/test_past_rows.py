"""Rows of days gone: put off, taken out, renumbered by the workbook, and as an update keeps them."""

from datetime import date

from planner.domain import CourseId, FixedEvent, Problem, SessionId, StandingSession
from planner.domain.past_rows import past_differs, with_past_rows
from tests.rules import build as b

GONE, FIRST, LATER = b.MONDAY, b.TUESDAY, b.FRIDAY


def event(day: date, name: str = "BILAN", **changes: object) -> FixedEvent:
    """A meeting from 8 to 9."""
    return FixedEvent(name, "Bilan", day, 480, 540, class_ids=(b.CLASS,), **changes)  # type: ignore[arg-type]


def standing(day: date, number: int, start: int = 480) -> StandingSession:
    """A pasted session, numbered in the order of days."""
    return StandingSession(SessionId(f"COURS-EX{number:02d}"), CourseId(b.COURSE), day, start, start + 60, 60)


def of_events(*rows: FixedEvent) -> Problem:
    """A centre with some events."""
    return b.problem(events=rows)


def test_event_put_off_from_the_past_takes_place_again() -> None:
    """Held on Monday, put off to Friday on Tuesday: both stand, and Friday's has the same other name ever after."""
    old, put_off = of_events(event(GONE)), of_events(event(LATER))
    new = with_past_rows(put_off, old, FIRST)
    assert {(e.id, e.day) for e in new.events} == {("BILAN", GONE), (f"BILAN-{LATER:%m%d}", LATER)}
    assert with_past_rows(put_off, new, FIRST).events == new.events
    assert [e.day for e in past_differs(put_off, old, FIRST)] == [GONE]


def test_row_of_the_past_that_is_gone_or_changed_stays_as_it_was() -> None:
    """Taken out, longer, or on another day that is gone too: what was kept is what took place."""
    old = of_events(event(FIRST), event(LATER, "AUTRE"))
    for rows in ((), (event(FIRST, room_id=b.ROOM),), (event(GONE),)):
        new = with_past_rows(of_events(*rows, event(LATER, "AUTRE")), old, b.WEDNESDAY)
        assert set(new.events) == set(old.events)


def test_rows_that_do_not_change_keep_their_order_and_names() -> None:
    """The problem is the same one, so that nothing new is kept; an event to come that moves keeps its name."""
    old = of_events(event(LATER), event(GONE, "AVANT"))
    assert with_past_rows(old, old, FIRST) == old
    moved = of_events(event(b.THURSDAY), event(GONE, "AVANT"))
    assert with_past_rows(moved, old, FIRST) == moved


def test_pasted_sessions_keep_their_names_when_those_of_the_past_are_taken_out() -> None:
    """Monday's and Friday's; pasted again without Monday, Friday's is the first one: it is the second all the same."""
    old = b.problem(standing=(standing(GONE, 1), standing(LATER, 2)))
    pasted = b.problem(standing=(standing(LATER, 1), standing(LATER, 2, 600)))
    new = with_past_rows(pasted, old, FIRST)
    assert {(s.id, s.day, s.start) for s in new.standing} == {
        ("COURS-EX01", GONE, 480), ("COURS-EX02", LATER, 480), (f"COURS-EX02-{LATER:%m%d}", LATER, 600),
    }  # fmt: skip
