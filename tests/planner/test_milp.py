"""The answers of the linear solver near a relaxation."""

import pytest

from planner.engine.solvers.milp import Effort, Program
from planner.model import LinearModel


def knapsack(prices: list[int], sizes: list[int], room: int) -> LinearModel:
    """Things to take, each with what it is worth, in so much room."""
    model = LinearModel()
    things = [int(v) for v in model.new_bools(len(prices))]
    model.add(things, sizes, high=room)
    model.penalise("worth", things, [-price for price in prices])
    return model


def test_near_takes_the_relaxation_when_it_is_whole() -> None:
    """The two best things fill the room: nothing is left to search, and the answer is proven."""
    found = Program(knapsack([5, 4, 1], [2, 2, 2], 4)).near([0, 1, 2], Effort())
    assert found is not None
    assert found.exact
    assert found.objective == pytest.approx(-9)


def test_near_asks_the_whole_question_when_what_it_keeps_is_poor() -> None:
    """The relaxation keeps the thing of best worth by size, which leaves room for nothing; the best takes the others.

    Sizes 3, 2, 2 in a room of 4, worth 6.1, 4 and 4: whole things give 8, the first one alone 6.1.
    """
    found = Program(knapsack([61, 40, 40], [3, 2, 2], 4)).near([0, 1, 2], Effort(gap=1e-3))
    assert found is not None
    assert found.objective == pytest.approx(-80)


def test_near_gives_nothing_when_nothing_is_possible() -> None:
    """A thing that must be taken does not fit."""
    model = knapsack([1], [2], 1)
    model.fix(0, 1)
    assert Program(model).near([0], Effort()) is None


def test_large_factors_do_not_change_the_question() -> None:
    """Rows are divided by their largest factor: a room of 5000 for 2000 and 3000 holds both."""
    found = Program(knapsack([1, 1], [2000, 3000], 5000)).solve(Effort())
    assert found is not None
    assert found.objective == pytest.approx(-2)
