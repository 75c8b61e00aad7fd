"""What each barrette and open period is to pay: the hours that only one of them can give are left to it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.board.paid import paid_so_far
from planner.check.verify import verify
from planner.domain import (
    Absence,
    Barrette,
    BarretteId,
    ExplicitNeed,
    Kind,
    OpenPeriod,
    OpenPeriodId,
    Owed,
    Period,
    PeriodId,
    RoomId,
    TrainerId,
)
from planner.engine.flow import solve
from planner.engine.groups.all_periods import compose_all
from planner.engine.groups.placeable import most_in_groups
from planner.engine.groups.portions import UNDIVIDED, Portions, doing, planned_minutes, portions
from planner.engine.people.attend import begin
from planner.hours.owed import SOURCE_PROGRAMME
from planner.model import Option, Placed
from planner.model.groups import Occasion
from tests.rules import build as b

PERIOD = Period(PeriodId("P1"), "Période 1", b.MONDAY, b.MONDAY + timedelta(days=13))
BARRETTE = Barrette(BarretteId("B"), "Barrette", (b.CLASS,), 60, per_week=1)
OPEN = OpenPeriod(OpenPeriodId("O"), "Temps banalisé", (b.CLASS,), room_id=RoomId("CDI"))
LIBRARIAN = TrainerId("documentaliste")
ANA, BEN = b.learner("ana"), b.learner("ben")
NUM = b.module("NUM1", strand="CONSOLIDATION")


def owed(module: str, priority: int) -> Owed:
    """An hour of one module that Ana owes in the period."""
    return Owed(
        ANA.id, f"{module}-P1", module, 60, PERIOD.last, b.MONDAY, period_id=PERIOD.id, priority=priority, level=1
    )


NEEDS = [owed("LIT1", 1), owed("NUM1", 2)]
"""Literacy, which is more pressing, could be led on both days; numeracy on Monday only."""


def begun(*, away: bool = True) -> tuple[Board, dict[date, list[Placed]]]:
    """A barrette on Monday and an open period on Tuesday, on which the trainer of numeracy is away."""
    numerate = b.trainer(b.SECOND, skills=frozenset({"num1"}))
    if away:
        numerate = replace(numerate, absences=(Absence(first=b.TUESDAY, last=PERIOD.last),))
    problem = b.problem(
        last=PERIOD.last,
        periods=(PERIOD,),
        classes=[b.group(calendar=b.present(b.MONDAY, PERIOD.last))],
        learners=[ANA, BEN],
        barrettes=[BARRETTE],
        open_periods=(OPEN,),
        modules=[
            replace(b.module(strand="CONSOLIDATION"), min_size=1),
            replace(NUM, min_size=1),
            b.module("AUTONOMIE", theme="study", guidance="autonomous", max_size=60),
        ],
        rooms=[b.room(), b.room(b.SECOND_ROOM), b.room("CDI", seats=6, shared=3, supervised_by=LIBRARIAN)],
        trainers=[b.trainer(skills=frozenset({"lit1"})), numerate, b.trainer(LIBRARIAN, role="documentaliste")],
    )
    together = b.item(
        "B-P1-o1", kind=Kind.BARRETTE, teams=((),), barrette_id=BARRETTE.id, occurrence=1, period_id=PERIOD.id
    )
    alone = b.item("O-P1-o1", kind=Kind.OPEN, teams=((),), open_id=OPEN.id, occurrence=1, period_id=PERIOD.id)
    placed = [(together, Option(b.MONDAY, 480, 540)), (alone, Option(b.TUESDAY, 480, 540))]
    weeks: dict[date, list[Placed]] = {b.MONDAY: placed}
    return begin(problem, RULES, weeks, {}), weeks


def given(split: Portions) -> tuple[dict[str, int], list[Occasion], Board]:
    """Minutes planned of each need once the groups are made, their occasions, and the board."""
    board, weeks = begun()
    found, opens = compose_all(board, weeks, RULES, NEEDS, 0, split=split)
    paid = {need: minutes for (_who, need), minutes in paid_so_far(board, NEEDS).items()}
    return paid, [*(o for rows in found.values() for o in rows), *opens], board


def test_first_place_leaves_to_the_later_one_what_only_it_can_give_up() -> None:
    """Alone, the barrette takes the pressing hour and numeracy is lost; with its portion, both hours are planned."""
    paid, occasions, board = given(UNDIVIDED)
    assert paid == {"LIT1-P1": 60, "NUM1-P1": 0}
    assert most_in_groups(board.problem, NEEDS, occasions) == pytest.approx(120)
    split = portions(board.problem, occasions, NEEDS, {}, doing(board))
    assert split.by_place == {("B", "P1"): {("ana", "NUM1-P1"): 60}, ("O", "P1"): {("ana", "LIT1-P1"): 60}}
    assert given(split)[0] == {"LIT1-P1": 60, "NUM1-P1": 60}


def test_what_pays_as_much_stays_as_it_is() -> None:
    """Both trainers are there on both days: the portions are those of the groups that were found."""
    here = {(ANA.id, b.MONDAY, 480): b.module("NUM1").id, (ANA.id, b.TUESDAY, 480): b.module("LIT1").id}
    for one, other in (("NUM1", "LIT1"), ("LIT1", "NUM1")):
        board, weeks = begun(away=False)
        found, opens = compose_all(board, weeks, RULES, NEEDS, 0)
        occasions = [*(o for rows in found.values() for o in rows), *opens]
        now = {key: b.module(one if module == "NUM1" else other).id for key, module in here.items()}
        split = portions(board.problem, occasions, NEEDS, {}, now)
        assert list(split.by_place.values()) == [{("ana", f"{one}-P1"): 60}, {("ana", f"{other}-P1"): 60}]


def test_minutes_of_groups_leave_out_what_is_not_asked_of_them() -> None:
    """A need that days of one's own serve, and what the programme asks of strands, are no minutes of groups."""
    own = replace(owed("LIT1", 1), need_id="emploi", personal=True)
    strand = replace(owed("CONSOLIDATION", 3), need_id="cible", source=SOURCE_PROGRAMME)
    paid = {(ANA.id, name): 60 for name in ("LIT1-P1", "emploi", "cible")}
    assert planned_minutes([*NEEDS, own, strand], paid) == 60


@pytest.mark.parametrize(("place", "left"), [("B", 0), ("O", 60), ("X", 60)])
def test_what_later_places_are_to_pay_is_left_to_them(place: str, left: int) -> None:
    """The barrette comes first; a place without a portion is asked for all."""
    split = Portions({("B", "P1"): {}, ("O", "P1"): {("ana", "LIT1-P1"): 60}})
    assert [n.minutes for n in split.left_to(place, PERIOD, NEEDS)] == [left, 60]


def test_first_solve_composes_again_where_hours_are_lost() -> None:
    """Three people, one week: all six hours are planned; a first composition alone plans three."""
    people = [b.learner(name) for name in ("ana", "ben", "chloe")]
    ids = tuple(person.id for person in people)
    needs = [ExplicitNeed(m, b.module(m).id, ids, minutes_total=60, priority=n) for m, n in (("LIT1", 1), ("NUM1", 2))]
    week = replace(PERIOD, last=b.SUNDAY)
    problem = replace(
        begun()[0].problem, last=b.SUNDAY, periods=(week,), learners={person.id: person for person in people},
        explicit_needs=tuple(needs), open_periods=(replace(OPEN, per_week=1),),
    )  # fmt: skip
    found = solve(problem, RULES)
    assert (found.summary["hours_owed"], found.summary["hours_planned"]) == (6, 6)
    assert found.summary["hours_payable"] == pytest.approx(6)
    assert not verify(problem, RULES, found).hard
