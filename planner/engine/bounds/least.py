"""Every preference of a timetable beside the least that it can cost: the bound and the gap of the summary.

The door of `planner.engine.bounds`, which says what the bound is of; asked once the timetable is judged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from planner.domain import Problem, Timetable
from planner.engine.bounds.changes import least_of_changes
from planner.engine.bounds.support import least_of_support
from planner.rule import Rule, Rules, active, weights

OF_WEEKS, OF_ROOMS, OF_GROUPS = "placement des semaines", "attribution des salles", "composition des groupes"
"""Stages of the engine, as a planner reads them."""
DIGITS = 4
"""Decimals of the figures of ``summary.json``."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """What one preference costs, and at the least; both with its weight."""

    cost: float
    bound: float
    statement: str = ""
    """What the preference says, in French."""
    stage: str = ""

    @property
    def gap(self) -> float:
        """The share of the cost that a better timetable might spare at most; 0: none can cost less."""
        return (self.cost - self.bound) / self.cost if self.cost else 0.0


def bounded(problem: Problem, rules: Rules, timetable: Timetable, costs: Mapping[str, float]) -> Mapping[str, Bounded]:
    """Each preference that counts, by key; ``costs``: units of each, as the checker found them.

    For a timetable that keeps the binding rules: one that breaks them may cost less than any that does not.
    """
    factor = weights(rules, problem)
    found = {}
    for rule in active(rules, problem):
        weight, units = factor.get(rule.key, 0), costs.get(rule.key, 0.0)
        if weight:
            # What costs nothing cannot cost less.
            least = _least(problem, timetable, rule) if units else 0.0
            found[rule.key] = Bounded(weight * units, weight * least, rule.statement, _stage(rule))
    return found


def _least(problem: Problem, timetable: Timetable, rule: Rule) -> float:
    """Units that a preference costs at the least; 0 where its rule knows nothing better."""
    if rule.enforce.support is not None:
        return least_of_support(problem, timetable, rule)
    if rule.enforce.alone is not None:
        return least_of_changes(problem, timetable, rule)
    return rule.least(problem, timetable) if rule.least is not None else 0.0


def _stage(rule: Rule) -> str:
    """The stage that decides most of a preference, by what its rule speaks to."""
    if rule.enforce.groups is not None:
        return OF_GROUPS
    return OF_ROOMS if rule.enforce.rooms is not None else OF_WEEKS


def bound_figures(found: Mapping[str, Bounded]) -> dict[str, Any]:
    """Plain values for ``summary.json``: cost, bound and gap of all preferences, of each stage and of each of them.

    ``objective`` is the cost of all; of stages and preferences only those that cost anything.
    """
    stages = {
        name: _sum(one for one in found.values() if one.stage == name) for name in (OF_WEEKS, OF_ROOMS, OF_GROUPS)
    }
    return {
        **_plain(_sum(found.values()), "objective"),
        "stages": {name: _plain(one, "cost") for name, one in stages.items() if one.cost},
        "bounds": {
            key: {"statement": one.statement, **_plain(one, "cost")} for key, one in sorted(found.items()) if one.cost
        },
    }


def _sum(rows: Iterable[Bounded]) -> Bounded:
    """Several preferences as one: no timetable of the frame costs less in all of them than the sum of their bounds."""
    known = list(rows)
    return Bounded(sum(one.cost for one in known), sum(one.bound for one in known))


def _plain(one: Bounded, cost: str) -> dict[str, float]:
    # However small, a gap is one: only where cost and bound meet nothing is left to gain.
    gap = max(round(one.gap, DIGITS), 10**-DIGITS) if one.gap > 0 else 0.0
    return {cost: round(one.cost, DIGITS), "bound": round(one.bound, DIGITS), "gap": gap}
