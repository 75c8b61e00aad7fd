"""A timetable in figures: what a planner looks at first. Lengths are minutes of teaching."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.ids import ApprenticeId, ClassId, PeriodId, RoomId, TrainerId


@dataclass(frozen=True, slots=True)
class TargetHours:
    """Hours due in a module or strand over everybody, volumes of the programme aside."""

    target: str
    due: int
    planned: int
    people: int
    """How many people have hours left to plan."""


@dataclass(frozen=True, slots=True)
class HoursLeft:
    """Minutes of modules, strands or courses that somebody is not given, all for one reason."""

    targets: tuple[str, ...]
    left: int
    reason: str


@dataclass(frozen=True, slots=True)
class PersonHours:
    """Somebody whose hours due are not all planned, volumes of the programme aside."""

    apprentice_id: ApprenticeId
    due: int
    planned: int
    lacks: tuple[HoursLeft, ...]
    """Why, a row for each reason, the one with most left first."""


@dataclass(frozen=True, slots=True)
class StrandTime:
    """What a class has of a strand in a period: mean by learner, and its share of the year's target."""

    class_id: ClassId
    period_id: PeriodId
    strand: str
    planned: float
    target: float

    @property
    def short(self) -> bool:
        """Whether more than a tenth of the target is missing."""
        return self.planned < 0.9 * self.target


@dataclass(frozen=True, slots=True)
class Shares:
    """Hours of learners by sort; ``class_id`` None: the whole centre."""

    class_id: ClassId | None
    barrette: int
    support: int
    """Open periods and support, wherever it is placed."""
    total: int

    @property
    def modular(self) -> float:
        """Share of barrettes, open periods and support, 0 to 1."""
        return (self.barrette + self.support) / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class TrainerLoad:
    """Minutes of a trainer in each week of the problem, groups watched at once counted once, visits aside."""

    trainer_id: TrainerId
    weeks: Mapping[date, int]
    limit: int
    """Most minutes of a week."""

    @property
    def peak(self) -> float:
        """Load of the fullest week over the limit."""
        return max(self.weeks.values(), default=0) / self.limit if self.limit else 0.0

    @property
    def over(self) -> tuple[date, ...]:
        """Mondays of the weeks over the limit."""
        return tuple(week for week, minutes in self.weeks.items() if minutes > self.limit)


@dataclass(frozen=True, slots=True)
class RoomUse:
    """Minutes in which a room is used, out of those in which it could be."""

    room_id: RoomId
    used: int
    open: int


@dataclass(frozen=True, slots=True)
class RoomTypeUse:
    """Rooms of one type; ``peak``: most of them used at once, first at ``peak_day`` and ``peak_start``."""

    type: str
    rooms: tuple[RoomUse, ...]
    peak: int
    peak_day: date | None
    peak_start: int

    @property
    def share(self) -> float:
        """Used over open, 0 to 1."""
        hours = sum(room.open for room in self.rooms)
        return sum(room.used for room in self.rooms) / hours if hours else 0.0


@dataclass(frozen=True, slots=True)
class LateEntrant:
    """A new entrant whose entry module is not done in time."""

    apprentice_id: ApprenticeId
    company: date | None
    """First day in the company, None without a contract."""
    ends: date | None
    """Day of the last block as placed, None when nothing is placed."""
    left: int
    """Minutes that are not done by their deadline."""
    never: int
    """Those of them that are not done after it either."""
    reason: str


@dataclass(frozen=True, slots=True)
class RightsEnd:
    """The last day of somebody's rights to stay without a contract; ``broken``: after a contract that ended."""

    apprentice_id: ApprenticeId
    broken: bool
    last: date


@dataclass(frozen=True, slots=True)
class VisitLoad:
    """Company visits that somebody has to make in the horizon; ``trainer_id`` None: nobody is named for them."""

    trainer_id: TrainerId | None
    due: int
    employers: int
    dated: int
    """Those that stand in the timetable."""
    blocked: int
    """Those neither dated nor with a half-day left free."""


@dataclass(frozen=True, slots=True)
class LostCourse:
    """Minutes of a subject that somebody loses; ``whole``: they have no session of it."""

    subject: str
    minutes: int
    whole: bool


@dataclass(frozen=True, slots=True)
class MissedTime:
    """Minutes of course that somebody misses while the class has them; ``makeup``: those to be made up."""

    apprentice_id: ApprenticeId
    minutes: int
    makeup: int
    why: str
    """The reason of most of them."""
    limited: tuple[LostCourse, ...] = ()
    """What a limit of the day or the week takes of it, course by course, the most first."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """A wish that the timetable does not keep, in a sentence that names whose it is."""

    rule: str
    wish: str
    """The sort of wish, in a few words."""
    text: str
    day: date | None = None
    apprentice_id: ApprenticeId | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it, each list with what needs a look first."""

    due: int
    planned: int
    targets: tuple[TargetHours, ...] = ()
    people: tuple[PersonHours, ...] = ()
    strands: tuple[StrandTime, ...] = ()
    shares: tuple[Shares, ...] = ()
    """The whole centre first, then each class."""
    loads: tuple[TrainerLoad, ...] = ()
    rooms: tuple[RoomTypeUse, ...] = ()
    entrants: tuple[LateEntrant, ...] = ()
    rights: tuple[RightsEnd, ...] = ()
    visits: tuple[VisitLoad, ...] = ()
    missed: tuple[MissedTime, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    """What the checks of the preferences found, handed over by the command line."""
