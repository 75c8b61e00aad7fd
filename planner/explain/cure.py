"""A change of the workbook that might cure a clash: its kind, its price, its sentence, the workbook with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from planner.domain import Problem

ProblemChange = Callable[[Problem], Problem]

CURE_PRICES: Mapping[str, int] = {
    "lock moved": 1,
    "lock": 2,
    "sessions a day": 2,
    "shorter sessions": 3,
    "trainer's hours": 3,
    "only hours": 3,
    "half-day": 4,
    "room's absence": 4,
    "link": 4,
    "limit": 4,
    "other trainer": 5,
    "fixed hour": 5,
    "other rooms": 6,
    "together": 6,
    "event": 7,
    "standing": 7,
    "class day": 8,
    "skill": 9,
    "hours": 10,
    "closure": 12,
    "larger room": 12,
    "one room more": 14,
    "support": 15,
    "arrangement": 18,
    "rule": 20,
}
"""Kind of cure → what one unit of it (a half-day, an hour, a room) costs beside the others: the cheapest are told.

The usual prices: a workbook may have others (*Solutions*).
"""


@dataclass(frozen=True, eq=False)
class Cure:
    """A change that a planner could make. ``units``: how much of its kind; ``cells``: where it is made."""

    kind: str
    text: str
    change: ProblemChange
    units: float = 1.0
    cells: tuple[str, ...] = ()
    counts: bool = False
    """Whether other sessions are wanted with it, so that they are counted anew."""
    series: str = ""
    """Of cures that are more and more of the same: what they are of. Where one does, those after it do."""


def cure_prices(problem: Problem) -> Mapping[str, float]:
    """Kind of cure → what one unit costs in a workbook; without those that it does not want to be proposed."""
    told = {row.kind: row.price for row in problem.cure_prices if row.price is not None}
    unwanted = {row.kind for row in problem.cure_prices if not row.proposed}
    return {kind: price for kind, price in {**CURE_PRICES, **told}.items() if kind not in unwanted}
