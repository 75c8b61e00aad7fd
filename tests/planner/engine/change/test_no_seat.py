"""Somebody comes to a class whose workshop is full: the course goes on for the others, and a line tells the seat."""

from dataclasses import replace
from datetime import timedelta

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import (
    Absence,
    Arrangement,
    Attendance,
    Lost,
    Membership,
    Problem,
    RoomId,
    SessionId,
    Timetable,
    missed_hours,
)
from planner.engine.again import Again
from planner.engine.change.moving import move
from planner.engine.change.no_seat import has_seat, seatless_known, seatless_written, stand_without, told_without_seat
from planner.engine.change.options import UpdateOptions
from planner.engine.change.repair_model import Place
from planner.engine.options import Options
from planner.engine.stages import Stages
from planner.model import Option
from tests.planner.engine.change.scene import ANA, BEN, NEXT, PERIOD, centre
from tests.rules import build as b

CHLOE = b.learner("chloe", entry=b.TUESDAY)
LARGE = RoomId("grand atelier")
WORKSHOP = b.room(type="atelier", seats=2)
CLOSED = Absence(first=b.MONDAY, last=PERIOD.last)
DAYS = (b.MONDAY, b.TUESDAY, NEXT, NEXT + timedelta(days=1))
LESSONS = tuple(b.session(f"cours-0{n}", day, course_id=b.COURSE) for n, day in enumerate(DAYS, start=1))
BEFORE = Timetable(LESSONS, tuple(Attendance(s.id, p.id) for s in LESSONS for p in (ANA, BEN)))
TUESDAY, FRIDAY = LESSONS[1], b.FRIDAY


def workshops(*others: object, **changes: object) -> Problem:
    """A class of three, one of them from Tuesday on, with a course in workshops: one of two seats, and others."""
    course = b.course(lengths=(60, 60), room_types=("atelier",))
    rooms = [WORKSHOP, b.room(b.SECOND_ROOM), *others]
    return centre(ANA, BEN, CHLOE, **{"courses": [course], "rooms": rooms, **changes})


def again(new: Problem, before: Timetable = BEFORE, old: Problem | None = None) -> Again:
    """The hours of classes of an update on the Monday."""
    options = UpdateOptions(b.MONDAY, b.MONDAY, effort=0.1, workers=1)
    known = old or replace(new, learners={p: who for p, who in new.learners.items() if p != CHLOE.id})
    found = Again(known, new, before, RULES, options, Stages(Options(effort=0.1, workers=1)))
    found.hours()
    return found


def roll(board: Board) -> list[str]:
    """Who is in each lesson, by their first letters, in order of time."""
    return ["".join(sorted(p[0] for p in board.people[key])) for key in sorted(board.sessions)]


@pytest.mark.parametrize("closed", [False, True])
def test_entrant_without_a_seat_costs_nobody_the_course(closed: bool) -> None:
    """Two seats for three: the lessons stay where they are, and Chloé, who is there, needs a place to be.

    So it is where the larger workshop is closed all term.
    """
    more = [b.room(LARGE, type="atelier", seats=3, absences=(CLOSED,))] if closed else []
    found = again(workshops(*more))
    assert dict(found.board.sessions) == {s.id: s for s in LESSONS}
    assert (roll(found.board), found.times.left, found.missing()) == (["ab"] * 4, [], [])
    assert [(s.id, person) for s, person in found.board.freed] == [(s.id, CHLOE.id) for s in LESSONS[1:]]
    told = list(told_without_seat(found.board, BEFORE, b.MONDAY))
    assert [(row.what, row.session_id, row.apprentice_id) for row in told] == [
        ("no_seat", s.id, CHLOE.id) for s in LESSONS[1:]
    ]
    assert {row.why for row in told} == {"salle 1 a 2 places pour 3 personnes"}


def test_larger_room_takes_the_course_with_everybody() -> None:
    """A workshop of three seats is free: the lessons from Tuesday on go there."""
    found = again(workshops(b.room(LARGE, type="atelier", seats=3)))
    assert [s.room_id for s in found.board.sessions.values()] == [b.ROOM, LARGE, LARGE, LARGE]
    assert roll(found.board) == ["ab", "abc", "abc", "abc"]
    assert list(told_without_seat(found.board, BEFORE, b.MONDAY)) == []


def test_threshold_of_a_course_is_kept_as_the_seats_of_a_room() -> None:
    """Twenty seats, and a course for two people at most."""
    course = b.course(lengths=(60, 60), max_group=2)
    found = again(workshops(courses=[course], rooms=[b.room()]))
    assert (roll(found.board), found.missing()) == (["ab"] * 4, [])


def test_workshop_that_has_become_too_small_keeps_the_course() -> None:
    """One seat less: the lessons stay, without whoever came last to the class; the next update changes nothing."""
    old = workshops(rooms=[replace(WORKSHOP, seats=2), b.room(b.SECOND_ROOM)])
    old = replace(old, learners={ANA.id: ANA, BEN.id: replace(BEN, entry=b.MONDAY - timedelta(days=1))})
    new = replace(old, rooms={**old.rooms, b.ROOM: replace(WORKSHOP, seats=1)})
    found = again(new, old=old)
    assert dict(found.board.sessions) == {s.id: s for s in LESSONS}
    assert (roll(found.board), found.missing()) == (["a"] * 4, [])
    assert [person for _s, person in found.board.freed] == [BEN.id] * 4
    assert roll(again(new, found.board.timetable(), new).board) == ["a"] * 4
    larger = replace(new, rooms={**new.rooms, LARGE: b.room(LARGE, type="atelier", seats=2)})
    assert roll(again(larger, old=old).board) == ["ab"] * 4


def test_who_asks_what_no_workshop_has_costs_nobody_the_course() -> None:
    """Chloé needs step-free access: the only workshop, of twenty seats, has none; the classroom does not count."""
    rooms = [replace(WORKSHOP, seats=20), b.room(b.SECOND_ROOM, accessible=True)]
    problem = workshops(rooms=rooms, arrangements=(Arrangement(CHLOE.id, "room_feature", text="accessible"),))
    found = again(problem)
    assert (roll(found.board), found.missing()) == (["ab"] * 4, [])
    # The next update, about Chloé too, finds it as it was left.
    timetable = found.board.timetable()
    later = replace(problem, learners={**problem.learners, CHLOE.id: replace(CHLOE, free_exit=b.MONDAY)})
    assert roll(again(later, timetable, problem).board) == ["ab"] * 4


def test_seat_that_is_left_goes_to_whoever_waits_for_one() -> None:
    """Ben leaves on the first Friday: Chloé, of whom the change says nothing, has his seat in the second week."""
    found = again(workshops())
    summary = seatless_written(found.board, b.MONDAY)
    assert summary == {"without_seat": [[s.id, CHLOE.id] for s in LESSONS[1:]]}
    before = replace(found.board.timetable(), summary=summary)
    old = workshops()
    new = replace(old, learners={**old.learners, BEN.id: replace(BEN, exit=FRIDAY)})
    assert roll(again(new, before, old).board) == ["ab", "ab", "ac", "ac"]
    assert seatless_known(found.board, before, b.MONDAY) == {CHLOE.id}
    assert seatless_known(found.board, before, DAYS[-1] + timedelta(days=1)) == frozenset()


def test_whoever_was_in_a_course_keeps_the_seat() -> None:
    """Its trainer is away: that nobody leads it is no matter of seats, and nothing changes here."""
    away = b.trainer(absences=(CLOSED,))
    for problem, stands in ((workshops(), True), (workshops(trainers=[away]), False)):
        board = Board(problem, RULES)
        board.call(TUESDAY, (ANA, BEN, CHLOE))
        assert stand_without(board, RULES, TUESDAY, BEFORE) is stands
        assert roll(board) == ["ab" if stands else "abc"]
        assert not stand_without(board, RULES, TUESDAY, BEFORE), "nobody is too many now, or nothing helps"


def test_who_learns_at_a_distance_takes_no_seat() -> None:
    """The room is full, and Chloé follows from home."""
    far = replace(CHLOE, remote=True)
    board = Board(workshops(courses=[b.course(by_video=True)]), RULES)
    board.call(TUESDAY, (ANA, BEN))
    assert has_seat(board, TUESDAY, far)
    assert not has_seat(board, TUESDAY, CHLOE)


def test_lesson_that_moves_calls_no_more_than_a_room_holds() -> None:
    """A lesson of Ana and Ben goes to Wednesday, where three are of the class: who came last has no seat there.

    So it is where nobody was in it: what comes back after an outing calls its class.
    """
    problem = workshops()
    for had in ((ANA, BEN), ()):
        board = Board(problem, RULES)
        board.call(TUESDAY, had)
        move(board, {TUESDAY.id: Place(Option(b.WEDNESDAY, 480, 540, (b.TRAINER,)), b.ROOM)})
        assert roll(board) == ["ab"]
        assert [(s.day, person) for s, person in board.freed] == [(b.WEDNESDAY, CHLOE.id)]


def test_hours_missed_for_want_of_a_seat_say_so() -> None:
    """Chloé misses Tuesday for the seat; with what she asks of a room, for that; Ben, who is elsewhere, for neither."""
    there = {ANA.id: [TUESDAY], BEN.id: [TUESDAY], CHLOE.id: []}
    assert [row.cause for row in missed_hours(workshops(), [TUESDAY], there)] == [Lost.NO_SEAT]
    wide = workshops(
        rooms=[replace(WORKSHOP, seats=20)],
        arrangements=(Arrangement(CHLOE.id, "room_feature", text="accessible"),),
    )
    assert [row.cause for row in missed_hours(wide, [TUESDAY], there)] == [Lost.NOT_SUITED]
    own = replace(b.session("suivi", b.TUESDAY), kind="support", id=SessionId("suivi"))
    assert [row.cause for row in missed_hours(workshops(), [TUESDAY], {**there, CHLOE.id: [own]})] == [Lost.CLASH]


def test_change_of_class_is_a_seat_too() -> None:
    """Chloé comes from another class on the second Monday: the lessons of the first week never were hers."""
    moved = replace(
        CHLOE, memberships=(Membership(b.OTHER, last=NEXT - timedelta(days=1)), Membership(b.CLASS, first=NEXT))
    )
    old = workshops(classes=[b.group(calendar=b.present(b.MONDAY, PERIOD.last)), b.group(b.OTHER)])
    old = replace(old, learners={**old.learners, CHLOE.id: b.learner("chloe", b.OTHER)})
    new = replace(old, learners={**old.learners, CHLOE.id: moved})
    found = again(new, old=old)
    assert (roll(found.board), found.missing()) == (["ab"] * 4, [])
    assert [row.session_id for row in told_without_seat(found.board, BEFORE, b.MONDAY)] == ["cours-03", "cours-04"]
