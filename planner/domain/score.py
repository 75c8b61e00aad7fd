"""What a timetable pays in its preferences: rule by rule with the dearest cases, and for whom. Costs are weighted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.domain.ids import ApprenticeId, ClassId, TrainerId


@dataclass(frozen=True, slots=True)
class CostCase:
    """One thing that a preference pays for, and whose it is."""

    text: str
    cost: float
    day: date | None = None
    class_ids: tuple[ClassId, ...] = ()
    trainer_ids: tuple[TrainerId, ...] = ()
    apprentice_ids: tuple[ApprenticeId, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleCost:
    """What one preference costs; ``bound``: what it costs at the least, None where that is not known."""

    key: str
    name: str
    """What it is about, in a few words."""
    statement: str
    weight: int
    cost: float
    number: int
    """Cases, all of them."""
    worst: tuple[CostCase, ...] = ()
    """The dearest ones, in order of cost, then of days."""
    bound: float | None = None


@dataclass(frozen=True, slots=True)
class HolderCost:
    """What the timetable costs to one class, trainer or learner; ``rules``: by rule, the dearest first."""

    id: str
    cost: float
    rules: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """All preferences that count, the dearest first, and those who bear them.

    A cost that several share is cut in equal parts. What is of a learner is of their class too, so that the lists of
    classes, trainers and learners are three readings of one cost.
    """

    rules: tuple[RuleCost, ...] = ()
    classes: tuple[HolderCost, ...] = ()
    trainers: tuple[HolderCost, ...] = ()
    apprentices: tuple[HolderCost, ...] = ()
    broken: Mapping[str, int] = field(default_factory=dict)
    """Binding rules that are not kept: key → how often."""

    @property
    def cost(self) -> float:
        """What all of them cost together."""
        return sum(rule.cost for rule in self.rules)

    @property
    def bound(self) -> float | None:
        """What they cost together at the least; None where that is not known of each that costs anything."""
        paid = [rule for rule in self.rules if rule.cost]
        known = [rule.bound for rule in paid if rule.bound is not None]
        return sum(known) if len(known) == len(paid) else None
