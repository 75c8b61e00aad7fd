"""Somebody put into another group by hand: the hours of both groups, nobody else, and what the rules say."""

from dataclasses import replace
from datetime import timedelta

from constraints import RULES
from planner.board.board import Board
from planner.domain import Barrette, BarretteId, Debt, Group, GroupId, Kind, ModuleId, PeriodId, Timetable
from planner.engine.change.group_by_hand import GroupMove, hours_of_move, refused_move, with_group_move
from planner.rule import active
from tests.planner.engine.change.scene import ANA, BEN, NEXT, PERIOD, board, centre
from tests.rules import build as b

BARRETTE = Barrette(BarretteId("B"), "B", (b.CLASS,), 60, 1)
FIRST, SECOND = GroupId("g1"), GroupId("g2")
ONE = b.session(
    "g1-o1", kind=Kind.BARRETTE, barrette_id=BARRETTE.id, occurrence=1, group_id="g1", period_id=PERIOD.id,
    module_id=ModuleId("LIT1"),
)  # fmt: skip
TWO = replace(ONE, id=b.session("g2-o1").id, group_id=SECOND, room_id=b.SECOND_ROOM, trainer_ids=(b.SECOND,),
              module_id=ModuleId("NUM1"))  # fmt: skip
LATER = replace(ONE, id=b.session("g1-o2").id, day=NEXT, occurrence=2)
"""The first group alone takes place the week after."""
MOVE = GroupMove(ANA.id, FIRST, SECOND, b.MONDAY)


def held(*, full: bool = False) -> tuple[Board, Timetable]:
    """Ana in the first group, twice, and Ben in the second; ``full``: that one takes nobody more."""
    barrettes, modules = [BARRETTE], [b.module("LIT1"), b.module("NUM1", max_size=1 if full else 12)]
    problem = centre(ANA, BEN, barrettes=barrettes, modules=modules)
    found = board(problem, (ONE, [ANA]), (TWO, [BEN]), (LATER, [ANA, BEN]))
    for name, session, people in ((FIRST, ONE, (ANA, BEN)), (SECOND, TWO, (BEN,))):
        names = tuple(p.id for p in people)
        group = Group(name, BARRETTE.id, PeriodId(PERIOD.id), ModuleId(session.module_id or ""), (), None, names)
        found.groups.append(group)
    found.rules = active(RULES, problem)
    debt = Debt(ANA.id, "besoin", "LIT1", 120, 120, PERIOD.last, 1, "besoin")
    return found, replace(found.timetable(), debts=(debt,))


def test_only_hours_at_which_both_groups_take_place_change() -> None:
    """The hour of next week stays; Ana is on both lists, Ben where he was, and the empty session is gone."""
    found, before = held()
    assert [(one.id, other.id) for one, other in hours_of_move(before, MOVE)] == [(ONE.id, TWO.id)]
    after = with_group_move(found.problem, before, MOVE)
    assert {s.id for s in after.sessions} == {TWO.id, LATER.id}
    assert [s.id for s in after.by_apprentice[ANA.id]] == [TWO.id, LATER.id]
    assert after.by_apprentice[BEN.id] == before.by_apprentice[BEN.id]
    lists = {g.id: g.apprentice_ids for g in after.groups}
    assert lists == {FIRST: (ANA.id, BEN.id), SECOND: (ANA.id, BEN.id)}


def test_what_is_over_stays() -> None:
    """From the day after on nothing is left to change: the timetable is the very same."""
    found, before = held()
    late = replace(MOVE, first=b.MONDAY + timedelta(days=1))
    assert hours_of_move(before, late) == ()
    assert with_group_move(found.problem, before, late) is before


def test_a_full_group_is_refused_and_the_board_is_as_before() -> None:
    """The sentence is that of the rule; a group with a place is not refused."""
    for full in (False, True):
        found, before = held(full=full)
        said = refused_move(found, MOVE, hours_of_move(before, MOVE))
        assert [f.key for f in said] == (["H8a"] if full else [])
        assert found.timetable() == replace(before, debts=())
