"""What came of sessions that waited for a place: what is left, where the others go, and what that costs.

Filled by `elsewhere.Mend`, week after week, and read by `times.Retime`, which adds it up for the whole update.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.domain import SessionId
from planner.engine.change.left import Left
from planner.engine.change.repair_model import Place


@dataclass
class Mended:
    """What has no place after all, and what the places of the others cost."""

    left: list[Left] = field(default_factory=list)
    changes: int = 0
    extra: int = 0
    """Changes of sessions that could have stayed where they were."""
    needed: int = 0
    """Those of them without which something placed would not be, as far as is known."""
    sure: bool = True
    """Whether no more can be placed."""
    work: float = 0.0
    sent: dict[SessionId, SessionId] = field(default_factory=dict)
    """Sessions that went to another week, with the id that they have there."""
    places: Mapping[SessionId, Place] = field(default_factory=dict)
    """Where sessions of their own week are to go, once what is left has made room."""
    touched: set[SessionId] = field(default_factory=set)
    """Every session that changes."""

    @property
    def bound(self) -> int:
        """Fewest changes that do it, as far as is known."""
        return self.changes - self.extra + min(self.extra, self.needed)

    @property
    def proven(self) -> bool:
        """Whether no more can be placed, nor as many with fewer changes."""
        return self.bound == self.changes and (self.sure or not self.left)


@dataclass(frozen=True, slots=True)
class Sought:
    """How many others move in the first week that takes a session; None where none does, and whether that is sure."""

    moves: int | None
    sure: bool
