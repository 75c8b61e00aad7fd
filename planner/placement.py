"""One more session, or one more person in a session, on a board that stands: what a rule is asked to judge."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from planner.domain import (
    DAY_END,
    ApprenticeId,
    ClassId,
    Problem,
    RoomId,
    Session,
    SessionId,
    TrainerId,
    days_between,
    monday,
)

ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Placement:
    """A session as it would stand: with everyone in it, those for whom it is new, and whether its place is new."""

    session: Session
    people: Mapping[ApprenticeId, bool]
    """Everyone expected afterwards → whether they follow from elsewhere."""
    joining: frozenset[ApprenticeId]
    """Those for whom it is new: everyone, for a new session."""
    moves: bool = True
    """Its hour, room or adults are new; False: only people join a session that stands."""

    @property
    def concerned(self) -> Mapping[ApprenticeId, bool]:
        """Those whose days change, in the order of ``people``: everyone where the session moves, else who joins it."""
        if self.moves:
            return self.people
        return {person: far for person, far in self.people.items() if person in self.joining}


def for_everyone(session: Session, people: Mapping[ApprenticeId, bool]) -> Placement:
    """A session that is new for everyone in it."""
    return Placement(session, people, frozenset(people))


class BoardView(Protocol):
    """What a rule may ask of a board; every look-up takes the time of its answer. Sessions come in any order."""

    def attended(self, person: ApprenticeId, day: date) -> Sequence[Session]:
        """Sessions in which somebody is expected on a day."""

    def led(self, trainer: TrainerId, day: date) -> Sequence[Session]:
        """Sessions of a day that an adult leads or watches."""

    def held(self, room: RoomId, day: date) -> Sequence[Session]:
        """Sessions of a day in a room, and in rooms that have a place in common with it."""

    def of_class(self, class_id: ClassId, day: date) -> Sequence[Session]:
        """Sessions of a day that name a class."""

    def awaited(self, class_id: ClassId, day: date) -> Sequence[Session]:
        """Hours of a day that are kept for a class: barrettes and open periods that have no session yet."""

    def people_of(self, key: SessionId) -> Mapping[ApprenticeId, bool]:
        """Everyone expected in a session → whether they follow from elsewhere."""


def others(sessions: Iterable[Session], placement: Placement) -> list[Session]:
    """Sessions of the board but the one that is placed, which is on its way: where it stood asks nothing."""
    key = placement.session.id
    return [s for s in sessions if s.id != key]


def meeting(sessions: Iterable[Session], placement: Placement) -> list[Session]:
    """Those of other sessions of the same day that share a moment with the placed one, asynchronous ones aside."""
    placed = placement.session
    key, start, end = placed.id, placed.start, placed.end
    return [
        s for s in sessions if s.start < end and start < s.end and s.id != key and s.modality != "remote_async"
    ]  # fmt: skip


def nights(held: Callable[[date], Sequence[Session]], placement: Placement) -> Iterator[tuple[date, int]]:
    """Nights of somebody that the placed session makes shorter: (the day after, minutes of rest that are left).

    ``held``: the person's sessions of a day.
    """
    placed = placement.session
    today = [s for s in others(held(placed.day), placement) if s.modality != "remote_async"]
    if all((s.start, s.end, s.id) > (placed.start, placed.end, placed.id) for s in today):
        eve = [s.end for s in others(held(placed.day - ONE), placement) if s.modality != "remote_async"]
        if eve:
            yield placed.day, placed.start + DAY_END - max(eve)
    if all(s.end < placed.end for s in today):
        after = [s.start for s in others(held(placed.day + ONE), placement) if s.modality != "remote_async"]
        if after:
            yield placed.day + ONE, min(after) + DAY_END - placed.end


def horizon(problem: Problem) -> tuple[date, ...]:
    """Every day of the weeks of the horizon, for `planner.domain.Problem.once`."""
    return tuple(days_between(monday(problem.first), monday(problem.last) + timedelta(days=6)))
