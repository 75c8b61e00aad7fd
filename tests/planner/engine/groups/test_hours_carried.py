"""Whether an hour of a barrette carries courses, as `update` asks it of hours that stand."""

from dataclasses import replace

from planner.domain import Barrette, BarretteId, Kind
from planner.engine.groups.carried import teaches
from tests.planner.engine.change.scene import ANA, BEN, board, centre
from tests.rules import build as b

BOTH = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), course_ids=(b.COURSE,), nature="both")
ALONE = b.session("autonomie", kind=Kind.BARRETTE, barrette_id=BOTH.id, course_ids=())
TAUGHT = b.session("cours", kind=Kind.BARRETTE, barrette_id=BOTH.id, course_ids=(b.COURSE,))


def test_of_both_natures_the_groups_of_the_hour_say_it() -> None:
    """The group beside the quiet one is a course's; at another hour, or of another barrette, it says nothing."""
    problem = centre()
    for beside, taught in (
        (TAUGHT, True),
        (replace(TAUGHT, start=ALONE.end, end=ALONE.end + 60), False),
        (replace(TAUGHT, barrette_id=BarretteId("C")), False),
    ):
        held = board(problem, (ALONE, (ANA,)), (beside, (BEN,)))
        assert teaches(held, BOTH, ALONE) == taught
        assert teaches(held, replace(BOTH, nature="teaching"), ALONE)
        assert not teaches(held, replace(BOTH, nature="support"), ALONE)
