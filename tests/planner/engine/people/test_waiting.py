"""Nobody waits for hours for one more session where an hour beside the others is left."""

from dataclasses import replace

import pytest

from planner.domain import Absence
from planner.engine.people.personal import place_personal_needs
from tests.planner.engine.people.test_sessions_of_people import ANA, BEN, board, centre, made, need
from tests.rules import build as b

WAITING = replace(b.problem().settings, least_presence=120)


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ((), [(b.MONDAY, 600, ("ana",)), (b.MONDAY, 960, ("ben",))]),
        # The trainer has no other hour: who would have none at all waits after all.
        ((b.session("avant", start="10", end="12", class_ids=()),), [(b.MONDAY, 960, ("ana", "ben"))]),
    ],
)
def test_nobody_waits_for_hours_where_an_hour_beside_the_others_is_left(
    taken: tuple[object, ...], expected: list[object]
) -> None:
    """Ana has lessons until ten, Ben until four: not together at four, six hours after Ana's last one."""
    afternoon = b.session("apres", start="13", end="16", class_ids=(), trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    morning = b.session("matin", start="8", end="10", class_ids=(), trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    noon = b.session("midi", start="10", end="12", class_ids=(), trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    busy = b.session("ailleurs", start="13", end="16", class_ids=(), room_id=None)
    here = [replace(p, absences=(Absence(first=b.TUESDAY, last=b.SUNDAY),)) for p in (ANA, BEN)]
    problem = centre(*here, settings=WAITING)
    rows = [(morning, tuple(here)), (noon, (here[1],)), (afternoon, (here[1],)), (busy, ()), *((t, ()) for t in taken)]
    found = board(problem, *rows)
    place_personal_needs(found, [need(p) for p in here])
    assert made(found) == expected
