"""What waits for an hour, as a row of the list."""

from dataclasses import replace

from planner.domain import Kind, OpenPeriod, OpenPeriodId, SessionId
from planner.engine.change.left import Left, of_classes
from tests.planner.engine.change.scene import LESSON, PERIOD, board, centre
from tests.rules import build as b


def test_open_hour_names_the_classes_that_lost_it() -> None:
    """The hour of two classes: one has its place, and the row names the other; where neither has, both."""
    period = OpenPeriod(OpenPeriodId("TEMPS"), "Temps", (b.CLASS, b.OTHER), 60)
    problem = centre(open_periods=(period,))
    place = replace(LESSON, kind=Kind.OPEN, course_ids=(), occurrence=2, period_id=PERIOD.id)
    one, other = (replace(place, id=SessionId(f"TEMPS-P1-o2-{c}"), class_ids=(c,)) for c in (b.CLASS, b.OTHER))
    row = Left(other, {}).row(problem)
    assert (row.session_id, row.class_ids) == ("TEMPS-P1-o2", (b.CLASS, b.OTHER))
    assert of_classes(board(problem, (one, ())), row).class_ids == (b.OTHER,)
    assert of_classes(board(problem), row).class_ids == (b.CLASS, b.OTHER)
    lesson = Left(LESSON, {}).row(problem)
    assert of_classes(board(problem), lesson) is lesson
