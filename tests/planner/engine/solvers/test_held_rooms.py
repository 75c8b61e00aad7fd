"""Rooms that blocks hold while they come and go: option k is that of block k, at nine."""

from planner.engine.solvers.held_rooms import HeldRooms


def rooms(*wanted: tuple[int, ...], most: tuple[int, ...] = (1, 1, 1, 1), hours: tuple[int, ...] = ()) -> HeldRooms:
    """One option for each list of rooms that will do, on one day; ``hours``: start and end of each, else 9 to 10."""
    times = hours or (9, 10) * len(wanted)
    needs = {k: ((0, 60 * times[2 * k], 60 * times[2 * k + 1]), 1) for k in range(len(wanted))}
    return HeldRooms(needs, lambda k: (wanted[k],), most)


def test_who_has_another_room_makes_way() -> None:
    """The first took the room that is the only one of the second, and can go to the other: nobody leaves."""
    held = rooms((0, 1), (0,))
    held.put(0, held.of((0,)))
    out: set[int] = set()
    assert (held.relieve(held.of((1,)), out, [1] * 9, 100), out) == (0, set())
    held.put(1, held.of((1,)))
    assert held.rooms == {0: [1], 1: [0]}


def test_the_lightest_leaves_where_nobody_can_move() -> None:
    """Two rooms, both held by blocks that may be nowhere else: the lighter one has to go."""
    held = rooms((0,), (1,), (0, 1))
    held.put(0, held.of((0,)))
    held.put(1, held.of((1,)))
    out: set[int] = set()
    assert held.relieve(held.of((2,)), out, [5, 2, 1], 100) == 2
    assert out == {1}


def test_two_hours_on_end_need_one_room() -> None:
    """At each of two hours one room is free, and no room is for both: one of the two must leave."""
    held = rooms((0,), (1,), (0, 1), hours=(9, 10, 10, 11, 9, 11))
    held.put(0, held.of((0,)))
    held.put(1, held.of((1,)))
    out: set[int] = set()
    assert held.relieve(held.of((2,)), out, [1, 1, 1], 100) == 1
    (gone,) = out
    held.take(gone, held.of((gone,)))
    held.put(2, held.of((2,)))
    assert held.rooms[2] == [gone]


def test_a_shared_room_takes_as_many_as_it_may() -> None:
    """Two groups fit where two may be, a third does not; once one leaves, it does."""
    held = rooms((0,), (0,), (0,), most=(2,))
    for block in (0, 1):
        held.put(block, held.of((block,)))
    out: set[int] = set()
    assert held.relieve(held.of((2,)), out, [3, 4, 5], 100) == 3
    assert out == {0}
    assert held.relieve(held.of((2,)), set(), [3, 4, 5], 2) > 2
    held.take(0, held.of((0,)))
    assert held.relieve(held.of((2,)), set(), [3, 4, 5], 100) == 0


def test_a_hall_takes_its_parts() -> None:
    """The hall (2) is made of rooms 0 and 1: who is in a part goes to room 3, or leaves where that is taken."""
    held = rooms((0, 3), (2,), (3,))
    held.beside = {0: (2,), 1: (2,), 2: (0, 1)}
    held.put(0, held.of((0,)))
    assert held.relieve(held.of((1,)), set(), [1, 1, 1], 100) == 0
    held.put(1, held.of((1,)))
    assert held.rooms == {0: [3], 1: [2]}
    assert held.relieve(held.of((2,)), set(), [4, 5, 1], 100) == 4


def test_only_what_is_come_across_is_asked() -> None:
    """Of two options the chains look at one: the rules are asked of that one alone, and once."""
    asked: list[int] = []

    def rooms_of(k: int) -> tuple[tuple[int, ...], ...]:
        asked.append(k)
        return ((0,),)

    held = HeldRooms({0: ((0, 540, 600), 1), 1: ((0, 600, 660), 1)}, rooms_of, [1])
    places = [held.of((k,)) for k in (0, 1)]
    for _again in range(2):
        held.relieve(places[1], set(), [1, 1], 100)
    assert asked == [1]
