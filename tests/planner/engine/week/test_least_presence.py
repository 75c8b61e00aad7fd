"""A day on which a whole class would come for an hour gets another lesson, or stays so where the preference is off."""

from datetime import date

from constraints import RULES
from planner.domain import Absence, CourseId, Problem, Settings, TrainerId, Volume
from planner.engine.flow import solve
from planner.engine.options import Options
from tests.rules import build as b

GUEST, ALWAYS = TrainerId("intervenante"), TrainerId("formateur")


def centre() -> Problem:
    """An hour of a trainer who is there on Tuesday morning only, four of one who has two hours of that morning.

    Three of the four are one lesson, and all four fill the morning of Monday.
    """
    guest = (Absence(weekday=0), Absence(weekday=1, start=b.hour("12")))
    hours = (Absence(weekday=1, end=b.hour("10")), Absence(weekday=1, start=b.hour("12")))
    return b.problem(
        classes=[b.group(calendar=b.present(last=b.TUESDAY))],
        trainers=[b.trainer(GUEST, absences=guest), b.trainer(ALWAYS, absences=hours)],
        courses=[
            b.course(teams=((GUEST,),), volume=Volume(weekly=60), lengths=(60,)),
            b.course(CourseId("long"), teams=((ALWAYS,),), volume=Volume(weekly=180), lengths=(180,)),
            b.course(CourseId("court"), teams=((ALWAYS,),), volume=Volume(weekly=60), lengths=(60,)),
        ],
        learners=[b.learner()],
        settings=Settings(least_presence=120),
    )


def days(*off: str) -> dict[date, int]:
    """Minutes of the class by day, with some rules switched off."""
    rules = tuple(rule for rule in RULES if rule.key not in off)
    found: dict[date, int] = {}
    for session in solve(centre(), rules, Options(effort=0.2, workers=1)).sessions:
        found[session.day] = found.get(session.day, 0) + session.minutes
    return found


def test_nobody_comes_for_one_hour_where_another_lesson_may_join_it() -> None:
    """Two hours on Tuesday cost the second trainer a half-day more; without the preference, the hour stays alone."""
    assert days() == {b.MONDAY: 180, b.TUESDAY: 120}
    assert days("P4c") == {b.MONDAY: 240, b.TUESDAY: 60}
