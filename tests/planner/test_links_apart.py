"""Sessions so many days apart: what a week's model says of them at once, and the pairs where parts differ."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

from planner.domain import Link, Relation
from planner.model import Option, WeekModel, keep_link
from tests.rules import build as b

HOURS = [Option(b.MONDAY + timedelta(days=day), start, start + 60) for day in range(4) for start in (480, 540)]
"""Two hours of each of four days."""


def model(*parts: str, days: int) -> WeekModel:
    """A session of a course for each of some parts, anywhere in the week, and the link on that course."""
    items = tuple(replace(b.item(f"s{n}", course_id=b.COURSE), part=part) for n, part in enumerate(parts))
    week = WeekModel(items, tuple((n, hour) for n in range(len(items)) for hour in HOURS))
    keep_link(b.problem(courses=[b.course()]), week, Link(Relation.DAYS_APART, (b.COURSE,), days=days))
    return week


def excluded(week: WeekModel) -> set[tuple[int, int]]:
    """Options of two items that some set keeps apart."""
    pairs = {pair for clique in week.cliques for pair in combinations(sorted(clique), 2)}
    return {(k, j) for k, j in pairs if week.options[k][0] != week.options[j][0]}


def wanted(week: WeekModel, days: int) -> set[tuple[int, int]]:
    """Those that are fewer days apart, of one part."""
    return {
        (k, j)
        for (k, (one, at)), (j, (other, its)) in combinations(enumerate(week.options), 2)
        if one != other and week.items[one].part == week.items[other].part and abs((at.day - its.day).days) < days
    }


def test_each_run_of_days_is_one_set_of_all_sessions() -> None:
    """Three sessions: four sets say what each of three pairs said day by day, of days two apart three."""
    for days, sets in ((1, 4), (2, 3), (4, 1)):
        week = model("", "", "", days=days)
        assert len(week.cliques) == sets
        assert excluded(week) == wanted(week, days)


def test_parts_may_share_a_day() -> None:
    """Two sessions of part A and one of B: only those of A are kept apart."""
    week = model("A", "A", "B", days=2)
    assert excluded(week) == wanted(week, 2)
