"""Moves of others that open a place: the shortest, each allowed after those before, and none of what may not move."""

from dataclasses import replace

from constraints import RULES
from planner.board.board import Board
from planner.check.verify import verify
from planner.domain import Session, SessionId
from planner.engine.change.edits import apply_edits
from planner.engine.change.repair_model import Place
from planner.model import Option
from planner.rule import active
from planner.why.chains import MOST_MOVES, chains
from planner.why.places import Judge
from tests.planner.why.test_places import ASKED, BESIDE, centre
from tests.rules.build import MONDAY, ROOM, TRAINER, TUESDAY, hour, timetable

FOUND = timetable(ASKED, BESIDE)
AT_EIGHT = Place(Option(MONDAY, hour("8"), hour("9"), (TRAINER,)), ROOM)


def test_what_is_in_the_way_moves_first() -> None:
    """The class has another course at 8:00, which goes elsewhere; then the place is free. The checker agrees."""
    asks = Judge(Board.of(centre(), FOUND, active(RULES, centre())))
    before = asks.board.timetable()
    chain = next(chains(asks, ASKED.id, [AT_EIGHT], lambda _session: True))
    assert [step.session.id for step in chain.steps] == [BESIDE.id, ASKED.id]
    assert len(chain.steps) <= MOST_MOVES
    assert chain.steps[-1].place == AT_EIGHT
    assert len(chain.people) == 1
    assert asks.board.timetable() == before
    after, broken = apply_edits(centre(), FOUND, chain.edits(), RULES)
    assert not broken
    cost = [verify(centre(), RULES, found).weighted for found in (FOUND, after)]
    assert chain.cost == cost[1] - cost[0]
    assert (after.session[ASKED.id].day, after.session[ASKED.id].start) == (MONDAY, hour("8"))


def test_what_is_held_moves_for_nobody() -> None:
    """Where the other course is locked there is no chain."""

    def may_move(session: Session) -> bool:
        return session.id != BESIDE.id

    asks = Judge(Board.of(centre(), FOUND, active(RULES, centre())))
    assert next(chains(asks, ASKED.id, [AT_EIGHT], may_move), None) is None


def test_two_sessions_of_one_course_do_not_change_names() -> None:
    """The other session of the course is in the way: it goes anywhere but where the one that is asked about stood."""
    other = replace(ASKED, id=SessionId("jumelle"), start=hour("8"), end=hour("9"), day=TUESDAY)
    found = timetable(ASKED, other)
    asks = Judge(Board.of(centre(), found, active(RULES, centre())))
    there = Place(Option(TUESDAY, hour("8"), hour("9"), (TRAINER,)), ROOM)
    chain = next(chains(asks, ASKED.id, [there], lambda _session: True))
    assert chain.steps[0].session.id == "jumelle"
    assert chain.steps[0].place.option[:3] != (ASKED.day, ASKED.start, ASKED.end)
