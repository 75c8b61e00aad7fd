"""A board on which somebody does not attend some sessions: to be asked what else they could do at those hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.board.board import Board
from planner.domain import ApprenticeId, ClassId, RoomId, Session, SessionId, TrainerId


@dataclass(frozen=True)
class Apart:
    """What a board says, without one person in the sessions of ``left``; it is only read."""

    board: Board
    person: ApprenticeId
    left: frozenset[SessionId]

    def attended(self, person: ApprenticeId, day: date) -> Sequence[Session]:
        """As the board says, without what is left."""
        held = self.board.attended(person, day)
        return [s for s in held if s.id not in self.left] if person == self.person else held

    def led(self, trainer: TrainerId, day: date) -> Sequence[Session]:
        """As the board says."""
        return self.board.led(trainer, day)

    def held(self, room: RoomId, day: date) -> Sequence[Session]:
        """As the board says."""
        return self.board.held(room, day)

    def of_class(self, class_id: ClassId, day: date) -> Sequence[Session]:
        """As the board says."""
        return self.board.of_class(class_id, day)

    def awaited(self, class_id: ClassId, day: date) -> Sequence[Session]:
        """As the board says."""
        return self.board.awaited(class_id, day)

    def people_of(self, key: SessionId) -> Mapping[ApprenticeId, bool]:
        """As the board says, without what is left."""
        people = self.board.people_of(key)
        return {a: far for a, far in people.items() if a != self.person} if key in self.left else people
