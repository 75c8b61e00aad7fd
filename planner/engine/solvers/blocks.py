"""What chains place: blocks, where each may go, when to stop, and limits that sets and rows do not tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol


class BlockChoice(NamedTuple):
    """One way to place a block: options that are taken together, and what it costs where all else is equal.

    One option for each member of the block. Costs are compared only between choices of one block.
    """

    options: tuple[int, ...]
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """What is placed as one. ``price``: cost of leaving it out, more than 0; ``choices``: where it may go."""

    price: int
    choices: tuple[BlockChoice, ...]


@dataclass(frozen=True, slots=True)
class ChainLimits:
    """When to stop: ``looks`` at a set or row in all, and ``patience`` moves in a row that left no less out."""

    looks: int
    patience: int


class Guard(Protocol):
    """A limit that sets and rows do not tell, kept while blocks come and go."""

    def of(self, options: Sequence[int]) -> tuple[Any, ...]:
        """What some options take of it together, as the other verbs read it."""

    def put(self, block: int, places: tuple[Any, ...]) -> None:
        """A block is placed there."""

    def take(self, block: int, places: tuple[Any, ...]) -> None:
        """It leaves."""

    def relieve(self, places: tuple[Any, ...], out: set[int], weight: Sequence[int], most: int) -> int:
        """Weight of the blocks that must leave for these places, added to ``out``; above ``most``: it cannot be."""
