"""Every preference of a timetable beside the least that it can cost: the bound and the gap of the summary.

The door of `planner.engine.bounds`, which says what the bound is of; asked once the timetable is judged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.domain import Problem, Timetable
from planner.engine.bounds.support import least_of_support
from planner.rule import Rules, active, weights


@dataclass(frozen=True, slots=True)
class Bounded:
    """What one preference costs, and at the least; both with its weight."""

    cost: float
    bound: float
    statement: str = ""
    """What the preference says, in French."""

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
        if rule.kind == "soft" and factor[rule.key]:
            least = 0.0
            # What costs nothing cannot cost less.
            if costs[rule.key] and rule.enforce.support is not None:
                least = least_of_support(problem, timetable, rule)
            elif costs[rule.key] and rule.least is not None:
                least = rule.least(problem, timetable)
            found[rule.key] = Bounded(factor[rule.key] * costs[rule.key], factor[rule.key] * least, rule.statement)
    return found


def bound_figures(found: Mapping[str, Bounded]) -> dict[str, Any]:
    """Plain values for ``summary.json``: cost, bound and gap of all preferences, and of each that costs anything."""
    whole = Bounded(sum(one.cost for one in found.values()), sum(one.bound for one in found.values()))
    return {
        **_plain(whole, "objective"),
        "bounds": {
            key: {"statement": one.statement, **_plain(one, "cost")} for key, one in sorted(found.items()) if one.cost
        },
    }


def _plain(one: Bounded, cost: str) -> dict[str, float]:
    return {cost: round(one.cost, 4), "bound": round(one.bound, 4), "gap": round(one.gap, 4)}
