"""What should exist and does not: one list of causes, and the facts that tell a planner what to do about each.

The sentence of ``unplaced.csv`` is written from them last, by `planner.engine.missing`; nothing reads it for meaning.
Rows of a timetable written before come back as `Missing` through `planner.domain.recovered`, and through it only.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from planner.domain.ids import ApprenticeId, BarretteId, ClassId, CourseId, SessionId, TrainerId
from planner.domain.kinds import Kind


class About(StrEnum):
    """What a line speaks of: each of these lists is found anew by a stage of its own."""

    SESSION = auto()
    """A session, or minutes of a course."""
    IN_BARRETTE = auto()
    """Hours of a course that its teaching barrette should give."""
    STRAND = auto()
    """A strand of support that a class has not."""
    REST = auto()
    """A supervised place for the rest of a class."""
    WATCH = auto()
    """An adult for minors."""
    SEAT = auto()
    """A place for adults at an hour of a barrette."""
    VISIT = auto()
    """A visit to date."""
    PERMANENCE = auto()
    """The permanence of a week."""


WATCH_ID, SEAT_ID = "encadrement-", "place-"
"""What the id of a line on minors, or on a place, begins with; the rest is the session, or hour, that they are at."""


class Waits(StrEnum):
    """Whether what is missing is to be given again by the next re-solve."""

    NO = auto()
    ADDED = auto()
    """Hours that the workbook asks for more, which never had a place."""
    AGAIN = auto()
    """A session that had an hour and lost it."""
    OWED = auto()
    """The same, for an hour of support: those who lost it are owed it again."""
    FELL = auto()
    """A session of a day that its class has no more: the week is shorter, its hours are not due."""


class Searched(StrEnum):
    """Where another place was looked for."""

    OWN_WEEK = auto()
    EVERY_WEEK = auto()
    """Its week, and any other in which its class has time."""
    CLASS_WEEKS = auto()
    """The weeks of its class, for what has no week of its own."""
    ANYWHERE = auto()


class Cause(StrEnum):
    """Why something is not placed."""

    TOLD_BEFORE = auto()
    """Only the sentence of an earlier timetable is known."""

    # its week
    NO_SLOT = auto()
    NO_ROOM = auto()
    ROOM_TOO_SMALL = auto()
    NO_ROOM_FOR_ALL = auto()
    NO_ROOM_THEN = auto()
    WEEK_FULL = auto()
    NOT_FOUND_IN_TIME = auto()
    REFUSED_WHEN_FREE = auto()
    """A rule is against every hour at which the class, the adults and a room are free."""

    # the weeks of the term
    NEVER_AT_CENTRE = auto()
    NOBODY_TEACHES = auto()
    CLASS_FULL = auto()
    TRAINERS_FULL = auto()
    NEVER_TOGETHER = auto()
    TOO_FEW_DAYS = auto()
    WEEKS_DIFFER = auto()
    """Each week for one of the four before it."""
    MONTH_OR_YEAR_FULL = auto()
    FIRST_COMES_LATER = auto()
    UNEVEN_EXCHANGE = auto()
    NO_EXCHANGE_LEFT = auto()
    WEEKS_TAKEN = auto()

    # barrettes and support
    NO_GROUP = auto()
    NOBODY_EXPECTED = auto()
    BARRETTE_TOO_SHORT = auto()
    NOBODY_SKILLED = auto()
    SKILLED_AWAY = auto()
    SKILLED_TAKEN = auto()
    NO_ROOM_OR_NOBODY = auto()
    CALLED_OFF = auto()
    """*Réalisé* says that it did not take place."""
    STRAND_WITHOUT_HOURS = auto()
    STRAND_WITHOUT_TIME = auto()
    STRAND_WITHOUT_GROUP = auto()

    # places to be
    NOBODY_TO_WATCH = auto()
    NO_MORE_HOURS = auto()
    """There is a place, and a rule that allows no more hours then."""
    NO_WATCHED_PLACE = auto()
    NO_SEAT = auto()
    """Not even a room is left."""

    # visits
    NO_VISITOR = auto()
    NO_HALF_DAY = auto()
    NO_FREE_HALF_DAY = auto()

    # permanences
    NO_CONTACT = auto()
    NO_FREE_HOUR = auto()

    # a change
    TRAINER_AWAY = auto()
    NO_PLACE = auto()
    """Shown: none without taking another session out."""
    NONE_FOUND = auto()
    LOCKED = auto()
    LIMITED = auto()
    TOO_MANY_MOVES = auto()
    """There is a place, for which more others move than may."""
    NO_EXCHANGE_THEN = auto()
    TIED = auto()
    HOUR_TAKEN = auto()
    """The hour that it had cannot be given back, nor another one."""
    FELL = auto()
    ANNOUNCED = auto()
    """There is a place, inside the notice, where no hour changes any more."""
    TOO_LATE = auto()
    """An hour of support of a week that was over, or announced, when the workbook asked for it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that should exist and does not. ``minutes``: teaching time; facts that a cause does not need are empty.

    ``day, start, end``: the hour that is spoken of; ``week``: the Monday of the week that should have held it.
    """

    session_id: SessionId
    kind: Kind
    minutes: int
    cause: Cause
    course_ids: tuple[CourseId, ...] = ()
    barrette_id: BarretteId | None = None
    class_ids: tuple[ClassId, ...] = ()
    about: About = About.SESSION
    waits: Waits = Waits.NO
    part: str = ""
    week: date | None = None
    day: date | None = None
    start: int = 0
    end: int = 0
    first: date | None = None
    last: date | None = None
    """The window that is spoken of."""
    trainer_ids: tuple[TrainerId, ...] = ()
    apprentice_ids: tuple[ApprenticeId, ...] = ()
    other_id: CourseId | None = None
    """The course that this one follows or is crossed with."""
    meanwhile: str = ""
    """Of `About.WATCH` and `About.SEAT`: the id of the session, or of the hour of a barrette, at which they are."""
    title: str = ""
    """What takes place meanwhile, as the planner named it."""
    heads: int = 0
    """How many people are concerned."""
    most: int = 0
    """How many a room seats, or a day may hold, or may move, at most."""
    number: int = 0
    """How often it happened; how many move; year of a class."""
    amount: int = 0
    """Minutes that there are, or that are lacking."""
    strand: str = ""
    types: tuple[str, ...] = ()
    """Types of room that are asked for."""
    causes: tuple[tuple[Cause, int], ...] = ()
    """Of `Cause.WEEKS_DIFFER`: in how many weeks each holds."""
    searched: Searched | None = None
    per_trainer: int | None = None
    per_apprentice: int | None = None
    """Changes that the planner allowed at most."""
    said: str = ""
    """Words that are known only as they were written: a rule's finding, a sentence of an earlier timetable."""

    @property
    def course_id(self) -> CourseId | None:
        """The course, where it is one."""
        return self.course_ids[0] if len(self.course_ids) == 1 else None
