"""What the centre offers: classes, programmes, rooms, courses, barrettes, open periods, modules, fixed events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.domain.ids import (
    ApprenticeId,
    BarretteId,
    ClassId,
    CourseId,
    ModuleId,
    OpenPeriodId,
    ProgrammeId,
    RoomId,
    SessionId,
    SiteId,
    TrainerId,
)
from planner.domain.kinds import Guidance
from planner.domain.text import key
from planner.domain.time import Absence, Calendar

CONSOLIDATION, PERSONAL, GUIDANCE = STRANDS = ("CONSOLIDATION", "PERSONAL", "GUIDANCE")
"""The three strands of reinforced support of CAP and bac pro."""

STRANDS_GIVEN = "strands_given"
"""In the summary of a timetable whose class calendars name the strands that are given, not always all three."""
MEETINGS = ("interview", "social")
"""Themes of modules that are a talk between two people."""
STEP_FREE = frozenset({"accessible", "accessibilite", "pmr"})
"""What asks for the column *accessible* of a room, as keys."""
NO_SUPPORT = ("study", *MEETINGS, "aid", "licence")
"""Themes of modules that are no support as a programme promises it in each stay."""

ORDINARY_ROOMS = frozenset(
    {
        *("banalisee", "salle banalisee", "banale", "generale", "general"),
        *("salle", "salle de cours", "salle de classe", "cours", "classe"),
    }
)
"""Types of rooms, folded by `key`, that suit whatever asks for no type."""


@dataclass(frozen=True, slots=True)
class Programme:
    """A diploma and speciality. Strand targets are minutes by year of the cycle; empty where none is due."""

    id: ProgrammeId
    level: str
    """``CAP``, ``bac pro``, ``BP``, ``BTS``, ``CS`` …"""
    years: int = 2
    strand_minutes: Mapping[tuple[int, str], int] = field(default_factory=dict)
    """(year, strand) → minutes of that year."""
    weeks_per_year: Mapping[int, int] = field(default_factory=dict)
    """CFA weeks of each year, to turn a year's target into the share of the horizon."""
    promise_every: int = 0
    """Support promised in every n-th stay; 0: no promise."""
    promise_hard: bool = False
    cycle_minutes: int | None = None
    """Minimum hours of the cycle at the centre, in minutes."""
    regulated: bool = False
    name: str = ""
    """As the workbook writes it."""

    @property
    def three_strands(self) -> bool:
        """Whether the sheet asks the three strands of it."""
        return bool(self.strand_minutes)


@dataclass(frozen=True, slots=True)
class ClassGroup:
    """A class (*section, division*)."""

    id: ClassId
    name: str
    programme_id: ProgrammeId
    year: int = 1
    calendar: Calendar = field(default_factory=dict)
    """Days on which the whole class is there: every part of it, where its parts have calendars of their own."""
    part_calendars: Mapping[str, Calendar] = field(default_factory=dict)
    """Own calendar of a part, by its letter; a class that has any has one for each of its parts."""
    site_id: SiteId = SiteId("")
    bells_id: str = ""
    planned_size: int | None = None
    home_room: RoomId | None = None
    absences: tuple[Absence, ...] = ()
    off_hours: tuple[Absence, ...] = ()
    """Hours before the first arrival and after the last departure, which bind."""
    min_day: int = 0
    """Minutes below which a day is not worth coming; 0: any."""
    min_day_hard: bool = False
    meeting: bool = False
    """Whether nobody is in it: it stands for a course of no class, which its trainers hold among themselves."""

    def absences_of(self, part: str) -> tuple[Absence, ...]:
        """Absences that concern a part, those of the whole class included; empty: the whole class only."""
        return tuple(a for a in self.absences if a.part in ("", part))


AT_ONCE = " + "
"""Between two types of room, where a course takes one of each at once."""


def types_of(room_type: str) -> tuple[str, ...]:
    """A type of room; of several at once, that and each of them."""
    return tuple(dict.fromkeys((room_type, *room_type.split(AT_ONCE))))


@dataclass(frozen=True, slots=True)
class Room:
    """A place. ``shared``: how many groups may work in it at once (1: one), up to its seats.

    ``joins``: the rooms that it is made of, if any (`planner.domain.joined_rooms`); then it takes one group.
    """

    id: RoomId
    name: str
    type: str
    seats: int
    site_id: SiteId = SiteId("")
    features: frozenset[str] = frozenset()
    accessible: bool = False
    shared: int = 1
    supervised_by: TrainerId | None = None
    absences: tuple[Absence, ...] = ()
    joins: tuple[RoomId, ...] = ()
    implied: bool = False
    """Two rooms at once, which a course asks for: no line of *Salles*, no calendar and no page of its own."""

    @property
    def has(self) -> frozenset[str]:
        """What arrangements may ask of it and it has, as keys; step-free access is a column of its own."""
        return frozenset(key(feature) for feature in self.features) | (STEP_FREE if self.accessible else frozenset())


@dataclass(frozen=True, slots=True)
class Volume:
    """How much of a course: exactly one of the three is set."""

    total: int | None = None
    """Minutes over the horizon."""
    weekly: int | None = None
    """Minutes per CFA week."""
    weekly_slots: int | None = None
    """Slots of the bells per CFA week."""


@dataclass(frozen=True, slots=True)
class Course:
    """A course of one or more classes. ``teams``: alternatives, each the trainers needed at once (co-teaching)."""

    id: CourseId
    class_ids: tuple[ClassId, ...]
    subject: str
    volume: Volume
    teams: tuple[tuple[TrainerId, ...], ...] = ()
    """Empty: any skilled trainer; one empty team: nobody (`unled`)."""
    lengths: tuple[int, ...] = ()
    """Lengths of a CFA week in minutes (``4+4+2``), or the one length used throughout; empty: chosen by the program."""
    room_types: tuple[str, ...] = ()
    room_features: frozenset[str] = frozenset()
    parts: int = 1
    """Into how many parts the class is split; 1: whole class. ``auto_parts``: by the places, as they are this term."""
    crossed_with: CourseId | None = None
    max_per_day: int = 1
    """Sessions of the course on one day at most."""
    after: CourseId | None = None
    """Each session of this one comes after the same-numbered session of that one (theory before practice)."""
    barrette_id: BarretteId | None = None
    meal: bool = False
    short_week: str = "prorata"
    """``prorata`` or ``makeup``: what a week with fewer open days does to weekly volumes."""
    heavy: bool = False
    regulated: bool = False
    max_group: int | None = None
    """Threshold of the group size (H5); empty by default."""
    co_taught: bool = False
    all_needed: bool = False
    """Whether a session falls where one of its team is away; else the others go on."""
    auto_parts: bool = False
    hours: tuple[tuple[int, int, int], ...] = ()
    """(weekday, start, end) of the only hours in which its sessions may lie; empty: any."""
    starts: tuple[tuple[int, int], ...] = ()
    """(weekday, start) of the only times at which they may begin; empty: any."""
    by_video: bool | None = None
    """Whether it may be followed at a distance, as typed; None: unless it is practical."""
    reserved: tuple[tuple[str, str], ...] = ()
    """(column of *Apprenants*, value): those of its classes who have one of the values of each column follow it; empty:
    all of them."""

    @property
    def unled(self) -> bool:
        """Whether nobody of the workbook leads it: people work on their own, or somebody from outside comes."""
        return self.teams == ((),)

    @property
    def practical(self) -> bool:
        """Whether it is given on machines, or in a room of a special type: a workshop, a kitchen, a gymnasium."""
        return self.regulated or any(key(t) not in ORDINARY_ROOMS for t in self.room_types)

    def may_be(self, day: date, start: int, end: int) -> bool:
        """Whether a session may have a place, by its only hours and starts; windows that touch are one."""
        if self.starts and (day.weekday(), start) not in self.starts:
            return False
        until = start
        for _weekday, opens, closes in sorted(w for w in self.hours if w[0] == day.weekday()):
            if opens <= until < closes:
                until = closes
        return not self.hours or until >= end

    @property
    def from_afar(self) -> bool:
        """Whether those who learn at a distance may follow it."""
        return not self.practical if self.by_video is None else self.by_video


USUAL_SIZE = 3
"""People for whom a led group opens, where the workbook gives no smallest size: nobody is taught alone unasked."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the catalogue of support."""

    id: ModuleId
    label: str
    public_label: str = ""
    """Neutral; empty: ``Accompagnement – Atelier <couleur>`` drawn anew each period."""
    theme: str = "support"
    """One of support, onboarding, safety, rights, employer_search, follow_up, guidance, study, permanence (an hour kept
    each week for whoever wants to come), interview (between two people), social, aid, licence (to drive), next_path
    (after an interruption)."""
    strand: str = ""
    ap_type: str = ""
    subject: str = ""
    domains: frozenset[str] = frozenset()
    levels: frozenset[int] = frozenset({1, 2, 3, 4})
    modality: str = "on_site"
    guidance: Guidance = Guidance.LED
    supervision: int = 0
    """One adult may watch this many people at once; 0: not stated."""
    min_size: int | None = None
    """People at least, as typed: a rule. Empty: `USUAL_SIZE` for a new group, which people may leave."""
    max_size: int = 12
    mix_classes: bool = True
    mix_levels: bool = True
    minutes: int = 60
    """Length of the whole module (onboarding) or of one session."""
    trainer_ids: tuple[TrainerId, ...] = ()
    """Empty: whoever has the skill."""
    room_types: tuple[str, ...] = ()
    whole_class: bool = False
    order: int = 0
    """Order among the blocks of the entry module (safety first)."""
    deadline: date | None = None
    """The last day on which it serves (wishes for further study are closed then); None: the whole horizon."""

    def serves(self, day: date) -> bool:
        """Whether a day is not after the deadline of the module."""
        return self.deadline is None or day <= self.deadline

    @property
    def call(self) -> bool:
        """Whether it is a contact by video with who learns at a distance, on days in the company too."""
        return self.theme == "follow_up" and self.modality == "remote_sync"


@dataclass(frozen=True, slots=True)
class Barrette:
    """Parallel groups of several classes at one time. ``minutes``: teaching minutes of one occurrence."""

    id: BarretteId
    name: str
    class_ids: tuple[ClassId, ...]
    minutes: int = 60
    per_week: int = 0
    per_stay: int = 0
    """Occurrences per CFA week or per stay; exactly one of the two is not 0."""
    nature: str = "support"
    """``support``, ``teaching`` or ``both``."""
    course_ids: tuple[CourseId, ...] = ()
    module_ids: tuple[ModuleId, ...] = ()
    """Empty: the whole catalogue of support."""
    trainer_ids: tuple[TrainerId, ...] = ()
    room_ids: tuple[RoomId, ...] = ()
    fixed_weekday: int | None = None
    fixed_start: int | None = None
    policy: str = "homogeneous"
    """``homogeneous`` or ``mixed``."""
    min_size: int | None = None
    max_size: int | None = None
    mix_levels: bool = True
    """Whether classes of different years may share a group."""
    otherwise: str = "autonomous"
    """What those without need do: a module id, or ``autonomous`` (supervised autonomy)."""
    site_id: SiteId = SiteId("")


@dataclass(frozen=True, slots=True)
class OpenPeriod:
    """A *temps banalisé*: time of its classes kept open for support."""

    id: OpenPeriodId
    name: str
    class_ids: tuple[ClassId, ...]
    minutes: int = 60
    per_week: int = 0
    per_stay: int = 1
    free_share: float = 0.3
    """Share of the trainers of its classes that should be free (P7)."""
    room_id: RoomId | None = None
    """Supervised place of those who are not called."""
    adults_free: bool = False
    site_id: SiteId = SiteId("")


def event_session_id(event_id: str) -> SessionId:
    """The id of the session that an event is."""
    return SessionId(f"fixe-{event_id}")


@dataclass(frozen=True, slots=True)
class FixedEvent:
    """An exam, CCF, visit, meeting or outing at a given time. ``rest``: what the others of the class do."""

    id: str
    label: str
    day: date
    start: int
    end: int
    public_label: str = ""
    class_ids: tuple[ClassId, ...] = ()
    part: str = ""
    apprentice_ids: tuple[ApprenticeId, ...] = ()
    trainer_ids: tuple[TrainerId, ...] = ()
    room_id: RoomId | None = None
    rest: str = "maintained"
    """``maintained``, ``study`` or ``released``."""
    makeup: str = ""
    """What becomes of the hours of course that it takes: as in `Absence.makeup`; of a whole class they go to other
    weeks."""
    by_video: bool = False
    """Whether who learns at a distance follows it live; else they come, as everyone does."""
    last: date | None = None
    """Of an event after the horizon (`Problem.later_events`): its last day, when it comes back every open day."""

    @property
    def partial(self) -> bool:
        """Whether it takes only some people of a class."""
        return bool(self.part or self.apprentice_ids)


@dataclass(frozen=True, slots=True)
class StandingSession:
    """A session of a course that stands already (placed elsewhere, or locked from start to end).

    It is kept exactly as it is, whatever the bells, the lengths, the rooms and the trainers that its course asks for.
    """

    id: SessionId
    course_id: CourseId
    day: date
    start: int
    end: int
    minutes: int
    """Teaching time, breaks excluded."""
    part: str = ""
    class_ids: tuple[ClassId, ...] = ()
    trainer_ids: tuple[TrainerId, ...] = ()
    """Empty: chosen by the program."""
    room_id: RoomId | None = None
    """None: chosen by the program."""


@dataclass(frozen=True, slots=True)
class Lock:
    """Something that must stay: a session of a course at a time, or a person in a group (module of a barrette)."""

    course_id: CourseId | None = None
    part: str = ""
    barrette_id: BarretteId | None = None
    day: date | None = None
    start: int | None = None
    room_id: RoomId | None = None
    trainer_ids: tuple[TrainerId, ...] = ()
    apprentice_id: ApprenticeId | None = None
    module_id: ModuleId | None = None
    origin: str = ""
