"""The order of the prices: what is worth more than what, and for how many of it that holds.

The sizes are those of a large centre, with room to spare: 30 people in a class, 60 in a place of autonomy, 1,500
sessions a week.
"""

from pathlib import Path

from constraints import RULES
from constraints.p1_serve_needs import NOTHING
from constraints.p1_serve_needs import RULE as P1
from constraints.p3_stability import MODULE
from constraints.p4_compact_days import HALF_DAY
from constraints.p6_same_slot import BARRETTE
from planner import prices as p
from planner.courses.volumes import SHORTEST
from planner.engine.groups.standing import NEAR_ENOUGH, STANDS_NEAR

WEIGHTS = {rule.key: rule.weight for rule in RULES if rule.kind == "soft"}
CLASS, PLACE, WEEK, TEAM = 30, 60, 1_500, 3
OWED_HOUR = 60 * P1.weight * p.minute_owed(3)
"""What the least pressing hour owed costs when it is not given."""
DEAREST_HOUR = 60 * P1.weight * p.minute_owed(1)
DAY = 10 * 60
"""Minutes of the longest day."""


def worst_hour() -> int:
    """What all preferences together may say against one session at one hour."""
    return sum(
        (
            WEIGHTS["P16"] * (CLASS + TEAM + 1),
            WEIGHTS["P15"] * CLASS + WEIGHTS["P15b"] * DAY * TEAM,
            WEIGHTS["P10b"] * CLASS,
            WEIGHTS["P10"] + WEIGHTS["P8"],
            WEIGHTS["P6"] * BARRETTE,
            (WEIGHTS["P4"] + WEIGHTS["P4b"] + WEIGHTS["P4c"]) * DAY + WEIGHTS["P4"] * HALF_DAY * TEAM,
            (WEIGHTS["P7"] + WEIGHTS["P13"] + WEIGHTS["P17"]) * TEAM,
        )
    )


def test_every_hour_finds_a_week_before_any_rhythm() -> None:
    """The shortest session is worth moving three hundred others off their rhythm: out of one week, into another."""
    session = p.QUARTER_WITHOUT_WEEK * SHORTEST // 15
    assert session > 300 * 2 * max(p.OFF_PATTERN, p.UNEVEN)
    assert p.OFF_PATTERN == p.UNEVEN > 8 * p.NEARLY_FULL


def test_a_lock_has_its_week_before_half_a_day_of_lessons_has_one() -> None:
    """What is locked is a hard rule, what has no week is listed."""
    assert p.LOCKED_WEEK > p.QUARTER_WITHOUT_WEEK * DAY // 2 // 15


def test_whatever_is_placed_comes_before_what_is_comfortable() -> None:
    """The shortest course is worth ten other sessions at their very worst hour."""
    shortest = p.COURSE_HOUR_OUT * SHORTEST // 60
    least = p.OUT_BESIDE_PREFERENCES * min(shortest, p.BARRETTE_OUT, p.OPEN_OUT, p.FIXED_OUT)
    assert least > 10 * worst_hour()


def test_what_is_placed_first_in_a_week() -> None:
    """What is promised at its hour, then a barrette before half a day of courses, then open periods, then an hour."""
    assert p.FIXED_OUT > 10 * p.BARRETTE_OUT
    assert p.BARRETTE_OUT > 4 * p.COURSE_HOUR_OUT
    assert p.BARRETTE_OUT > 2 * p.OPEN_OUT > 2 * p.COURSE_HOUR_OUT


def test_team_of_a_barrette_is_a_preference() -> None:
    """It weighs as much as a wish to be free, and never keeps a session out of the week."""
    assert WEIGHTS["P16"] == p.ADULT_LACKING
    assert p.OUT_BESIDE_PREFERENCES * p.BARRETTE_OUT > p.ADULT_LACKING * 1_000


def test_a_shorter_day_leaves_a_general_hour() -> None:
    """Inside the day rather than two at its edge, or one on machines; four hours of a course before its fifth."""
    assert min(2 * 60, p.LOST_PRACTICE * 60) > 60 + p.HOLE_OF_ONE
    assert 4 * 60 // p.LOST_BEFORE > p.HOLE_OF_ONE


def test_a_room_for_all_before_the_room_that_is_liked() -> None:
    """A course takes the rooms of up to three barrette groups; neither waits for the wishes of a room."""
    assert 3 * p.BARRETTE_ROOM_LOST < p.NO_ROOM
    assert 4 * (WEIGHTS["P8"] + WEIGHTS["P16"]) < p.BARRETTE_ROOM_LOST


def test_half_day_with_a_lock_is_the_last_to_be_kept_free() -> None:
    """However many lessons and barrettes a half-day has; a wish moves a lesson of an hour and a half."""
    assert p.LOCKED_HALF_DAY > 50 * (DAY + 20 * p.BARRETTE_ON_HALF_DAY)
    assert p.BARRETTE_ON_HALF_DAY < 60 < p.WISHED_HALF_DAY < 2 * 60


def test_a_place_for_everyone_before_an_adult_before_any_hour() -> None:
    """One person nowhere is worse than three places unwatched; one of these worse than forty hours owed."""
    assert p.NOWHERE > 3 * p.UNWATCHED_MINORS
    assert p.UNWATCHED_MINORS > 40 * DEAREST_HOUR
    assert p.NOT_WHERE_FORCED >= p.UNWATCHED_MINORS


def test_an_imperative_promise_before_any_hour_owed() -> None:
    """It outweighs the hours that one may owe in a stay of a week (35), the most pressing ones, with the last of them;
    a minor is watched before it.
    """
    assert 35 * DEAREST_HOUR + P1.weight * NOTHING < p.IMPERATIVE_PROMISE < p.UNWATCHED_MINORS


def test_hours_owed_before_what_is_offered() -> None:
    """The least pressing hour comes before a strand, this before a promise, and this before shares and groups."""
    assert p.PROMISE < p.STRAND_NEVER_MET < OWED_HOUR
    assert p.PROMISE < p.SPECIAL_ROOM < OWED_HOUR
    # A person's first hour of a strand comes before their dearest hour owed, not before two of them.
    assert DEAREST_HOUR < p.STRAND_OF_PERSON < 2 * OWED_HOUR
    assert p.PROMISE == OWED_HOUR // 4
    assert p.STRAND_MINUTE * 60 < p.PROMISE
    assert WEIGHTS["P3"] * MODULE == p.SECOND_LEVEL
    # Nobody changes group for less than six hours of a strand; a strand of which they have had nothing is worth it.
    assert 6 * 60 * p.STRAND_MINUTE < WEIGHTS["P3"] * MODULE < p.STRAND_NEVER_MET < p.STRAND_OF_PERSON
    # The level beside is second best: dearer than an hour of a strand, and never as dear as an hour not given.
    assert OWED_HOUR < 2 * p.FILLS_UP < 2 * OWED_HOUR
    assert p.STRAND_MINUTE * 60 < p.LEVEL_BESIDE < OWED_HOUR - p.PROMISE - p.SPECIAL_ROOM
    assert P1.weight * p.minute_owed(3) > p.STRAND_MINUTE
    opened = p.LED_GROUP + p.TRAINER_FAR + p.TEACHER_WATCHES
    assert 4 * opened < p.PROMISE
    # A trainer who is new to a whole class costs less than an hour of one person.
    assert p.TRAINER_MORE < p.PROMISE
    assert CLASS * p.STRANGER_LEADS < OWED_HOUR


def test_who_watches_a_place_of_autonomy() -> None:
    """An adult who leads nothing, then a trainer who could teach, then nobody; for minors nobody is no way at all."""
    assert p.ADULT_WATCHES < p.TEACHER_WATCHES < p.NOBODY_WATCHES < p.UNWATCHED_MINORS // 1_000


def test_groups_open_only_for_somebody() -> None:
    """Autonomy is cheaper than a led group, and a led group cheaper than a quarter of an hour owed."""
    assert p.ALONE_GROUP < p.LED_GROUP < 15 * P1.weight * p.minute_owed(3)


def test_hours_owed_before_changes_of_groups_that_stand() -> None:
    """An hour owed moves up to twenty people; an answer as far from the best as is let through loses none of them.

    A move is dearer than a change of group from one period to the next, since these people know their groups already.
    """
    assert 20 * max(p.MOVED_PERSON, p.OTHER_TRAINER) < OWED_HOUR
    assert STANDS_NEAR < NEAR_ENOUGH < OWED_HOUR
    assert WEIGHTS["P3"] < min(p.MOVED_PERSON, p.OTHER_TRAINER)
    assert min(p.MOVED_PERSON, p.OTHER_TRAINER) / 5 > p.OTHER_KIND_OF_ROOM


def test_limits_of_a_group_before_who_knows_whom() -> None:
    """All that thirty people in a group may cost by their level, number and habit is less than one broken limit."""
    comfort = p.CHANGED_GROUP * CLASS + p.LEVEL_APART * 3 * CLASS + p.CROWDED * CLASS + p.SIZE_SQUARED * CLASS**2
    assert comfort < p.LIMIT_BROKEN
    assert p.CHANGED_GROUP > p.LEVEL_APART > p.CROWDED > p.SIZE_SQUARED


def test_a_group_keeps_its_trainer() -> None:
    """Through a period first, unless the trainer is away at ten moments or more; then from one period to the next."""
    assert p.SECOND_TRAINER > p.TRAINER_OF_ANOTHER > p.TRAINER_AWAY > p.NEW_TO_GROUP
    assert p.SECOND_TRAINER == 10 * p.TRAINER_AWAY


def test_support_is_not_what_an_entry_block_takes() -> None:
    """An hour of support is given up only where two hours of a course or more would be."""
    assert p.SUPPORT_MISSED > 2


def worth(hour: int, minutes: int) -> int:
    """What a session left out of a re-solve costs."""
    return p.HOUR_LOST * (hour * minutes // 60)


def test_hours_before_changes_in_a_resolve() -> None:
    """The shortest of all, a quarter of an hour of one class, is worth changing every session of the week.

    What changes in them counts less than a quarter, so that it cannot turn the balance either.
    """
    assert worth(p.OPEN_HOUR_LOST, 15) >= WEEK * p.SESSION_CHANGED
    assert worth(p.COURSE_HOUR_OUT, SHORTEST) > 2 * WEEK * (p.SESSION_CHANGED + details())
    assert worth(p.OPEN_HOUR_LOST, 15) > 100 * worst_hour()


def details(team: int = TEAM) -> int:
    """What may change in one session beside that it changes."""
    time = p.OTHER_TIME + p.TOUCHED + p.OTHER_DAY + p.COURSE_MISSED + p.MISSED_HEADS
    return time + team * (p.OTHER_COLLEAGUE + p.STRANGER) + p.OTHER_ROOM + p.STRANGE_ROOM


def test_one_change_more_is_dearer_than_what_changes() -> None:
    """Three sessions that change in all respects stand against one more change.

    Another week is dearer than all that may change of a session of two trainers in its own, and less than a change.
    """
    assert 3 * details() < p.SESSION_CHANGED
    assert details(2) < p.OTHER_WEEK < p.SESSION_CHANGED
    assert p.OTHER_WEEK + 3 * details() < p.SESSION_CHANGED


def test_what_a_change_touches() -> None:
    """Another hour touches everyone, a colleague few, a room nobody; the class's own trainer before a stranger."""
    one_colleague = p.OTHER_COLLEAGUE + p.STRANGER
    assert p.OTHER_TIME > 2 * one_colleague > 10 * p.OTHER_ROOM
    assert p.OTHER_TIME == p.TOUCHED == PLACE
    assert p.OTHER_TIME > 10 * (p.OTHER_ROOM + p.STRANGE_ROOM)
    assert p.STRANGE_ROOM + p.IDLE_CHANGE <= p.OTHER_ROOM
    assert p.OTHER_ROOM < p.OTHER_DAY < p.COURSE_MISSED < p.COURSE_MISSED + p.MISSED_HEADS < p.OTHER_TIME


def test_what_stands_is_given_up_last_where_most_people_are() -> None:
    """A full group, then an hour of a course, as a group of nobody; then somebody's own hour, then an open one."""
    full = p.GROUP_HOUR_LOST + p.GROUP_HEAD_LOST * p.GROUP_HEADS
    assert full > p.COURSE_HOUR_OUT == p.GROUP_HOUR_LOST > p.PERSON_HOUR_LOST > p.OPEN_HOUR_LOST
    assert full < 2 * p.COURSE_HOUR_OUT


def test_every_price_has_a_reason() -> None:
    """A line below each says what it prices; no price is nothing."""
    source = Path(p.__file__).read_text(encoding="utf-8").splitlines()
    lines = [n for n, line in enumerate(source) if " = " in line and line[0].isupper()]
    names = [source[n].split(" = ")[0] for n in lines]
    assert all(getattr(p, name) > 0 for name in names)
    assert [source[n] for n in lines if not source[n + 1].startswith('"""')] == []


def test_a_group_that_lasts_is_worth_two_hours_led_and_no_more() -> None:
    """Nothing owed is lost by it in any case; to sit elsewhere is less than either."""
    change = MODULE * WEIGHTS["P3"]
    assert 2 * p.LED_HOUR_LEFT < change < 3 * p.LED_HOUR_LEFT
    assert change > 10 * p.MOVED_PERSON
    assert p.LED_HOUR_LEFT > p.MOVED_PERSON


def test_a_room_is_claimed_for_less_than_any_preference_of_rooms() -> None:
    """It tells apart what P8 leaves alike, and never leaves a session without a room."""
    assert p.OTHER_THAN_CLAIMED < WEIGHTS["P8"] < p.NO_ROOM
