"""A dated lock that is added at another hour: a session of its week goes there, or it is said before that none can."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from constraints import RULES
from planner.check.verify import verify
from planner.cli.work.new_alerts import locks_out_of_reach
from planner.domain import Attendance, BarretteId, Kind, Lock, Session, StandingSession, Timetable
from planner.engine.change.asked_hours import asked_hours, movable, new_locks, obeyed, out_of_reach
from planner.engine.change.limits import Limits
from planner.engine.change.options import UpdateOptions
from planner.engine.flow import update
from tests.planner.engine.change.scene import ANA, BEN, LIMITS, NEXT, board, centre
from tests.rules import build as b

FRIDAY = NEXT + timedelta(days=4)
LOCK = Lock(course_id=b.COURSE, day=FRIDAY, start=600, origin="Verrous!A2")
LESSONS = tuple(
    b.session(f"cours-0{n}", b.MONDAY + timedelta(days=day), course_id=b.COURSE)
    for n, day in enumerate((0, 1, 7, 8), start=1)
)
BEFORE = Timetable(LESSONS, tuple(Attendance(s.id, p.id) for s in LESSONS for p in (ANA, BEN)))


def hour(session: Session) -> tuple[object, int]:
    """Day and start."""
    return session.day, session.start


def test_a_session_of_its_week_goes_where_a_new_lock_says() -> None:
    """One of the two lessons of the second week is on Friday at ten, and no other one has moved."""
    new = replace(centre(), locks=(LOCK,))
    options = UpdateOptions(b.TUESDAY, b.TUESDAY, effort=0.1, workers=1)
    after = update(centre(), new, BEFORE, RULES, options).timetable
    assert [hour(s) for s in after.sessions] == [*map(hour, LESSONS[:2]), hour(LESSONS[3]), (FRIDAY, 600)]
    assert not verify(new, RULES, after).hard


def test_a_lock_that_comes_too_late_is_said_with_its_cell() -> None:
    """Past, inside the notice, or both lessons of its week locked; a lock that is obeyed already says nothing."""
    new = replace(centre(), locks=(LOCK,))
    late = {
        "ce jour est passé": Limits(FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=1)),
        "délai de prévenance": Limits(b.TUESDAY, FRIDAY + timedelta(days=1)),
        "aucune séance": Limits(b.TUESDAY, b.TUESDAY, frozenset(s.id for s in LESSONS)),
    }
    for words, limits in late.items():
        (alert,) = locks_out_of_reach(centre(), new, BEFORE, limits)
        assert words in alert.text
        assert alert.origin == "Verrous!A2"
    assert locks_out_of_reach(centre(), new, BEFORE, Limits(b.TUESDAY, b.TUESDAY)) == ()
    kept = replace(new, locks=(replace(LOCK, day=LESSONS[3].day, start=LESSONS[3].start),))
    assert locks_out_of_reach(centre(), kept, BEFORE, late["délai de prévenance"]) == ()


def test_only_dated_locks_of_sessions_that_were_not_there_are_new() -> None:
    """Its row may have moved in the sheet; a lock without a day, on a person or out of the term asks for no hour."""
    other = replace(LOCK, start=540)
    silent = (
        replace(LOCK, day=None),
        replace(LOCK, day=b.MONDAY - timedelta(days=1)),
        replace(LOCK, course_id=None, barrette_id=BarretteId("B"), apprentice_id=ANA.id),
    )
    old = replace(centre(), locks=(replace(LOCK, origin="Verrous!A9"),))
    assert new_locks(old, replace(centre(), locks=(LOCK, other, *silent))) == [other]


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({}, True),
        ({"start": None}, True),
        ({"start": 540}, False),
        ({"day": b.TUESDAY}, False),
        ({"part": "A"}, False),
        ({"room_id": b.ROOM}, True),
        ({"room_id": b.SECOND_ROOM}, False),
        ({"trainer_ids": (b.TRAINER,)}, True),
        ({"trainer_ids": (b.TRAINER, b.SECOND)}, False),
        ({"course_id": b.SECOND_COURSE}, False),
    ],
)
def test_lock_is_obeyed_by_a_session_that_has_all_it_names(changes: dict[str, Any], kept: bool) -> None:
    """Monday at eight, in the first room, with one trainer; what a lock leaves open may be anything."""
    lock = replace(Lock(course_id=b.COURSE, day=b.MONDAY, start=480), **changes)
    assert obeyed(LESSONS[:1], lock) is kept


def test_session_of_the_day_goes_before_the_others_of_the_week() -> None:
    """Of Monday and Tuesday of the second week, the one of the day that the lock names; never of another week."""
    tuesday = replace(LOCK, day=NEXT + timedelta(days=1))
    problem = replace(centre(), locks=(tuesday,))
    assert movable(problem, LESSONS, tuesday, LIMITS) == [LESSONS[3]]
    assert movable(problem, LESSONS, LOCK, LIMITS) == [LESSONS[2]]
    assert movable(problem, LESSONS[:2], LOCK, LIMITS) == []


@pytest.mark.parametrize("why", ["announced", "locked", "pasted", "as another lock asks"])
def test_session_that_something_else_holds_is_not_moved_for_a_lock(why: str) -> None:
    """The first lesson of the second week is held: the second one takes the lock in its place."""
    held = LESSONS[2]
    other = Lock(course_id=b.COURSE, day=held.day, start=held.start)
    problem = replace(centre(), locks=(LOCK, other) if why == "as another lock asks" else (LOCK,))
    if why == "pasted":
        row = StandingSession(held.id, b.COURSE, held.day, held.start, held.end, held.minutes)
        problem = replace(problem, standing=(row,))
    moves = held.day + timedelta(days=1) if why == "announced" else b.MONDAY
    limits = Limits(b.MONDAY, moves, frozenset({held.id} if why == "locked" else ()))
    assert movable(problem, LESSONS, LOCK, limits) == [LESSONS[3]]


def test_all_groups_of_an_hour_of_a_barrette_go_together() -> None:
    """Two groups side by side are one hour: both take the lock, or neither where one of them is held."""
    lock = Lock(barrette_id=BarretteId("B"), day=FRIDAY, start=600)
    plain = {"kind": Kind.BARRETTE, "barrette_id": lock.barrette_id, "period_id": "P1", "occurrence": 1}
    groups = [b.session(f"B-P1-{name}-o1", NEXT, **plain) for name in ("LIT1", "NUM1")]
    problem = replace(centre(), locks=(lock,))
    assert movable(problem, groups, lock, LIMITS) == groups
    held = Limits(b.MONDAY, b.MONDAY, frozenset({groups[1].id}))
    assert movable(problem, groups, lock, held) == []


def test_hour_asked_is_that_of_its_week_and_of_its_session_alone() -> None:
    """One hit, held to the lock; a lock that is obeyed, or of a day that no longer changes, asks for nothing."""
    new = replace(centre(), locks=(LOCK,))
    found = board(new, *((s, (ANA, BEN)) for s in LESSONS))
    (asked,) = asked_hours(centre(), found, LIMITS)
    assert (asked.week, asked.hits, asked.barrette) == (NEXT, {LESSONS[2].id}, None)
    assert asked.limits.locks == {LESSONS[2].id: LOCK}
    assert list(asked_hours(centre(), found, Limits(b.MONDAY, FRIDAY + timedelta(days=1)))) == []
    assert [a.week for a in asked_hours(centre(), found, Limits(b.MONDAY, FRIDAY))] == []
    tuesday = board(replace(new, locks=(replace(LOCK, day=LESSONS[3].day),)), *((s, ()) for s in LESSONS))
    (asked,) = asked_hours(centre(), tuesday, Limits(b.MONDAY, LESSONS[3].day))
    assert asked.hits == {LESSONS[3].id}
    kept = board(replace(new, locks=(replace(LOCK, day=NEXT, start=480),)), *((s, ()) for s in LESSONS))
    assert list(asked_hours(centre(), kept, LIMITS)) == []


def test_first_day_of_each_limit_is_still_inside_it() -> None:
    """On the first day a lock may come in time; on the first day after the notice it may move an hour."""
    new = replace(centre(), locks=(LOCK,))
    late = FRIDAY + timedelta(days=1)

    def said(limits: Limits) -> list[str]:
        return [why for _lock, why in out_of_reach(centre(), new, BEFORE, limits)]

    assert said(Limits(late, late)) == ["ce jour est passé"]
    assert [why.split(" avant ")[0] for why in said(Limits(FRIDAY, late))] == ["l'heure d'une séance ne change plus"]
    assert said(Limits(b.MONDAY, NEXT)) == []
    # In time for the lock, too late for both lessons, which are earlier in the week.
    assert [why[:13] for why in said(Limits(b.MONDAY, FRIDAY))] == ["aucune séance"]
