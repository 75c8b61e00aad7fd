"""What waits for an hour, as a row of the list."""

from dataclasses import replace

from planner.domain import Kind, OpenPeriod, OpenPeriodId, SessionId
from planner.engine.change.left import Left, of_classes
from tests.planner.engine.change.scene import LESSON, PERIOD, centre
from tests.rules import build as b


def test_open_hour_names_the_classes_that_lost_it() -> None:
    """The hour of two classes: lost by one, the row names that one; lost by both, one row names both."""
    period = OpenPeriod(OpenPeriodId("TEMPS"), "Temps", (b.CLASS, b.OTHER), 60)
    problem = centre(open_periods=(period,))
    place = replace(LESSON, kind=Kind.OPEN, course_ids=(), occurrence=2, period_id=PERIOD.id)
    one, other = (
        Left(replace(place, id=SessionId(f"TEMPS-P1-o2-{c}"), class_ids=(c,)), {}).row(problem)
        for c in (b.CLASS, b.OTHER)
    )
    assert one.session_id == other.session_id == "TEMPS-P1-o2"
    assert of_classes(None, one).class_ids == (b.CLASS,)
    assert of_classes(one, other).class_ids == (b.CLASS, b.OTHER)
    lesson = Left(LESSON, {}).row(problem)
    assert of_classes(lesson, lesson) is lesson
