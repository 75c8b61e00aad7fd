"""Limits and grids of courses that are reserved to some of a class (H1c, H7c, H8b, P4)."""

from dataclasses import replace
from datetime import date

from planner.board.called import with_units
from planner.domain import ApprenticeId, Problem, Timetable
from planner.model import Item, Option
from tests.rules import build as b
from tests.rules.agreement import Scenario, over_weeks
from tests.rules.registry import Limit

GERMAN, NEITHER = ApprenticeId("germaniste"), ApprenticeId("sans langue")
_SPANISH = (("LV2", "Espagnol"),)
_HOURS = [b.option(start=s, end=e, team=()) for s, e in (("8", "9"), ("9", "10"), ("10", "11"))]


def _languages(*options: str, minor: bool = False) -> Problem:
    """Spanish (the course) and German (the second one) for one class; each person has some of them."""
    people = []
    for name, said in zip((b.LEARNER, GERMAN, NEITHER), options, strict=False):
        found = tuple(("LV2", value) for value in said.split())
        people.append(b.learner(name, options=found, birth=date(2010, 1, 1) if minor else date(2000, 1, 1)))
    courses = [b.course(reserved=_SPANISH), b.course(b.SECOND_COURSE, reserved=(("LV2", "Allemand"),))]
    return b.problem(courses=courses, learners=people)


_APART = _languages("Espagnol", "Allemand", "")
_BOTH = replace(_APART, learners=_languages("Espagnol Allemand", "Allemand", "").learners)
_YOUNG = _languages("Espagnol", "Allemand", minor=True)
_NOBODY = _languages("Espagnol", "", "")


def _at_once(second: str = b.SECOND_COURSE, start: str = "8", end: str = "9") -> Timetable:
    one = b.session("espagnol", course_id=b.COURSE)
    other = b.session("allemand", start=start, end=end, course_id=second)
    return b.timetable(one, other, who={"espagnol": [b.LEARNER], "allemand": [GERMAN]})


def _lesson(*people: str) -> Timetable:
    return b.timetable(b.session(course_id=b.COURSE), who={"séance": people})


def _hours(problem: Problem, **courses: str | None) -> dict[Item, list[Option]]:
    """Three hours for each of some items, with the units that the engine gives them."""
    items = [b.item(name, course_id=course, teams=((),), units=()) for name, course in courses.items()]
    return dict.fromkeys(with_units(problem, b.MONDAY, items), _HOURS)


def _week(problem: Problem, name: str) -> Scenario:
    """Spanish, German and a course of everybody."""
    options = _hours(problem, espagnol=b.COURSE, allemand=b.SECOND_COURSE, tous=None)
    return Scenario("H1c", "week", problem, over_weeks(options), name=name)


SCENARIOS = (
    _week(_APART, "languages"),
    _week(_BOTH, "somebody has both languages"),
    _week(_NOBODY, "a language that nobody has"),
    Scenario(
        "P4",
        "week",
        _APART,
        over_weeks(_hours(_APART, espagnol=b.COURSE, allemand=b.SECOND_COURSE, tous=None)),
        given=("H1c",),
        name="languages",
    ),
)

LIMITS = (
    Limit("H1c", _APART, _at_once(), _at_once(""), ("La classe",), "languages"),
    Limit("H1c", _BOTH, _at_once(start="9", end="10"), _at_once(), ("La classe",), "both languages"),
    Limit("H7c", _APART, _lesson(b.LEARNER), _lesson(b.LEARNER, NEITHER), ("pas un cours de sa",), "reserved"),
    Limit("H7c", _APART, _lesson(b.LEARNER), _lesson(), ("pas attendu",), "reserved, missing"),
    Limit("H8b", _YOUNG, _lesson(b.LEARNER), _lesson(), ("sans place",), "reserved"),
)
