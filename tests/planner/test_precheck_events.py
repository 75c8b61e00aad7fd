"""Pre-checks on events: night hours with minors, days on which the centre is closed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.check.precheck import precheck
from planner.domain import Absence, ApprenticeId, FixedEvent, TrainerId
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


def test_person_summoned_while_their_class_is_away_is_named() -> None:
    """Called by name to an event of a day on which the class is in its companies; on a day at the centre, silent."""
    tuesday = replace(EVENT, day=MONDAY + timedelta(days=1), class_ids=(), apprentice_ids=(ApprenticeId("A"),))
    week = centre(events=(tuesday, replace(tuesday, day=MONDAY)))
    group = week.classes[COOKS]
    away = replace(group, calendar={day: mask for day, mask in group.calendar.items() if day != tuesday.day})
    alert = only(replace(week, classes={**week.classes, COOKS: away}), "absent_at_events")
    assert not alert.blocking
    assert "mardi 8 septembre" in alert.text
    assert "Camille A n’est pas là" in alert.text


def test_trainer_summoned_on_a_day_off_is_named() -> None:
    """On the weekday on which a trainer never works."""
    problem = centre(events=(replace(EVENT, class_ids=(), trainer_ids=(TrainerId("CHEF"),)),))
    chef = replace(problem.trainers[TrainerId("CHEF")], absences=(Absence(0),))
    assert [a for a in precheck(problem) if a.kind == "absent_at_events"] == []
    assert "Anne Roux" in only(replace(problem, trainers={chef.id: chef}), "absent_at_events").text
