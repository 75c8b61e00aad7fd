"""Rows of *Séances existantes* that a changed workbook has more, otherwise, or no more."""

from dataclasses import replace

from constraints import RULES
from planner.board.board import Board
from planner.domain import Absence, Problem, Session, SessionId, StandingSession, Timetable, Volume
from planner.engine.change.limits import Limits
from planner.engine.change.options import UpdateOptions
from planner.engine.change.pasted import renew_pasted
from planner.engine.change.same_names import with_names_before
from planner.engine.flow import update
from tests.planner.engine.change.scene import ANA, LESSON, LIMITS, board, centre
from tests.rules import build as b

NINE = StandingSession(
    SessionId("cours-EX01"), b.COURSE, b.TUESDAY, b.hour("9"), b.hour("10"), 60, class_ids=(b.CLASS,)
)
TWO = b.course(teams=((b.TRAINER,), (b.SECOND,)))
HELD = LESSON, replace(LESSON, id=SessionId("cours-02"), day=b.TUESDAY)


def pasted(*rows: StandingSession, **changes: object) -> Problem:
    """The class with two teams for its course, and what stands already."""
    return centre(ANA, courses=[TWO], standing=rows, **changes)


def renewed(old: Problem, new: Problem, *held: Session, limits: Limits = LIMITS) -> Board:
    """The board once the pasted rows are those of the workbook."""
    found = board(new, *((s, (ANA,)) for s in held))
    events = renew_pasted(found, old, limits)
    assert events.people == {ANA.id}
    return found


def test_a_new_row_takes_the_place_of_the_session_of_its_day() -> None:
    """That of Tuesday goes, unless it is locked, when Monday's does; the hour, day and length are those of the row."""
    found = renewed(pasted(), pasted(NINE), *HELD)
    assert sorted(found.sessions) == ["cours-01", NINE.id]
    there = found.sessions[NINE.id]
    assert (there.day, there.start, there.end, there.minutes) == (NINE.day, NINE.start, NINE.end, 60)
    locked = Limits(b.MONDAY, b.MONDAY, frozenset({HELD[1].id}))
    assert sorted(renewed(pasted(), pasted(NINE), *HELD, limits=locked).sessions) == ["cours-02", NINE.id]


def test_what_a_row_does_not_say_is_taken_where_it_hinders_nobody() -> None:
    """The first trainer is away, or with another class in the first room: the other one, in the other room."""
    other = replace(HELD[1], course_ids=(b.SECOND_COURSE,), class_ids=(b.OTHER,), start=NINE.start, end=NINE.end)
    found = renewed(pasted(), pasted(NINE), HELD[0], other)
    assert (found.sessions[NINE.id].trainer_ids, found.sessions[NINE.id].room_id) == ((b.SECOND,), b.SECOND_ROOM)
    gone = b.trainer(absences=(Absence(first=b.TUESDAY, last=b.TUESDAY),))
    found = renewed(pasted(), pasted(NINE, trainers=[gone, b.trainer(b.SECOND)]), HELD[0])
    assert found.sessions[NINE.id].trainer_ids == (b.SECOND,)
    said = replace(NINE, trainer_ids=(b.TRAINER,), room_id=b.ROOM)
    found = renewed(pasted(), pasted(said), HELD[0], other)
    assert (found.sessions[NINE.id].trainer_ids, found.sessions[NINE.id].room_id) == ((b.TRAINER,), b.ROOM)


def test_a_row_that_changes_moves_its_session_and_one_that_is_gone_takes_it_away() -> None:
    """From nine to ten, then no more; nothing of days gone changes."""
    stands = replace(LESSON, id=NINE.id, day=NINE.day, start=NINE.start, end=NINE.end)
    later = replace(NINE, start=b.hour("10"), end=b.hour("11"))
    assert renewed(pasted(NINE), pasted(later), HELD[0], stands).sessions[NINE.id].start == b.hour("10")
    assert [*renewed(pasted(NINE), pasted(), HELD[0], stands).sessions] == [HELD[0].id]
    past = board(pasted(later), (stands, (ANA,)))
    assert renew_pasted(past, pasted(NINE), Limits(b.WEDNESDAY, b.WEDNESDAY)).new == frozenset()
    assert past.sessions[NINE.id] == stands


def test_an_update_keeps_every_rule_with_a_row_that_is_pasted_over_another_course() -> None:
    """The class has another lesson then: it moves, everyone is in the pasted one, under the name of the row."""
    volume = Volume(total=60)
    courses = [b.course(volume=volume, lengths=(60,)), b.course(b.SECOND_COURSE, volume=volume, lengths=(60,))]
    old, new = (centre(ANA, courses=courses, standing=rows) for rows in ((), (NINE,)))
    other = replace(HELD[1], course_ids=(b.SECOND_COURSE,), start=NINE.start, end=NINE.end)
    before = board(old, (LESSON, (ANA,)), (other, (ANA,))).timetable()
    result = update(old, new, before, RULES, UpdateOptions(b.MONDAY, b.MONDAY, workers=1))
    done = result.timetable
    assert {s.id for s in done.sessions if s.course_ids} == {NINE.id, other.id}
    assert (done.session[NINE.id].day, done.session[NINE.id].start) == (NINE.day, NINE.start)
    assert not done.session[NINE.id].overlaps(done.session[other.id])
    assert [row.apprentice_id for row in done.attendees[NINE.id]] == [ANA.id]
    assert [f for rule in RULES if rule.kind == "hard" for f in rule.check(new, done) if not f.to_verify] == []


def test_what_is_pasted_keeps_the_name_that_its_row_is_known_by() -> None:
    """It looks as the session of before, of which it has taken the hour: the name of the row is its own."""
    before = Timetable((HELD[1],))
    after = Timetable((replace(HELD[1], id=NINE.id),))
    assert with_names_before(before, after, {NINE.id}) == after
    assert with_names_before(before, after).session.keys() == {HELD[1].id}
