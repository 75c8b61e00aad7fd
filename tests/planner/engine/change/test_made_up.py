"""Hours of support that somebody lost, the seat that they have instead, and what becomes of it once they are back."""

from dataclasses import replace

import pytest

from planner.domain import ApprenticeId, Session, Timetable
from planner.engine.change.limits import Limits
from planner.engine.change.made_up import (
    Instead,
    instead_known,
    instead_written,
    lost_and_given,
    take_back,
    told_instead,
    undo_for_nothing,
)
from planner.engine.change.swapped import place_of
from tests.planner.test_seats import Scene, name, scene
from tests.rules import build as b

ANA = ApprenticeId("a")
LOST, GIVEN, LEFT = name("LIT1", 1), name("LIT1", 2), name("NUM1", 2)
LIT, NUM = name("LIT1", 1), name("NUM1", 1)
TWO = (ANA, ApprenticeId("c"))
ROW = Instead(ANA, LOST, GIVEN, LEFT)
LIMITS = Limits(b.MONDAY, b.MONDAY)


def before() -> tuple[Scene, Timetable]:
    """Ana has literacy on Monday, numeracy on Tuesday."""
    one = scene()
    one.board.leave(GIVEN, ANA)
    one.board.join(LEFT, ANA)
    return one, one.board.timetable()


def taken() -> tuple[Scene, Timetable, Timetable]:
    """An outing took her Monday: she has literacy on Tuesday instead."""
    one, was = before()
    one.board.leave(LOST, ANA)
    one.board.leave(LEFT, ANA)
    one.board.join(GIVEN, ANA)
    rows = instead_written(one.board, was, b.MONDAY)
    return one, was, replace(one.board.timetable(), summary={"instead": rows})


def who(one: Scene) -> dict[str, set[str]]:
    """Who is in each session."""
    return {str(key): {str(a) for a in people} for key, people in one.board.people.items()}


def test_seat_is_written_down_until_the_hour_is_back_or_over() -> None:
    """With what was given up for it; the next update keeps it as long as nothing has changed of it."""
    one, _was, now = taken()
    assert instead_known(now.summary) == (ROW,)
    assert instead_written(one.board, now, b.MONDAY) == now.summary["instead"]
    assert instead_written(one.board, now, b.WEDNESDAY) == []
    one.board.join(LOST, ANA)
    assert instead_written(one.board, now, b.MONDAY) == []


def test_seat_goes_once_the_hour_is_back() -> None:
    """She is where she was, on both days, and nobody else has moved; what was told of it is told back."""
    one, was, now = taken()
    usual = who(before()[0])
    one.board.join(LOST, ANA)
    take_back(one.board, instead_known(now.summary), LIMITS, {})
    assert who(one) == usual
    back = one.board.timetable()
    given, again = told_instead(was, now), told_instead(now, back)
    assert [(t.row, t.lost.id, t.given.id, t.back) for t in given] == [(ROW, LOST, GIVEN, False)]
    assert [(t.row, t.lost.id, t.given.id, t.back) for t in again] == [(ROW, LOST, GIVEN, True)]
    assert told_instead(was, back) == told_instead(was, was) == ()
    # Neither the hour for which she has a seat nor the seat for which she has her hour is one that she loses.
    assert lost_and_given(was, now) == {(ANA, LOST)}
    assert lost_and_given(now, back) == {(ANA, GIVEN)}


@pytest.mark.parametrize("why", ["not back", "announced", "locked", "no seat before", "alone"])
def test_seat_stays_where_it_may_not_go(why: str) -> None:
    """The hour is not hers yet, the seat is told or locked, the one before is gone, or the group would be empty."""
    one, _was, now = taken()
    if why != "not back":
        one.board.join(LOST, ANA)
    if why == "no seat before":
        one.board.take(LEFT)
    if why == "alone":
        one.board.leave(GIVEN, ApprenticeId("b"))
    kept = who(one)
    limits = Limits(
        b.MONDAY, b.WEDNESDAY if why == "announced" else b.MONDAY, frozenset({LEFT} if why == "locked" else ())
    )
    take_back(one.board, instead_known(now.summary), limits, {})
    assert who(one) == kept


def test_group_that_left_its_room_has_its_people_again_once_it_is_there() -> None:
    """Its other room was too small for Ana, who sat in the other group meanwhile."""
    one = scene()
    was, home = one.board.timetable(), one.board.sessions[LOST]
    _to(one, home, "salle 3")
    one.board.leave(LOST, ANA)
    one.board.join(name("NUM1", 1), ANA)
    rows = instead_known({"instead": instead_written(one.board, was, b.MONDAY)})
    assert [(row.lost, row.given, row.left) for row in rows] == [("", name("NUM1", 1), LOST)]
    swaps = {LOST: (place_of(home), place_of(one.board.sessions[LOST]))}
    take_back(one.board, rows, LIMITS, swaps)
    assert ANA not in one.board.people[LOST]
    _to(one, home, "salle 1")
    take_back(one.board, rows, LIMITS, swaps)
    assert who(one) == who(scene())


@pytest.mark.parametrize(("lacks", "moves"), [("", False), ("NUM1", True), ("LIT1", False)])
def test_two_who_changed_places_for_nothing_are_where_they_were(lacks: str, moves: bool) -> None:
    """Ana and Chloé have each other's group; what Ana lacks, the new one may give."""
    one = scene({"a": lacks} if lacks else {})
    usual, groups = who(one), (LIT, NUM)
    had = [(a, one.board.sessions[key]) for a, key in zip(TWO, groups, strict=True)]
    for a, old, new in zip(TWO, groups, reversed(groups), strict=True):
        one.board.leave(old, a)
        one.board.join(new, a)
    undo_for_nothing(one.board, {ANA: one.owed} if lacks else {}, had)
    assert (ANA in one.board.people[NUM]) is moves
    assert (who(one) == usual) is not moves


def _to(one: Scene, session: Session, room: str) -> None:
    """A group in another room, with its people."""
    people = one.board.take(session.id)
    one.board.put(replace(session, room_id=b.room(room).id), people)
