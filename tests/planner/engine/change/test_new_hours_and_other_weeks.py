"""Hours that are new, and sessions that find another hour, in their week or another one, with nothing else moved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import (
    Absence,
    Arrangement,
    Barrette,
    BarretteId,
    Cause,
    Kind,
    Problem,
    Searched,
    Session,
    SessionId,
    Volume,
    Waits,
)
from planner.engine.change.due_again import take_stock
from planner.engine.change.joint_weeks import place_among
from planner.engine.change.left import Left
from planner.engine.change.limits import Limits
from planner.engine.change.options import UpdateOptions
from planner.engine.change.renew_support import NewHours, renew_support
from planner.engine.change.repair import Repair
from planner.engine.change.times import Retime
from planner.engine.change.week_sessions import Known, WeekSessions
from planner.engine.missing import told
from planner.engine.solvers.cpsat import Answer, Interrupt, Outcome
from planner.rule import active
from tests.planner.engine.change.scene import (
    ANA,
    BEN,
    LESSON,
    LIMITS,
    NEXT,
    PERIOD,
    WEEKLY,
    board,
    centre,
    mend,
    waiting,
)
from tests.rules import build as b

NOBODY = frozenset[SessionId]()

# Hours of barrettes

TWICE, ONCE = (Barrette(BarretteId("B"), "B", (b.CLASS,), 60, n) for n in (2, 1))


def group(number: int, day: date, start: str = "8") -> Session:
    """A group of the barrette, at its occurrence of the period (from 1)."""
    return b.session(
        f"B-P1-LIT1-1-o{number}", day, start, str(int(start) + 1), kind=Kind.BARRETTE, barrette_id=ONCE.id,
        period_id=PERIOD.id, occurrence=number, module_id="LIT1",
    )  # fmt: skip


def asked(before: Barrette, now: Barrette, *held: Session, limits: Limits = LIMITS) -> tuple[Board, NewHours]:
    """The board and the new hours where a workbook asks otherwise for the barrette; others never move for it."""
    old, new = (centre(barrettes=[one], courses=()) for one in (before, now))
    found = board(new, *((s, (ANA, BEN)) for s in held))
    return found, renew_support(
        found, active(RULES, new), old, found.timetable(), limits, lambda s: Left(s, {}).row(), {}
    )


STOOD = (group(1, b.MONDAY), group(2, NEXT))


def test_second_hour_a_week_is_put_where_the_class_is_free() -> None:
    """Two weeks, an hour more in each, under ids that nothing else has; what stands does not move."""
    found, done = asked(ONCE, TWICE, *STOOD)
    assert sorted(done.items) == ["B-P1-o3", "B-P1-o4"]
    hours = [found.sessions[key] for key in sorted(done.items)]
    assert [(h.day >= NEXT, h.end - h.start) for h in hours] == [(False, 60), (True, 60)]
    assert not any(h.overlaps(s) for h in hours for s in STOOD)
    assert all(found.sessions[s.id].start == s.start for s in STOOD)
    assert (done.left, done.dropped) == ([], [])
    assert all(set(found.people[key]) == {"ana", "ben"} for key in done.items)


def test_new_hour_has_no_group_until_it_is_composed() -> None:
    """It is kept for its people then: nobody's session, and nobody is free at that hour."""
    found, done = asked(ONCE, TWICE, *STOOD)
    day = found.sessions[SessionId("B-P1-o3")].day
    weeks = done.kept(found)
    assert sorted(weeks) == [b.MONDAY, NEXT]
    assert set(found.sessions) == {s.id for s in STOOD}
    assert set(found.kept) == {"B-P1-o3", "B-P1-o4"}
    assert any(s.id == "B-P1-o3" for s in found.attended(ANA.id, day))


def test_hour_of_an_announced_week_is_listed_as_too_late() -> None:
    """The first week is announced: its hour is told with the reason, that of the second is placed."""
    _found, done = asked(ONCE, TWICE, *STOOD, limits=Limits(b.MONDAY, NEXT))
    (late,) = done.left
    assert (late.cause, late.waits, late.week) == (Cause.TOO_LATE, Waits.NO, b.MONDAY)
    assert len(done.items) == 1


def test_hour_without_a_place_is_listed() -> None:
    """The class is there for one hour of Monday only, where the barrette stands already."""
    short = {b.MONDAY: 1, b.TUESDAY: 1}
    classes = [b.group(calendar=short)]
    old, new = (
        centre(barrettes=[one], courses=(), classes=classes, tables=[b.bells((480, 540))]) for one in (ONCE, TWICE)
    )
    lesson = b.session("cours-01", b.TUESDAY, course_id=b.COURSE)
    found = board(new, (group(1, b.MONDAY), (ANA,)), (lesson, (ANA,)))
    room: list[Session] = []
    done = renew_support(
        found, active(RULES, new), old, found.timetable(), LIMITS, lambda s: room.append(s) or Left(s, {}).row(), {}
    )
    assert [(row.waits, row.session_id) for row in done.left] == [(Waits.NO, "B-P1-o2")]
    assert [s.start for s in room] == [-1]
    assert done.items == {}


def test_least_usual_hour_goes_where_fewer_are_asked() -> None:
    """Monday at 8 in both weeks, then Tuesday at 10 and Wednesday at 9: the two odd ones go."""
    odd = group(3, b.TUESDAY, "10"), group(4, b.WEDNESDAY.replace(day=16), "9")
    found, done = asked(TWICE, ONCE, *STOOD, *odd)
    assert {s.id for s in done.dropped} == {s.id for s in odd}
    assert set(found.sessions) == {s.id for s in STOOD}


def test_announced_hour_stays_though_fewer_are_asked() -> None:
    """Nothing of the first week may change: only the second loses an hour."""
    odd = group(3, b.TUESDAY, "10"), group(4, b.WEDNESDAY.replace(day=16), "9")
    _found, done = asked(TWICE, ONCE, *STOOD, *odd, limits=Limits(b.MONDAY, NEXT))
    assert [s.id for s in done.dropped] == [odd[1].id]


def test_workbook_that_asks_for_the_same_changes_nothing() -> None:
    """Nor does a barrette of which an hour is missing already: that is listed since then."""
    for held in (STOOD, STOOD[:1]):
        found, done = asked(ONCE, ONCE, *held)
        assert done == NewHours()
        assert list(found.sessions) == [s.id for s in held]


# Another week


def test_session_without_an_hour_goes_to_the_week_with_room() -> None:
    """The trainer is away in the first week: the second one takes it, and nothing else moves."""
    off = b.trainer(absences=(Absence(first=b.MONDAY, last=b.SUNDAY),))
    lesson = replace(LESSON, day=NEXT)
    found = board(centre(courses=WEEKLY, trainers=[off]), (lesson, (ANA, BEN)))
    done = mend(found).anywhere([waiting()])
    placed = found.sessions[SessionId("cours-02")]
    assert (done.left, done.sent, done.extra) == ([], {"cours-02": "cours-02"}, 0)
    assert NEXT <= placed.day <= PERIOD.last
    assert not placed.overlaps(lesson)
    assert set(found.people[placed.id]) == {"ana", "ben"}
    assert found.sessions[lesson.id] == lesson


def test_session_that_no_week_takes_is_left_with_the_proof() -> None:
    """The trainer is always away: every week was shown to have no room, and the board is as before."""
    off = b.trainer(absences=(Absence(first=b.MONDAY, last=PERIOD.last),))
    problem = centre(courses=WEEKLY, trainers=[off, b.trainer(b.SECOND)])
    found = board(problem, (replace(LESSON, trainer_ids=(b.SECOND,)), (ANA,)))
    before = found.timetable()
    done = mend(found).anywhere([waiting()])
    (left,) = done.left
    assert (left.session.id, left.proven, left.everywhere) == ("cours-02", True, True)
    assert left.row().searched is Searched.CLASS_WEEKS
    assert found.timetable() == before
    assert not mend(found).has_room(waiting())


@pytest.mark.parametrize(("days", "placed"), [(1, 0), (2, 2)])
def test_two_sessions_go_to_a_week_together_or_neither_does(days: int, placed: int) -> None:
    """The class comes for an hour a day: one day is too few for both, two are enough."""
    calendar = b.present(NEXT, NEXT + timedelta(days=days - 1))
    found = board(centre(courses=WEEKLY, classes=[b.group(calendar=calendar)], tables=[b.bells((480, 540))]))
    one = mend(found)
    done = one.anywhere([])
    assert one.take_together(done, NEXT, [waiting("un"), waiting("deux")], others=False) is (placed == 2)
    assert len(found.sessions) == placed


def week_of(found: Board, monday: date, session: Session, copy: str) -> Repair:
    """A week with a copy of a session, which it might take."""
    found.put(replace(session, id=SessionId(copy), day=monday, start=-1, end=0), {})
    known = WeekSessions(found, active(RULES, found.problem), monday, LIMITS, Known())
    return Repair(known, frozenset({SessionId(copy)}), interrupt=Interrupt())


@pytest.mark.parametrize(
    ("away", "taken"), [((), [True, False]), ((b.MONDAY,), [False, True]), ((b.MONDAY, NEXT), [False, False])]
)
def test_session_that_two_weeks_may_take_goes_to_one_of_them(away: Sequence[date], taken: list[bool]) -> None:
    """The first, which is its own, where that can; else the other; neither where its trainer is away in both."""
    absences = tuple(Absence(first=monday, last=monday + timedelta(days=6)) for monday in away)
    found = board(centre(courses=WEEKLY, trainers=[b.trainer(absences=absences)]))
    repairs = [week_of(found, monday, LESSON, f"copie-{monday}") for monday in (b.MONDAY, NEXT)]
    copies = {LESSON.id: [(n, r.week.number[next(iter(r.hits))]) for n, r in enumerate(repairs)]}
    assert [not answer.left for answer in place_among(repairs, copies)] == taken


@pytest.mark.parametrize(("outcome", "proven"), [(Outcome.INFEASIBLE, True), (Outcome.UNKNOWN, False)])
def test_part_of_a_week_without_an_answer_is_proven_unless_cut_short(outcome: Outcome, proven: bool) -> None:
    """What is hit has no place and nothing moves; only a search that was cut short leaves open whether that must be."""
    repair = week_of(board(centre(courses=WEEKLY)), b.MONDAY, LESSON, "copie")
    found = repair.read(repair.piece(repair.base), Answer(outcome))
    assert (found.places, found.left, found.optimal) == ({}, {"copie"}, proven)


# The times of a re-solve


def retime(found: Board, limits: Limits = LIMITS, **options: int) -> Retime:
    """The times of a board that stands, from the first day on."""
    before = found.timetable()
    ways = UpdateOptions(limits.first, limits.moves, front=False, **options)  # type: ignore[arg-type]
    stock = take_stock(found, before, limits.first)
    return Retime(found, active(RULES, found.problem), limits, ways, stock, before, Interrupt())


def monday_away(**changes: object) -> Problem:
    """The trainer is away on Monday, and nobody else teaches the subject."""
    return centre(
        trainers=[b.trainer(absences=(Absence(first=b.MONDAY, last=b.MONDAY),)), b.trainer(b.SECOND)], **changes
    )


OTHER = replace(LESSON, id=SessionId("cours-02"), day=b.TUESDAY)


def test_session_whose_trainer_is_away_moves_within_its_week() -> None:
    """Another hour with the same trainer; what the absence does not touch stays."""
    found = board(monday_away(), (LESSON, (ANA, BEN)), (OTHER, (ANA, BEN)))
    times = retime(found)
    times.weeks(centre(), frozenset(), NOBODY)
    moved = found.sessions[LESSON.id]
    assert b.TUESDAY <= moved.day <= b.FRIDAY
    assert moved.trainer_ids == (b.TRAINER,)
    assert set(found.people[LESSON.id]) == {"ana", "ben"}
    assert found.sessions[OTHER.id] == OTHER
    assert (times.left, times.hits) == ([], {LESSON.id})


def test_session_without_another_hour_goes_to_the_other_week() -> None:
    """The class comes on Monday alone, in each week: the second week takes the lesson."""
    classes = [b.group(calendar={b.MONDAY: 3, NEXT: 3})]
    found = board(monday_away(classes=classes), (LESSON, (ANA,)))
    times = retime(found)
    times.weeks(centre(classes=classes), frozenset(), NOBODY)
    times.later(())
    assert found.sessions[LESSON.id].day == NEXT
    assert times.rows(()) == []


def test_session_without_people_yet_waits_where_the_helper_of_one_who_will_come_is_busy() -> None:
    """Ana and Ben, of two classes, have one helper, and one hour on Monday: while Ben has a lesson, Ana has none."""
    helper = b.trainer("aide")
    hers, his = b.learner("ana"), b.learner("ben", b.OTHER)
    rows = tuple(Arrangement(p.id, "helper", text=helper.id) for p in (hers, his))
    both = [b.course(), b.course(b.SECOND_COURSE, class_ids=(b.OTHER,), teams=((b.SECOND,),))]
    here = {b.MONDAY: 3}
    lesson = replace(LESSON, id=SessionId("autre-01"), course_ids=(b.SECOND_COURSE,), class_ids=(b.OTHER,))
    lesson = replace(lesson, trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    for arrangements, left in (((), []), (rows, [LESSON.id])):
        problem = centre(
            hers, his, courses=both, arrangements=arrangements, trainers=[b.trainer(), b.trainer(b.SECOND), helper],
            classes=[b.group(calendar=here), b.group(b.OTHER, calendar=here)], tables=[b.bells((480, 540))],
        )  # fmt: skip
        found = board(problem, (lesson, (his,)))
        times = retime(found)
        times.left = [Left(replace(LESSON, start=-1, end=0), {})]
        times.later(())
        assert [row.session.id for row in times.left] == left
        assert (LESSON.id in found.sessions) == (not left)


def test_place_that_the_notice_closes_is_the_cause_that_is_told() -> None:
    """The class comes in the week of the notice alone, where Tuesday is free: no place, for the notice forbids it."""
    classes = [b.group(calendar=b.present(b.MONDAY, b.FRIDAY))]
    found = board(monday_away(classes=classes), (LESSON, (ANA,)))
    times = retime(found, Limits(b.MONDAY, NEXT))
    times.weeks(centre(classes=classes), frozenset(), NOBODY)
    times.later(())
    (row,) = times.rows(())
    assert (row.session_id, row.cause, row.first) == (LESSON.id, Cause.ANNOUNCED, NEXT)


def test_nobody_bears_more_changes_than_allowed() -> None:
    """No change is allowed to the trainer: the lesson is listed, and the limit is the cause that is told."""
    found = board(monday_away(), (LESSON, (ANA, BEN)))
    times = retime(found, most_per_trainer=0)
    times.weeks(centre(), frozenset(), NOBODY)
    times.later(())
    assert LESSON.id not in found.sessions
    (row,) = times.rows(())
    assert (row.session_id, row.cause, row.per_trainer) == (LESSON.id, Cause.LIMITED, 0)


def test_session_of_a_day_that_closes_falls() -> None:
    """Hours by week, in proportion to the days: the lesson of the closed Monday is due no more, and is told so."""
    problem = centre(closed=frozenset({b.MONDAY}), courses=[b.course(volume=Volume(weekly=60), lengths=(60,))])
    calendar = b.present(b.MONDAY, b.MONDAY)
    old = replace(problem, closed=frozenset(), classes={b.CLASS: b.group(calendar=calendar)})
    found = board(replace(problem, classes=old.classes), (LESSON, (ANA,)))
    times = retime(found)
    times.weeks(old, frozenset(), NOBODY)
    assert LESSON.id not in found.sessions
    assert [(row.session_id, row.waits) for row in times.rows(())] == [(LESSON.id, Waits.FELL)]
    assert times.left == []


def test_timetable_that_still_holds_is_left_as_it_is() -> None:
    """Nothing has changed: no week is repaired, nothing is listed."""
    found = board(centre(), (LESSON, (ANA, BEN)), (OTHER, (ANA, BEN)))
    before = found.timetable()
    times = retime(found)
    times.hours(centre())
    times.weeks(centre(), frozenset(), NOBODY)
    times.later(())
    assert (found.timetable(), times.mended, times.rows(())) == (before, [], [])


def test_barrette_goes_to_its_new_hour_or_keeps_the_one_it_had() -> None:
    """From Monday at 8 to Tuesday at 9; to a Saturday, when the class is away, it cannot go."""
    fixed = replace(ONCE, fixed_weekday=0, fixed_start=480)
    for weekday, start, there in ((1, 540, b.TUESDAY), (5, 540, b.MONDAY)):
        new = centre(barrettes=[replace(fixed, fixed_weekday=weekday, fixed_start=start)], courses=())
        found = board(new, (group(1, b.MONDAY), (ANA, BEN)))
        times = retime(found)
        times.hours(centre(barrettes=[fixed], courses=()))
        assert found.sessions[group(1, b.MONDAY).id].day == there
        assert times.stuck == ([(fixed.id, b.MONDAY)] if there == b.MONDAY else [])


@pytest.mark.parametrize(("seats", "cause"), [(1, Cause.ROOM_TOO_SMALL), (2, Cause.NO_PLACE)])
def test_people_whom_no_room_holds_are_the_reason(seats: int, cause: Cause) -> None:
    """Two people and rooms of one seat: no hour would do, and that is told; with two seats the hours are the reason."""
    problem = centre(ANA, BEN, courses=WEEKLY, rooms=[b.room(seats=seats)])
    row = Left(LESSON, {ANA.id: False, BEN.id: False}, proven=True).row(problem)
    assert row.cause == cause
    if cause == Cause.ROOM_TOO_SMALL:
        assert (row.heads, row.most) == (2, 1)
        assert "2 apprenants sont attendus et la plus grande salle" in told(problem, row).reason
