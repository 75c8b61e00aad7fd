"""Hours that a course asks for more a week: each in its own week, those of weeks gone listed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.domain import Cause, Problem, Volume, Waits, monday
from planner.engine.change.limits import Limits
from planner.engine.change.more_hours import of_weeks
from planner.engine.change.renew import asked_anew, renew_courses
from tests.planner.engine.change.scene import ANA, LESSON, PERIOD, board, centre, mend
from tests.rules import build as b

WEEKS = [b.MONDAY + timedelta(days=7 * n) for n in range(4)]
LAST = WEEKS[-1] + timedelta(days=6)


def four_weeks(volume: Volume, lengths: tuple[int, ...] = (60,)) -> Problem:
    """A course of one class over four weeks."""
    return centre(
        courses=[b.course(volume=volume, lengths=lengths)],
        classes=[b.group(calendar=b.present(b.MONDAY, LAST))],
        last=LAST,
        periods=(replace(PERIOD, last=LAST),),
    )


OLD, NEW = four_weeks(Volume(weekly=60)), four_weeks(Volume(weekly=120), (60, 60))
HELD = [replace(LESSON, id=f"cours-0{n}", day=day) for n, day in enumerate(WEEKS, 1)]


def test_hour_more_a_week_is_of_each_week_to_come_and_those_gone_are_listed() -> None:
    """One week is over, one announced: two sessions look for an hour, each in its week, and two are too late."""
    found = board(NEW, *((session, (ANA,)) for session in HELD))
    more = renew_courses(found, OLD, Limits(WEEKS[1], WEEKS[2]), (), ())
    assert [(row.week, row.session.minutes, row.session.start) for row in more.left] == [(w, 60, -1) for w in WEEKS[2:]]
    assert [(row.week, row.cause, row.waits) for row in more.late] == [
        (week, Cause.TOO_LATE, Waits.NO) for week in WEEKS[:2]
    ]
    done = mend(found, Limits(WEEKS[1], WEEKS[2])).anywhere(more.left)
    assert done.left == []
    days = [s.day for s in found.sessions.values() if s.id not in {one.id for one in HELD}]
    assert [monday(day) for day in sorted(days)] == WEEKS[2:]


def test_hours_in_all_make_up_for_the_weeks_gone() -> None:
    """What was listed as too late is asked for anew once the volume is that of the whole term, in any week."""
    found = board(four_weeks(Volume(total=480), (60, 60)), *((session, (ANA,)) for session in HELD))
    late = replace(renew_courses(board(NEW), OLD, Limits(LAST, LAST), (), ()).late[0], cause=Cause.TOO_LATE)
    assert asked_anew(NEW, found.problem, late)
    assert not asked_anew(NEW, NEW, late)
    more = renew_courses(found, NEW, Limits(WEEKS[2], WEEKS[2]), (), ())
    assert (len(more.left), more.late) == (4, [])


@pytest.mark.parametrize(
    ("now", "lengths", "found"),
    [
        (180, (60, 60, 60), [(WEEKS[2], 60), (WEEKS[2], 60), (WEEKS[3], 60), (WEEKS[3], 60), (WEEKS[0], 60)]),
        (120, (120,), [(WEEKS[2], 120), (WEEKS[3], 120)]),
    ],
)
def test_lengths_that_complete_no_week_go_to_those_that_lack_most(
    now: int, lengths: tuple[int, ...], found: list[tuple[date, int]]
) -> None:
    """Two hours more complete a week of one hour; one more does not, where sessions last two: no hour is cut."""
    new = four_weeks(Volume(weekly=now), lengths)
    rows, before = ([(w, m) for w in WEEKS for m in some] for some in (lengths, (60,)))
    lack = min(300, now * 4 - 240)
    course = new.courses[b.COURSE]
    assert of_weeks(new, course, rows, before, HELD, lack, lambda week: week < WEEKS[2]) == found  # type: ignore[arg-type]
