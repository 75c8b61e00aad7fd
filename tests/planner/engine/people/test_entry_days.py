"""Days of the entry module that are long enough to come for (`entry_days`)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.board.board import Board
from planner.domain import ApprenticeId, SessionId
from planner.engine.people.entry import place_entry_modules
from planner.engine.people.entry_days import ends_before
from planner.hours.owed import owed as hours_owed
from tests.rules import build as b

TUESDAY = b.MONDAY + timedelta(days=1)
MODULES = {
    "ENTREE-SECURITE": ("safety", 120),
    "ENTREE-PRO": ("onboarding", 60),
    "ENTREE-OUTILS": ("onboarding", 60),
}


@pytest.mark.parametrize(
    ("hours", "least", "days"),
    [
        # Safety and posture fill what the adult has on Monday; one hour of tools is not worth a journey on Tuesday.
        (3, 120, [b.MONDAY, TUESDAY, TUESDAY]),
        (3, 60, [b.MONDAY, b.MONDAY, TUESDAY]),
        # All of it on one day needs nothing; and safety alone would be as short as what it mends.
        (4, 120, [b.MONDAY, b.MONDAY, b.MONDAY]),
        (3, 180, [b.MONDAY, b.MONDAY, TUESDAY]),
    ],
)
def test_nobody_comes_for_one_short_block(hours: int, least: int, days: list[date]) -> None:
    """The block before the last goes with it to its day, in their order, where both days are then long enough."""
    leader = b.trainer(skills=frozenset(name.lower() for name in MODULES))
    modules = [
        b.module(name, theme=theme, order=n, minutes=minutes)
        for n, (name, (theme, minutes)) in enumerate(MODULES.items())
    ]
    soon = b.MONDAY + timedelta(days=7)
    person = b.learner("une", entry=b.MONDAY, contract_start=soon, first_company_day=soon)
    problem = b.problem(
        classes=[b.group(calendar=b.present(first=b.THURSDAY))], learners=[person], trainers=[leader], modules=modules
    )
    problem = replace(problem, settings=replace(problem.settings, least_presence=least))
    board = Board(problem)
    slots = problem.bells_at("").days[0]
    busy = replace(
        b.session(), id=SessionId("ailleurs"), day=b.MONDAY, start=slots[hours].start, end=24 * 60, minutes=0
    )
    board.keep(replace(busy, trainer_ids=(leader.id,)))
    place_entry_modules(board, hours_owed(problem))
    found = sorted(board.sessions.values(), key=lambda s: (s.day, s.start))
    assert [s.module_id for s in found] == list(MODULES)
    assert [s.day for s in found] == days
    assert all(set(board.people[s.id]) == {ApprenticeId("une")} for s in found)
    ends = [ends_before(board, module, person.id) for module in modules]
    assert ends == [tuple((s.day, s.end) for s in found[:n]) for n in range(3)]
