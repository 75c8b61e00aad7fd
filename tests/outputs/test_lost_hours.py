"""Whoever loses many hours of course to a limit of their day is named, with the courses; whoever loses few is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from outputs.alerts.lost_hours import LOST_TO_LIMIT, MANY_LOST, lost_alerts, most_lost
from outputs.lists.tables import alert_table
from planner.domain import Arrangement, CourseId, Problem, Timetable
from planner.report.people import missed_time
from tests.rules import build as b

ANA = b.learner("ana")
TALK = CourseId("théorie")


def lost(days: int, seen: int = 1) -> tuple[Problem, Timetable]:
    """On some days Ana, who may stay an hour, has an hour of one course and not the two hours of the other one.

    ``seen``: sessions of the latter that she has on other days.
    """
    rows = []
    for n in range(days):
        day = b.MONDAY + timedelta(days=n)
        rows += [b.session(f"a{n}", day), b.session(f"t{n}", day, "9", "11", course_id=TALK)]
    after = [b.session(f"s{n}", b.MONDAY + timedelta(days=days + n), course_id=TALK) for n in range(seen)]
    problem = b.problem(
        courses=[b.course(), b.course(TALK, subject="théorie")],
        learners=[ANA],
        arrangements=(Arrangement(ANA.id, "max_day", minutes=60),),
    )
    mine = {s.id: [ANA.id] for s in (*rows, *after) if not s.id.startswith("t")}
    return problem, b.timetable(*rows, *after, who=mine)


@pytest.mark.parametrize(("days", "seen", "named"), [(5, 1, True), (4, 1, False), (1, 0, True)])
def test_many_hours_or_a_whole_course_are_named(days: int, seen: int, named: bool) -> None:
    """Ten hours are enough, eight are not; two hours are, where they are all of a course."""
    assert MANY_LOST == 10 * 60
    problem, timetable = lost(days, seen)
    rows = list(lost_alerts(problem, timetable))
    assert [row[2].id for row in rows] == [ANA.id] * named
    assert bool(most_lost(problem, missed_time(problem, timetable))) is named
    if named:
        whole = "" if seen else ", aucune séance suivie"
        assert f"théorie ({2 * days} h{whole})" in rows[0][3].replace("\u00a0", " ")
        assert LOST_TO_LIMIT in [row[1] for row in alert_table(problem, timetable).rows]
        assert f"{ANA.name} ({2 * days} h)" in most_lost(problem, missed_time(problem, timetable)).replace(
            "\u00a0", " "
        )


def test_what_no_limit_takes_is_not_named() -> None:
    """The same hours without the limit are missed all the same, and are the planner's own matter."""
    problem, timetable = lost(5)
    assert not list(lost_alerts(replace(problem, arrangements=()), timetable))
