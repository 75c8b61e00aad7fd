"""What a first solve leaves out, and the cause that is told of it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from planner.board.board import Board
from planner.domain import Barrette, BarretteId, Cause, Kind, Period, PeriodId, Problem, Room
from planner.engine.term.plan import TermPlan
from planner.engine.week.draft import Draft
from planner.engine.week.left_out import left_out, never_planned, without_group
from planner.engine.week.solve import WeekAnswer
from planner.model import Item
from planner.model.groups import Occasion
from tests.rules import build as b

ANA, BEN = b.learner("ana"), b.learner("ben")
ITEM = b.item(course_id=b.COURSE, rooms=(b.room().id,), heads=2)
NEXT = b.MONDAY + timedelta(days=7)


def centre(rooms: Sequence[Room] = (), **changes: object) -> Problem:
    """A course of a class of two."""
    return b.problem(**{"courses": [b.course()], "learners": [ANA, BEN], "rooms": rooms, **changes})  # type: ignore[arg-type]


def told(item: Item, problem: Problem | None = None, *, proven: bool = True, **answer: object) -> Cause:
    """The cause of an item that its week leaves out."""
    draft = Draft(problem or centre())
    draft.remember(b.MONDAY, (), (item,))
    given = {"placed": (), "no_option": frozenset(), **answer}
    found = WeekAnswer(b.MONDAY, unplaced=(item,), objective=0, bound=0, work=0.0, proven=proven, **given)  # type: ignore[arg-type]
    (row,) = left_out(draft, [found])
    assert (row.session_id, row.minutes, row.week) == (item.id, 60, b.MONDAY)
    return row.cause


def test_week_says_that_it_is_full_only_where_that_is_shown() -> None:
    """The search proved that no week places more; or it was stopped before."""
    assert told(ITEM) is Cause.WEEK_FULL
    assert told(ITEM, proven=False) is Cause.NOT_FOUND_IN_TIME


def test_item_that_had_an_hour_lacks_a_room_then_and_one_without_any_option_an_hour() -> None:
    """Placed, and out again once rooms were given; or no hour of the week suits it and its trainer."""
    assert told(ITEM, placed=((ITEM, b.option()),)) is Cause.NO_ROOM_THEN
    assert told(ITEM, no_option=frozenset({ITEM.id})) is Cause.NO_SLOT


@pytest.mark.parametrize(
    ("rooms", "kinds", "cause"),
    [
        ([b.room(seats=1)], (), Cause.ROOM_TOO_SMALL),
        ([b.room(type="atelier")], ("laboratoire",), Cause.NO_ROOM),
        ([b.room(seats=2)], (), Cause.NO_ROOM_FOR_ALL),
    ],
)
def test_course_that_no_room_suits_says_what_is_wrong_with_the_rooms(
    rooms: Sequence[Room], kinds: tuple[str, ...], cause: Cause
) -> None:
    """Too small for the two, none of the type asked for, or big enough and unfit for another reason."""
    problem = centre(rooms, courses=[b.course(room_types=kinds)])
    item = b.item(course_id=b.COURSE, heads=2)
    assert told(item, problem, no_option=frozenset({item.id})) is cause


def test_rows_come_week_by_week() -> None:
    """Whatever the order in which weeks were solved."""
    draft, answers = Draft(centre()), []
    for week in (NEXT, b.MONDAY):
        item = b.item(f"{week}", course_id=b.COURSE)
        draft.remember(week, (), (item,))
        answers.append(WeekAnswer(week, (), (item,), 0, 0, 0.0))
    assert [row.week for row in left_out(draft, answers)] == [b.MONDAY, NEXT]


def test_hours_of_a_course_that_no_week_has_are_listed_one_by_one() -> None:
    """Two sessions of an hour of the whole class, one of two hours of a part: three rows, with names of their own."""
    plan = TermPlan((), ((b.COURSE, "", 60, 2), (b.COURSE, "A", 120, 1)), 0.0)
    found = never_planned(centre(courses=[b.course(parts=2)]), plan)
    assert [(row.session_id, row.minutes) for row in found] == [
        ("cours-manque-60-1", 60),
        ("cours-manque-60-2", 60),
        ("cours-A-manque-120-1", 120),
    ]
    assert {row.kind for row in found} == {Kind.COURSE}


PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, b.SUNDAY)
BARRETTE = Barrette(BarretteId("B"), "B", (b.CLASS,), 60, 1)


def test_hour_of_a_barrette_without_groups_says_whether_somebody_was_there() -> None:
    """The first has a group; at the second people come and nobody can lead; at the third nobody is expected."""
    problem = centre(barrettes=[BARRETTE], periods=(PERIOD,))
    items = [
        b.item(f"B-P1-o{n}", kind=Kind.BARRETTE, barrette_id=BARRETTE.id, period_id=PERIOD.id, occurrence=n)
        for n in (1, 2, 3)
    ]
    draft = Draft(problem)
    draft.weeks[b.MONDAY] = tuple((item, b.option(b.TUESDAY, "9", "10")) for item in (*items, ITEM))
    board = Board(problem)
    group = {"kind": Kind.BARRETTE, "barrette_id": BARRETTE.id, "period_id": PERIOD.id, "occurrence": 1}
    board.call(b.session("groupe", **group), [ANA])
    there = [
        Occasion(item.id, b.TUESDAY, 540, 600, 60, people, frozenset(), (), {})
        for item, people in zip(items, ((ANA.id,), (ANA.id,), ()), strict=True)
    ]
    found = without_group(board, draft, there)
    assert [(row.session_id, row.cause) for row in found] == [
        ("B-P1-o2", Cause.NO_GROUP),
        ("B-P1-o3", Cause.NOBODY_EXPECTED),
    ]
    assert {(row.day, row.start, row.end) for row in found} == {(b.TUESDAY, 540, 600)}
