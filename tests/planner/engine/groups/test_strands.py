"""What one person is still to be given of the strands: the part of a period, and what may wait for later hours."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain import PERSONAL, ApprenticeId, ClassId, OpenPeriod, OpenPeriodId, Owed
from planner.engine.groups.scene import Scene
from planner.engine.groups.strands import StrandsOf
from planner.hours.owed import SOURCE_PROGRAMME
from tests.planner.scenes import BARRETTE, PERIOD, tiny
from tests.rules import build as b

AFTER = PERIOD.last + timedelta(days=8)
"""A day of the next period."""
HOURS = (b.MONDAY, b.TUESDAY, AFTER, AFTER + timedelta(days=1))
"""Two days at the centre in the period, two after it."""
OPEN = OpenPeriod(OpenPeriodId("O"), "Temps", (ClassId(b.CLASS),), 60)
LIT1 = Owed(ApprenticeId("lectrice"), "lit", "LIT1", 60, AFTER + timedelta(days=6), AFTER)
"""An hour of writing that is owed after the period."""


def strands(*owed: Owed, later: int = 0, barrette: bool = True, days: int = 4, paid: int = 0) -> StrandsOf:
    """Two hours of one strand for somebody who comes on the first of those days; ``later``: minutes of support."""
    target = Owed(ApprenticeId("lectrice"), "volet", PERSONAL, 120, AFTER, b.MONDAY, source=SOURCE_PROGRAMME)
    calendar = dict.fromkeys(HOURS[:days], b.ALL_DAY)
    found = tiny({"lectrice": ["LIT1"]}, skills={}, classes=[b.group(calendar=calendar)])
    problem = replace(found.problem, last=AFTER + timedelta(days=6))
    place = {"barrette": BARRETTE} if barrette else {"open_period": OPEN}
    scene = Scene(
        problem, PERIOD, found.occasions, (target, *owed), {(target.apprentice_id, "volet"): paid},
        later={ClassId(b.CLASS): later}, **place,
    )  # fmt: skip
    return StrandsOf(scene, problem.learners[ApprenticeId("lectrice")], (target,))


def test_a_barrette_gives_of_a_strand_what_falls_on_its_period() -> None:
    """Two of the four days left are in the period: one of the two hours; all of them where nobody comes later."""
    assert strands().minutes == {PERSONAL: 60}
    assert strands(days=2).minutes == strands(barrette=False).minutes == {PERSONAL: 120}
    assert strands(paid=60).minutes == {PERSONAL: 30}
    assert (strands().unmet, strands(paid=60).unmet) == ({PERSONAL}, frozenset())


@pytest.mark.parametrize(
    ("later", "barrette", "days", "now"),
    [(0, True, 4, False), (0, True, 2, True), (0, False, 4, True), (60, False, 4, True), (120, False, 4, False)],
)
def test_a_strand_comes_before_hours_owed_where_later_hours_have_no_room(
    later: int, barrette: bool, days: int, now: bool
) -> None:
    """At an open period: an hour of writing and one of the strand need two hours later. At a barrette: the last."""
    assert strands(LIT1, later=later, barrette=barrette, days=days).now(ClassId(b.CLASS)) == now


def test_who_owes_hours_at_a_barrette_is_not_offered_what_open_periods_may_give() -> None:
    """Unless they come no more, or owe nothing; an open period offers it."""
    assert strands().wait(owes=True)
    assert not strands().wait(owes=False)
    assert not strands(days=2).wait(owes=True)
    assert not strands(barrette=False).wait(owes=True)
