"""Limits of a week or a month that days gone, events and pasted sessions pass by themselves, and what is not theirs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from constraints import RULES
from planner.domain import Attendance, FixedEvent, Problem, Session, SessionId, StandingSession, Timetable
from planner.engine.change.forced import forced, forced_by_limits
from tests.planner.engine.change.scene import ANA, centre
from tests.rules import build as b

LESSON = b.session("cours-01", end="12", course_id=b.COURSE)
"""Four hours on Monday."""
BEFORE = Timetable((LESSON,), (Attendance(LESSON.id, ANA.id),))
REST = BEFORE, RULES, b.TUESDAY
OUTING = FixedEvent("sortie", "Sortie", b.WEDNESDAY, 480, 600, class_ids=(b.CLASS,), trainer_ids=(b.TRAINER,))
"""Two hours with the trainer."""


def most(minutes: int, *events: FixedEvent, stands: Sequence[Session] = ()) -> Problem:
    """The centre where the trainer may work so much a week, with some events and what stands already."""
    rows = tuple(StandingSession(s.id, b.COURSE, s.day, s.start, s.end, s.minutes) for s in stands)
    trainers = [b.trainer(max_week=minutes), b.trainer(b.SECOND)]
    return centre(ANA, trainers=trainers, events=events, standing=rows)


def guilty(minutes: int, *events: FixedEvent, first: date = b.TUESDAY) -> list[tuple[str, ...]]:
    """Names of the events to which each limit that is passed is put down, whoever says so."""
    found = forced(most(minutes), most(minutes, *events), BEFORE, RULES, first)
    said = {finding.text: tuple(event.id for event in events) for finding, events in found}
    return list(said.values())


@pytest.mark.parametrize(("minutes", "passed"), [(360, False), (359, True)])
def test_event_passes_the_limit_with_the_days_gone_alone(minutes: int, passed: bool) -> None:
    """Four hours on Monday, which is over, and two of the outing are six: at the limit, then over by a minute."""
    assert guilty(minutes, OUTING) == [("sortie",)] * passed


def test_session_that_may_still_move_forces_nothing() -> None:
    """On Monday itself the lesson can go elsewhere: the two hours of the outing alone are within the limit."""
    assert guilty(240, OUTING, first=b.MONDAY) == []


def test_only_new_events_that_take_part_are_named() -> None:
    """The one of the other trainer and class does not; one that was known before, or is over, is no news."""
    beside = replace(OUTING, id="autre", class_ids=(), trainer_ids=(b.SECOND,), start=780, end=840)
    assert guilty(300, OUTING, beside) == [("sortie",)]
    known = most(300, OUTING)
    assert list(forced(known, known, BEFORE, RULES, b.TUESDAY)) == []
    assert guilty(300, replace(OUTING, day=b.MONDAY, start=780, end=900)) == []


def test_event_typed_for_a_day_gone_takes_nobody_any_more() -> None:
    """Two hours on Monday that nobody had, and the outing: the week has six hours with the lesson, not eight."""
    assert guilty(360, OUTING, replace(OUTING, id="hier", day=b.MONDAY, start=780, end=900)) == []


@pytest.mark.parametrize(("minutes", "passed"), [(360, False), (359, True)])
def test_week_of_a_learner_is_passed_by_the_event_that_calls_them(minutes: int, passed: bool) -> None:
    """Ana has four hours gone and two of the outing, which no adult of the centre leads."""
    bare = replace(OUTING, trainer_ids=())
    old = replace(centre(ANA), settings=replace(centre(ANA).settings, adult_week=minutes))
    found = [tuple(e.id for e in events) for _f, events in forced(old, replace(old, events=(bare,)), *REST)]
    assert found == [("sortie",)] * passed


def pasted(day: date = b.WEDNESDAY) -> tuple[Session, Timetable]:
    """A session of four hours that the workbook keeps where it is, beside the lesson of Monday."""
    held = replace(LESSON, id=SessionId("collée"), day=day)
    return held, replace(BEFORE, sessions=(LESSON, held), attendance=(*BEFORE.attendance, Attendance(held.id, ANA.id)))


@pytest.mark.parametrize(("minutes", "passed"), [(480, False), (479, True)])
def test_adult_who_may_work_less_has_more_fixed_already(minutes: int, passed: bool) -> None:
    """Eight hours are done or pasted: the trainer is named with the session to come, once the limit is below that."""
    held, before = pasted()
    new = most(minutes, stands=[held])
    found = forced_by_limits(most(600), new, before, RULES, b.TUESDAY)
    assert [(who, [s.id for s in fixed]) for _f, who, fixed in found] == [(b.TRAINER, [held.id])] * passed


def test_two_who_lead_the_same_and_may_work_less_have_a_finding_each() -> None:
    """Eight hours together, seven allowed to each: each is told of once, with their own name."""
    two = (b.TRAINER, b.SECOND)
    held, before = pasted()
    held, lesson = replace(held, trainer_ids=two), replace(LESSON, trainer_ids=two)
    new = most(600, stands=[held])
    less = {t: replace(new.trainers[t], max_week=420) for t in two}
    before = replace(before, sessions=(lesson, held))
    found = list(forced_by_limits(new, replace(new, trainers=less), before, RULES, b.TUESDAY))
    assert [(who, f.text.startswith(less[who].name)) for f, who, _fixed in found] == [
        (who, True) for who in sorted(two)
    ]


def test_limit_of_an_adult_is_told_once() -> None:
    """It is one of a week, in a term of which all days gone count."""
    assert len(list(forced(most(359), most(359, OUTING), *REST))) == 1


@pytest.mark.parametrize("why", ["as before", "days gone alone", "may move"])
def test_limit_that_fixes_nothing_to_come_is_not_told(why: str) -> None:
    """Nobody may work less, all is over, or what is to come may still go elsewhere."""
    held, before = pasted(b.TUESDAY if why == "days gone alone" else b.WEDNESDAY)
    new = most(300, stands=[] if why == "may move" else [held])
    old = new if why == "as before" else most(600)
    assert list(forced_by_limits(old, new, before, RULES, b.WEDNESDAY)) == []
