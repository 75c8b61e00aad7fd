"""Rooms that blocks hold while they come and go."""

from planner.engine.solvers.held_rooms import HeldRooms, RoomAsked


def need(*rooms: int, start: int = 540, end: int = 600) -> tuple[RoomAsked, ...]:
    """One of some rooms, on the first day."""
    return (((0, start, end), rooms),)


def test_who_has_another_room_makes_way() -> None:
    """The first took the room that is the only one of the second, and can go to the other: nobody leaves."""
    held = HeldRooms({0: need(0, 1), 1: need(0)}, [1, 1])
    held.put(7, held.of((0,)))
    out: set[int] = set()
    assert (held.relieve(held.of((1,)), out, [1] * 9, 100), out) == (0, set())
    held.put(8, held.of((1,)))
    assert held.rooms == {7: [1], 8: [0]}


def test_the_lightest_leaves_where_nobody_can_move() -> None:
    """Two rooms, both held by blocks that may be nowhere else: the lighter one has to go."""
    held = HeldRooms({0: need(0), 1: need(1), 2: need(0, 1)}, [1, 1])
    held.put(0, held.of((0,)))
    held.put(1, held.of((1,)))
    out: set[int] = set()
    assert held.relieve(held.of((2,)), out, [5, 2, 1], 100) == 2
    assert out == {1}


def test_two_hours_on_end_need_one_room() -> None:
    """At each of two hours one room is free, and no room is for both: one of the two must leave."""
    held = HeldRooms({0: need(0), 1: need(1, start=600, end=660), 2: need(0, 1, end=660)}, [1, 1])
    held.put(0, held.of((0,)))
    held.put(1, held.of((1,)))
    out: set[int] = set()
    assert held.relieve(held.of((2,)), out, [1, 1, 1], 100) == 1
    held.take(next(iter(out)), held.of((next(iter(out)),)))
    held.put(2, held.of((2,)))
    assert held.rooms[2] != [-1]


def test_a_shared_room_takes_as_many_as_it_may() -> None:
    """Two groups fit where two may be, a third does not; once one leaves, it does."""
    held = HeldRooms({0: need(0)}, [2])
    for block in (0, 1):
        held.put(block, held.of((0,)))
    out: set[int] = set()
    assert held.relieve(held.of((0,)), out, [3, 4, 5], 100) == 3
    assert out == {0}
    assert held.relieve(held.of((0,)), set(), [3, 4, 5], 2) > 2
    held.take(0, held.of((0,)))
    assert held.relieve(held.of((0,)), set(), [3, 4, 5], 100) == 0


def test_a_hall_takes_its_parts() -> None:
    """The hall (2) is made of rooms 0 and 1: who is in a part goes to room 3, or leaves where that is taken."""
    held = HeldRooms({0: need(0, 3), 1: need(2), 2: need(3)}, [1, 1, 1, 1], {0: (2,), 1: (2,), 2: (0, 1)})
    held.put(0, held.of((0,)))
    assert held.relieve(held.of((1,)), set(), [1, 1, 1], 100) == 0
    held.put(1, held.of((1,)))
    assert held.rooms == {0: [3], 1: [2]}
    assert held.relieve(held.of((2,)), set(), [4, 5, 1], 100) == 4
