"""Who does what at the hours of support that a timetable has, as far as hours owed go: the model of their bound."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.domain import ApprenticeId, ModuleId, Owed
from planner.model.linear import LinearModel

NeedOf = tuple[ApprenticeId, str]
"""Somebody, and the id of a need of theirs."""


@dataclass
class SupportModel(LinearModel):
    """Variables: shares of an hour that somebody spends on a need, and the minutes of each need left unpaid.

    Made by `planner.engine.bounds.support`; a relaxation, in which people and groups may be cut in pieces. A rule that
    counts hours owed puts its price on ``unmet``.
    """

    needs: Mapping[NeedOf, Owed]
    weights: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        LinearModel.__init__(self, self.weights)
        self.unmet: dict[NeedOf, int] = {key: self.new_int(0, need.minutes) for key, need in self.needs.items()}
        """(learner, need) → minutes of it that are not planned."""


@dataclass
class ModulesOfOne(LinearModel):
    """Which modules one person has in the groups of each barrette, period after period.

    Made by `planner.engine.bounds.changes`, where everybody chooses alone: no group is full, and none lacks people. A
    rule that compares a period with the one before puts its price on what differs.
    """

    spans: list[list[Mapping[ModuleId, int]]] = field(default_factory=list)
    """By barrette, its periods in order: module → variable, 1 where the person has it. What cannot be had is left out.

    Only periods that a rule may compare: of two in a row nothing is known beside what somebody does at these hours.
    """

    def __post_init__(self) -> None:
        LinearModel.__init__(self)
