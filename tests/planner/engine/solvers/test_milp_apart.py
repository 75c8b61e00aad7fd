"""What shares no row, solved apart: the same optimum as in one piece."""

from random import Random

import pytest

from planner.engine.solvers import milp
from planner.model import LinearModel


def knapsacks(rng: Random, number: int) -> LinearModel:
    """Some linear programs beside each other, their variables mixed; one variable is in no row."""
    model = LinearModel()
    variables = model.new_bools(8 * number + 1)
    rng.shuffle(variables)
    for n in range(number):
        mine = variables[8 * n : 8 * n + 8]
        model.add(mine, [rng.randint(1, 9) for _v in mine], high=rng.randint(5, 20))
        model.at_most_one(mine[:3])
    model.penalise("worth", variables, [-rng.randint(1, 9) for _v in variables])
    return model


@pytest.mark.parametrize("seed", range(5))
def test_parts_cost_what_the_whole_costs(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In lots of three programs or more, so that there are several of them; values keep every row."""
    monkeypatch.setattr(milp, "LOT", 24)
    model = knapsacks(Random(seed), 10)
    program = milp.Program(model)
    assert len(program._apart()) > 2
    whole, parts = program.relaxed(), program.relaxed_apart()
    assert whole is not None
    assert parts is not None
    assert parts.exact
    assert parts.objective == pytest.approx(whole.objective)
    assert parts.bound == pytest.approx(whole.bound)
    assert float(program.cost @ parts.values) == pytest.approx(whole.objective)
    block = program.rows[0]
    assert (block.A @ parts.values <= block.ub + 1e-6).all()


def test_one_part_without_a_solution_leaves_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the whole has none."""
    monkeypatch.setattr(milp, "LOT", 1)
    model = knapsacks(Random(0), 2)
    extra = model.new_bools(2)
    model.add(extra, 1, low=3)
    assert milp.Program(model).relaxed_apart() is None


def test_a_model_without_rows_has_no_parts() -> None:
    """Every variable is at its better bound."""
    model = LinearModel()
    free = model.new_bools(2)
    model.penalise("worth", free, [-1, 1])
    answer = milp.solve(model, relaxed=True)
    assert answer is not None
    assert [answer.values[v] for v in free] == [1, 0]
