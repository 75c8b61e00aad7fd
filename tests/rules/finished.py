"""A finished timetable as a board that stands, apart from the program's own board: what the rules are asked on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from planner.domain import (
    ApprenticeId,
    ClassId,
    Problem,
    RoomId,
    Session,
    SessionId,
    Timetable,
    TrainerId,
    rooms_beside,
)

Name = TypeVar("Name", ApprenticeId, TrainerId, RoomId, ClassId)


class TimetableBoard:
    """A finished timetable as a board that stands."""

    def __init__(self, timetable: Timetable, problem: Problem | None = None) -> None:
        """Index its sessions by day; ``problem``: which rooms are made of others."""
        self._problem = problem
        self._timetable = timetable
        self._attended = _by_day(timetable.by_apprentice)
        self._led = _by_day(timetable.by_trainer)
        self._held = _by_day(timetable.by_room)
        self._of_class = _by_day(timetable.by_class)

    def attended(self, person: ApprenticeId, day: date) -> Sequence[Session]:
        """Sessions in which somebody is expected on a day, in order of time."""
        return self._attended.get((person, day), ())

    def led(self, trainer: TrainerId, day: date) -> Sequence[Session]:
        """Sessions of a day that an adult leads or watches, in order of time."""
        return self._led.get((trainer, day), ())

    def held(self, room: RoomId, day: date) -> Sequence[Session]:
        """Sessions of a day in a room, in order of time, then in rooms that have a place in common with it."""
        rooms = rooms_beside(self._problem, room) if self._problem else (room,)
        return [s for one in rooms for s in self._held.get((one, day), ())]

    def of_class(self, class_id: ClassId, day: date) -> Sequence[Session]:
        """Sessions of a day that name a class, in order of time."""
        return self._of_class.get((class_id, day), ())

    def awaited(self, _class_id: ClassId, _day: date) -> Sequence[Session]:
        """Nothing is kept any more."""
        return ()

    def people_of(self, key: SessionId) -> Mapping[ApprenticeId, bool]:
        """Everyone expected in a session → whether they follow from elsewhere."""
        return {row.apprentice_id: row.remote for row in self._timetable.attendees.get(key, ())}


def _by_day(rows: Mapping[Name, Sequence[Session]]) -> dict[tuple[Name, date], list[Session]]:
    found: dict[tuple[Name, date], list[Session]] = {}
    for name, sessions in rows.items():
        for session in sessions:
            found.setdefault((name, session.day), []).append(session)
    return found
