"""H31 to H37 and P31: what weeks of trainers and classes may hold."""

from dataclasses import replace

from planner.domain import Kind, Problem, SiteId, WeekLimit
from planner.model import Option
from tests.rules.agreement import Scenario, over_weeks
from tests.rules.build import (
    CLASS,
    COURSE,
    SECOND,
    SECOND_COURSE,
    TRAINER,
    TUESDAY,
    WEDNESDAY,
    course,
    group,
    item,
    option,
    problem,
    session,
    timetable,
)
from tests.rules.registry import Limit

CENTRE = problem()


def limited(who: str = "class", of: Problem = CENTRE, **limits: object) -> Problem:
    """A centre in which the week of the class, or of the trainer, is bounded."""
    whom = {"class_ids": (CLASS,)} if who == "class" else {"trainer_ids": (TRAINER,)}
    return replace(of, week_limits=(WeekLimit(**whom, **limits),))  # type: ignore[arg-type]


def at(*hours: int) -> list[Option]:
    """Hours of Monday."""
    return [option(start=str(h), end=str(h + 1)) for h in hours]


MORNING = {item("une"): at(8, 10), item("deux"): at(9, 11), item("trois"): at(10, 13)}
WEEK = {item("une"): [*at(8, 13), option(TUESDAY)], item("deux"): [*at(9), option(WEDNESDAY, "14", "15")]}
FULL = {item("une"): at(8, 9), item("deux"): at(9, 10, 13), item("trois", 120): [option(start="10", end="12")]}
BESIDE_EVENT = {
    item("une"): [*at(8), option(TUESDAY)],
    item("deux"): [*at(9), option(TUESDAY, "9", "10")],
    item("sortie", kind=Kind.FIXED): [option(TUESDAY, "13", "14")],
}
NAMED = {**WEEK, item("à part", kind=Kind.SUPPORT, teams=((SECOND,),), units=(1,)): at(16)}
NINE_TO_TEN = {"window_days": 1, "window_from": 540, "window_to": 600}


def counted(**limits: object) -> Problem:
    """A centre in which the week of the class is bounded, for the first course alone."""
    return limited(of=problem(courses=(course(), course(SECOND_COURSE))), course_ids=(COURSE,), **limits)


MIXED = {
    item("une", course_id=COURSE): at(8, 10),
    item("deux", course_id=COURSE): at(9, 11),
    item("trois", course_id=COURSE): [*at(10, 13), option(TUESDAY)],
    item("autre", course_id=SECOND_COURSE): at(9, 12),
}
ANNEX = SiteId("annexe")
THERE = {"site_id": ANNEX, "room_id": None}
ABOUT = {
    item("une", site_id=ANNEX): [*at(8, 10), option(TUESDAY)],
    item("deux"): [*at(9, 11), option(TUESDAY, "9", "10")],
    item("trois", site_id=ANNEX): [*at(10, 13), option(TUESDAY, "10", "11")],
}
SCENARIOS = (
    Scenario("H31", "week", limited(gaps_day=60), over_weeks(MORNING), given=("H1a", "H1c")),
    Scenario("H31", "week", limited("trainer", gaps_week=0), over_weeks(MORNING), given=("H1a",), name="trainer"),
    Scenario("H32", "week", limited(days=1), over_weeks(NAMED)),
    Scenario("H32", "week", limited("trainer", afternoons=0), over_weeks(WEEK), name="afternoons"),
    Scenario("H33", "week", limited(run=120), over_weeks(FULL), given=("H1a",)),
    Scenario("H34", "week", limited(most_day=120), over_weeks(FULL), given=("H1a",)),
    Scenario("H34", "week", limited("trainer", least_day=120), over_weeks(FULL), given=("H1a",), name="least"),
    Scenario("H34", "week", limited(most_day=60), over_weeks(BESIDE_EVENT, whole=True), name="not beside an event"),
    Scenario("H35", "week", limited(late_starts=0), over_weeks(WEEK)),
    Scenario("H35", "week", limited(late_starts=1), over_weeks({**WEEK, item("trois"): at(10)}), name="one late"),
    Scenario("H36", "week", limited(**{**NINE_TO_TEN, "window_from": 480}), over_weeks(WEEK)),
    Scenario("H36", "week", limited("trainer", window_days=0, window_from=780), over_weeks(WEEK), name="no evening"),
    Scenario("H37", "week", limited("trainer", site_changes_day=1), over_weeks(ABOUT), given=("H1a",)),
    Scenario("H37", "week", limited("trainer", site_changes_day=0), over_weeks(ABOUT), given=("H1a",), name="none"),
    Scenario("H37", "week", limited(site_changes_week=1), over_weeks(ABOUT), given=("H1a",), name="of a week"),
    Scenario("H34", "week", counted(most_day=60), over_weeks(MIXED), given=("H1a",), name="some courses"),
    Scenario("H33", "week", counted(run=120), over_weeks(MIXED), given=("H1a",), name="some courses"),
    *(
        Scenario("P31", "week", limited(hard=False, **limits), over_weeks(choices), given=("H1a",), name=name)
        for name, limits, choices in (
            ("gaps", {"gaps_day": 0, "gaps_week": 60}, MORNING),
            ("days", {"days": 1, "afternoons": 0}, WEEK),
            ("runs", {"run": 60}, FULL),
            ("hours", {"most_day": 120, "least_day": 120}, FULL),
            ("first", {"late_starts": 0}, WEEK),
            ("sites", {"site_changes_day": 0, "site_changes_week": 1}, ABOUT),
            ("window", {**NINE_TO_TEN, "window_days": 0}, WEEK),
        )
    ),
)
EIGHT, TEN = session("une"), session("deux", start="10", end="11")
LATE = session("trois", start="14", end="15")
LIMITS = (
    Limit(
        "H31",
        limited(gaps_day=60),
        timetable(EIGHT, TEN),
        timetable(EIGHT, replace(TEN, start=TEN.start + 15, end=TEN.end + 15)),
        ("1 h 15", "de trous"),
    ),
    Limit(
        "H31",
        limited("trainer", gaps_week=60),
        timetable(EIGHT, TEN),
        timetable(EIGHT, TEN, *(replace(s, id=s.id + "2", day=TUESDAY) for s in (EIGHT, TEN))),
        ("2 h", "semaine"),
        name="over a week",
    ),
    Limit(
        "H32",
        limited(days=1),
        timetable(EIGHT, TEN),
        timetable(EIGHT, replace(TEN, day=TUESDAY)),
        ("2 jours", "1 au plus"),
    ),
    Limit(
        "H32",
        limited("trainer", afternoons=0),
        timetable(session("tard", start="11", end="12")),
        timetable(session("tard", start="13", end="14")),
        ("après-midi",),
        name="afternoons",
    ),
    Limit(
        "H33",
        limited(run=180),
        timetable(session("une", end="11"), session("deux", start="13", end="16")),
        timetable(session("une", end="11"), session("deux", start="11", end="12")),
        ("4 h d'affilée",),
    ),
    Limit("H34", limited(most_day=120), timetable(EIGHT, TEN), timetable(EIGHT, TEN, LATE), ("3 h",)),
    Limit(
        "H34",
        limited(most_day=120),
        timetable(EIGHT, TEN, LATE, session("sortie", kind=Kind.FIXED, start="16", end="17")),
        timetable(EIGHT, TEN, LATE, session("sortie", TUESDAY, kind=Kind.FIXED, start="16", end="17")),
        ("3 h",),
        name="the day of an event",
    ),
    Limit("H34", limited(least_day=120), timetable(EIGHT, TEN), timetable(EIGHT), ("au moins",), name="least"),
    Limit(
        "H36",
        limited(**NINE_TO_TEN),
        timetable(session("neuf", start="9", end="10"), session("mardi", TUESDAY, "8", "9"), LATE),
        timetable(session("neuf", start="9", end="10"), session("mardi", TUESDAY, "8", "10"), LATE),
        ("2 jours entre 9 h et 10 h", "1 au plus"),
    ),
    Limit(
        "H37",
        limited("trainer", site_changes_day=1),
        timetable(EIGHT, replace(TEN, **THERE), replace(LATE, **THERE)),
        timetable(EIGHT, replace(TEN, **THERE), LATE),
        ("change 2 fois de site", "1 au plus"),
    ),
    Limit(
        "H37",
        limited(site_changes_week=0),
        timetable(EIGHT, replace(TEN, day=TUESDAY, **THERE)),
        timetable(EIGHT, replace(TEN, **THERE)),
        ("1 fois", "semaine"),
        name="of a week",
    ),
    Limit(
        "H34",
        counted(most_day=60),
        timetable(session("une", course_id=COURSE), session("deux", start="9", end="10", course_id=SECOND_COURSE)),
        timetable(session("une", course_id=COURSE), session("deux", start="9", end="10", course_id=COURSE)),
        ("2 h, pour 1 h au plus", "(matière)"),
        name="some courses",
    ),
    Limit(
        "H35",
        limited(late_starts=1),
        timetable(EIGHT, session("mardi", TUESDAY, "9", "10")),
        timetable(EIGHT, session("mardi", TUESDAY, "10", "11")),
        ("deuxième créneau",),
    ),
    Limit(
        "H35",
        limited(late_starts=0, of=problem(classes=(group(off_hours=()),))),
        timetable(EIGHT),
        timetable(session("mardi", TUESDAY, "9", "10")),
        ("1 jour après le premier créneau",),
        name="none late",
    ),
)  # fmt: skip
