"""Rooms that blocks hold while they come and go."""

from planner.engine.solvers.places import Places, RoomNeed

MORNING = (0, 540, 600)


def need(*rooms: int, start: int = 540, end: int = 600) -> tuple[RoomNeed, ...]:
    """One of some rooms, on the first day."""
    return (((0, start, end), rooms),)


def test_who_has_another_room_makes_way() -> None:
    """The first took the room that is the only one of the second, and can go to the other: nobody leaves."""
    places = Places({0: need(0, 1), 1: need(0)}, [1, 1])
    places.put(7, places.of((0,)))
    out: set[int] = set()
    assert (places.relieve(places.of((1,)), out, [1] * 9, 100), out) == (0, set())
    places.put(8, places.of((1,)))
    assert places.rooms == {7: [1], 8: [0]}


def test_the_lightest_leaves_where_nobody_can_move() -> None:
    """Two rooms, both held by blocks that may be nowhere else: the lighter one has to go."""
    places = Places({0: need(0), 1: need(1), 2: need(0, 1)}, [1, 1])
    places.put(0, places.of((0,)))
    places.put(1, places.of((1,)))
    out: set[int] = set()
    assert places.relieve(places.of((2,)), out, [5, 2, 1], 100) == 2
    assert out == {1}


def test_two_hours_on_end_need_one_room() -> None:
    """At each of two hours one room is free, and no room is for both: one of the two must leave."""
    places = Places({0: need(0), 1: need(1, start=600, end=660), 2: need(0, 1, end=660)}, [1, 1])
    places.put(0, places.of((0,)))
    places.put(1, places.of((1,)))
    out: set[int] = set()
    assert places.relieve(places.of((2,)), out, [1, 1, 1], 100) == 1
    places.take(next(iter(out)), places.of((next(iter(out)),)))
    places.put(2, places.of((2,)))
    assert places.rooms[2] != [-1]


def test_a_shared_room_takes_as_many_as_it_may() -> None:
    """Two groups fit where two may be, a third does not; once one leaves, it does."""
    places = Places({0: need(0)}, [2])
    for block in (0, 1):
        places.put(block, places.of((0,)))
    out: set[int] = set()
    assert places.relieve(places.of((0,)), out, [3, 4, 5], 100) == 3
    assert out == {0}
    assert places.relieve(places.of((0,)), set(), [3, 4, 5], 2) > 2
    places.take(0, places.of((0,)))
    assert places.relieve(places.of((0,)), set(), [3, 4, 5], 100) == 0
