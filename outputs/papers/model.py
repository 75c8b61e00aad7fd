"""A paper of the day, whatever prints it: pages with a heading, a table, names to sign; and the day it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from outputs.grid import span
from outputs.labels import appointment, french_date
from outputs.lists.tables import Table, Value
from outputs.views import Reader
from planner.domain import (
    AM,
    PM,
    ApprenticeId,
    ClassId,
    Kind,
    Learner,
    Problem,
    Session,
    SiteId,
    Timetable,
    TrainerId,
    beside,
    in_order,
)

UNEXPECTED = 3
"""Blank lines for people who were not expected."""
REMOTE_WORD = "À distance"
OFF_SITE = frozenset({"remote_sync", "remote_async"})


@dataclass(frozen=True, slots=True)
class Page:
    """What begins on a sheet of its own and repeats its heading on each one."""

    when: str
    """The day in words."""
    title: str
    table: Table
    facts: tuple[str, ...] = ()
    empty: str = "Rien à signaler."
    """What is said where the table has no row."""
    under: Table | None = None
    """A second table, kept whole at the foot (sessions that trainers sign)."""
    signers: tuple[str, ...] = ()
    """Who signs at the foot, one box a line."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: a page of a browser to print, and a sheet of the workbook."""

    file: str
    title: str
    about: str
    """What it is for, and who reads it."""
    pages: tuple[Page, ...]
    internal: bool = False
    landscape: bool = False
    to_sign: bool = False
    """Whether rows must be high enough for a pen."""
    short: bool = False
    """Whether several pages may share a sheet, each one whole."""
    grouped: bool = False
    """Whether rows with the same first cell stand together under it."""


@dataclass(frozen=True)
class Today:
    """One day of a timetable, prepared once for every paper."""

    problem: Problem
    timetable: Timetable
    day: date
    reader: Reader = field(init=False)
    """Public words only: whatever a paper says passes through it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reader", Reader(self.problem, self.timetable, public=True))

    @property
    def name(self) -> str:
        """``lundi 7 septembre 2026``."""
        return french_date(self.day)

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """Every session of the day in order, those without an hour included."""
        return in_order([s for s in self.timetable.sessions if s.day == self.day])

    @cached_property
    def held(self) -> tuple[Session, ...]:
        """Sessions that take place at an hour."""
        return tuple(s for s in self.sessions if s.modality != "remote_async")

    @cached_property
    def attended(self) -> dict[ApprenticeId, list[tuple[Session, bool]]]:
        """Held sessions of each person, and whether the person follows from elsewhere."""
        found: dict[ApprenticeId, list[tuple[Session, bool]]] = {}
        for session in self.held:
            for row in self.timetable.attendees.get(session.id, ()):
                found.setdefault(row.apprentice_id, []).append((session, row.remote or session.modality in OFF_SITE))
        return found

    @cached_property
    def taught(self) -> dict[TrainerId, list[Session]]:
        """Held sessions of each adult."""
        found: dict[TrainerId, list[Session]] = {}
        for session in self.held:
            for trainer in dict.fromkeys(session.trainer_ids):
                found.setdefault(trainer, []).append(session)
        return found

    @cached_property
    def helping(self) -> dict[TrainerId, list[Session]]:
        """Sessions of the day that each adult spends beside somebody: never printed, since they tell whose they are."""
        of_all = beside(self.problem, self.timetable)
        return {who: [s for s in sessions if s.day == self.day] for who, sessions in of_all.items()}

    def half(self, session: Session) -> int:
        """Half-days that a session touches, by the bells of its class or its site."""
        own = next((c for c in session.class_ids if c in self.problem.classes), None)
        bells = self.problem.bells_of(own) if own else self.problem.bells_at(session.site_id)
        return bells.half(self.day.weekday(), session.start, session.end)

    def listed(self, session: Session) -> bool:
        """Whether a session has a list: not without people, not a visit, and no talk or appointment of one person.

        An appointment may be confidential: it is counted in the day, and nobody's name stands beside it.
        """
        number = len(self.timetable.attendees.get(session.id, ()))
        alone = session.kind == Kind.FIXED and not session.class_ids and number == 1
        alone |= appointment(self.problem, session)
        return number > 0 and session.kind != Kind.VISIT and not alone

    def class_id(self, learner: Learner) -> ClassId | None:
        """The class of somebody on that day."""
        found = learner.membership(self.day)
        return found.class_id if found and found.class_id in self.problem.classes else None

    def class_name(self, class_id: ClassId | None) -> str:
        """Name of a class as it may be handed out; empty without one."""
        return self.reader.name(self.problem.classes[class_id].name, class_id) if class_id else ""

    def site_of(self, session: Session) -> str:
        """Name of the site of a session, its room's where it says none."""
        room = self.problem.rooms.get(session.room_id) if session.room_id else None
        return self.site_name(session.site_id or (room.site_id if room else ""))

    def site_name(self, site_id: str) -> str:
        """Name of a site; the centre where none is named."""
        name = self.problem.site_names.get(SiteId(site_id), site_id)
        return self.reader.name(name, "") or self.problem.settings.name

    @cached_property
    def many_sites(self) -> bool:
        """Whether the centre has several sites."""
        return len({room.site_id for room in self.problem.rooms.values()}) > 1


def halves_in_words(mask: int) -> str:
    """``matin``, ``après-midi``, ``journée`` or nothing."""
    return {AM: "matin", PM: "après-midi", AM | PM: "journée"}.get(mask, "")


def span_of(days: tuple[Today, ...]) -> str:
    """The day in words, or the first and the last one."""
    if len(days) == 1:
        return days[0].name
    return f"du {french_date(days[0].day, year=False)} au {days[-1].name}"


def expected(number: int) -> str:
    """``12 attendus``."""
    return f"{number} attendu{'s' if number > 1 else ''}"


def blanks(columns: int) -> tuple[tuple[Value, ...], ...]:
    """Lines to fill by hand."""
    return (("",) * columns,) * UNEXPECTED


def whole(start: int, end: int) -> str:
    """``8 h 30 – 10 h``, which no line may break."""
    return span(start, end).replace(" ", "\u00a0")


def listed(names: Iterable[str]) -> str:
    """Names one after the other."""
    return ", ".join(name for name in names if name)
