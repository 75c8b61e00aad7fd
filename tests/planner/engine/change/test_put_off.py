"""What an update put off to a later day than the one from which the next update may change things."""

from dataclasses import replace
from datetime import date

import pytest

from constraints import RULES
from planner.domain import Absence, Attendance, Kind, Timetable
from planner.engine.change.put_off import PutOff, put_off
from tests.planner.engine.change.scene import ANA, centre
from tests.rules import build as b

DAYS = (b.MONDAY, b.TUESDAY, b.WEDNESDAY, b.THURSDAY)
LESSONS = tuple(b.session(f"cours-0{n}", day, course_id=b.COURSE) for n, day in enumerate(DAYS, start=1))
BEFORE = Timetable(LESSONS, tuple(Attendance(s.id, ANA.id) for s in LESSONS))
AWAY = centre(ANA, trainers=[b.trainer(absences=(Absence(first=b.MONDAY, last=b.FRIDAY),)), b.trainer(b.SECOND)])
"""The trainer of all four lessons is away all week."""


@pytest.mark.parametrize(("first", "names"), [(b.MONDAY, ["01", "02"]), (b.TUESDAY, ["02"]), (b.WEDNESDAY, [])])
def test_days_between_the_two_updates_are_looked_at(first: date, names: list[str]) -> None:
    """The last one began on Wednesday: from the new first day up to Tuesday its absence was not followed."""
    before = replace(BEFORE, summary={"since": b.WEDNESDAY.isoformat()})
    found = put_off(AWAY, RULES, before, first)
    assert found.sessions == {f"cours-{n}" for n in names}


def test_first_solve_has_put_off_nothing() -> None:
    """Nor has an update whose days keep every hard rule; what only preferences are against is no fault."""
    assert put_off(AWAY, RULES, BEFORE, b.MONDAY) == PutOff()
    kept = replace(BEFORE, summary={"since": b.FRIDAY.isoformat()})
    assert put_off(centre(ANA), RULES, kept, b.MONDAY) == PutOff()
    soft = tuple(replace(rule, kind="soft") for rule in RULES)
    assert put_off(AWAY, soft, kept, b.MONDAY) == PutOff()


def test_people_of_what_is_broken_are_of_the_change() -> None:
    """Support of one learner during the lesson: both sessions are judged, and who would be in them."""
    beside = b.session("soutien", kind=Kind.SUPPORT, trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    rows = (*BEFORE.attendance, Attendance(beside.id, ANA.id))
    before = replace(BEFORE, sessions=(*LESSONS, beside), attendance=rows, summary={"since": b.TUESDAY.isoformat()})
    found = put_off(centre(ANA), RULES, before, b.MONDAY)
    assert found == PutOff(frozenset({LESSONS[0].id, beside.id}), frozenset({ANA.id}))
