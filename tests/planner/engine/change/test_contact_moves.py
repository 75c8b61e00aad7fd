"""A contact by video keeps its learner wherever it goes, on a day in the company too; what a move loses falls due."""

from dataclasses import replace

import pytest

from constraints import RULES
from planner.domain import Absence, Kind, Problem, Timetable
from planner.engine.change.borne import Budget
from planner.engine.change.due_again import take_stock
from planner.engine.change.home_again import home_again
from planner.engine.change.mended import Mended
from planner.engine.change.moving import move
from planner.engine.change.options import UpdateOptions
from planner.engine.change.repair_model import Place
from planner.engine.change.swapped import may_return, place_of
from planner.engine.change.times import Retime
from planner.engine.solvers.cpsat import Interrupt
from planner.model import Option
from planner.rule import active
from tests.planner.engine.change.scene import BEN, LIMITS, board, centre
from tests.rules import build as b

CALL = b.module("SUIVI", theme="follow_up", modality="remote_sync", trainer_ids=(b.SECOND,))
ANA = b.learner("ana", remote=True, contract_start=b.MONDAY, first_company_day=b.MONDAY)
CONTACT = b.session("suivi-s001", kind=Kind.SUPPORT, module_id=CALL.id, trainer_ids=(b.SECOND,))
CONTACT = replace(CONTACT, modality="remote_sync", room_id=None)
FRIDAY = Place(Option(b.FRIDAY, 540, 600, (b.SECOND,)), None)


def in_company(**changes: object) -> Problem:
    """A week of the company: the class is not at the centre on any day of it."""
    classes = [b.group(calendar=b.present(b.MONDAY, b.FRIDAY, mask=0))]
    return centre(ANA, BEN, classes=classes, modules=[CALL], **changes)


@pytest.mark.parametrize(("absent", "comes"), [(False, True), (True, False)])
def test_contact_goes_to_another_day_of_the_company_with_its_learner(absent: bool, comes: bool) -> None:
    """Ana works all week and is called at home: on Friday too, unless she is absent; a talk on the spot is no call."""
    away = (Absence(first=b.FRIDAY, last=b.FRIDAY),) if absent else ()
    problem = in_company()
    problem = replace(problem, learners={**problem.learners, ANA.id: replace(ANA, absences=away)})
    for session, expected in ((CONTACT, comes), (replace(CONTACT, module_id="LIT1"), False)):
        held = board(problem, (session, (ANA,)))
        move(held, {session.id: FRIDAY})
        assert (ANA.id in held.people[session.id]) is expected


def test_who_cannot_follow_what_is_their_own_has_lost_it() -> None:
    """The hour of support goes to a day on which Ana is absent: it is owed to her again, and she is of the change."""
    problem = in_company()
    gone = replace(ANA, absences=(Absence(first=b.FRIDAY, last=b.FRIDAY),))
    problem = replace(problem, learners={**problem.learners, ANA.id: gone})
    held = board(problem, (CONTACT, (ANA,)))
    before = Timetable((CONTACT,))
    stock = take_stock(held, before, b.MONDAY)
    options = UpdateOptions(b.MONDAY, b.MONDAY)
    times = Retime(held, active(RULES, problem), LIMITS, options, stock, before, Interrupt())
    times._move(Mended(places={CONTACT.id: FRIDAY}), frozenset({CONTACT.id}))
    assert {person: [s.id for s in lost] for person, lost in stock.missed.items()} == {ANA.id: [CONTACT.id]}
    assert times.freed == {ANA.id}


def test_contact_goes_home_with_the_day_that_opens() -> None:
    """Monday was closed, and Ana was called on Friday; it opens, though her class is in the company then."""
    new, now = in_company(), replace(CONTACT, day=b.FRIDAY)
    held = board(new, (now, (ANA,)))
    swaps = {CONTACT.id: (place_of(CONTACT), place_of(now))}
    for old, day in ((new, b.FRIDAY), (in_company(closed=frozenset({b.MONDAY})), b.MONDAY)):
        home_again(held, old, may_return(held, swaps, LIMITS, Budget()), {}, b.MONDAY)
        assert (held.sessions[CONTACT.id].day, set(held.people[CONTACT.id])) == (day, {ANA.id})
