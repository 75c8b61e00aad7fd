"""Days that hold so much or nothing: what they lack in all is no more than what is left to place."""

from datetime import date

from planner.engine.solvers.fills import Fills
from planner.model import FillBudget

MONDAY, TUESDAY, WEDNESDAY = date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 9)
HOURS = {n: ((MONDAY, TUESDAY, WEDNESDAY)[n // 4], 60 * (n % 4), 60 * (n % 4) + 60) for n in range(12)}
"""Options 0 to 3: hours of Monday, 4 to 7 of Tuesday, 8 to 11 of Wednesday."""


def fills(least: int, whole: int) -> Fills:
    """One budget: days of ``least`` minutes or none, of ``whole`` to place."""
    return Fills([FillBudget(least, whole, HOURS)], len(HOURS))


def put(of: Fills, **hours: int) -> None:
    """Blocks named by their number (``b3=5``: block 3 at option 5)."""
    for name, option in hours.items():
        of.put(int(name[1:]), of.of([option]))


def test_a_short_day_that_may_still_fill_up_is_no_matter() -> None:
    """Two of four hours placed, on two days that want two each: the other two may come there."""
    held, out = fills(120, 240), set[int]()
    put(held, b0=0)
    assert held.relieve(held.of([4]), out, [1, 1], 10) == 0
    assert held.over == [-120]


def test_a_day_too_many_sends_somebody_away() -> None:
    """A third day cannot fill up: of four hours one is left, and two days lack one each."""
    held, out = fills(120, 240), set[int]()
    put(held, b0=0, b1=4)
    assert held.relieve(held.of([8]), out, [3, 1, 1], 10) == 1
    assert out == {1}


def test_a_day_that_holds_more_than_it_needs_gives_first() -> None:
    """Three hours of Monday for two: one of them leaves, and no day is emptied."""
    held, out = fills(120, 240), set[int]()
    put(held, b0=0, b1=1, b2=2)
    assert held.relieve(held.of([4]), out, [2, 1, 2], 10) == 1
    assert out == {1}


def test_a_short_day_leaves_whole() -> None:
    """Both hours of a day that wants four go together: neither alone makes it better."""
    held, out = fills(240, 300), set[int]()
    put(held, b0=0, b1=1)
    assert held.relieve(held.of([4, 5]), out, [1, 1], 10) == 2
    assert out == {0, 1}


def test_what_leaves_is_forgotten() -> None:
    """Put and taken, nothing is left; a place too heavy to make is refused."""
    held, out = fills(120, 120), set[int]()
    put(held, b0=0)
    assert held.relieve(held.of([4]), out, [9], 3) > 3
    held.take(0, held.of([0]))
    assert held.over == [-120]


def test_gaps_of_a_day_are_lacks_too() -> None:
    """First and last hour of four with no gap allowed: two are lacking, and only one is left to place."""
    held, out = Fills([FillBudget(0, 180, HOURS, gaps=0)], len(HOURS)), set[int]()
    put(held, b0=0)
    assert held.relieve(held.of([3]), out, [5], 100) == 5
    assert held.relieve(held.of([2]), set(), [5], 100) == 0


def test_a_day_that_does_not_begin_at_its_first_slot_lacks_it() -> None:
    """The second hour alone: fine while another hour is left to place, and no more then."""
    held = Fills([FillBudget(0, 120, HOURS, first=60)], len(HOURS))
    put(held, b0=1)
    assert held.relieve(held.of([0]), set(), [5], 100) == 0
    assert held.relieve(held.of([2]), set(), [5], 100) == 5
