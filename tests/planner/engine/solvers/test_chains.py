"""What keeps choices apart, and the chains that place blocks among it."""

from collections.abc import Sequence

from planner.engine.solvers.blocks import Block, BlockChoice, ChainLimits
from planner.engine.solvers.conflicts import Conflicts
from planner.engine.solvers.ejection import Chains
from planner.model import LinearModel


def model(options: int, *cliques: Sequence[int]) -> LinearModel:
    """So many options, with sets of which one at most holds."""
    found = LinearModel()
    found.new_bools(options)
    for clique in cliques:
        found.at_most_one(clique)
    return found


def chains(table: Conflicts, *choices: Sequence[int], prices: Sequence[int] = (), seed: int = 0) -> Chains:
    """One block for each row of options, one option a choice."""
    rows = [tuple(BlockChoice((k,)) for k in row) for row in choices]
    costs = prices or [1] * len(rows)
    return Chains(table, [Block(price, row) for price, row in zip(costs, rows, strict=True)], seed)


def run(search: Chains) -> list[int | None]:
    """What the chains place, with patience enough for tiny cases."""
    search.start({})
    search.run(ChainLimits(10_000, 50), lambda: False)
    return search.best


# Conflicts


def test_cliques_and_equal_loads_become_sets() -> None:
    """A clique is a set; a row of equal loads that bears one of them is a set too; a slack row is nothing."""
    lines = model(4, (0, 1))
    lines.add((2, 3), 60, high=60)
    lines.add((0, 3), 60, high=120)
    table = Conflicts(lines, 4, {})
    assert table.cliques == [[0], [0], [1], [1]]
    assert table.limits == []


def test_set_within_another_is_not_said_twice() -> None:
    """Two of three that exclude each other already, by a clique and by a row; the third pair is new."""
    lines = model(4, (0, 1, 2), (0, 1), (2, 3))
    lines.add((1, 2), 60, high=60)
    table = Conflicts(lines, 4, {})
    assert table.sets == 2
    assert [len(row) for row in table.cliques] == [1, 1, 2, 1]


def test_clique_with_a_helper_is_a_row() -> None:
    """The helper (a third variable) excludes both options; unless it is forced it excludes nothing yet."""
    lines = model(3, (0, 2))
    lines.at_most_one((0, 1, 2))
    table = Conflicts(lines, 2, {})
    assert table.cliques == [[0], [0]]


def test_row_with_a_lower_end_is_read_too() -> None:
    """At least one of the two is left out: with both, minus two would be under minus one."""
    lines = model(2)
    lines.add((0, 1), -1, low=-1)
    assert Conflicts(lines, 2, {}).cliques == [[0], [0]]


def test_row_is_a_load_and_a_limit() -> None:
    """Two hours and an hour against two: each weighs what it is."""
    lines = model(2)
    lines.add((0, 1), (120, 60), high=120)
    table = Conflicts(lines, 2, {})
    assert table.limits == [120]
    assert table.loads == [[(0, 120)], [(0, 60)]]


def test_left_out_is_read_as_no_option() -> None:
    """Variable 2 is that of leaving option 0 out: the second only if the first is left out excludes both at once."""
    lines = model(3)
    lines.add((1, 2), (1, -1), high=0)
    table = Conflicts(lines, 2, {2: (0,)})
    assert table.cliques == [[0], [0]]


def test_helper_that_options_force_weighs_once() -> None:
    """A half-day that two hours use counts once in the row of half-days, which bears one of two."""
    lines = model(3)
    halves = [int(v) for v in lines.new_bools(2)]
    for k, half in ((0, halves[0]), (1, halves[0]), (2, halves[1])):
        lines.add((k, half), (1, -1), high=0)
    lines.add(halves, 1, high=1)
    table = Conflicts(lines, 3, {})
    assert table.forces[0] == table.forces[1] != table.forces[2]
    assert [rows for rows in table.marked if rows] == [[(0, 1)], [(0, 1)]]
    assert table.limits == [1]


# Chains


def test_the_lightest_makes_room() -> None:
    """Two blocks want the same hour, one can go elsewhere: whoever comes first, both are placed."""
    table = Conflicts(model(3, (0, 1)), 3, {})
    assert run(chains(table, [0], [1, 2])) == [0, 1]


def test_dearest_stays_where_not_all_fit() -> None:
    """Three blocks, two hours: the cheapest is left out in the best that was met."""
    table = Conflicts(model(6, (0, 2, 4), (1, 3, 5)), 6, {})
    search = chains(table, [0, 1], [2, 3], [4, 5], prices=(300, 100, 200))
    assert run(search)[1] is None
    assert [n is None for n in search.best] == [False, True, False]


def test_limit_is_kept_by_sending_enough_away() -> None:
    """Two hours a day: a block of two drives out both blocks of one, which have another day."""
    lines = model(5)
    lines.add((0, 1, 2), (120, 60, 60), high=120)
    table = Conflicts(lines, 5, {})
    search = chains(table, [0], [1, 3], [2, 4])
    search.start({1: 0, 2: 0})
    search.run(ChainLimits(10_000, 50), lambda: False)
    assert search.best == [0, 1, 1]


def test_choice_that_passes_a_limit_alone_is_never_taken() -> None:
    """Three hours where two are allowed: the block has no spot, and waits for ever."""
    lines = model(2)
    lines.add((0, 1), (180, 1), high=120)
    table = Conflicts(lines, 2, {})
    assert run(chains(table, [0], [1])) == [None, 0]


def test_start_takes_what_nothing_stands_against() -> None:
    """The second of two that exclude each other waits; the work is counted the same way each time."""
    table = Conflicts(model(2, (0, 1)), 2, {})
    search = chains(table, [0], [1])
    search.start({1: 0, 0: 0})
    assert search.best == [None, 0]
    assert search.left == 1


def test_block_that_moves_on_never_comes_back() -> None:
    """What the exact check refuses is closed; the block says whether it has anywhere else."""
    table = Conflicts(model(3), 3, {})
    search = chains(table, [0, 1], [2])
    search.start({0: 0, 1: 0})
    assert search.move_on(0)
    assert search.best == [None, 0]
    search.run(ChainLimits(10_000, 50), lambda: False)
    assert search.best == [1, 0]
    assert not search.move_on(0)


def test_cheapest_choice_among_those_that_drive_nobody_out() -> None:
    """Two free hours, one of which costs more."""
    blocks = [Block(1, (BlockChoice((0,), 5), BlockChoice((1,), 2)))]
    search = Chains(Conflicts(model(2), 2, {}), blocks)
    assert run(search) == [1]


def test_what_fits_is_placed_after_a_stop() -> None:
    """A stop from the start: two exclude each other, so one of them and the third have a place all the same."""
    search = chains(Conflicts(model(3, (0, 1)), 3, {}), (0,), (1,), (2,))
    search.start({})
    search.run(ChainLimits(10_000, 50), lambda: True)
    assert search.best == [0, None, 0]


def test_chains_go_on_from_the_best() -> None:
    """Resumed, what the best had placed stands, and nobody is heavy any more."""
    search = chains(Conflicts(model(3, (0, 1)), 3, {}), (0,), (1,), (2,))
    assert sum(number is None for number in run(search)) == 1
    before = list(search.best)
    assert max(search.weight) > 1
    search.resume()
    assert (search.chosen, search.weight) == (before, [1, 1, 1])


def test_the_heaviest_goes_first_where_that_is_asked() -> None:
    """Three want one place, and a fourth has its own: one of the three and the fourth are placed in either order."""
    for heaviest in (False, True):
        search = chains(Conflicts(model(4, (0, 1, 2)), 4, {}), (0,), (1,), (2,), (3,))
        search.start({})
        search.run(ChainLimits(10_000, 50), lambda: False, heaviest=heaviest)
        assert sum(number is None for number in search.best) == 2
        assert search.best[3] == 0
