"""A course that one event moved, and a second one took from there: its own hour first, then the one it had since."""

from datetime import date, timedelta

from constraints import RULES
from planner.domain import Absence, Attendance, FixedEvent, Problem, Timetable, Volume
from planner.engine.change.options import UpdateOptions
from planner.engine.flow import update
from tests.planner.engine.change.scene import ANA, BEN, LESSON, centre
from tests.rules import build as b

BEFORE = Timetable((LESSON,), tuple(Attendance(LESSON.id, p.id) for p in (ANA, BEN)))
START = 8 * 60


def term(*days: date) -> Problem:
    """One hour in all, whose trainer is there on Monday and Wednesday from eight to nine; outings on some days."""
    there = {b.MONDAY, b.WEDNESDAY}
    gone = [
        Absence(first=day, last=day, start=9 * 60 if day in there else 0, end=24 * 60)
        for day in (b.MONDAY + timedelta(days=n) for n in range(14))
    ]
    events = tuple(FixedEvent(f"s{d:%d}", "Sortie", d, START, START + 60, class_ids=(b.CLASS,)) for d in days)
    course = b.course(volume=Volume(total=60), lengths=(60,))
    return centre(courses=[course], trainers=[b.trainer(absences=tuple(gone))], events=events)


def days(timetable: Timetable) -> list[date]:
    """Where the course is given."""
    return [s.day for s in timetable.sessions if s.kind == "course"]


def follow(*workbooks: Problem) -> list[list[date]]:
    """Where the course is given after each of some workbooks, one after the other."""
    old, timetable, found = term(), BEFORE, []
    for new in workbooks:
        timetable = update(
            old, new, timetable, RULES, UpdateOptions(b.MONDAY, b.MONDAY, effort=0.1, workers=1)
        ).timetable
        found.append(days(timetable))
        old = new
    return found


def test_first_hour_is_the_course_s_own() -> None:
    """An outing on Monday, then one on Wednesday: the first one goes, and the course is on Monday, where it was."""
    both = term(b.MONDAY, b.WEDNESDAY)
    assert follow(term(b.MONDAY), both, term(b.WEDNESDAY)) == [[b.WEDNESDAY], [], [b.MONDAY]]


def test_second_hour_is_had_again_and_the_first_is_not_forgotten() -> None:
    """The second outing goes first: Wednesday again, though another update has passed; then Monday, with the first."""
    one, both = term(b.MONDAY), term(b.MONDAY, b.WEDNESDAY)
    assert follow(one, both, both, one, term()) == [[b.WEDNESDAY], [], [], [b.WEDNESDAY], [b.MONDAY]]
