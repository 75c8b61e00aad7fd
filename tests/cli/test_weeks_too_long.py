"""Days gone and a new event that pass the limit of a week by themselves are said before anything is looked for."""

from dataclasses import replace
from datetime import date, timedelta

from constraints import RULES
from planner.cli.work.new_alerts import weeks_too_long
from planner.domain import Attendance, FixedEvent, Timetable
from tests.planner.engine.change.scene import centre
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
    assert alert.text.startswith("young, mineur, a 36 h, pour 35 h au plus")
    assert "« Camp » (mardi 8 septembre," in alert.text
    assert weeks_too_long(old, new, before, RULES, b.MONDAY) == ()
    assert weeks_too_long(old, new, Timetable(), RULES, b.TUESDAY) == ()
    assert weeks_too_long(new, new, before, RULES, b.TUESDAY) == ()
