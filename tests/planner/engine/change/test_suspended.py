"""Groups of barrettes that a change took from an hour: written down, back with their people, or told why not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.board.board import Board
from planner.domain import (
    Arrangement,
    Barrette,
    BarretteId,
    Group,
    GroupId,
    Guidance,
    Kind,
    Learner,
    OpenPeriod,
    OpenPeriodId,
    Problem,
    Session,
    Timetable,
    key,
)
from planner.engine.change.suspended import Suspended, rejoin, suspended_known, suspended_written
from planner.engine.change.swapped import place_of, written
from tests.planner.engine.change.scene import ANA, BEN, NEXT, PERIOD, board, centre
from tests.rules import build as b

MODULE = b.module().id
BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60, 1)
GROUP = Group(GroupId("B-P1-M-1"), BARRETTE.id, PERIOD.id, MODULE, (b.TRAINER,), b.ROOM, (ANA.id,))
PLAIN = {"kind": Kind.BARRETTE, "barrette_id": BARRETTE.id, "period_id": PERIOD.id, "occurrence": 1}
SESSION = b.session("B-P1-M-1-o1", module_id=MODULE, group_id=GROUP.id, **PLAIN)
BESIDE = b.session("B-P1-N-1-o1", module_id=MODULE, group_id=GroupId("B-P1-N-1"), **PLAIN)
BESIDE = replace(BESIDE, trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)


def problem() -> Problem:
    """Two weeks of a class with a barrette; both trainers may lead what it gives."""
    able = [b.trainer(who, skills=frozenset({key(MODULE)})) for who in (b.TRAINER, b.SECOND)]
    return centre(barrettes=[BARRETTE], trainers=able)


def before(*held: tuple[Session, Sequence[Learner]], **summary: object) -> Timetable:
    """A timetable with both groups."""
    found = board(problem(), *held)
    found.groups.append(GROUP)
    return replace(found.timetable(), summary=summary)


def taken(*held: tuple[Session, Sequence[Learner]]) -> Board:
    """A board with its groups and some sessions."""
    found = board(problem(), *held)
    found.groups.append(GROUP)
    return found


def test_group_without_its_people_is_written_down_until_it_is_back() -> None:
    """Its people have nothing at the hour: they are waited for; not where they have another seat."""
    was = before((SESSION, (ANA,)), (BESIDE, (BEN,)))
    rows = suspended_written(taken((BESIDE, (BEN,))), was, (), b.MONDAY, ())
    assert [(row[0]["id"], row[1]) for row in rows] == [(SESSION.id, [ANA.id])]
    assert suspended_written(taken((BESIDE, (ANA, BEN))), was, (), b.MONDAY, ()) == []
    assert suspended_written(taken((BESIDE, (BEN,))), was, (), NEXT, ()) == []
    assert suspended_written(taken((BESIDE, (BEN,))), was, (), b.MONDAY, {(BARRETTE.id, PERIOD.id)}) == []


def test_group_stands_again_with_its_people_and_its_list() -> None:
    """Under its id, at its hour, once its people are there; a group that has gone is on the list again."""
    held = taken((BESIDE, (BEN,)))
    rows = suspended_written(held, before((SESSION, (ANA,)), (BESIDE, (BEN,))), (), b.MONDAY, ())
    held.groups.clear()
    known = suspended_known(held, Timetable(summary={"suspended": rows}), b.MONDAY)
    assert rejoin(held, known) == ([], [])
    assert (held.sessions[SESSION.id], set(held.people[SESSION.id])) == (SESSION, {ANA.id})
    assert held.groups == [GROUP]
    assert suspended_known(held, Timetable(summary={"suspended": rows}), b.MONDAY, SESSION.start + 1) == []


def test_group_whose_trainer_is_taken_says_so() -> None:
    """Its people are there, its trainer leads the other group: it is told; an hour that is gone tells nothing."""
    other = replace(BESIDE, trainer_ids=SESSION.trainer_ids)
    rows = suspended_written(taken((BESIDE, (BEN,))), before((SESSION, (ANA,)), (BESIDE, (BEN,))), (), b.MONDAY, ())
    held = taken((other, (BEN,)))
    known = suspended_known(held, Timetable(summary={"suspended": rows}), b.MONDAY)
    ((session, said),) = rejoin(held, known)[0]
    assert session == SESSION
    assert "formatrice" in said
    assert rejoin(taken(), known) == ([], [])


def test_group_is_led_again() -> None:
    """It worked on its own while its trainer was away."""
    alone = replace(SESSION, guidance=Guidance.AUTONOMOUS, trainer_ids=(b.SECOND,))
    held = taken((alone, (ANA,)))
    rows = suspended_written(held, before((SESSION, (ANA,))), (), b.MONDAY, ())
    assert rejoin(held, suspended_known(held, Timetable(summary={"suspended": rows}), b.MONDAY)) == ([], [])
    assert (held.sessions[SESSION.id], set(held.people[SESSION.id])) == (SESSION, {ANA.id})


@pytest.mark.parametrize("kind", [Kind.SUPPORT, Kind.OPEN])
def test_call_at_an_open_hour_comes_back_with_its_people(kind: Kind) -> None:
    """Ana was called, or sat in the place of her class; Ben's call goes on, so the hour does, and she is back."""
    period = OpenPeriod(OpenPeriodId("O"), "Temps", (b.CLASS,), 60)
    open_hour = {"period_id": PERIOD.id, "occurrence": 1}
    called = b.session("O-P1-M-1-o1", kind=kind, **open_hour)
    called = replace(called, class_ids=(b.CLASS,))
    beside = b.session("O-P1-N-1-o1", kind=Kind.SUPPORT, **open_hour)
    beside = replace(beside, trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    workbook = replace(problem(), open_periods=(period,))
    was = board(workbook, (called, (ANA,)), (beside, (BEN,))).timetable()
    held = board(workbook, (beside, (BEN,)))
    rows = suspended_written(held, was, (), b.MONDAY, ())
    assert [(row[0]["id"], row[1]) for row in rows] == [(called.id, [ANA.id])]
    assert rejoin(held, suspended_known(held, Timetable(summary={"suspended": rows}), b.MONDAY)) == ([], [])
    assert held.timetable() == was


def test_group_at_another_hour_has_its_people_again_at_its_own() -> None:
    """Its hour moved to Tuesday, where Ana could not come and Ben took another group: on Monday both are in theirs."""
    was = before((SESSION, (ANA, BEN)), (BESIDE, ()))
    away = board(problem(), *[(replace(s, day=b.TUESDAY), who) for s, who in ((SESSION, ()), (BESIDE, (BEN,)))])
    rows = suspended_written(away, was, (), b.MONDAY, ())
    assert [(row[0]["id"], row[0]["day"], row[1]) for row in rows] == [
        (SESSION.id, b.MONDAY.isoformat(), [ANA.id, BEN.id])
    ]
    known = suspended_known(away, Timetable(summary={"suspended": rows}), b.MONDAY)
    # another update takes the group from its second hour: it is written for both
    stood = {SESSION.id: [written(place_of(s)) for s in (SESSION, replace(SESSION, day=b.TUESDAY))]}
    second = replace(away.timetable(), summary={"stood": stood})
    away.take(SESSION.id)
    assert {row[0]["day"] for row in suspended_written(away, second, known, b.MONDAY, ())} == {b.MONDAY.isoformat()}
    home = taken((SESSION, ()), (BESIDE, (BEN,)))
    assert rejoin(home, known) == ([], [])
    assert set(home.people[SESSION.id]) == {ANA.id, BEN.id}
    assert BESIDE.id not in home.sessions


@pytest.mark.parametrize("listed", [True, False])
def test_seat_of_the_week_does_not_keep_somebody_from_their_group(listed: bool) -> None:
    """Ana may have one hour a day: what she has for the group waits to be left, anything else is given up."""
    one = replace(problem(), arrangements=(Arrangement(ANA.id, "max_day", minutes=60),))
    known = [Suspended(SESSION, (ANA.id,))]
    own = b.session("M-s001", kind=Kind.SUPPORT, module_id=MODULE)
    own = replace(own, start=SESSION.end, end=SESSION.end + 60, trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    held = board(one, (BESIDE, (BEN,)), (own, (ANA,)))
    held.groups.append(GROUP)
    against, given_up = rejoin(held, known, [(ANA.id, SESSION.id, own.id)] if listed else ())
    assert against == []
    assert set(held.people[SESSION.id]) == {ANA.id}
    assert [(s.id, p) for s, p in given_up] == ([] if listed else [(own.id, ANA.id)])


def test_group_of_somebody_who_leaves_waits_for_them() -> None:
    """Ana is to leave before the hour, and is written down; once her departure is put off, she is in it again."""
    was = before((SESSION, (ANA, BEN)))
    held = taken((SESSION, (BEN,)))
    going = replace(ANA, exit=b.MONDAY - timedelta(days=1))
    held.problem = replace(problem(), learners={ANA.id: going, BEN.id: BEN})
    rows = suspended_written(held, was, (), b.MONDAY, ())
    known = suspended_known(held, Timetable(summary={"suspended": rows}), b.MONDAY)
    assert rejoin(held, known) == ([], [])
    assert set(held.people[SESSION.id]) == {BEN.id}
    held.problem = problem()
    assert rejoin(held, known) == ([], [])
    assert set(held.people[SESSION.id]) == {ANA.id, BEN.id}
