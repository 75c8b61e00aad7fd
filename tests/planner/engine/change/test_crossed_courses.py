"""Two languages at one hour: once somebody has both, or one of them is for everybody, one leaves the hour."""

from dataclasses import replace

import pytest

from planner.domain import Problem, Stream, streams
from planner.engine.change.crossed_courses import crossed_courses
from tests.planner.engine.change.scene import ANA, BEN, board, centre
from tests.rules import build as b

SPANISH, GERMAN = ("LV2", "Espagnol"), ("LV2", "Allemand")
COURSES = [b.course(reserved=(SPANISH,)), b.course(b.SECOND_COURSE, reserved=(GERMAN,))]
APART = centre(replace(ANA, options=(SPANISH,)), replace(BEN, options=(GERMAN,)), courses=COURSES)
BOTH = centre(replace(ANA, options=(SPANISH, GERMAN)), replace(BEN, options=(GERMAN,)), courses=COURSES)
FOR_ALL = replace(APART, courses={**APART.courses, b.COURSE: b.course()})


@pytest.mark.parametrize(("new", "out"), [(APART, set()), (BOTH, {"espagnol"}), (FOR_ALL, {"espagnol"})])
def test_one_of_two_languages_leaves_the_hour_that_they_cannot_share_any_more(new: Problem, out: set[str]) -> None:
    """The one that is reserved otherwise, else the later id."""
    one = b.session("espagnol", course_id=b.COURSE)
    other = b.session("allemand", course_id=b.SECOND_COURSE, trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    found = board(new, (one, [ANA]), (other, [BEN]))
    assert crossed_courses(APART, found, b.MONDAY) == out
    assert not crossed_courses(APART, found, b.TUESDAY)


def test_streams_are_those_of_people() -> None:
    """Ana has Spanish alone, Ben German alone; what is for all is of both, and nobody has neither."""
    spanish, german = Stream(without=frozenset({b.SECOND_COURSE})), Stream(without=frozenset({b.COURSE}))
    assert set(streams(APART, b.CLASS)) == {spanish, german}
    assert streams(APART, b.CLASS, course_id=b.COURSE) == [spanish]
    assert streams(FOR_ALL, b.CLASS, course_id=b.SECOND_COURSE) == [Stream()]


def test_a_course_that_nobody_has_is_beside_nothing() -> None:
    """It is in a stream of its own, with what is for all."""
    nobody = centre(ANA, BEN, courses=COURSES[:1])
    assert set(streams(nobody, b.CLASS)) == {Stream(), Stream(without=frozenset({b.COURSE}))}
