"""What a few changes more than the fewest would buy."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.engine.change.piece import Found
from planner.engine.change.repair import Repair

FRONT = (0, 2, 5)
"""Changes more than the fewest that the planner is offered, with what each buys."""


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


def with_more(repair: Repair, found: Found, more: int, offers: dict[int, Offer], *, front: bool) -> tuple[Found, bool]:
    """The answer of a week as it is, or a better one with ``more`` changes than the least, and whether that is offered.

    ``front``: whether what so many changes more would buy is added to ``offers``.
    """
    if not found.places or not (front or more):
        return found, False
    known = {n: repair.better(found, n) for n in sorted({*(FRONT if front else ()), more})}
    known = {n: answer for n, answer in known.items() if answer.left <= found.left}
    offered = set(FRONT) <= known.keys()
    for n in FRONT if offered else ():
        offer, answer = offers.get(n, Offer(n)), known[n]
        costs = Counter(offer.costs)
        costs.update(answer.costs)
        offers[n] = Offer(n, offer.changes + answer.changes, costs)
    return known.get(more, found) if more else found, offered
