"""What a few changes more than the fewest would buy."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Offer:
    """One point of the front: ``more`` changes allowed in each week concerned, changes, cost of each preference."""

    more: int
    changes: int = 0
    costs: Mapping[str, int] = field(default_factory=dict)

    @property
    def cost(self) -> int:
        """Cost of all preferences."""
        return sum(self.costs.values())
