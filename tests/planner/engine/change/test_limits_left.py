"""Limits that only what has gone breaks, after an ordinary event: left so, noted, and no fault for whoever verifies."""

from dataclasses import replace
from datetime import date

from constraints import RULES
from planner.board.board import Board
from planner.check.verify import verify
from planner.courses.broken_limits import LEFT
from planner.domain import Problem, Session, Timetable, WeekLimit
from planner.engine.change.limits_left import limits_left, with_limits_left
from planner.engine.change.way_taken import Choice, applied
from planner.engine.change.ways_out import slot, with_absence
from tests.rules import build as b

NINE = b.session("neuf", start="9", end="10", course_id=b.COURSE)
EIGHT = b.session("huit", course_id=b.COURSE)
ELEVEN = b.session("onze", start="11", end="12", course_id=b.COURSE)


LIMITS = {"H6f", "H31", "H32", "H33", "H34", "H35"}


def centre(**limits: object) -> Problem:
    """A class whose week is bounded."""
    bound = WeekLimit(class_ids=(b.CLASS,), **limits)  # type: ignore[arg-type]
    return b.problem(courses=[b.course()], week_limits=(bound,))


def left(problem: Problem, before: tuple[Session, ...], *now: Session) -> list[str]:
    """What is noted once some sessions are gone or elsewhere."""
    board = Board(problem, RULES)
    for session in now:
        board.put(session, {})
    return limits_left(board, Timetable(before))[LEFT]


def broken(problem: Problem, noted: list[str], *now: Session) -> list[str]:
    """Keys of the limits that the checker then finds passed."""
    report = verify(problem, RULES, Timetable(now, summary={LEFT: noted}))
    return [f.key for f in report.hard if f.key in LIMITS]


def test_a_first_lesson_that_falls_leaves_a_late_start() -> None:
    """The trainer of eight o'clock is ill: the day begins at nine, and no lesson moves for it."""
    problem = centre(late_starts=0)
    noted = left(problem, (EIGHT, NINE), NINE)
    assert len(noted) == 1
    assert broken(problem, [], NINE) == ["H35"]
    assert broken(problem, noted, NINE) == []


def test_a_gap_and_a_short_day_are_left_too() -> None:
    """The hour in the middle goes: a gap, and a day of two hours for three asked."""
    problem = centre(gaps_day=0, least_day=180)
    now = EIGHT, replace(NINE, start=600, end=660)
    noted = left(problem, (EIGHT, NINE, now[1]), *now)
    assert len(noted) == 2
    assert broken(problem, noted, *now) == []


def test_what_the_update_puts_somewhere_keeps_the_limits() -> None:
    """The lesson of nine goes to eleven, after a gap: that is its own doing."""
    problem = centre(gaps_day=0)
    moved = replace(NINE, start=ELEVEN.start, end=ELEVEN.end)
    assert left(problem, (EIGHT, NINE), EIGHT, moved) == []
    assert broken(problem, [], EIGHT, moved) == ["H31"]


def test_too_much_is_never_left() -> None:
    """Three hours for two a day: nothing that has gone does that."""
    problem = centre(most_day=120)
    assert left(problem, (EIGHT, NINE, ELEVEN), EIGHT, NINE, ELEVEN) == []


def test_a_day_under_a_binding_minimum_is_left_too() -> None:
    """Three hours asked of the class, and the third has gone."""
    problem = b.problem(classes=[b.group(min_day=180, min_day_hard=True)], courses=[b.course()])
    noted = left(problem, (EIGHT, NINE, ELEVEN), EIGHT, NINE)
    assert broken(problem, [], EIGHT, NINE) == ["H6f"]
    assert broken(problem, noted, EIGHT, NINE) == []
    assert left(problem, (EIGHT,), EIGHT, NINE) == []


def test_who_is_given_an_hour_keeps_the_limits() -> None:
    """The lesson of eight is another trainer's now, who has one at eleven: their gap is no matter of what has gone."""
    gap = WeekLimit(trainer_ids=(b.SECOND,), gaps_day=0)
    problem = b.problem(courses=[b.course()], week_limits=(gap,))
    later = replace(ELEVEN, trainer_ids=(b.SECOND,))
    middle = replace(NINE, trainer_ids=(b.SECOND,))
    assert len(left(problem, (replace(EIGHT, trainer_ids=(b.SECOND,)), middle, later), middle, later)) == 1
    assert left(problem, (EIGHT, middle, later), replace(EIGHT, trainer_ids=(b.SECOND,)), later) == []


def test_replace_cancels_whatever_the_limit() -> None:
    """An hour in the middle is cancelled: a gap is left, which the timetable notes; nobody is put anywhere for it."""
    problem = replace(centre(gaps_day=0), trainers={t: b.trainer(t) for t in (b.TRAINER, b.SECOND)})
    ten = replace(ELEVEN, start=600, end=660, trainer_ids=(b.SECOND,))
    middle, before = replace(NINE, trainer_ids=(b.SECOND,)), (EIGHT, replace(ten, trainer_ids=(b.TRAINER,)))
    timetable = b.timetable(*before, middle, who={})
    absent = with_absence(problem, b.SECOND, b.MONDAY)
    assert "cancel" in {choice.kind for choice in slot(absent, timetable, b.SECOND, (middle,), RULES).choices}
    after = with_limits_left(absent, applied(absent, timetable, b.SECOND, (middle,), Choice("cancel")), timetable)
    assert len(after.summary[LEFT]) == 1
    assert [f.key for f in verify(absent, RULES, after).hard if f.key in LIMITS] == []
    assert with_limits_left(absent, timetable, timetable) is timetable


def test_a_new_limit_holds_once_the_notice_is_over() -> None:
    """Two days for one: the lesson of Monday is over, that of Tuesday announced. It is noted, unless it gets worse."""
    problem, tuesday = centre(days=1), replace(NINE, day=b.TUESDAY)
    before = Timetable((EIGHT, tuesday))

    def noted(moves: date, *now: Session) -> list[str]:
        board = Board(problem, RULES)
        for session in now:
            board.put(session, {})
        return limits_left(board, before, moves)[LEFT]

    left_so = noted(b.WEDNESDAY, EIGHT, tuesday)
    assert len(left_so) == 1
    assert broken(problem, [], EIGHT, tuesday) == ["H32"]
    assert broken(problem, left_so, EIGHT, tuesday) == []
    assert noted(b.MONDAY, EIGHT, tuesday) == []
    assert noted(b.WEDNESDAY, EIGHT, tuesday, replace(ELEVEN, day=b.FRIDAY)) == []
