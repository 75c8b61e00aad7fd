"""Support that the workbook puts in place of a course, and that became supervised autonomy."""

from dataclasses import replace

import pytest

from outputs.alerts.means import NO_SUPPORT, support_alerts
from outputs.lists.tables import alert_table
from planner.domain import Attendance, Debt, Exemption, Kind, Session, Timetable
from tests.rules import build as b

LESSON = b.session("cours", course_ids=(b.COURSE,))
STUDY = replace(b.session("etude"), kind=Kind.STUDY, course_ids=())
HELP = replace(b.session("aide"), kind=Kind.SUPPORT, course_ids=())
SUBJECT = b.course().subject
PROBLEM = b.problem(
    learners=[b.learner()], courses=[b.course()], exemptions=(Exemption(b.LEARNER, SUBJECT, "support"),)
)
MORE = Debt(b.LEARNER, "besoin", "LIT1", 60, 0, b.MONDAY, 1, "équipe", "sans groupe")


def table(beside: Session, *debts: Debt) -> Timetable:
    """The lesson of the class, and what the one who is exempted has meanwhile."""
    return Timetable((LESSON, beside), (Attendance(beside.id, b.LEARNER),), debts=debts)


@pytest.mark.parametrize(
    ("beside", "debts", "said"),
    [
        (HELP, (), ""),
        (STUDY, (), "faute d'un besoin qui lui reste dû"),
        (STUDY, (MORE,), "faute de formateur, de groupe ou de salle"),
    ],
    ids=["support", "nothing due", "no group"],
)
def test_support_that_became_study_is_told_with_its_reason(beside: Session, debts: tuple[Debt, ...], said: str) -> None:
    """An hour of an hour in autonomy; nothing is said of support."""
    found = [text for _urgency, _name, _who, text in support_alerts(PROBLEM, table(beside, *debts))]
    assert len(found) == bool(said)
    assert all(said in text and "1 h sur 1 h en autonomie encadrée" in text for text in found)
    rows = [row for row in alert_table(PROBLEM, table(beside, *debts)).rows if row[1] == NO_SUPPORT]
    assert len(rows) == len(found)


def test_study_that_the_workbook_asks_for_is_no_alert() -> None:
    """« à la place : autonomie »."""
    problem = replace(PROBLEM, exemptions=(Exemption(b.LEARNER, SUBJECT, "study"),))
    assert not list(support_alerts(problem, table(STUDY)))
