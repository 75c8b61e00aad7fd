"""Limits and links as a checker reads them: the weeks that what is not placed excuses, and the cell that is named."""

from dataclasses import replace
from datetime import timedelta

from constraints import RULES
from planner.check.verify import verify
from planner.domain import Cause, Kind, Link, Missing, Problem, Relation, SessionId, Timetable, WeekLimit
from planner.engine.missing import tell
from planner.report.wishes import unmet_wishes
from tests.planner.engine.change.scene import NEXT, centre
from tests.rules import build as b

FIRST = b.session("une", course_id=b.COURSE)
SECOND = b.session("deux", NEXT, course_id=b.COURSE)
DAYS = WeekLimit(class_ids=(b.CLASS,), least_days=2)
APART = Link(Relation.DAYS_APART, (b.COURSE,), days=3)
LACKS = Missing(SessionId("trois"), Kind.COURSE, 60, Cause.WEEK_FULL, (b.COURSE,), class_ids=(b.CLASS,), week=NEXT)


def short_weeks(problem: Problem, *missing: Missing) -> list[str]:
    """What is said of weeks with too few days; each of the two has one lesson."""
    timetable = Timetable((FIRST, SECOND), unplaced=tell(problem, missing))
    return [f.text for f in verify(problem, RULES, timetable).hard if f.key == "H32"]


def test_days_at_least_are_excused_in_the_week_that_lacks_something() -> None:
    """One day for two in both weeks: what is not placed in the second says nothing of the first."""
    problem = centre(week_limits=(DAYS,))
    assert len(short_weeks(problem)) == 2
    (text,) = short_weeks(problem, LACKS)
    assert "7 septembre" in text
    assert len(short_weeks(problem, replace(LACKS, week=None))) == 2
    group = replace(LACKS, kind=Kind.BARRETTE, cause=Cause.NO_GROUP, week=None, course_ids=(), day=NEXT, start=540)
    assert len(short_weeks(problem, group)) == 1
    lost = replace(LACKS, week=None, day=NEXT + timedelta(days=1), cause=Cause.NO_PLACE)
    assert len(short_weeks(problem, replace(lost, class_ids=(b.OTHER,), course_ids=()))) == 2


def test_what_is_broken_names_its_cell() -> None:
    """That of the limit, and that of the link; nothing where the workbook is not at hand."""
    twice = Timetable((FIRST, replace(SECOND, day=b.TUESDAY)))
    problem = centre(week_limits=(replace(DAYS, days=1, least_days=None),), links=(APART,))
    cells = replace(problem, origins={"limit:0:days": "Limites!D2", "link:0": "Liens!C2"})
    plain, told = ([f.text for f in verify(p, RULES, twice).hard if f.key in ("H25", "H32")] for p in (problem, cells))
    assert [text.replace(" (Limites!D2)", "").replace(" (Liens!C2)", "") for text in told] == plain
    assert sorted(text.rpartition(" ")[2] for text in told) == ["(Liens!C2).", "(Limites!D2)."]


def test_wishes_that_are_not_followed_are_listed() -> None:
    """A link and a limit that do not bind: each by its line, with its day."""
    twice = Timetable((FIRST, replace(SECOND, day=b.TUESDAY)))
    wished = {"week_limits": (WeekLimit(class_ids=(b.CLASS,), days=1, hard=False),)}
    problem = centre(links=(replace(APART, hard=False),), **wished)
    assert [(row.rule, row.day) for row in unmet_wishes(problem, twice, RULES)] == [
        ("P21", b.MONDAY),
        ("P31", b.MONDAY),
    ]
