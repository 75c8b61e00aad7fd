"""CP-SAT: the one place that knows OR-Tools; models go in as `LinearModel`, answers come out as plain values.

One thread for each search, whatever the machine: a model is solved the same way anywhere, and several weeks are solved
side by side instead. Limits are deterministic work, which CP-SAT counts itself; no clock decides.

Several kinds of question are asked of it, each with its own settings (`Search`): a whole week by its core, a term,
pieces of a large model by the thousand, the check of what chains have found.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from ortools.sat.python import cp_model

from planner.model import LinearModel

HURRY = 1.0
"""Deterministic work left to a search that places things once a stop is asked; improvements get none."""


class Outcome(Enum):
    """How a search ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search gave: ``values`` by variable (empty without a solution), objective and proven bound.

    ``bound``: what no solution can be cheaper than; equal to the objective where the outcome is ``OPTIMAL``.
    """

    outcome: Outcome
    values: tuple[int, ...] = ()
    objective: float = 0.0
    bound: float = 0.0
    work: float = 0.0
    """CP-SAT's deterministic time."""

    @property
    def found(self) -> bool:
        """Whether there is a solution."""
        return bool(self.values)


class Interrupt:
    """A request to stop that reaches every running search; searches that start later end at once.

    One for a run: the command line asks it on Ctrl-C, the flow when its guard of seconds is over. Asked once, for good.
    Safe to call from a signal and from any thread.
    """

    def __init__(self) -> None:
        self.asked = threading.Event()
        self._running: set[cp_model.CpSolver] = set()
        self._lock = threading.RLock()  # a signal may come while this very thread holds it

    def stop(self) -> None:
        """Ask every search to end with the best it has; returns at once, without waiting for them."""
        self.asked.set()
        with self._lock:
            for solver in self._running:
                solver.stop_search()

    def enter(self, solver: cp_model.CpSolver) -> None:
        """Register a search that starts."""
        with self._lock:
            self._running.add(solver)

    def leave(self, solver: cp_model.CpSolver) -> None:
        """Forget a search that ended."""
        with self._lock:
            self._running.discard(solver)


@dataclass(frozen=True, slots=True)
class Search:
    """How to search: deterministic work allowed, seed, and which parts of the engine are switched on.

    ``portfolio``: all of CP-SAT's strategies, interleaved on one thread (reproducible); otherwise one worker.
    """

    work: float
    seed: int = 0
    portfolio: bool = False
    core: bool = False
    proof: bool = False
    """The bound first, with the linear relaxation: for models whose best is near it."""
    light: bool = False
    """Little presolve, for small models that are solved many times."""
    bare: bool = False
    """No presolve at all, for models whose bounds are drawn already: it costs more than what it saves."""


def solve(
    model: LinearModel,
    search: Search,
    *,
    objective: Mapping[int, int] | None = None,
    hint: Sequence[int] | None = None,
    fixed: Mapping[int, int] | None = None,
    interrupt: Interrupt | None = None,
) -> Answer:
    """Minimise ``objective`` (default: the model's own costs) with CP-SAT on one thread.

    ``hint``: values by variable, of the first ones at least, from which the search begins; they need not hold.
    ``fixed`` narrows variables for this call only. The model is not changed. Work is deterministic, so the same
    question has the same answer on every machine; once a stop is asked, a light search gives nothing and others have
    `HURRY` left. Raises ``AssertionError`` on an invalid model, which is a bug.
    """
    cp, proto = _proto(model, fixed or {})
    goal = model.objective() if objective is None else objective
    if goal:
        proto.objective.vars.extend(list(goal))
        proto.objective.coeffs.extend(list(goal.values()))
    if hint is not None:
        proto.solution_hint.vars.extend(list(range(len(hint))))
        proto.solution_hint.values.extend(list(hint))
    solver = cp_model.CpSolver()
    _set(solver.parameters, search)
    if interrupt is not None:
        # Light searches improve: after a stop nothing is improved any more.
        if interrupt.asked.is_set() and search.light:
            return Answer(Outcome.UNKNOWN)
        if interrupt.asked.is_set():
            solver.parameters.max_deterministic_time = min(search.work, HURRY)
        interrupt.enter(solver)
    try:
        status = solver.solve(cp)
    finally:
        if interrupt is not None:
            interrupt.leave(solver)
    assert status != cp_model.MODEL_INVALID, cp.validate()
    return _answer(solver, status)


def clashing(model: LinearModel, assumed: Sequence[int], search: Search) -> tuple[Outcome, frozenset[int]]:
    """Whether a model has a solution in which some 0/1 variables are all 0; else some of them that cannot be together.

    A hint, found at once and not the smallest: whoever tells it asks again without each of them. Costs are not looked
    at. Without a proof (``UNKNOWN``), and with a solution, no variable is named.
    """
    cp, proto = _proto(model, {})
    proto.assumptions.extend([-variable - 1 for variable in assumed])
    solver = cp_model.CpSolver()
    _set(solver.parameters, search)
    status = solver.solve(cp)
    assert status != cp_model.MODEL_INVALID, cp.validate()
    if status == cp_model.INFEASIBLE:
        named = solver.response_proto.sufficient_assumptions_for_infeasibility
        return Outcome.INFEASIBLE, frozenset(-literal - 1 for literal in named)
    return _answer(solver, status).outcome, frozenset()


def _answer(solver: cp_model.CpSolver, status: object) -> Answer:
    """CP-SAT's answer as plain values; without a solution, only the outcome and the work."""
    response = solver.response_proto
    if status == cp_model.INFEASIBLE:
        return Answer(Outcome.INFEASIBLE, work=response.deterministic_time)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(Outcome.UNKNOWN, work=response.deterministic_time)
    outcome = Outcome.OPTIMAL if status == cp_model.OPTIMAL else Outcome.FEASIBLE
    return Answer(
        outcome,
        tuple(response.solution),
        response.objective_value,
        response.best_objective_bound,
        response.deterministic_time,
    )


def _set(parameters: object, search: Search) -> None:
    """The parameters of a search: one thread, no clock, and what its kind of question needs.

    No linear relaxation where a search looks at rows of yes and no only: it takes its time and bounds nothing there.
    """
    values: dict[str, object] = {
        "num_workers": 1,
        "random_seed": search.seed,
        "max_deterministic_time": search.work,
        "symmetry_level": 0,
        "interleave_search": search.portfolio,
        "optimize_with_core": search.core,
        "catch_sigint_signal": False,  # Ctrl-C is the command line's: CP-SAT would end the process at the next one
    }
    if search.light or search.core:
        values |= {"linearization_level": 0, "cp_model_probing_level": 0}
    if search.proof:
        values |= {"optimize_with_lb_tree_search": True, "linearization_level": 2, "cp_model_probing_level": 0}
    if search.light:
        values["max_presolve_iterations"] = 1
    if search.bare:
        values["cp_model_presolve"] = False
    for name, value in values.items():
        setattr(parameters, name, value)


def _proto(model: LinearModel, fixed: Mapping[int, int]) -> tuple[cp_model.CpModel, cp_model.CpModelProto]:
    """The model as CP-SAT's own data, filled through its arrays (ten times faster than its Python interface)."""
    cp = cp_model.CpModel()
    proto = cp.proto
    variables, constraints = proto.variables, proto.constraints
    for number, (low, high) in enumerate(zip(model.low, model.high, strict=True)):
        value = fixed.get(number)
        variables.add().domain.extend([low, high] if value is None else [value, value])
    for clique in model.cliques:
        constraints.add().at_most_one.literals.extend(clique)
    free = LinearModel.FREE
    for row in model.rows:
        # CP-SAT knows such a row as a kind of constraint of its own.
        if row.low == row.high == 1 and all(c == 1 for c in row.coefs) and _booleans(model, row.ids):
            constraints.add().exactly_one.literals.extend(row.ids)
            continue
        linear = constraints.add().linear
        linear.vars.extend(row.ids)
        linear.coeffs.extend(row.coefs)
        linear.domain.extend([max(row.low, -free), min(row.high, free)])
    return cp, proto


def _booleans(model: LinearModel, ids: Sequence[int]) -> bool:
    """Whether all of some variables are 0 or 1."""
    return all(model.low[i] >= 0 and model.high[i] <= 1 for i in ids)
