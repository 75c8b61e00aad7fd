"""Budgets of spans: days may span so much in all, and what passes it leaves from the ends of days."""

from datetime import date

import pytest

from planner.engine.solvers.spans import Spans
from planner.model import SpanBudget

MONDAY, TUESDAY = date(2026, 9, 7), date(2026, 9, 8)
HOURS = {n: (MONDAY if n < 8 else TUESDAY, 60 * (n % 8), 60 * (n % 8) + 60) for n in range(16)}
"""Options 0 to 7: the hours of Monday; 8 to 15: those of Tuesday."""


def spans(minutes: int, *, from_origin: bool = False) -> Spans:
    """One budget of so many minutes."""
    return Spans([SpanBudget(minutes, HOURS, from_origin)], len(HOURS))


def put(of: Spans, **hours: int) -> None:
    """Blocks named by their number (``b3=5``: block 3 at option 5)."""
    for name, option in hours.items():
        of.put(int(name[1:]), of.of([option]))


def test_what_fits_drives_nobody_out() -> None:
    """Two hours of one day and one of another, in a budget of three."""
    held, out = spans(180), set[int]()
    put(held, b0=0, b1=1)
    assert held.relieve(held.of([9]), out, [1, 1, 1], 10) == 0
    assert out == set()
    assert held.total == [120]


def test_a_gap_counts_and_the_lightest_end_leaves() -> None:
    """The third hour after the second would span four: the first leaves, or the last, whichever weighs less."""
    for weights, gone in (([1, 5], {0}), ([5, 1], set())):
        held, out = spans(180), set[int]()
        put(held, b0=0, b1=1)
        weight = held.relieve(held.of([3]), out, weights, 100)
        assert (weight, out) == (1, gone) if gone else weight > 1


def test_nobody_inside_a_day_leaves() -> None:
    """Only ends make a day shorter; where none may leave, the place is refused."""
    held, out = spans(60), set[int]()
    put(held, b0=1)
    assert held.relieve(held.of([0, 3]), out, [1], 100) > 100


def test_a_day_that_begins_at_its_origin_is_counted_from_there() -> None:
    """The third hour of a day alone spans three, and only the last may leave."""
    held, out = spans(180, from_origin=True), set[int]()
    put(held, b0=2)
    assert held.total == [180]
    assert held.relieve(held.of([1]), out, [1, 1], 10) == 0
    assert held.relieve(held.of([8]), out, [1, 1], 10) == 1
    assert out == {0}


def test_who_leaves_is_forgotten() -> None:
    """What was put and taken leaves nothing behind."""
    held = spans(180)
    put(held, b0=0, b1=4)
    for block, option in ((0, 0), (1, 4)):
        held.take(block, held.of([option]))
    assert held.total == [0]


@pytest.mark.parametrize("most", [0, 3])
def test_too_heavy_is_refused(most: int) -> None:
    """More than ``most``: the place is not worth it."""
    held, out = spans(60), set[int]()
    put(held, b0=0)
    assert held.relieve(held.of([5]), out, [most + 1], most) > most
