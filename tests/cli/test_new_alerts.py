"""What an update says first of hours of courses: they may go to other weeks, and what took place stays given."""

from dataclasses import replace
from datetime import date, timedelta

from planner.cli.work.new_alerts import new_alerts
from planner.domain import Absence, Problem, Session, Timetable, Volume
from tests.rules import build as b

WEEKS = [b.MONDAY + timedelta(weeks=n) for n in range(3)]
TWO = 120


def term(hours: int, *absent: date, trainer: str = b.TRAINER) -> Problem:
    """Three weeks at the centre; a course of some hours a week, one at most each day, and who leads it is away a week
    from each of some Mondays.
    """
    away = tuple(Absence(first=monday, last=monday + timedelta(days=6)) for monday in absent)
    last = WEEKS[-1] + timedelta(days=6)
    course = b.course(
        volume=Volume(weekly=hours * 60), lengths=(60,), max_per_day=1, teams=((trainer,),), class_ids=(b.CLASS,)
    )
    plain = b.problem(
        classes=[b.group(calendar=b.present(last=last))],
        courses=[course],
        trainers=[b.trainer(), b.trainer(trainer, absences=away)],
        origins={"course:cours": "Cours!A2"},
    )
    return replace(plain, last=last)


def held(hours: int) -> Timetable:
    """Hours of the course on the first days of each week."""
    days = [monday + timedelta(days=n) for monday in WEEKS for n in range(hours)]
    return Timetable(tuple(_lesson(n, day) for n, day in enumerate(days)))


def _lesson(number: int, day: date) -> Session:
    return b.session(f"s{number}", day, course_id=b.COURSE, class_ids=(b.CLASS,))


def said(old: Problem, new: Problem, hours: int, first: date = b.MONDAY) -> list[str]:
    """Alerts on the places of the course."""
    return [alert.text for alert in new_alerts(old, new, held(hours), first) if alert.kind == "course_places"]


def test_hours_of_a_week_that_its_trainer_misses_may_go_to_others() -> None:
    """Two, or now three hours of three weeks: the two weeks left have ten days of one hour."""
    away = WEEKS[1]
    assert said(term(2), term(2, away), 2) == []
    assert said(term(2), term(3, away), 2) == []


def test_more_hours_than_the_days_that_are_left_are_said_with_what_stands() -> None:
    """Fifteen hours asked for from the second week on: two took place, and the last week has five days.

    « Possible at most » counts both; before the first day nothing more can be placed.
    """
    (text,) = said(term(2), term(5, WEEKS[1]), 2, first=WEEKS[1])
    assert "15 h à placer, 7 h possibles au plus" in text


def test_a_new_trainer_is_not_asked_for_what_took_place() -> None:
    """A trainer who comes in the third week takes over a course of more hours: those of the other weeks stand."""
    old, new = term(2), term(3, *WEEKS[:2], trainer=b.SECOND)
    assert new_alerts(old, new, held(2), WEEKS[2]) == ()
    (text,) = said(old, term(4, *WEEKS[:2], trainer=b.SECOND), 2, first=WEEKS[2])
    assert "12 h à placer, 9 h possibles au plus, parce que la classe n'est pas au CFA assez de jours" in text
    assert "à partir du lundi 21 septembre" in text
