"""A dated lock that is added at another hour: a session of its week goes there, or it is said before that none can."""

from dataclasses import replace
from datetime import timedelta

from constraints import RULES
from planner.check.verify import verify
from planner.cli.work.new_alerts import locks_out_of_reach
from planner.domain import Attendance, Lock, Session, Timetable
from planner.engine.change.limits import Limits
from planner.engine.change.options import UpdateOptions
from planner.engine.flow import update
from tests.planner.engine.change.scene import ANA, BEN, NEXT, centre
from tests.rules import build as b

FRIDAY = NEXT + timedelta(days=4)
LOCK = Lock(course_id=b.COURSE, day=FRIDAY, start=600, origin="Verrous!A2")
LESSONS = tuple(
    b.session(f"cours-0{n}", b.MONDAY + timedelta(days=day), course_id=b.COURSE)
    for n, day in enumerate((0, 1, 7, 8), start=1)
)
BEFORE = Timetable(LESSONS, tuple(Attendance(s.id, p.id) for s in LESSONS for p in (ANA, BEN)))


def hour(session: Session) -> tuple[object, int]:
    """Day and start."""
    return session.day, session.start


def test_a_session_of_its_week_goes_where_a_new_lock_says() -> None:
    """One of the two lessons of the second week is on Friday at ten, and no other one has moved."""
    new = replace(centre(), locks=(LOCK,))
    options = UpdateOptions(b.TUESDAY, b.TUESDAY, effort=0.1, workers=1)
    after = update(centre(), new, BEFORE, RULES, options).timetable
    assert [hour(s) for s in after.sessions] == [*map(hour, LESSONS[:2]), hour(LESSONS[3]), (FRIDAY, 600)]
    assert not verify(new, RULES, after).hard


def test_a_lock_that_comes_too_late_is_said_with_its_cell() -> None:
    """Past, inside the notice, or both lessons of its week locked; a lock that is obeyed already says nothing."""
    new = replace(centre(), locks=(LOCK,))
    late = {
        "ce jour est passé": Limits(FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=1)),
        "délai de prévenance": Limits(b.TUESDAY, FRIDAY + timedelta(days=1)),
        "aucune séance": Limits(b.TUESDAY, b.TUESDAY, frozenset(s.id for s in LESSONS)),
    }
    for words, limits in late.items():
        (alert,) = locks_out_of_reach(centre(), new, BEFORE, limits)
        assert words in alert.text
        assert alert.origin == "Verrous!A2"
    assert locks_out_of_reach(centre(), new, BEFORE, Limits(b.TUESDAY, b.TUESDAY)) == ()
    kept = replace(new, locks=(replace(LOCK, day=LESSONS[3].day, start=LESSONS[3].start),))
    assert locks_out_of_reach(centre(), kept, BEFORE, late["délai de prévenance"]) == ()
