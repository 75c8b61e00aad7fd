"""Pieces cut out of a model: the same best as the whole model with the other variables fixed."""

import itertools
import random

import numpy as np

from planner.engine.solvers.cpsat import Search, solve
from planner.engine.solvers.pieces import Pieces
from planner.model import LinearModel

WANTED, SIZE = (0, 1, 2), 6


def drawn(seed: int) -> LinearModel:
    """Six 0/1 variables, a whole one of 0..3 that counts some of them, and rows drawn by chance."""
    dice = random.Random(seed)
    model = LinearModel()
    ids = model.new_bools(SIZE).tolist()
    for _row in range(4):
        names = dice.sample(ids, 3)
        model.add(names, [dice.choice((-2, -1, 0, 1, 2)) for _n in names], high=dice.choice((0, 1, 2)))
    model.at_most_one(dice.sample(ids, 2))
    model.penalise("all", ids, [dice.randint(-5, 5) for _i in ids])
    model.penalise("many", [model.excess(dice.sample(ids, 4), 1, 1, 3)], 4)
    return model


def best(model: LinearModel, values: tuple[int, ...]) -> float | None:
    """Least objective over the wanted variables and the helper, the others being as in ``values``; by trying all."""
    goal, found = model.objective(), []
    for own, helper in itertools.product(itertools.product((0, 1), repeat=len(WANTED)), range(4)):
        tried = np.array([*own, *values[len(WANTED) : SIZE], helper])
        if Pieces(model, goal, SIZE).holds(tried):
            found.append(sum(c * int(tried[v]) for v, c in goal.items()))
    return min(found, default=None)


def test_piece_finds_the_best_that_its_free_variables_allow() -> None:
    """On forty small models from every start; where nothing is possible, no values that keep every row come back."""
    for seed in range(40):
        model = drawn(seed)
        dice = random.Random(seed)
        values = (*(dice.randint(0, 1) for _n in range(SIZE)), 0)
        goal = model.objective()
        pieces = Pieces(model, goal, SIZE)
        piece = pieces.cut(np.array(values), WANTED)
        answer = solve(piece.model, Search(1.0, light=True))
        whole = piece.merge(answer.values) if len(answer.values) == len(piece.chosen) else None
        wanted = best(model, values)
        if wanted is None:
            assert whole is None or not pieces.holds(whole)
        else:
            assert whole is not None
            assert pieces.holds(whole)
            assert int(pieces.goal @ whole) == wanted


def test_piece_without_what_is_settled_is_small() -> None:
    """A chain of ten helpers, each at least the one before, the first at least an option that is taken: all settled."""
    model = LinearModel()
    ids = model.new_bools(2).tolist()
    chain = model.new_bools(10).tolist()
    for before, after in itertools.pairwise([ids[0], *chain]):
        model.add((after, before), (1, -1), low=0)
    model.add((ids[1], chain[-1]), 1, high=2)
    pieces = Pieces(model, {ids[1]: 1}, 2)
    piece = pieces.cut(np.array([1, 0, *[0] * 10]), [ids[1], *chain])
    assert piece.chosen.tolist() == [ids[1]]
    assert piece.values[chain].tolist() == [1] * 10
