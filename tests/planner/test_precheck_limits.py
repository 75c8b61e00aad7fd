"""What `check` says of limits that nothing can keep."""

from planner.check.precheck import precheck
from planner.domain import Problem, Volume, WeekLimit
from tests.rules import build as b


def said(limit: WeekLimit, *lengths: int, weekly: int = 240, meal: bool = False) -> list[str]:
    """Sentences about a class with one course, of so many minutes a week."""
    course = b.course(volume=Volume(weekly=weekly), lengths=lengths, meal=meal)
    problem: Problem = b.problem(courses=[course], week_limits=(limit,))
    found = [alert for alert in precheck(problem) if alert.kind == "limits_reached"]
    assert all(alert.blocking for alert in found)
    return [alert.text for alert in found]


def test_a_session_longer_than_its_limit_is_said() -> None:
    """Four hours for three on end, and for three a day, of the class or of the only trainer."""
    (text,) = said(WeekLimit(class_ids=(b.CLASS,), run=180), 240)
    assert "séances de 4 h" in text
    assert "3 h d'affilée" in text
    assert "3 h par jour" in said(WeekLimit(trainer_ids=(b.TRAINER,), most_day=180), 240)[0]
    assert said(WeekLimit(class_ids=(b.CLASS,), run=240), 240) == []
    assert said(WeekLimit(trainer_ids=(b.SECOND,), run=60), 240) == []


def test_who_eats_during_it_has_a_rest_and_a_wish_blocks_nothing() -> None:
    """A service holds the meal; what is wished is only paid."""
    assert said(WeekLimit(class_ids=(b.CLASS,), run=180), 240, meal=True) == []
    assert said(WeekLimit(class_ids=(b.CLASS,), run=180, hard=False), 240) == []


def test_a_week_of_more_hours_than_its_days_hold_is_said() -> None:
    """Eleven hours in two days of five; ten fit."""
    limit = WeekLimit(class_ids=(b.CLASS,), days=2, most_day=300)
    (text,) = said(limit, 60, weekly=660)
    assert "11 h de cours par semaine" in text
    assert "en laisse 10 h" in text
    assert said(limit, 60, weekly=600) == []


def test_a_week_shorter_than_the_least_of_a_day_is_said() -> None:
    """One hour a week, and two asked of each day with any."""
    limit = WeekLimit(class_ids=(b.CLASS,), least_day=120)
    (text,) = said(limit, 60, weekly=60)
    assert "2 h au moins dans une journée" in text
    assert said(limit, 60, weekly=120) == []
