"""Random small centres, planned, changed and planned again: no hard rule is ever broken.

``python -m benchmarks random --count 300`` runs many more, and tells the seed of whatever breaks.
"""

from datetime import timedelta

import pytest

from benchmarks.random_centres import play, refused
from benchmarks.random_changes import KINDS, changed
from benchmarks.random_people import centre
from benchmarks.random_rows import MONDAY, Dice, problem_of
from data.sheets.schema import SHEETS
from planner.domain import Attendance, Kind, Session, SessionId, Timetable

SEEDS = (2, 4, 7, 14, 16, 18, 28, 55, 60, 66, 72, 74, 75, 79, 81, 82, 85, 94, 98, 115)
"""Centres that are quick, and among which every sheet, every arrangement and every kind of change is."""


@pytest.mark.parametrize("seed", SEEDS)
def test_random_centre_planned_again_breaks_no_rule(seed: int) -> None:
    """A centre is solved, then updated after changes, twice: no rule breaks, but where `check` refuses the workbook."""
    story = play(seed)
    assert [str(one) for one in story.broken if not refused(one)] == []
    assert len(story.stages) == 3


def test_random_centres_have_every_sheet_and_arrangement() -> None:
    """Among the seeds, no sheet is left out but those of what took place, which come later."""
    rows = [centre(seed) for seed in SEEDS]
    assert {sheet.name for sheet in SHEETS} - {name for one in rows for name in one} == {"Présences", "Réalisé"}
    assert len({row["effet"] for one in rows for row in one.get("Aménagements", ())}) == 6
    assert set(KINDS) >= {"realised", "trip", "closed", "trainer_away", "room_closed", "entrant", "leaver", "result"}


def test_attendance_and_actions_are_typed_as_time_goes_by() -> None:
    """In half of the updates each, of sessions gone; the workbook with them has no fault."""
    rows = centre(2)
    problem = problem_of(rows)[0]
    assert problem is not None
    lesson = Session(SessionId("x"), Kind.COURSE, MONDAY, 480, 540, 60, "Cours", "Cours")
    timetable = Timetable((lesson,), tuple(Attendance(lesson.id, who) for who in problem.learners))
    kinds = set[str]()
    for number in range(1, 9):
        found, drawn = changed(rows, timetable, Dice(number), MONDAY + timedelta(days=number), number, {})
        kinds |= {*drawn}
        assert problem_of(found)[0] is not None
        assert ("attendance" in drawn) == ("Présences" in found)
    assert kinds == {"attendance", "action"}
