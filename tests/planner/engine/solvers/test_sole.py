"""Models without a choice: answered at once where every row can be kept, left to a search otherwise."""

from planner.engine.solvers.sole import sole
from planner.model import LinearModel


def lines(*rows: tuple[list[int], list[int], int], variables: int = 3) -> LinearModel:
    """A model of yes and no with rows of a most."""
    model = LinearModel()
    model.new_bools(variables)
    for ids, coefs, high in rows:
        model.add(ids, coefs, high=high)
    return model


def test_things_with_one_choice_each_take_it() -> None:
    """Two things, each with a variable of its own, and room for both."""
    found = sole(lines(([0, 1], [1, 1], 2)), [([0], 1), ([1], 1)])
    assert found is not None
    assert found.values[:2] == (1, 1)


def test_a_thing_with_a_choice_needs_a_search() -> None:
    """Which of two is not for this to say."""
    assert sole(lines(), [([0, 1], 1)]) is None


def test_a_row_that_cannot_be_kept_needs_a_search() -> None:
    """Two of which one only may be: whichever is left out is not for this to say."""
    assert sole(lines(([0, 1], [1, 1], 1)), [([0], 1), ([1], 1)]) is None
    model = lines()
    model.at_most_one([0, 1])
    assert sole(model, [([0], 1), ([1], 1)]) is None


def test_a_variable_that_helps_counts_where_it_helps_in_one_row() -> None:
    """0 and 1 are two where one is allowed, and 2 pays for the second; it cannot be trusted to pay for two rows."""
    helped = ([0, 1, 2], [1, 1, -1], 1)
    assert sole(lines(helped), [([0], 1), ([1], 1)]) is not None
    assert sole(lines(helped, ([1, 2], [1, -1], 0)), [([0], 1), ([1], 1)]) is None


def test_a_value_that_is_out_of_bounds_needs_a_search() -> None:
    """Two sessions of a demand for which its only week has one place."""
    model = LinearModel()
    model.new_int(0, 1)
    assert sole(model, [([0], 2)]) is None
