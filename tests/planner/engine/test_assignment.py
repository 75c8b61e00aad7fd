"""The assignment problem by hand."""

from planner.engine.solvers.assignment import assign


def test_each_row_gets_a_column_at_least_cost() -> None:
    """The first row would rather have what the second one cannot do without."""
    assert assign([{0: -5, 1: -4}, {0: -5, 1: 0}, {2: 9}], 4) == [1, 0, 2]


def test_no_answer_where_two_rows_want_the_only_column() -> None:
    """And none where there is nothing to assign."""
    assert assign([{0: 0}, {0: 0}], 2) is None
    assert assign([], 3) is None
