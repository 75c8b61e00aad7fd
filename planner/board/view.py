"""What may be asked of a board without changing it."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from planner.domain import ApprenticeId, RoomId, Session, TrainerId


class View(Protocol):
    """Look-ups by day, each as long as its answer; hours that are kept for what has no session yet are included."""

    def attended(self, person: ApprenticeId, day: date) -> Sequence[Session]:
        """What somebody does on a day."""
        ...

    def led(self, trainer: TrainerId, day: date) -> Sequence[Session]:
        """What an adult leads or watches on a day."""
        ...

    def held(self, room: RoomId, day: date) -> Sequence[Session]:
        """What is in a room on a day."""
        ...
