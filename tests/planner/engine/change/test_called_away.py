"""A course whose trainer is replaced keeps its hour although some of its people have an event then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from planner.domain import Absence, FixedEvent, Kind, Learner, Lock, Session, event_session_id
from planner.engine.change.called_away import called_away
from tests.planner.engine.change.scene import ANA, BEN, LESSON, board, centre, mend
from tests.rules import build as b

EIGHT = (b.MONDAY, b.hour("8"))
MEETING = FixedEvent("rv", "rendez-vous", b.MONDAY, 480, 540, apprentice_ids=(ANA.id,))
AWAY = b.trainer(absences=tuple(Absence(weekday) for weekday in range(5)))
LOCK = Lock(b.COURSE, day=b.MONDAY, start=b.hour("8"))


def event(**changes: object) -> Session:
    """The session of an event at the hour of the course."""
    plain = b.session(str(event_session_id("rv")), kind=Kind.FIXED, label="rendez-vous", trainer_ids=(), room_id=None)
    return replace(plain, **changes)  # type: ignore[arg-type]


def hour(at_event: Sequence[Learner], in_class: Sequence[Learner], **changes: object) -> tuple[date, int]:
    """Day and hour of the course once its trainer is away all week, and the other one takes it."""
    problem = centre(
        courses=[b.course(teams=((b.TRAINER,), (b.SECOND,)), lengths=(60, 60))],
        trainers=[AWAY, b.trainer(b.SECOND)],
        **{"events": (MEETING,), **changes},
    )
    found = board(problem, (event(), at_event), (LESSON, in_class))
    option = mend(found).own_week(b.MONDAY, frozenset({LESSON.id})).places[LESSON.id].option
    assert option.team == (b.SECOND,)
    return option.day, option.start


def test_who_has_an_appointment_leaves_the_course_at_its_hour() -> None:
    """One of two is at it: the other trainer comes at the hour of the course."""
    assert hour([ANA], [BEN]) == EIGHT


@pytest.mark.parametrize(("changes", "stays"), [({}, False), ({"locks": (LOCK,)}, True)], ids=["free", "locked"])
def test_course_that_nobody_attends_stays_where_a_lock_has_it(changes: dict[str, object], stays: bool) -> None:
    """Both are at the event: the course looks for an hour at which they come, or keeps that of its lock."""
    both = replace(MEETING, apprentice_ids=(ANA.id, BEN.id))
    assert (hour([ANA, BEN], [], events=(both,), **changes) == EIGHT) is stays


@pytest.mark.parametrize(
    ("event_part", "part", "missed"), [("A", "B", True), ("A", "", True), ("A", "A", False), ("", "A", False)]
)
def test_event_of_the_whole_audience_is_no_thing_of_some(event_part: str, part: str, missed: bool) -> None:
    """A part at an event is missing from what the class, or the other part, has; its own course is crossed."""
    problem = centre(events=(replace(MEETING, apprentice_ids=(), class_ids=(b.CLASS,), part=event_part),))
    found = board(problem, (event(part=event_part), [ANA]), (replace(LESSON, part=part), [BEN]))
    sessions = (found.sessions[LESSON.id], event(part=event_part))
    assert called_away(found, sessions) == ({(ANA.id, 0)} if missed else set())
