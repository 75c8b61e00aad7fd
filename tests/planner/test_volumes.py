"""How many sessions of which lengths a course wants, week by week."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.courses.short_weeks import term_sessions
from planner.courses.volumes import possible_lengths, sessions_wanted, split, wanted_minutes, week_pattern
from planner.domain import Barrette, BarretteId, Problem, SessionId, StandingSession, Volume
from tests.rules.build import CLASS, COURSE, MONDAY, WEDNESDAY, bells, course, group, present, problem

NEXT = MONDAY + timedelta(days=7)
TWO_WEEKS = problem(
    last=MONDAY + timedelta(days=13),
    closed=frozenset({WEDNESDAY}),
    classes=(group(calendar=present(MONDAY, MONDAY + timedelta(days=11))),),
)
LONG_SLOTS = bells((510, 615), (630, 720), (780, 870), (885, 990))


def centre(**changes: object) -> Problem:
    """Two weeks, the first without its Wednesday."""
    return replace(TWO_WEEKS, **changes)


@pytest.mark.parametrize(
    ("minutes", "lengths"), [(120, (120,)), (180, (120, 60)), (300, (120, 120, 60)), (600, (120,) * 5), (0, ())]
)
def test_default_lengths_are_two_hours_then_one(minutes: int, lengths: tuple[int, ...]) -> None:
    """Hourly slots give any whole number of hours exactly, the longest sessions first."""
    assert split(problem(), course(), minutes, days=5) == lengths


def test_default_lengths_of_a_workshop_are_half_days() -> None:
    """Ten hours in a kitchen are two half-days of four hours and two hours."""
    assert split(problem(), course(room_types=("Cuisine pédagogique",)), 600, days=5) == (240, 240, 120)


def test_default_lengths_grow_when_days_are_few() -> None:
    """Six hours on two days, one session a day: three hours each, since three times two hours do not fit."""
    assert split(problem(), course(), 360, days=2) == (180, 180)


def test_default_lengths_are_those_that_runs_of_slots_can_give() -> None:
    """Slots of 105 and 90 minutes: 24 h are twelve times 105 and twice 90, exactly; two hours become 105."""
    uneven = problem(tables=(LONG_SLOTS,))
    assert possible_lengths(uneven, course()) == (90, 105, 195)
    assert split(uneven, course(), 1440, days=60) == (105,) * 12 + (90,) * 2
    assert split(uneven, course(), 120, days=5) == (105,)


def test_short_week_prorata_takes_its_share_of_the_pattern() -> None:
    """Four days of five: 8 h of 4 + 4 + 2, then the whole pattern."""
    lesson = course(volume=Volume(weekly=600), lengths=(240, 240, 120))
    assert week_pattern(centre(), lesson) == {MONDAY: (240, 240), NEXT: (240, 240, 120)}
    assert wanted_minutes(centre(), lesson) == 480 + 600


def test_short_week_makeup_gives_what_is_lost_to_any_week() -> None:
    """Four days of five of 5 h: two sessions of two hours stay, the hour lost may go anywhere."""
    lesson = course(volume=Volume(weekly=300), lengths=(120, 120, 60), short_week="makeup")
    assert sessions_wanted(centre(), lesson) == (
        (MONDAY, 120), (MONDAY, 120), (NEXT, 120), (NEXT, 120), (NEXT, 60), (None, 60),
    )  # fmt: skip
    assert wanted_minutes(centre(), lesson) == 600


def test_rounding_is_carried_to_the_next_week() -> None:
    """An hour and a half a week in slots of one hour: two hours, then one, three in all."""
    lesson = course(volume=Volume(weekly=90))
    assert week_pattern(centre(closed=frozenset()), lesson) == {MONDAY: (120,), NEXT: (60,)}


def test_total_is_spread_by_open_minutes() -> None:
    """Six sessions over four open days, then five: three each week."""
    found = week_pattern(centre(), course(volume=Volume(total=720)))
    assert found == {MONDAY: (120,) * 3, NEXT: (120,) * 3}
    assert sessions_wanted(centre(), course(volume=Volume(total=720))) == ((None, 120),) * 6


def test_week_closed_from_end_to_end_is_no_week_prorata() -> None:
    """A class that comes on Wednesdays only, with one of two closed: one session, or two when it is made up."""
    days = {WEDNESDAY: 3, WEDNESDAY + timedelta(days=7): 3}
    once = centre(classes={CLASS: group(calendar=days)})
    assert sessions_wanted(once, course()) == ((NEXT, 120),)
    assert sessions_wanted(once, course(short_week="makeup")) == ((NEXT, 120), (None, 120))


def test_hours_carried_by_a_barrette_are_taken_off() -> None:
    """Three hours a week of which the barrette gives one: two hours remain to place, three are wanted."""
    barrette = Barrette(BarretteId("b"), "b", (CLASS,), 60, per_week=1, nature="teaching", course_ids=(COURSE,))
    lesson = course(volume=Volume(weekly=180), barrette_id=barrette.id)
    carried = centre(closed=frozenset(), barrettes={barrette.id: barrette})
    assert week_pattern(carried, lesson) == {MONDAY: (120,), NEXT: (120,)}
    assert wanted_minutes(carried, lesson) == 360


def test_slots_per_week_count_for_the_usual_slot() -> None:
    """Three slots of one hour: three hours."""
    assert split(problem(), course(), 180, 5) == week_pattern(centre(), course(volume=Volume(weekly_slots=3)))[NEXT]


def test_full_class_gives_up_what_rounding_added_in_a_short_week() -> None:
    """Forty courses of one hour fill 40 h; each rounds 48 min to one hour, but 32 h are open: eight are given up."""
    lessons = {f"c{n:02}": course(f"c{n:02}", volume=Volume(weekly=60)) for n in range(40)}
    full = centre(courses=lessons)
    found = term_sessions(full, {})
    assert sum(week == MONDAY for rows in found.values() for week, _m in rows) == 32
    assert sum(week == NEXT for rows in found.values() for week, _m in rows) == 40


def test_short_week_keeps_everything_that_fits() -> None:
    """One course: as it wants alone, hours held by something else deducted from what the week has.

    What would be an hour or more too few is not given up: it has to be listed.
    """
    alone = centre(courses={COURSE: course()})
    held = {(CLASS, MONDAY): 32 * 60}
    assert term_sessions(alone, {})[COURSE, ""] == ((MONDAY, 120), (NEXT, 120))
    assert term_sessions(alone, held)[COURSE, ""] == ((MONDAY, 120), (NEXT, 120))
    hour = centre(courses={COURSE: course(volume=Volume(weekly=60))})
    assert term_sessions(hour, held)[COURSE, ""] == ((NEXT, 60),)


def stands(day: int, minutes: int, number: int = 1) -> StandingSession:
    """A session of the course that stands already, ``day`` days after the first Monday."""
    start = MONDAY + timedelta(days=day)
    return StandingSession(SessionId(f"EX{number}"), COURSE, start, 480, 480 + minutes, minutes, class_ids=(CLASS,))


@pytest.mark.parametrize(
    ("volume", "already", "left"),
    [
        (Volume(weekly=120), [(0, 60)], {MONDAY: 60, NEXT: 120}),
        (Volume(weekly=120), [(0, 240)], {}),
        (Volume(weekly=120), [(0, 90), (7, 90)], {MONDAY: 60}),
        (Volume(total=600), [(0, 90), (7, 90)], {None: 420}),
        (Volume(total=120), [(0, 180)], {}),
    ],
    ids=["one week", "both at once", "what is over is carried on", "total", "too many"],
)
def test_sessions_that_stand_are_taken_off(
    volume: Volume, already: list[tuple[int, int]], left: dict[object, int]
) -> None:
    """What stands already counts in its week first; a rest shorter than the shortest length is carried to the next."""
    standing = tuple(stands(day, minutes, n) for n, (day, minutes) in enumerate(already))
    here = centre(closed=frozenset(), courses={COURSE: course(volume=volume)}, standing=standing)
    found: dict[object, int] = {}
    for week, minutes in sessions_wanted(here, here.courses[COURSE]):
        found[week] = found.get(week, 0) + minutes
    assert found == left
