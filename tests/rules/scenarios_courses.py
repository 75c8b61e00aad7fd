"""H3c, H3d and H27: sessions of a course per day, crossed parts, hours of a course."""

from dataclasses import replace

from tests.rules.agreement import Scenario, over_options, over_weeks
from tests.rules.build import COURSE, MONDAY, SECOND_COURSE, TUESDAY, course, item, option, problem, session, timetable
from tests.rules.registry import Limit

EIGHT, NINE = option(), option(start="9", end="10")
COURSES = problem(courses=(course(), course(SECOND_COURSE, max_per_day=2)))
CROSSED = problem(
    courses=(
        course(parts=2, subject="cuisine", crossed_with=SECOND_COURSE),
        course(SECOND_COURSE, parts=2, subject="technologie"),
    )
)
KITCHEN = session("cuisine A", course_id=COURSE, part="A")
THEORY = session("technologie B", course_id=SECOND_COURSE, part="B")

BOUND = problem(courses=(course(hours=((0, 480, 600), (0, 600, 720)), starts=((0, 480), (0, 660), (1, 480))),))
HOURS = [EIGHT, NINE, option(start="11", end="12"), option(start="11", end="14"), option(TUESDAY)]

SCENARIOS = (
    Scenario("H27", "domain", BOUND, over_options(item("une", course_id=COURSE), item("libre"), options=HOURS)),
    Scenario(
        "H3c",
        "week",
        COURSES,
        over_weeks(
            {
                item("une", course_id=COURSE): [EIGHT, option(TUESDAY)],
                item("deux", course_id=COURSE): [NINE, option(TUESDAY)],
                item("en B", course_id=COURSE, part="B"): [EIGHT],
                **{item(f"autre {n}", course_id=SECOND_COURSE): [EIGHT] for n in range(3)},
            }
        ),
    ),
    Scenario(
        "H3d",
        "week",
        CROSSED,
        over_weeks(
            {
                item("cuisine A", course_id=COURSE, part="A", tie="1"): [EIGHT, NINE],
                item("technologie B", course_id=SECOND_COURSE, part="B", tie="1"): [EIGHT, NINE],
                item("cuisine B", course_id=COURSE, part="B", tie="2"): [EIGHT, option(TUESDAY)],
                item("technologie A", course_id=SECOND_COURSE, part="A", tie="2"): [EIGHT, option(TUESDAY)],
            },
            whole=True,
        ),
    ),
)
LIMITS = (
    Limit(
        "H27",
        BOUND,
        timetable(session("une", end="12", course_id=COURSE)),
        timetable(session("une", start="11", end="13", course_id=COURSE)),
        ("feuille Cours",),
    ),
    Limit(
        "H27",
        BOUND,
        timetable(session("une", start="11", end="12", course_id=COURSE)),
        timetable(session("une", start="10", end="12", course_id=COURSE)),
        ("feuille Cours",),
        name="starts",
    ),
    Limit(
        "H3d",
        CROSSED,
        timetable(KITCHEN, THEORY),
        timetable(KITCHEN, replace(THEORY, start=THEORY.end, end=THEORY.end + 60)),
        ("cuisine", "technologie"),
    ),
    Limit(
        "H3d",
        CROSSED,
        timetable(KITCHEN, replace(THEORY, end=THEORY.end + 15)),
        timetable(KITCHEN, replace(THEORY, start=THEORY.start + 15, end=THEORY.end + 15)),
        ("cuisine", "technologie"),
        name="a break in one of them",
    ),
    Limit(
        "H3c",
        COURSES,
        timetable(*(session(str(n), course_id=SECOND_COURSE) for n in range(2))),
        timetable(*(session(str(n), MONDAY, course_id=SECOND_COURSE) for n in range(3))),
        ("3 séances",),
        name="two a day allowed",
    ),
)
