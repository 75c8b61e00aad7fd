"""Weeks that might take sessions without a place: what each could do at best, and what that costs the others.

Made and asked by `elsewhere.Mend`, one for the own week of what is hit and one for each other week. Nothing changes on
the board here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain import SessionId
from planner.engine.change.left import Left
from planner.engine.change.piece import Found, Piece
from planner.engine.change.repair import Repair


@dataclass(frozen=True, slots=True)
class Waiting:
    """A session that waits for a place, the id that it will have there, and whether going there is a change of it."""

    row: Left
    name: SessionId
    counted: bool


@dataclass
class TakingWeek:
    """A week that might take some sessions: ``copies`` gives the id under which its model has each of them."""

    monday: date
    repair: Repair
    copies: Mapping[SessionId, SessionId]
    found: Found | None = None
    """The best so far, with rooms; None: nothing is placed yet."""
    piece: Piece | None = None
    """The model of the whole week with its rooms counted."""
    ideal: Found | None = None
    """The best of the whole week with its rooms counted: no answer with rooms is better."""

    @property
    def best(self) -> Found:
        """Its ideal, once it is known."""
        assert self.ideal is not None
        return self.ideal

    @property
    def gain(self) -> tuple[int, int]:
        """Cost of what the ideal leaves out, from that of the best so far, and its changes that could be avoided."""
        before = self.found.left_cost if self.found else self.repair.cost_of_hits
        return self.best.left_cost - before, self.extra(self.best)

    def extra(self, found: Found) -> int:
        """Changes beside those of the sessions hit, which have to change but where they could all stay together."""
        stay = {self.repair.week.items[n].id for n in self.repair.kept}
        return found.changes - sum(key in self.repair.hits and key not in stay for key in found.places)

    def takes(self, found: Found) -> frozenset[SessionId]:
        """Sessions that an answer places."""
        return frozenset(k for k, copy in self.copies.items() if copy not in found.left)
