"""Seats after a change: what a group without its trainer still gives, and what nobody leaves for an hour owed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.board.paid import paid_so_far
from planner.cli.show.effects import moved_with
from planner.domain import ApprenticeId, Guidance, Owed
from planner.engine.change.due_again import Cancelled
from planner.engine.change.limits import Limits
from planner.engine.change.made_up import undo_for_nothing
from planner.engine.change.options import UpdateOptions
from planner.engine.change.times import Retime
from planner.engine.solvers.cpsat import Interrupt
from planner.hours.owed import SOURCE_PROGRAMME
from planner.report.compare import SessionChange
from planner.report.effects import Effect
from tests.planner.test_seats import CDI, MODULES, PERIOD, WATCHER, Scene, away, name, people, scene, seats
from tests.rules import build as b

GUIDANCE = Owed(ApprenticeId("a"), "cible", "GUIDANCE", 60, PERIOD.last, PERIOD.first, source=SOURCE_PROGRAMME)


def test_group_that_is_only_watched_pays_nothing_and_gives_nothing_back() -> None:
    """Nobody else may lead it on Monday: its people keep their session before an adult, and still owe that hour."""
    one = scene({"a": "LIT1", "b": "LIT1"}, trainers=away("A", "C"))
    lost, stock = one.board.sessions[name("LIT1", 1)], Cancelled(one.board.problem)
    stock.loses(lost, [ApprenticeId("a")])
    for again, who in one.seat(one.hour(1, "ab", ["LIT1"])).again:
        stock.gives(again, who)
    assert set(one.board.people[lost.id]) == people("ab")
    assert stock.missed == {"a": [lost]}
    assert set(paid_so_far(one.board, one.owed).values()) == {60}


def test_nobody_leaves_a_led_group_for_one_that_is_only_watched() -> None:
    """The group of literacy has no trainer on Monday: who owes literacy in the other one stays there at that hour."""
    one = scene({"a": "LIT1", "b": "LIT1", "c": "LIT1"})
    alone = one.board.sessions[name("LIT1", 1)]
    here = one.board.take(alone.id)
    one.board.put(replace(alone, guidance=Guidance.AUTONOMOUS, trainer_ids=(WATCHER.id,), room_id=CDI.id), here)
    seats(one).change(one.owed, people("abcd"))
    assert one.where(1)["c"] == name("NUM1", 1)
    assert one.where(2)["c"] == name("LIT1", 2)


def test_only_hour_of_a_strand_is_not_left_for_one_hour_owed() -> None:
    """Two of numeracy are owed: one of the two hours stays in the strand, as no later period gives it any more."""
    one = two_periods("GUIDANCE")
    seats(one).change((*one.owed, GUIDANCE), people("a"))
    assert sorted(one.where(number)["a"][:9] for number in (1, 2)) == ["B-P1-LIT1", "B-P1-NUM1"]


@pytest.mark.parametrize("strand", ["GUIDANCE", "PERSONAL"])
def test_hour_of_a_strand_given_in_the_place_of_the_one_that_is_left_stays(strand: str) -> None:
    """Numeracy took the one hour of guidance on Monday: the group of Tuesday stays, if it is one of guidance."""
    one = two_periods(strand)
    first, second = (name("LIT1", number) for number in (1, 2))
    had = [(ApprenticeId("a"), one.board.sessions[first]), (ApprenticeId("a"), one.board.sessions[name("NUM1", 2)])]
    had[0] = had[0][0], replace(had[0][1], strand="GUIDANCE")
    one.board.leave(first, ApprenticeId("a"))
    one.board.join(name("NUM1", 1), ApprenticeId("a"))
    undo_for_nothing(one.board, {ApprenticeId("a"): one.owed}, had)
    assert one.where(1)["a"] == name("NUM1", 1)
    assert one.where(2)["a"] == (second if strand == "GUIDANCE" else name("NUM1", 2))


def two_periods(strand: str) -> Scene:
    """Somebody owes numeracy, and is in a group of a strand; a period follows in which the class is there."""
    modules = [replace(m, strand=strand) if m.id == "LIT1" else m for m in MODULES]
    calendar = {b.MONDAY + timedelta(n): 3 for n in (0, 1, 2, 3, 4, 7, 8)}
    classes = [b.group(calendar=calendar)]
    return scene({"a": "NUM1"}, modules=modules, last=b.SUNDAY + timedelta(7), classes=classes)


def test_group_of_three_is_left_by_nobody_where_the_workbook_says_no_size() -> None:
    """Numeracy is owed by two people of literacy: of three at an hour nobody leaves, of four one may."""
    for who, moved, gone in (("abe", 0, ""), ("abef", 1, ""), ("abef", 0, "f")):
        groups = {"LIT1": ("A", "salle 1", who), "NUM1": ("B", "salle 2", "cd")}
        modules = [replace(m, min_size=None) for m in MODULES]
        one = scene({"a": "NUM1", "b": "NUM1"}, groups=groups, modules=modules)
        for person in people(gone):
            one.board.leave(name("LIT1", 1), person)
        seats(one).change(one.owed, people("ab"))
        assert [one.where(1)[a] for a in "ab"].count(name("NUM1", 1)) == moved


@pytest.mark.parametrize("gone", [("A", "C"), ("A", "B", "C")])
def test_barrette_keeps_its_hour_where_one_group_can_be_led(gone: Sequence[str]) -> None:
    """One of two groups has no trainer on Monday: the other one stays, and both go to another day where neither has."""
    one, old = scene(trainers=away(*gone)), scene().board.problem
    before, options = one.board.timetable(), UpdateOptions(b.MONDAY, b.MONDAY)
    limits, stock = Limits(b.MONDAY, b.MONDAY), Cancelled(one.board.problem)
    times = Retime(one.board, one.board.rules, limits, options, stock, before, Interrupt())
    times.weeks(old, people(""), frozenset())
    days = [one.board.sessions[key].day for key in (name("LIT1", 1), name("NUM1", 1)) if key in one.board.sessions]
    if "B" in gone:
        assert len(days) == 2
        assert days[0] == days[1] != b.MONDAY
    else:
        assert days == [b.MONDAY]
        assert [row.session.id for row in times.left] == [name("LIT1", 1)]


def test_groups_of_one_hour_that_go_together_make_no_room_for_each_other() -> None:
    """One group has to go to another day, and the other one with it; a lesson that moves makes room."""
    one = scene()
    lit, num = (one.board.sessions[name(module, 1)] for module in ("LIT1", "NUM1"))
    rows = [SessionChange("moved", s, replace(s, day=b.FRIDAY)) for s in (lit, num, b.session("cours"))]
    assert moved_with(one.board.problem, Effect(None, rows[:1], rows[1:])) == [rows[1]]
    assert moved_with(one.board.problem, Effect(None, rows[2:], rows[:2])) == []
