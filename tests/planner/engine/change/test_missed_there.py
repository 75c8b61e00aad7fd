"""A course that has lost its hour goes where everybody of its class can be, where another hour would cost as much."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from constraints import RULES
from planner.domain import Absence, Arrangement, Exemption, Learner, Room
from planner.engine.change.missed_there import price_of_missing
from planner.engine.change.repair import Repair
from planner.engine.change.week_sessions import Known, WeekSessions
from planner.engine.solvers.cpsat import Interrupt
from planner.model import Option
from planner.prices import COURSE_MISSED
from planner.rule import active
from tests.planner.engine.change.scene import ANA, BEN, LESSON, LIMITS, board, centre
from tests.rules import build as b

SHUT = Absence(first=LESSON.day, last=LESSON.day, start=LESSON.start, end=LESSON.end)
FREE = ((b.TUESDAY, 480), (b.TUESDAY, 540), (b.WEDNESDAY, 480))
OTHER = b.session("autre", b.TUESDAY, course_id=b.COURSE)
OTHER = replace(OTHER, start=b.hour("15"), end=b.hour("16"))


def week(*learners: Learner, busy: bool = False, **changes: Any) -> WeekSessions:
    """A lesson whose room is shut at its hour; ``busy``: its class has another one on Tuesday."""
    problem = centre(*(learners or (ANA, BEN)), rooms=[room()], **changes)
    people = list(problem.learners.values())
    held = board(problem, (LESSON, people), *([(OTHER, people)] if busy else []))
    return WeekSessions(held, active(RULES, problem), b.MONDAY, LIMITS, Known())


def room() -> Room:
    """The only one, shut for the lesson."""
    return b.room(absences=(SHUT,))


def place(found: WeekSessions) -> Option:
    """Where the lesson goes."""
    repair = Repair(found, frozenset({LESSON.id}), interrupt=Interrupt())
    answer = repair.stand()
    assert not answer.left
    return answer.places[LESSON.id].option


def test_course_goes_to_an_hour_that_nobody_loses() -> None:
    """Wherever it would go, it goes elsewhere once Ana may not be there, and to another day before she misses it."""
    usual = place(week())
    for day in (False, True):
        start, end = (0, 24 * 60) if day else (usual.start, usual.end)
        window = Absence(weekday=usual.day.weekday(), start=start, end=end)
        option = place(week(arrangements=[Arrangement(ANA.id, "forbidden", window=window)]))
        assert (option.day, option.start) != (usual.day, usual.start)
        assert option.day != usual.day or not day


def prices(found: WeekSessions, apart: Sequence[str] = ()) -> list[int]:
    """What is missed at each of some hours."""
    options = [Option(day, start, start + 60, (b.TRAINER,)) for day, start in FREE]
    return [
        price_of_missing(found, found.number[LESSON.id], o, frozenset(map(LESSON.id.__class__, apart))) for o in options
    ]


@pytest.mark.parametrize(
    ("row", "missed"),
    [
        ({"effect": "forbidden", "window": Absence(weekday=1, start=480, end=540)}, (1, 0, 0)),
        ({"effect": "rest_day", "window": Absence(weekday=1)}, (1, 1, 0)),
        ({"effect": "max_day", "minutes": 60}, (1, 1, 0)),
        ({"effect": "max_day", "minutes": 120}, (0, 0, 0)),
        ({"effect": "least_presence", "minutes": 60}, (0, 0, 0)),
    ],
)
def test_what_keeps_somebody_from_an_hour(row: dict[str, Any], missed: tuple[int, ...]) -> None:
    """Hours kept free, a day of rest, a day that is full with the other lesson; what is no such thing costs nothing."""
    arranged = {"arrangements": [Arrangement(ANA.id, **row)]}
    assert prices(week(busy=True, **arranged)) == [n * (COURSE_MISSED + 1) for n in missed]
    free = {"exemptions": [Exemption(ANA.id, b.course().subject)]}
    assert prices(week(busy=True, **arranged, **free)) == [0, 0, 0]
    if row["effect"] == "max_day":
        assert prices(week(busy=True, **arranged), [OTHER.id]) == [0, 0, 0]


def test_own_absence_counts_and_more_people_count_more() -> None:
    """Both are away on Tuesday: it is the dearest; a lesson of nobody's own days costs nothing."""
    away = (Absence(weekday=1),)
    both, one = (week(replace(ANA, absences=away), replace(BEN, absences=x)) for x in (away, ()))
    assert prices(both)[0] > prices(one)[0] > prices(both)[2] == prices(week())[0] == 0
