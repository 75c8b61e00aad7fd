"""Limits and grids of a week of seven days (H2b, H4h)."""

from datetime import date, timedelta

from planner.domain import ApprenticeId
from tests.rules import build as b
from tests.rules.agreement import Scenario, over_options
from tests.rules.registry import Limit

MINOR = ApprenticeId("mineure")
SUNDAY, SATURDAY = b.SUNDAY, b.SUNDAY - timedelta(days=1)
_CALENDAR = b.present(last=SUNDAY)
_PEOPLE = [b.learner(part="A"), b.learner(MINOR, part="B", birth=date(2010, 1, 1))]
# A centre that the bells open on all seven days; the class has an adult in part A and a minor in part B.
_SEVEN = b.problem(
    tables=[b.bells(*b.HOURS, days=7)],
    classes=[b.group(calendar=_CALENDAR)],
    courses=[b.course(parts=2)],
    learners=_PEOPLE,
)
_SIX = b.problem(tables=[b.bells(*b.HOURS, days=6)], classes=[b.group(calendar=_CALENDAR)], learners=_PEOPLE[:1])

SCENARIOS = (
    Scenario(
        "H4h",
        "domain",
        _SEVEN,
        over_options(
            b.item("tous"),
            b.item("adultes", part="A"),
            b.item("mineurs", part="B", course_id=b.COURSE),
            b.item("seule", kind="support", class_ids=(), learners=(MINOR,)),
            b.item("examen", kind="fixed"),
            options=[b.option(SATURDAY), b.option(SUNDAY)],
        ),
    ),
    Scenario("H2b", "domain", _SIX, over_options(b.item(), options=[b.option(SATURDAY), b.option(SUNDAY)]), name="six"),
)

LIMITS = (
    Limit(
        "H4h",
        _SEVEN,
        b.timetable(b.session(day=SUNDAY), who={"séance": [b.LEARNER]}),
        b.timetable(b.session(day=SUNDAY), who={"séance": [b.LEARNER, MINOR]}),
        ("mineure", "dimanche"),
    ),
    Limit("H2b", _SIX, b.timetable(b.session(day=SATURDAY)), b.timetable(b.session(day=SUNDAY)), ("fermé",), "Sunday"),
)
