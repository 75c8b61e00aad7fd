"""Which hours of the class somebody leaves whose day is made shorter: the cheapest, and the same ones not each time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import (
    Arrangement,
    CourseId,
    Exemption,
    Guidance,
    Kind,
    Learner,
    ModuleId,
    Owed,
    Problem,
    Session,
    SessionId,
)
from planner.engine.people.shorter_days import choose_hours, least_valuable, make_room
from planner.prices import HOLE_OF_ONE, LOST_BEFORE, LOST_PRACTICE, LOST_UNOWED, LOST_WAITING
from tests.rules import build as b

SHORT, FULL = b.learner("ana"), b.learner("ben")
SUPPORT = ModuleId("LIT1")
WORKSHOP, TALK = CourseId("atelier"), CourseId("théorie")
COURSES = [b.course(WORKSHOP, subject="atelier", room_types=("atelier",)), b.course(TALK), b.course()]


def day(*courses: str, on: date = b.MONDAY) -> tuple[Session, ...]:
    """An hour of each course, one after the other from eight."""
    return tuple(
        b.session(f"{c}-{on:%d}-{n}", on, str(8 + n), str(9 + n), course_id=CourseId(c)) for n, c in enumerate(courses)
    )


def centre(most: int = 120, person: Learner = SHORT, **changes: object) -> Problem:
    """Ana may stay two hours a day; the class has a workshop and general courses."""
    row = Arrangement(SHORT.id, "max_day", minutes=most)
    return b.problem(
        courses=COURSES, modules=[b.module(SUPPORT)], learners=[person, FULL], arrangements=(row,), **changes
    )  # type: ignore[arg-type]


def board(sessions: Sequence[Session], *left: Session, problem: Problem | None = None) -> Board:
    """Everybody in the sessions, but Ana in none of ``left``."""
    found = Board(problem or centre(), RULES)
    for session in sessions:
        found.put(session, {FULL.id: False} | ({} if session in left else {SHORT.id: False}))
    return found


def out(found: Board) -> set[SessionId]:
    """Sessions that Ana is not in."""
    return {key for key, people in found.people.items() if SHORT.id not in people}


def test_day_that_is_not_too_long_loses_nothing() -> None:
    """Two hours of two: none over. At one minute less the last course goes."""
    rows = day(TALK, TALK)
    assert least_valuable(centre(), rows, 120) == []
    assert least_valuable(centre(), rows, 119) == [rows[1]]


def test_practice_is_worth_more_than_a_general_course() -> None:
    """The workshop is last, and stays: an hour of it costs `LOST_PRACTICE` times one at the other edge of the day."""
    assert LOST_PRACTICE > 1
    rows = day(TALK, TALK, WORKSHOP)
    assert least_valuable(centre(), rows, 120) == [rows[0]]


def test_hole_in_the_day_is_dearer_than_an_edge() -> None:
    """A general hour between two of workshop: to go home an hour earlier loses practice, and leaves no hole.

    An hour in the middle costs sixty and `HOLE_OF_ONE`; one of workshop at the edge sixty times `LOST_PRACTICE`.
    """
    rows = day(WORKSHOP, TALK, WORKSHOP)
    inside = 60 + HOLE_OF_ONE < 60 * LOST_PRACTICE
    assert least_valuable(centre(), rows, 120) == [rows[1] if inside else rows[2]]
    plain = day(TALK, b.COURSE, TALK)
    assert least_valuable(centre(), plain, 120) == [plain[2]]


def test_few_minutes_go_rather_than_many() -> None:
    """An hour is over: a course of two hours at the end stays, and the one of an hour at the beginning goes."""
    first, second = day(TALK)[0], b.session("longue", start="9", end="11", course_id=b.COURSE)
    assert least_valuable(centre(), [first, second], 120) == [first]


def test_course_that_was_missed_before_is_dearer() -> None:
    """`LOST_BEFORE` minutes missed already cost one more: then the other edge of the day goes."""
    rows = day(TALK, b.COURSE)
    assert least_valuable(centre(), rows, 60) == [rows[1]]
    assert least_valuable(centre(), rows, 60, {b.COURSE: LOST_BEFORE}) == [rows[0]]
    assert least_valuable(centre(), rows, 60, {b.COURSE: LOST_BEFORE - 1}) == [rows[1]]


def test_all_courses_go_where_that_is_not_enough() -> None:
    """Two hours of support stay whatever the day may hold; both courses of the day go."""
    support = b.session("soutien", start="13", end="15", kind=Kind.SUPPORT)
    rows = day(TALK, b.COURSE)
    assert least_valuable(centre(), [*rows, support], 60) == list(rows)


def test_hour_that_was_left_out_by_time_is_exchanged_for_the_cheapest() -> None:
    """Called in order of time she lacks the workshop, the last hour; the talk of the morning goes in its place."""
    rows = day(TALK, b.COURSE, WORKSHOP)
    found = board(rows, rows[2])
    choose_hours(found, [SHORT.id], b.MONDAY)
    assert out(found) == {rows[0].id}
    assert all(FULL.id in found.people[s.id] for s in rows)


def test_second_day_spares_the_course_of_the_first() -> None:
    """The last hour of Monday is one of a course that she then has on Tuesday, when the other one goes."""
    rows, after = day(TALK, TALK, b.COURSE), day(TALK, TALK, b.COURSE, on=b.TUESDAY)
    found = board([*rows, *after], rows[2], after[2])
    choose_hours(found, [SHORT.id], b.MONDAY)
    assert out(found) == {rows[2].id, after[0].id}


@pytest.mark.parametrize("why", ["past", "others", "nothing left out", "no limit that day"])
def test_day_that_is_not_looked_at_stays_as_it_is(why: str) -> None:
    """It is over, somebody else is of the change, she has all her hours, or the day may be as long as it is."""
    rows = day(TALK, b.COURSE, WORKSHOP)
    left = [] if why == "nothing left out" else [rows[2]]
    found = board(rows, *left, problem=centre(180 if why == "no limit that day" else 120))
    before = {key: dict(people) for key, people in found.people.items()}
    people = [FULL.id] if why == "others" else [SHORT.id]
    choose_hours(found, people, b.TUESDAY if why == "past" else b.MONDAY)
    if why == "no limit that day":
        # Three hours fit: she is in the workshop after all.
        assert out(found) == set()
    else:
        assert {key: dict(people) for key, people in found.people.items()} == before


@pytest.mark.parametrize("why", ["other part", "at a distance", "at something else", "exempt"])
def test_hour_that_she_could_not_have_is_not_exchanged(why: str) -> None:
    """The workshop is for the other part, for one's own time, at an hour of her support, or of an exempted course."""
    changes: dict[str, dict[str, object]] = {"other part": {"part": "B"}, "at a distance": {"modality": "remote_async"}}
    person = b.learner(SHORT.id, part="A" if why == "other part" else "")
    rows = day(TALK, b.COURSE, WORKSHOP)
    last = replace(rows[2], **changes.get(why, {}))
    exempt = Exemption(SHORT.id, "atelier", "free")
    problem = centre(person=person, exemptions=(exempt,) if why == "exempt" else ())
    found = board([*rows[:2], last], last, problem=problem)
    if why == "at something else":
        found.put(replace(last, id=SessionId("soutien"), kind=Kind.SUPPORT, course_ids=()), {SHORT.id: False})
    choose_hours(found, [SHORT.id], b.MONDAY)
    assert out(found) == {last.id}


def test_what_is_done_in_ones_own_time_takes_nothing_of_the_day() -> None:
    """An hour at a distance beside three hours of lessons, of three that the day may have: all lessons fit."""
    rows = day(TALK, b.COURSE, WORKSHOP)
    afar = b.session("seule", start="14", end="15", kind=Kind.SUPPORT, modality="remote_async")
    found = board([*rows, afar], rows[2], problem=centre(180))
    choose_hours(found, [SHORT.id], b.MONDAY)
    assert out(found) == set()


def waiting(hour: int, module: str = "", **changes: object) -> Session:
    """An hour of a barrette, by oneself unless it has a module."""
    guidance = Guidance.LED if module else Guidance.AUTONOMOUS
    about = {"kind": Kind.BARRETTE, "guidance": guidance, "module_id": module or None, **changes}
    return b.session(f"barrette-{hour}", start=str(hour), end=str(hour + 1), **about)  # type: ignore[arg-type]


def test_autonomy_gives_way_to_a_course() -> None:
    """A talk, the other course and an hour of autonomy, two hours a day: she has both courses and goes home."""
    rows, alone = day(TALK, b.COURSE), waiting(10)
    found = board([*rows, alone], rows[1])
    assert make_room(found, ()) == []
    assert out(found) == {alone.id}


def test_autonomy_goes_before_support_that_is_not_owed() -> None:
    """One of both is enough: the support stays, though it ends the day."""
    assert LOST_WAITING > LOST_UNOWED > 1
    talk, alone, led = day(b.COURSE, TALK)[1], waiting(8), waiting(10, SUPPORT)
    found = board([alone, talk, led], talk)
    make_room(found, ())
    assert out(found) == {alone.id}


@pytest.mark.parametrize("due", [0, 60])
def test_support_that_is_owed_stays(due: int) -> None:
    """The hour of support pays what she is owed, and the course stays out; owed nothing, she has the course."""
    rows, led = day(TALK, b.COURSE), waiting(10, SUPPORT)
    found = board([*rows, led], rows[1])
    need = Owed(SHORT.id, "besoin", SUPPORT, due, b.FRIDAY, b.MONDAY)
    make_room(found, [need] if due else [])
    assert out(found) == {rows[1].id if due else led.id}


def test_course_that_a_rule_refuses_stays_out() -> None:
    """She is a minor without an authorisation, and the last hour is on a machine: autonomy stays as well."""
    minor = replace(SHORT, birth=date(2010, 5, 6))
    rows, alone = day(TALK, WORKSHOP), waiting(10)
    problem = centre(person=minor)
    courses = {**problem.courses, WORKSHOP: replace(problem.courses[WORKSHOP], regulated=True)}
    found = board([*rows, alone], rows[1], problem=replace(problem, courses=courses))
    make_room(found, ())
    assert out(found) == {rows[1].id}


def test_minor_stays_under_the_eyes_of_an_adult_inside_the_day() -> None:
    """Autonomy is between two courses: an adult leaves it, a minor does not."""
    rows = day(TALK, TALK, b.COURSE)
    for birth, gone in ((date(2010, 5, 6), rows[2]), (date(2000, 5, 6), waiting(9))):
        held, alone = [rows[0], b.session("fin", start="11", end="12", course_id=TALK)], waiting(9)
        found = board([*held, alone, rows[2]], rows[2], problem=centre(180, replace(SHORT, birth=birth)))
        make_room(found, ())
        assert out(found) == {gone.id}


def test_what_she_alone_was_in_is_returned() -> None:
    """The hour of autonomy was hers alone: whoever asked takes it away, with its adult."""
    rows, alone = day(TALK, b.COURSE), waiting(10)
    found = board(rows, rows[1])
    found.put(alone, {SHORT.id: False})
    assert make_room(found, ()) == [alone]
