"""Days gone and a new event that pass the limit of a week by themselves are said before anything is looked for."""

from dataclasses import replace
from datetime import date, timedelta

from constraints import RULES
from planner.cli.work.new_alerts import weeks_too_long
from planner.domain import Attendance, FixedEvent, StandingSession, Timetable
from tests.planner.engine.change.scene import NEXT, centre
from tests.rules import build as b


def test_a_camp_that_makes_a_minors_week_too_long_is_said_with_its_cell() -> None:
    """Four days of eight hours beside four on Monday: 36 for 35 hours, unless Monday is still to come or was free."""
    young, grown = b.learner("young", birth=date(2010, 1, 1)), b.learner("grown")
    lesson = b.session("monday", course_id=b.COURSE, end="12")
    before = Timetable((lesson,), tuple(Attendance(lesson.id, p.id) for p in (young, grown)))
    days = [b.MONDAY + timedelta(days=n) for n in (1, 2, 3, 4)]
    camp = tuple(FixedEvent(f"E{day:%d}", "Camp", day, 480, 1020, class_ids=(b.CLASS,)) for day in days)
    old = centre(young, grown)
    new = replace(old, events=camp, origins={f"event:{event.id}": "Événements!A2" for event in camp})
    (alert,) = weeks_too_long(old, new, before, RULES, b.TUESDAY)
    assert alert.blocking
    assert alert.origin == "Événements!A2"
    assert alert.text.startswith("young, moins de 18 ans, a 36 h, pour 35 h au plus")
    assert "« Camp » (mardi 8 septembre," in alert.text
    assert weeks_too_long(old, new, before, RULES, b.MONDAY) == ()
    assert weeks_too_long(old, new, Timetable(), RULES, b.TUESDAY) == ()
    assert weeks_too_long(new, new, before, RULES, b.TUESDAY) == ()


def test_a_trip_that_passes_the_month_of_its_adult_with_days_gone_is_said() -> None:
    """Six hours of lessons last week and eight of a trip: over twelve hours a month, within thirteen a week."""
    days = [b.MONDAY + timedelta(days=n) for n in (0, 1)]
    lessons = tuple(b.session(f"l{day:%d}", day, end="11", course_id=b.COURSE) for day in days)
    trip = FixedEvent("T", "Sortie", NEXT, 480, 1020, class_ids=(b.CLASS,), trainer_ids=(b.TRAINER,))
    old = centre(trainers=[b.trainer(max_week=780, max_month=720)])
    new = replace(old, events=(trip,))
    (alert,) = weeks_too_long(old, new, Timetable(lessons), RULES, NEXT)
    assert "14 h pour 12 h au plus : septembre 2026" in alert.text
    assert weeks_too_long(old, new, Timetable(lessons[:1]), RULES, NEXT) == ()


def test_a_month_made_shorter_than_what_is_gone_and_pasted_is_said_with_its_cell() -> None:
    """Six hours gone and a pasted session of two, for seven a month from now on; what is gone alone is excused."""
    days = [b.MONDAY + timedelta(days=n) for n in (0, 1)]
    gone = tuple(b.session(f"l{day:%d}", day, end="11", course_id=b.COURSE) for day in days)
    pasted = b.session("collée", NEXT, end="10", course_id=b.COURSE)
    row = StandingSession(pasted.id, b.COURSE, NEXT, pasted.start, pasted.end, 120)  # type: ignore[arg-type]
    old = replace(centre(trainers=[b.trainer()]), standing=(row,))
    new = replace(centre(trainers=[b.trainer(max_month=420)]), standing=(row,), origins={"trainer:formatrice": "F!A2"})
    (alert,) = weeks_too_long(old, new, Timetable((*gone, pasted)), RULES, NEXT)
    assert alert.text.startswith(f"{b.TRAINER} a 8 h pour 7 h au plus : septembre 2026")
    assert "(« collée », lundi 14 septembre)" in alert.text
    assert weeks_too_long(old, new, Timetable(gone), RULES, NEXT) == ()
    assert weeks_too_long(new, new, Timetable((*gone, pasted)), RULES, NEXT) == ()
