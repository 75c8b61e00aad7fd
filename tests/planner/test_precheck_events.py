"""Pre-checks on events: night hours with minors, days on which the centre is closed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.check.precheck import precheck
from planner.domain import ApprenticeId, FixedEvent
from tests.planner.precheck_centre import COOKS, MONDAY, centre, learner, only

EVENT = FixedEvent("E", "Sortie", MONDAY, 480, 600, class_ids=(COOKS,))


@pytest.mark.parametrize(("start", "end", "born", "told"), [
    (120, 300, date(2010, 1, 1), True), (1200, 1380, date(2010, 1, 1), True),
    (120, 300, date(2000, 1, 1), False), (480, 600, date(2010, 1, 1), False),
])  # fmt: skip
def test_night_event_with_a_minor_is_named(start: int, end: int, born: date, told: bool) -> None:
    """From two to five at night: its row is named, before the rules refuse a whole day; adults may come."""
    problem = centre(
        learners={ApprenticeId("A"): learner("A", birth=born)}, events=(replace(EVENT, start=start, end=end),)
    )
    problem = replace(problem, origins={**problem.origins, "event:E": "Événements!A2"})
    if not told:
        assert [a for a in precheck(problem) if a.kind == "night_events"] == []
        return
    alert = only(problem, "night_events")
    assert (alert.origin, alert.blocking) == ("Événements!A2", True)
    assert "Camille A" in alert.text


def test_event_on_a_sunday_is_worth_a_look() -> None:
    """It is allowed, and told; a Monday is not."""
    sunday = replace(EVENT, day=MONDAY + timedelta(days=6))
    week = centre(events=(EVENT, sunday), last=MONDAY + timedelta(days=6))
    alert = only(week, "closed_events")
    assert not alert.blocking
    assert "dimanche 13 septembre" in alert.text
