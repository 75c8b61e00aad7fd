"""Rows about the hours of people count what they attend: whom a lesson stands without, and hours at a distance."""

from dataclasses import replace

import pytest

from constraints import RULES
from planner.domain import Absence, Barrette, BarretteId, Kind, Learner, Problem, Session, Settings
from planner.engine.change.really_there import minutes_from_afar, who_is_not_there
from planner.engine.change.repair import Repair
from planner.engine.change.week_sessions import Known, WeekSessions
from planner.engine.solvers.cpsat import Interrupt
from planner.rule import active
from tests.planner.engine.change.scene import ANA, BEN, LESSON, LIMITS, board, centre
from tests.rules import build as b

CHLOE = b.learner("chloe", b.OTHER)
NINE = (b.hour("9"), b.hour("10"))
FULL = b.session("complet", b.MONDAY, "9", "10", course_id=b.COURSE, trainer_ids=(b.SECOND,))
LATER = b.session("plus tard", b.WEDNESDAY, course_id=b.COURSE)
LOST = b.session(
    "perdu", b.TUESDAY, "9", "10", course_id=b.SECOND_COURSE, class_ids=(b.OTHER,), trainer_ids=(b.SECOND,),
    room_id=b.SECOND_ROOM,
)  # fmt: skip


def only_monday_at_nine() -> Problem:
    """Two hours a week at most; the other class, whose lesson is on Tuesday, is there on Monday from nine to ten only.

    At that hour its trainer gives a lesson of the first class.
    """
    shut = [Absence(first=b.MONDAY, last=b.MONDAY, start=a, end=z) for a, z in ((0, NINE[0]), (NINE[1], 24 * 60))]
    there = b.group(b.OTHER, calendar=b.present(last=b.MONDAY), off_hours=tuple(shut))
    courses = [
        b.course(teams=((b.TRAINER,), (b.SECOND,)), lengths=(60, 60)),
        b.course(b.SECOND_COURSE, class_ids=(b.OTHER,), teams=((b.SECOND,),), lengths=(60,)),
    ]
    settings = Settings(least_presence=0, adult_week=120)
    return centre(ANA, BEN, CHLOE, classes=[b.group(), there], courses=courses, settings=settings)


def repaired(problem: Problem, *held: tuple[Session, tuple[Learner, ...]]) -> Repair:
    """The week in which the lesson of the other class has lost its hour."""
    found = board(problem, *held, (LOST, (CHLOE,)))
    week = WeekSessions(found, active(RULES, problem), b.MONDAY, LIMITS, Known())
    return Repair(week, frozenset({LOST.id}), interrupt=Interrupt())


@pytest.mark.parametrize(("who", "room"), [((ANA, BEN), True), ((BEN,), False), ((), True)])
def test_lesson_that_somebody_is_not_in_makes_their_week_no_longer(who: tuple[Learner, ...], room: bool) -> None:
    """Ana has her two hours and is not in the lesson of nine: at another hour she would be, and have three.

    Where she is in it she has three already, wherever it is; where there is none, nothing has to move.
    """
    first = [(LESSON, (ANA, BEN)), (LATER, (ANA,) if BEN in who else (ANA, BEN))]
    repair = repaired(only_monday_at_nine(), *first, *([(FULL, who)] if who else []))
    answer = repair.ideal(repair.whole())
    assert (LOST.id not in answer.left) is room


def test_lesson_may_move_for_another_where_nobody_has_too_much() -> None:
    """Three hours a week: the lesson of nine moves, with Ana, and the other class has its hour."""
    problem = only_monday_at_nine()
    wide = replace(problem, settings=replace(problem.settings, adult_week=180))
    repair = repaired(wide, (LESSON, (ANA, BEN)), (LATER, (ANA, BEN)), (FULL, (BEN,)))
    answer = repair.ideal(repair.whole())
    assert (answer.left, set(answer.places)) == (frozenset(), {LOST.id, FULL.id})


def test_time_at_a_distance_counts_in_the_week() -> None:
    """An hour in Chloé's own time and one in class fill her two hours; half an hour more is one too many."""
    own = b.session("suivi", b.TUESDAY, kind=Kind.SUPPORT, modality="remote_async", room_id=None, class_ids=(b.OTHER,))
    for minutes, left in ((60, False), (90, True)):
        extra = replace(own, minutes=minutes)
        repair = repaired(only_monday_at_nine(), (extra, (CHLOE,)))
        assert minutes_from_afar(repair.week) == {CHLOE.id: minutes}
        assert bool(repair.stand().left) is left


def test_who_is_in_one_group_of_a_barrette_is_in_its_hour() -> None:
    """Ana in one group, Ben in the other, of three who are called; of a lesson that nobody is in yet nobody is out."""
    dan = b.learner("dan")
    barrette = Barrette(BarretteId("B"), "B", (b.CLASS,), 60, 1)
    one = b.session("g1", kind=Kind.BARRETTE, barrette_id=barrette.id, occurrence=1, group_id="g1")
    two = replace(one, id=b.session("g2").id, group_id="g2", room_id=b.SECOND_ROOM)
    found = board(centre(ANA, BEN, dan, barrettes=[barrette]), (one, (ANA,)), (two, (BEN,)), (LATER, ()))
    week = WeekSessions(found, active(RULES, found.problem), b.MONDAY, LIMITS, Known())
    assert who_is_not_there(week) == {dan.id: {week.number[one.id], week.number[two.id]}}
