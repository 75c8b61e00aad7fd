"""A finished timetable: plain values, the same whether the engine, a hand or another program made them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from planner.domain.ids import (
    ApprenticeId,
    BarretteId,
    ClassId,
    CourseId,
    GroupId,
    ModuleId,
    PeriodId,
    RoomId,
    SessionId,
    SiteId,
    TrainerId,
)
from planner.domain.kinds import Guidance, Kind

MODALITIES = ("on_site", "remote_sync", "remote_async", "blended")


@dataclass(frozen=True, slots=True)
class Session:
    """One dated session, a row of ``sessions.csv``. ``minutes``: teaching time; times in minutes after midnight."""

    id: SessionId
    kind: Kind
    day: date
    start: int
    end: int
    minutes: int
    label: str
    public_label: str
    course_ids: tuple[CourseId, ...] = ()
    """Several where a group of a barrette carries the courses of several classes."""
    part: str = ""
    module_id: ModuleId | None = None
    strand: str = ""
    barrette_id: BarretteId | None = None
    occurrence: int = 0
    """Ordinal of the barrette's or open period's occurrence in its period, from 1; 0: none."""
    period_id: PeriodId | None = None
    group_id: GroupId | None = None
    class_ids: tuple[ClassId, ...] = ()
    trainer_ids: tuple[TrainerId, ...] = ()
    room_id: RoomId | None = None
    site_id: SiteId = SiteId("")
    modality: str = "on_site"
    guidance: Guidance = Guidance.LED
    meal: bool = False

    @property
    def course_id(self) -> CourseId | None:
        """The course, where it is one: a group that carries several has none of its own."""
        return self.course_ids[0] if len(self.course_ids) == 1 else None

    def overlaps(self, other: "Session") -> bool:
        """Whether two sessions share a moment."""
        return self.day == other.day and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person expected in one session; ``remote``: follows live from elsewhere, takes no seat."""

    session_id: SessionId
    apprentice_id: ApprenticeId
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A need group of a barrette for one period, with its roster."""

    id: GroupId
    barrette_id: BarretteId
    period_id: PeriodId
    module_id: ModuleId
    trainer_ids: tuple[TrainerId, ...]
    room_id: RoomId | None
    apprentice_ids: tuple[ApprenticeId, ...]


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed to one apprentice and what is planned, in minutes; a row of ``debts.csv``."""

    apprentice_id: ApprenticeId
    need_id: str
    target: str
    due: int
    planned: int
    deadline: date
    priority: int
    source: str
    reason: str = ""
    """Why less is planned in time than is due; what is given too late is in ``late``."""
    late: str = ""
    """How much comes after the deadline, with the first days; empty without any.

    Of the entry module, ``planned`` has these hours: they are given all the same. Of all else it has not.
    """

    @property
    def told(self) -> str:
        """All that a planner reads of why less is planned than is due."""
        return " ; ".join(filter(None, (self.reason, self.late)))


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Something that should exist and does not, with its true reason; a row of ``unplaced.csv``."""

    session_id: SessionId
    kind: Kind
    minutes: int
    reason: str
    course_ids: tuple[CourseId, ...] = ()
    barrette_id: BarretteId | None = None
    class_ids: tuple[ClassId, ...] = ()

    @property
    def course_id(self) -> CourseId | None:
        """The course, where it is one."""
        return self.course_ids[0] if len(self.course_ids) == 1 else None


@dataclass(frozen=True)
class Timetable:
    """A whole timetable. ``summary`` is what ``summary.json`` holds, plain JSON values."""

    sessions: tuple[Session, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    groups: tuple[Group, ...] = ()
    debts: tuple[Debt, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    summary: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def session(self) -> Mapping[SessionId, Session]:
        """Sessions by id."""
        return {s.id: s for s in self.sessions}

    @cached_property
    def attendees(self) -> Mapping[SessionId, tuple[Attendance, ...]]:
        """Attendance by session; a session with nobody is absent."""
        found: dict[SessionId, list[Attendance]] = {}
        for row in self.attendance:
            found.setdefault(row.session_id, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def by_apprentice(self) -> Mapping[ApprenticeId, tuple[Session, ...]]:
        """Sessions of each apprentice, in order of time."""
        found: dict[ApprenticeId, list[Session]] = {}
        for row in self.attendance:
            if row.session_id in self.session:
                found.setdefault(row.apprentice_id, []).append(self.session[row.session_id])
        return {key: in_order(rows) for key, rows in found.items()}

    @cached_property
    def by_trainer(self) -> Mapping[TrainerId, tuple[Session, ...]]:
        """Sessions of each trainer, in order of time."""
        found: dict[TrainerId, list[Session]] = {}
        for session in self.sessions:
            for trainer in session.trainer_ids:
                found.setdefault(trainer, []).append(session)
        return {key: in_order(rows) for key, rows in found.items()}

    @cached_property
    def by_room(self) -> Mapping[RoomId, tuple[Session, ...]]:
        """Sessions of each room, in order of time."""
        found: dict[RoomId, list[Session]] = {}
        for session in self.sessions:
            if session.room_id:
                found.setdefault(session.room_id, []).append(session)
        return {key: in_order(rows) for key, rows in found.items()}

    @cached_property
    def by_class(self) -> Mapping[ClassId, tuple[Session, ...]]:
        """Sessions of each class, in order of time."""
        found: dict[ClassId, list[Session]] = {}
        for session in self.sessions:
            for class_id in session.class_ids:
                found.setdefault(class_id, []).append(session)
        return {key: in_order(rows) for key, rows in found.items()}


def one_at_a_time(sessions: Iterable[Session]) -> Iterator[Session]:
    """Sessions of an adult without visits, and without those that run while another one does."""
    last: Session | None = None
    for session in sorted(sessions, key=lambda s: (s.day, s.start, -s.end, s.id)):
        if session.kind != Kind.VISIT and (last is None or session.day != last.day or session.start >= last.end):
            yield session
            last = session


def in_order(sessions: list[Session]) -> tuple[Session, ...]:
    """Sessions by time, then id."""
    return tuple(sorted(sessions, key=lambda s: (s.day, s.start, s.end, s.id)))


@dataclass(frozen=True, slots=True)
class Before:
    """The timetable that a change starts from, and what of it may not change any more."""

    timetable: Timetable
    until: date
    """Last day on which nothing changes."""
    moves: date | None = None
    """First day on which a session may change its time; before, it stays or is cancelled. None: any later day."""
