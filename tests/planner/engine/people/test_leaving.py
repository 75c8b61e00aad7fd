"""What cannot stay leaves the board for the list: a lesson, the hour of a barrette, the place of a class."""

from dataclasses import replace

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import (
    About,
    Barrette,
    BarretteId,
    Cause,
    Kind,
    Missing,
    OpenPeriod,
    OpenPeriodId,
    Period,
    PeriodId,
    Problem,
    SessionId,
)
from planner.engine.people.leaving import leave
from planner.engine.week.tied import loose
from tests.rules import build as b

PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, b.SUNDAY)
BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS, b.OTHER), 60)
TIME = OpenPeriod(OpenPeriodId("T"), "Temps", (b.CLASS, b.OTHER), 60)
ANA, ZOE = b.learner("ana"), b.learner("zoe", class_id=b.OTHER)
WHY = "classe a 1 h pour 2 h au moins"


def centre(least: int = 120) -> Problem:
    """Two classes that share a barrette and an open period; the first one does not come for an hour."""
    return b.problem(
        classes=[b.group(min_day=least, min_day_hard=True), b.group(b.OTHER)],
        learners=[ANA, ZOE],
        barrettes=[BARRETTE],
        open_periods=(TIME,),
        periods=(PERIOD,),
        courses=[b.course()],
    )


def groups() -> Board:
    """One hour of the barrette, in two groups of one class each."""
    found = Board(centre(), RULES)
    for name, person in (("B-P1-un-1-o1", ANA), ("B-P1-deux-1-o1", ZOE)):
        group = b.session(
            name, kind=Kind.BARRETTE, barrette_id=BARRETTE.id, period_id=PERIOD.id, occurrence=1, trainer_ids=()
        )
        found.put(replace(group, class_ids=(person.memberships[0].class_id,)), {person.id: False})
    return found


def hour() -> Board:
    """An hour of the open period: a group of both classes, a place of each."""
    found = Board(centre(), RULES)
    plain = b.session("T-P1-o1", period_id=PERIOD.id, occurrence=1, trainer_ids=(), room_id=None)
    for one in (b.CLASS, b.OTHER):
        found.put(replace(plain, id=SessionId(f"T-P1-o1-{one}"), kind=Kind.OPEN, class_ids=(one,)), {})
    support = replace(plain, id=SessionId("T-P1-LIT1-1-o1"), kind=Kind.SUPPORT, class_ids=(b.CLASS, b.OTHER))
    found.put(support, {ANA.id: False, ZOE.id: False})
    return found


def test_lesson_is_listed_with_its_reason_and_once() -> None:
    """Its row names its course, its class and its week; asked again, it is gone already."""
    board, lesson = Board(centre(), RULES), b.session(course_id=b.COURSE)
    board.put(lesson, {ANA.id: False})
    (row,) = leave(board, lesson, WHY)
    assert (row.session_id, row.kind, row.course_ids, row.week) == (lesson.id, Kind.COURSE, (b.COURSE,), b.MONDAY)
    assert (row.cause, row.said) == (Cause.TIED, WHY)
    assert not board.sessions
    assert leave(board, lesson, WHY) == []


def test_group_takes_the_hour_of_its_barrette_with_it() -> None:
    """Both groups go, under the one row that the hour has, for both classes."""
    board = groups()
    first, second = board.sessions.values()
    (row,) = leave(board, first, WHY)
    assert (row.session_id, row.barrette_id, row.class_ids) == ("B-P1-o1", BARRETTE.id, BARRETTE.class_ids)
    assert not board.sessions
    assert leave(board, second, WHY) == []


def test_place_of_a_class_takes_only_its_own_people() -> None:
    """The group goes on for the other class, whose place stays; what was said of minors left there goes."""
    board = hour()
    said = Missing(SessionId(f"encadrement-T-P1-o1-{b.CLASS}"), Kind.OPEN, 60, Cause.NOBODY_TO_WATCH, about=About.REST)
    board.unwatched = [said]
    (row,) = leave(board, board.sessions[SessionId(f"T-P1-o1-{b.CLASS}")], WHY)
    assert (row.session_id, row.class_ids) == ("T-P1-o1", TIME.class_ids)
    assert set(board.sessions) == {f"T-P1-o1-{b.OTHER}", "T-P1-LIT1-1-o1"}
    assert board.people[SessionId("T-P1-LIT1-1-o1")] == {ZOE.id: False}
    assert not board.unwatched
    leave(board, board.sessions[SessionId(f"T-P1-o1-{b.OTHER}")], WHY)
    assert not board.sessions


@pytest.mark.parametrize("board", [groups(), hour()], ids=["barrette", "open period"])
def test_hour_of_support_leaves_a_short_day_once_the_groups_are_made(board: Board) -> None:
    """An hour where two are asked: nothing is said of it before, since what the groups will be is not known."""
    now = board.timetable()
    assert not list(loose(board.problem, RULES, now))
    (found,) = loose(board.problem, RULES, now, grouped=True)
    assert all(s.kind in (Kind.BARRETTE, Kind.OPEN) for s in found.sessions)
    assert found.why.startswith(f"{b.CLASS} a 1 h pour 2 h au moins")
    assert not list(loose(centre(60), RULES, now, grouped=True))
