"""Random questions about a small timetable: the rules and the checker say the same."""

from benchmarks.why import Examiner, colours, line
from planner.domain import Kind
from tests.planner.why.test_places import ASKED, BESIDE, centre
from tests.rules.build import timetable

FOUND = timetable(ASKED, BESIDE)


def test_questions_agree_and_are_of_both_sorts() -> None:
    """Of thirty places some are accepted and some refused; the checker says the same of each."""
    examiner = Examiner(centre(), FOUND, 1)
    assert set(examiner.by_kind) == {Kind.COURSE}
    answers = [examiner.ask() for _number in range(30)]
    assert all(answer.agrees for answer in answers)
    assert {bool(answer.refused) for answer in answers} == {True, False}


def test_week_is_counted() -> None:
    """Both sessions have open hours; the line says how many."""
    prepared, seconds, hours = colours(centre(), FOUND)
    assert min(prepared, seconds) >= 0
    assert hours > 2
    week = {"prepared": prepared, "seconds": seconds, "hours": hours}
    record = {"instance": "x", "seed": 1, "questions": 2, "agree": 1, "accepted": 1, "unsaid": {}, "week": week}
    assert "1 of 2 questions agree (50.0%" in line({**record, "disagree": ["one"]})
