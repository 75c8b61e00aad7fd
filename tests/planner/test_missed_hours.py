"""Hours of course that somebody of the class does not attend: each has one cause, and what the workbook asks for it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.domain import Absence, Arrangement, Exemption, FixedEvent, Lost, Problem, Session, event_session_id
from planner.domain.missed import Missed, missed_hours
from planner.hours.missed import missed_rows
from tests.rules import build as b

LESSON = b.session("cours", b.TUESDAY, "10", "11", course_id=b.COURSE)
ENTRY = b.session("entree", b.TUESDAY, "9", "11", kind="onboarding")
WORK = b.session("etude", b.TUESDAY, "10", "11", kind="study")
SHORT = b.session("bref", b.TUESDAY, "10", "10:30", kind="support", minutes=30)
LONG = b.session("autre", b.TUESDAY, "13", "17")
EVENT = FixedEvent("1", "oral blanc", b.TUESDAY, b.hour("10"), b.hour("11"), apprentice_ids=(b.LEARNER,), makeup="led")
ORAL = replace(LESSON, id=event_session_id("1"), kind="fixed", course_ids=())
YOUNG = date(2010, 1, 1)


def missed(problem: Problem, *attended: Session) -> tuple[Missed, ...]:
    """What the learner misses who has only these sessions."""
    return missed_hours(problem, (LESSON, *attended), {b.LEARNER: attended})


def centre(regulated: bool = False, learner: dict[str, Any] | None = None, **changes: Any) -> Problem:
    """One class with one course, one learner."""
    course = b.course(regulated=regulated)
    return b.problem(courses=[course], learners=[b.learner(**(learner or {}))], **changes)


def arranged(effect: str, **changes: Any) -> tuple[Arrangement, ...]:
    """One arrangement of the learner."""
    return (Arrangement(b.LEARNER, effect, **changes),)


@pytest.mark.parametrize(
    ("problem", "attended", "cause", "makeup"),
    [
        (centre(learner={"absences": (Absence(1, makeup="study"),)}), (), Lost.ABSENCE, "study"),
        (centre(events=(EVENT,)), (ORAL,), Lost.EVENT, "led"),
        (centre(learner={"calendar": b.present(skip=[b.TUESDAY]), "makeup": "led"}), (), Lost.CALENDAR, "led"),
        (centre(), (ENTRY,), Lost.ENTRY, ""),
        (replace(centre(), settings=replace(centre().settings, entry_makeup="led")), (ENTRY,), Lost.ENTRY, "led"),
        (centre(True, {"birth": YOUNG}), (WORK,), Lost.NOT_AUTHORISED, ""),
        (centre(True, {"birth": YOUNG, "regulated_ok": b.WEDNESDAY}), (WORK,), Lost.NOT_AUTHORISED, ""),
        (centre(True, {"birth": YOUNG, "regulated_ok": b.MONDAY}), (WORK,), Lost.BEFORE_SAFETY, ""),
        (centre(arrangements=arranged("forbidden", window=Absence(1), makeup="led")), (), Lost.FORBIDDEN, "led"),
        (centre(arrangements=arranged("max_day", minutes=4 * 60 + 30)), (LONG,), Lost.DAY_CAP, ""),
        (centre(arrangements=arranged("max_day", minutes=5 * 60)), (LONG,), Lost.UNTOLD, ""),
        (centre(arrangements=arranged("max_day", minutes=4 * 60 + 30)), (LONG, SHORT), Lost.DAY_CAP, ""),
        (centre(), (b.session("nuit", b.TUESDAY, "13", "17", minutes=600),), Lost.LONGEST_DAY, ""),
        (centre(), (b.session("semaine", b.MONDAY, "13", "17", minutes=2400),), Lost.LONGEST_WEEK, ""),
        (centre(), (WORK,), Lost.CLASH, ""),
        (centre(True, {"remote": True}), (), Lost.AT_A_DISTANCE, ""),
        (centre(True, {"remote": True, "birth": YOUNG}), (), Lost.AT_A_DISTANCE, ""),
    ],
)  # fmt: skip
def test_each_hour_missed_has_its_cause(
    problem: Problem, attended: tuple[Session, ...], cause: Lost, makeup: str
) -> None:
    """The class has one hour on Tuesday at ten; what the learner has instead, or may not have, tells why."""
    (row,) = missed(problem, *attended)
    assert (row.session.id, row.cause, row.makeup) == (LESSON.id, cause, makeup)


def test_what_is_attended_or_replaced_is_not_missed() -> None:
    """In the session; exempted from the subject."""
    assert missed_hours(centre(), (LESSON,), {b.LEARNER: [LESSON]}) == ()
    assert missed(centre(exemptions=(Exemption(b.LEARNER, "matière"),)), WORK) == ()


def test_what_nobody_makes_up_is_one_row_a_course() -> None:
    """Two hours of one cause: minutes, the days, and nothing planned."""
    problem = centre(arrangements=arranged("forbidden", window=Absence()))
    later = replace(LESSON, id=b.session("cours 2").id, day=b.WEDNESDAY)
    (row,) = missed_rows(missed_hours(problem, (LESSON, later), {}))
    assert (row.due, row.planned, row.deadline, row.source) == (120, 0, b.WEDNESDAY, "programme")
    assert row.reason == "non suivies : horaire à garder libre (aménagement) (2 séances, du 08/09/2026 au 09/09/2026)"
