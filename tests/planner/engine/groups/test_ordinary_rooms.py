"""Led groups in a room made for something else, into an ordinary one that is free once all is placed."""

from dataclasses import replace
from typing import Any

import pytest

from planner.domain import BarretteId, Lock, RoomId, SessionId
from planner.engine.groups.ordinary_rooms import to_ordinary_rooms
from tests.planner import test_seats as seats
from tests.rules import build as b

KITCHEN = b.room("cuisine 1", type="cuisine", seats=12)
HALL = b.room("polyvalente", type="polyvalente", seats=40)
SMALL, LARGE = b.room("petite", seats=16), b.room("grande", seats=24)
COOKS = b.course("TP", room_types=("cuisine",))


def moved(
    room: str, *others: str, known: frozenset[SessionId] = frozenset(), held: str = "salle 2", **changes: Any
) -> list[str | None]:
    """Rooms of both hours of LIT1, which was in a room; ``others``: rooms beside that are free."""
    groups = {"LIT1": ("A", room, "ab"), "NUM1": ("B", held, "cd")}
    rooms = [r for r in (KITCHEN, HALL, SMALL, LARGE) if r.id in (room, *others)]
    found = seats.scene(groups=groups, rooms=[*rooms, b.room("salle 2"), seats.CDI], courses=[COOKS], **changes)
    to_ordinary_rooms(found.board, b.MONDAY, known)
    return [found.board.sessions[seats.name("LIT1", n)].room_id for n in (1, 2)]


@pytest.mark.parametrize("room", ["cuisine 1", "polyvalente", "CDI"])
def test_group_goes_to_the_smallest_ordinary_room_that_is_free(room: str) -> None:
    """Out of the kitchen, the hall and the place of several groups, at both hours; `salle 2` is the other group's."""
    assert moved(room, "petite", "grande") == ["petite", "petite"]


def test_group_stays_where_nothing_ordinary_is_free_or_larger_than_its_hall() -> None:
    """No room at all, then a hall of ten seats beside a classroom of 24."""
    assert moved("cuisine 1") == ["cuisine 1"] * 2
    little = b.room("polyvalente", type="polyvalente", seats=10)
    groups = {"LIT1": ("A", "polyvalente", "ab"), "NUM1": ("B", "salle 2", "cd")}
    found = seats.scene(groups=groups, rooms=[little, LARGE, b.room("salle 2"), seats.CDI])
    to_ordinary_rooms(found.board, b.MONDAY, ())
    assert found.board.sessions[seats.name("LIT1", 1)].room_id == little.id


@pytest.mark.parametrize(("room", "found"), [("polyvalente", ["polyvalente"] * 2), ("cuisine 1", ["petite", "grande"])])
def test_out_of_a_hall_into_one_room_alone_out_of_a_workshop_into_any(room: str, found: list[str]) -> None:
    """The small room is taken on Tuesday and the large one on Monday: better the hall twice than two rooms."""
    groups = {"LIT1": ("A", room, "ab"), "NUM1": ("B", "grande", "cd")}
    rooms = [KITCHEN, HALL, SMALL, LARGE, seats.CDI]
    one = seats.scene(groups=groups, rooms=rooms, courses=[COOKS])
    tuesday = one.board.sessions[seats.name("NUM1", 2)]
    one.board.put(replace(tuesday, room_id=SMALL.id), one.board.people[tuesday.id])
    to_ordinary_rooms(one.board, b.MONDAY, ())
    assert [one.board.sessions[seats.name("LIT1", n)].room_id for n in (1, 2)] == found


def test_one_room_for_both_hours_rather_than_the_smallest_at_one() -> None:
    """The small one is taken on Tuesday: the group is in the large one at both hours."""
    groups = {"LIT1": ("A", "cuisine 1", "ab"), "NUM1": ("B", "salle 2", "cd")}
    found = seats.scene(groups=groups, rooms=[KITCHEN, SMALL, LARGE, b.room("salle 2"), seats.CDI], courses=[COOKS])
    tuesday = found.board.sessions[seats.name("NUM1", 2)]
    found.board.put(replace(tuesday, room_id=SMALL.id), found.board.people[tuesday.id])
    to_ordinary_rooms(found.board, b.MONDAY, ())
    assert [found.board.sessions[seats.name("LIT1", n)].room_id for n in (1, 2)] == [LARGE.id] * 2


def test_what_people_know_and_what_the_workbook_names_stays() -> None:
    """An hour that was told, a room that the barrette names, a barrette that is locked in a room."""
    assert moved("cuisine 1", "petite", known=frozenset({seats.name("LIT1", 1)})) == ["cuisine 1", "petite"]
    lock = Lock(barrette_id=BarretteId("B"), room_id=RoomId("cuisine 1"))
    assert moved("cuisine 1", "petite", locks=(lock,)) == ["cuisine 1"] * 2
    groups = {"LIT1": ("A", "cuisine 1", "ab"), "NUM1": ("B", "salle 2", "cd")}
    found = seats.scene(groups=groups, rooms=[KITCHEN, SMALL, b.room("salle 2"), seats.CDI], courses=[COOKS])
    named = replace(seats.BARRETTE, room_ids=(KITCHEN.id, SMALL.id))
    found.board.problem = replace(found.board.problem, barrettes={named.id: named})
    to_ordinary_rooms(found.board, b.MONDAY, ())
    assert found.board.sessions[seats.name("LIT1", 1)].room_id == KITCHEN.id
