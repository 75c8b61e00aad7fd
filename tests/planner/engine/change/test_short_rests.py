"""The rest that a new event leaves before the lessons of the next day, and after those of the day before."""

from dataclasses import replace
from datetime import date

from planner.domain import Kind
from planner.engine.change.touched import short_rests
from tests.planner.engine.change.scene import ANA, board, centre
from tests.rules import build as b


def test_lesson_too_early_after_a_new_event_is_hit() -> None:
    """An evening until 20:30 leaves a minor 11 h 30 until the lesson of eight: twelve are due. An adult may have it."""
    young = b.learner("jeune", birth=date(2010, 1, 1))
    lesson = b.session("matin", b.TUESDAY, course_id=b.COURSE)
    evening = b.session("soirée", start="18", end="20:30", kind=Kind.FIXED, trainer_ids=(), room_id=None)
    for people, last, hit in (((young, ANA), "20:30", True), ((ANA,), "20:30", False), ((young, ANA), "20", False)):
        found = board(centre(*people), (lesson, people), (replace(evening, end=b.hour(last)), people))
        assert short_rests(found, [evening.id], b.MONDAY) == ({lesson.id} if hit else set())
        assert short_rests(found, [evening.id], b.WEDNESDAY) == short_rests(found, [], b.MONDAY) == set()
