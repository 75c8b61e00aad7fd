"""A course that a changed workbook shares with another class, or with one less: its sessions to come follow."""

from dataclasses import replace
from datetime import date, timedelta

from constraints import RULES
from planner.check.verify import verify
from planner.domain import Attendance, ClassId, CourseId, Problem, Session, SessionId, Timetable, Volume
from planner.engine.change.joined_classes import share_courses
from planner.engine.change.limits import Limits
from planner.engine.change.options import UpdateOptions
from planner.engine.change.updated import Updated
from planner.engine.flow import update
from tests.planner.engine.change.scene import ANA, BEN, LIMITS, NEXT, PERIOD, board, centre
from tests.rules import build as b

OTHER = ClassId("autre")
LEO = b.learner("léo", OTHER)
MATHS = b.course("maths", class_ids=(OTHER,), teams=((b.SECOND,),), volume=Volume(total=60), lengths=(60,))
DAYS = (b.MONDAY, b.TUESDAY, NEXT, NEXT + timedelta(days=1))
LESSONS = tuple(b.session(f"cours-0{n}", day, course_id=b.COURSE) for n, day in enumerate(DAYS, start=1))
"""Two hours a week, Monday and Tuesday at eight."""
MATHS_AT_EIGHT = b.session(
    "maths-01", b.TUESDAY, course_id=MATHS.id, class_ids=(OTHER,), trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM
)


def shared(*classes: str) -> Problem:
    """The course of four hours is that of these classes; the other class has an hour of maths beside."""
    groups = [b.group(c, calendar=b.present(b.MONDAY, PERIOD.last)) for c in (b.CLASS, OTHER)]
    course = b.course(class_ids=classes, volume=Volume(total=240), lengths=(60, 60))
    return centre(ANA, BEN, LEO, classes=groups, courses=[course, MATHS])


ALONE, BOTH = shared(b.CLASS), shared(b.CLASS, OTHER)


def timetable(*classes: str) -> Timetable:
    """What was published."""
    sessions = (*(replace(s, class_ids=classes) for s in LESSONS), MATHS_AT_EIGHT)
    people = {b.CLASS: (ANA, BEN), OTHER: (LEO,)}
    rows = tuple(Attendance(s.id, who.id) for s in sessions for c in s.class_ids for who in people[c])
    return Timetable(sessions, rows)


def updated(old: Problem, new: Problem, before: Timetable, first: date = b.MONDAY) -> Updated:
    """A re-solve that may change all from a day on."""
    return update(old, new, before, RULES, UpdateOptions(first, first, effort=0.1, workers=1, front=False))


def lessons(found: Updated) -> list[Session]:
    """Sessions of the course."""
    return [s for s in found.timetable.sessions if s.course_id == CourseId(b.COURSE)]


def test_class_that_comes_to_a_course_is_in_its_sessions_and_one_of_two_at_an_hour_moves() -> None:
    """Tuesday at eight the other class has maths: one change, which there has to be."""
    found = updated(ALONE, BOTH, timetable(b.CLASS))
    assert {s.class_ids for s in lessons(found)} == {(b.CLASS, OTHER)}
    assert all(
        {r.apprentice_id for r in found.timetable.attendees[s.id]} == {"ana", "ben", "léo"} for s in lessons(found)
    )
    assert {s.label for s in lessons(found)} == {f"matière – {b.CLASS}, {OTHER}"}
    assert (len(found.diff.counted), found.bound, found.proven) == (1, 1, True)
    assert verify(BOTH, RULES, found.timetable).passed


def test_class_that_leaves_a_course_is_not_in_its_sessions_any_more() -> None:
    """Nothing moves, and its people go."""
    before = replace(timetable(b.CLASS, OTHER))
    apart = replace(MATHS_AT_EIGHT, start=b.hour("9"), end=b.hour("10"))
    before = replace(before, sessions=(*before.sessions[:-1], apart))
    found = updated(BOTH, ALONE, before)
    assert {s.class_ids for s in lessons(found)} == {(b.CLASS,)}
    assert all({r.apprentice_id for r in found.timetable.attendees[s.id]} == {"ana", "ben"} for s in lessons(found))
    assert not found.diff.counted


def test_hours_before_a_class_came_are_not_its_own_and_are_to_be_verified() -> None:
    """From the second week on: two of the four hours were without it; without a session of its own all is missing."""
    found = updated(ALONE, BOTH, timetable(b.CLASS), NEXT)
    assert [s.class_ids for s in lessons(found)] == [(b.CLASS,)] * 2 + [(b.CLASS, OTHER)] * 2
    report = verify(BOTH, RULES, found.timetable)
    assert report.passed
    assert [f.amount for f in report.to_verify if f.key == "H3a"] == [120]
    assert set(verify(BOTH, RULES, timetable(b.CLASS)).by_rule) == {"H3a", "H3g"}


def test_class_does_not_come_to_a_session_where_nothing_may_move() -> None:
    """Both hours of Tuesday are announced; where one of them may move it is hit, and nothing else is."""
    held = [(s, (ANA, BEN)) for s in LESSONS]
    late = Limits(b.MONDAY, NEXT)
    found = board(BOTH, *held, (MATHS_AT_EIGHT, (LEO,)))
    done = share_courses(found, ALONE, late)
    assert [found.sessions[s.id].class_ids for s in LESSONS][1] == (b.CLASS,)
    assert (len(done.sessions), done.hits, done.people) == (4, frozenset(), {"léo"})
    for locked, hit in ((LESSONS[1], MATHS_AT_EIGHT), (MATHS_AT_EIGHT, LESSONS[1])):
        again = board(BOTH, *held, (MATHS_AT_EIGHT, (LEO,)))
        assert share_courses(again, ALONE, replace(LIMITS, locked=frozenset({locked.id}))).hits == {hit.id}


def test_one_long_session_moves_rather_than_two_short_ones() -> None:
    """The other class has two hours of maths at those of two lessons of one day."""
    long = replace(MATHS_AT_EIGHT, end=b.hour("10"))
    second = b.session("cours-05", b.TUESDAY, "9", "10", course_id=b.COURSE)
    found = board(BOTH, (LESSONS[1], (ANA, BEN)), (second, (ANA, BEN)), (long, (LEO,)))
    assert share_courses(found, ALONE, LIMITS).hits == {SessionId("maths-01")}
