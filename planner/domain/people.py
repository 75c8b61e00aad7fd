"""Learners and trainers, with what is dated about them; statuses are computed, never typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from planner.domain.ids import ApprenticeId, ClassId, CourseId, SiteId, TrainerId
from planner.domain.offer import Course
from planner.domain.text import key
from planner.domain.time import Absence, Calendar

TOTAL_DONE, DISTANCE_DONE = ":total", ":distance"
"""Keys of an opening balance for all hours at the centre, and for those of them that were followed at a distance."""
UNDECIDED = "à décider"
"""Choice of guidance of who has not chosen yet."""


class Status(StrEnum):
    """Situation of a learner on a day, computed from dates (``domain.md`` 9)."""

    NOT_ENTERED = "NOT_ENTERED"
    ENROLLED_NO_CONTRACT = "ENROLLED_NO_CONTRACT"
    APPRENTICE = "APPRENTICE"
    CONTRACT_BROKEN = "CONTRACT_BROKEN"
    ENDED = "ENDED"
    """Rights over (no contract or broken for too long), or left."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A learner's class (and part, if any) between two dates, inclusive; None is open."""

    class_id: ClassId
    part: str = ""
    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Result:
    """One raw result of a positioning; ``scale`` says how to convert it to the common level 1–4."""

    domain: str
    value: str
    scale: str
    on: date
    assessor: str = ""


def has_options(options: tuple[tuple[str, str], ...], asked: tuple[tuple[str, str], ...]) -> bool:
    """Whether somebody's options (column, value) hold one of the values asked of each column."""
    return {column for column, _value in asked} == {option[0] for option in options if option in asked}


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner (*apprenant*), with or without a contract."""

    id: ApprenticeId
    last_name: str
    first_name: str
    memberships: tuple[Membership, ...] = ()
    birth: date | None = None
    entry: date | None = None
    exit: date | None = None
    contract_start: date | None = None
    contract_end: date | None = None
    contract_break: date | None = None
    first_company_day: date | None = None
    """As typed; `planner.hours.owed.first_company_day` computes it when it is not."""
    employer: str = ""
    ref_trainer: TrainerId | None = None
    remote: bool = False
    """Follows at a distance, live, whatever may be followed so (`Course.from_afar`)."""
    blended: bool = False
    """Comes on the days of something practical, and follows the whole of the other days at a distance, live."""
    guidance_choice: str = ""
    """``poursuite``, ``insertion``, ``à décider`` or empty."""
    choice_on: date | None = None
    """From when the choice holds; before that day it is ``à décider``. None: all the time."""
    company_minutes: int | None = None
    """Weekly minutes in the company, when the centre knows them."""
    regulated_ok: date | None = None
    """From when regulated work (dangerous machines) is authorised."""
    free_exit: date | None = None
    """From when a minor may leave freely."""
    calendar: Calendar | None = None
    """Own calendar, which replaces that of the class."""
    makeup: str = ""
    """What becomes of the hours of course missed because of the own calendar, as `Absence.makeup`."""
    absences: tuple[Absence, ...] = ()
    results: tuple[Result, ...] = ()
    done_minutes: Mapping[str, int] = field(default_factory=dict)
    """Opening balance in minutes by course, strand, module or need id; ``entry`` for the entry module; for all hours
    and for those at a distance, `TOTAL_DONE` and `DISTANCE_DONE`."""
    off_hours: tuple[Absence, ...] = ()
    """Hours before the first arrival and after the last departure (train, bus): a wish."""
    sector: str = ""
    """Town or sector of the employer, to group company visits."""
    options: tuple[tuple[str, str], ...] = ()
    """(column of *Apprenants*, value), of the columns by which courses are reserved (`Course.reserved`)."""
    mark: str = ""
    """What tells somebody from another one of the same name: the class, else the code."""
    email: str = ""
    phone: str = ""
    guardian: str = ""
    """Who answers for a minor."""
    guardian_email: str = ""
    guardian_phone: str = ""
    siret: str = ""
    employer_address: str = ""
    employer_email: str = ""
    employer_phone: str = ""

    @property
    def name(self) -> str:
        """First name, last name, and what tells from another one of that name."""
        return f"{self.own_name}{self._marked}"

    @property
    def own_name(self) -> str:
        """First name, last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def listed(self) -> str:
        """The name as it stands in a list: ``DUMONT Farid``, and what tells from another one of that name."""
        return f"{self.last_name.upper()} {self.first_name}".strip() + self._marked

    @property
    def _marked(self) -> str:
        return f" ({self.mark})" if self.mark else ""

    @property
    def company(self) -> tuple[str, str]:
        """What tells one employer from all others: its name, and what else is known of it (SIRET, address, town)."""
        digits = "".join(filter(str.isalnum, self.siret)).lower()
        return key(self.employer), digits or key(self.employer_address) or key(self.sector)

    @property
    def works_from(self) -> date | None:
        """From when a day away from the class may be the company's: the day typed, else the contract's first."""
        return self.first_company_day or self.contract_start

    def membership(self, day: date) -> Membership | None:
        """The class and part on a day."""
        # A loop, where `next` would do: nothing is asked more often.
        for membership in self.memberships:
            if day in membership:
                return membership
        return None

    def age(self, day: date) -> int | None:
        """Age in whole years, None when the birth date is unknown."""
        if self.birth is None:
            return None
        return day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))

    def months(self, day: date) -> int | None:
        """Age in whole months, None when the birth date is unknown."""
        if self.birth is None:
            return None
        return 12 * (day.year - self.birth.year) + day.month - self.birth.month - (day.day < self.birth.day)

    def choice(self, day: date) -> str:
        """Choice of guidance as it stands on a day."""
        waiting = self.choice_on is not None and day < self.choice_on
        return UNDECIDED if waiting and self.guidance_choice else self.guidance_choice

    def minor(self, day: date) -> bool:
        """Under 18; an unknown age counts as adult and is said by `check`."""
        age = self.age(day)
        return age is not None and age < 18

    def kept(self, day: date) -> bool:
        """A minor who may not leave freely: an adult watches over every hour that is freed."""
        return self.minor(day) and (self.free_exit is None or self.free_exit > day)

    def unauthorised(self, course: Course, day: date) -> bool:
        """A minor who may not be at the machines of a course yet; that safety was told is another question."""
        return course.regulated and self.minor(day) and (self.regulated_ok is None or self.regulated_ok > day)

    def takes(self, course: Course) -> bool:
        """Whether a course of the class is for somebody: it is for all, or they have what it is reserved to."""
        return not course.reserved or has_options(self.options, course.reserved)

    def too_far(self, course: Course) -> bool:
        """Who learns at a distance and cannot follow a course from there: a workshop, a kitchen, sport."""
        return self.remote and not course.from_afar

    def kept_out(self, course: Course, day: date) -> bool:
        """Whom the law or the distance keeps out of a course on a day, whatever the workbook says of them."""
        return self.unauthorised(course, day) or self.too_far(course)

    def status(self, day: date, no_contract_days: int = 90, broken_days: int = 180) -> Status:
        """Situation on a day; the two lengths of rights are settings of the workbook, in days."""
        if self.entry is not None and day < self.entry:
            return Status.NOT_ENTERED
        if self.exit is not None and day > self.exit:
            return Status.ENDED
        if self.contract_break is not None and day >= self.contract_break:
            over = day > self.contract_break + timedelta(days=broken_days)
            return Status.ENDED if over else Status.CONTRACT_BROKEN
        if self.contract_end is not None and day > self.contract_end:
            return Status.ENDED
        if self.contract_start is not None:
            return Status.APPRENTICE
        over = self.entry is not None and day > self.entry + timedelta(days=no_contract_days)
        return Status.ENDED if over else Status.ENROLLED_NO_CONTRACT

    def employed(self, day: date) -> bool:
        """Whether a company has them on a day that is not the centre's: a contract, and work that has begun."""
        return self.status(day) is Status.APPRENTICE and self.works_from is not None and day >= self.works_from


def began(learner: Learner, status: Status) -> date | None:
    """Day on which a situation began: the entry, the contract, or its breach; None where that is not known."""
    return {
        Status.ENROLLED_NO_CONTRACT: learner.entry,
        Status.APPRENTICE: learner.contract_start,
        Status.CONTRACT_BROKEN: learner.contract_break,
    }.get(status)


@dataclass(frozen=True, slots=True)
class Trainer:
    """A trainer or another adult who may teach, help or supervise. Minutes are teaching minutes."""

    id: TrainerId
    name: str
    sites: tuple[SiteId, ...] = ()
    """Empty: every site."""
    absences: tuple[Absence, ...] = ()
    """Absent days, only-available days (as their complement) and week parity are all turned into these."""
    max_day: int = 7 * 60
    max_week: int = 26 * 60
    max_month: int | None = None
    year_minutes: int | None = None
    year_done: int = 0
    free_half_days: int = 0
    """Half-days of the usual presence left without sessions in each week."""
    role: str = "formateur"
    skills: frozenset[str] = frozenset()
    """Subjects and module ids, as keys made by `planner.domain.key`."""
    skill_until: Mapping[str, date] = field(default_factory=dict)
    """Last day of an accreditation (*habilitation*), by the same keys."""
    same_free: bool = False
    """Whether the free half-days are the same ones in every week."""
    min_day: int = 0
    """Minutes below which a day is not worth coming; 0: any."""
    min_day_hard: bool = False
    email: str = ""
    phone: str = ""
    given: str = field(default="", compare=False)
    """The first name, where it is typed in a cell of its own: it ends the name."""

    @property
    def teaches(self) -> bool:
        """Whether this adult leads taught sessions (others only help or watch)."""
        return self.role in ("", "formateur", "formatrice", "vacataire") or self.refers

    @property
    def refers(self) -> bool:
        """Whether this adult is somebody's contact: of all, for disability, for mobility."""
        return self.role.startswith("référent")


WITH_LENGTH = ("max_day", "extra_break", "least_presence")
"""Effects that are so many minutes."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One scheduling effect for one person, between two dates; why is kept nowhere.

    ``effect``: ``max_day`` (``minutes``), ``forbidden`` (``window``), ``room_feature`` (``text``), ``helper``
    (``text``: trainer id), ``rest_day`` (``window.weekday``), ``extra_break`` (``minutes``:
    no longer run of work than `Settings.extra_break_after` without such a pause), ``least_presence`` (``minutes``).
    ``makeup``: what is asked for hours of course that it makes miss, as in `Absence`.
    """

    apprentice_id: ApprenticeId
    effect: str
    minutes: int = 0
    window: Absence | None = None
    text: str = ""
    first: date | None = None
    last: date | None = None
    makeup: str = ""

    def on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A learner exempted from a subject; ``instead``: ``study``, ``support``, ``company`` or ``free``."""

    apprentice_id: ApprenticeId
    subject: str
    instead: str = "study"
    first: date | None = None
    last: date | None = None

    def on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Pairing:
    """People to keep together or apart in the groups that the program composes."""

    apprentice_ids: frozenset[ApprenticeId]
    together: bool


NOT_TAKEN = "not_taken"
"""Of a course that is reserved to others of the class: its hours are none of one's own, and nothing takes their place.
"""


@dataclass(frozen=True, slots=True)
class PersonalPath:
    """An individual path: one course left, another followed elsewhere, and what the freed hours become.

    ``instead``: as in `Exemption`, or ``other`` where the followed course takes these hours (what it does not take is
    supervised study), or `NOT_TAKEN`. ``part``: which part of the followed course, when it is split.
    """

    apprentice_id: ApprenticeId
    leaves: CourseId | None = None
    follows: CourseId | None = None
    instead: str = "study"
    first: date | None = None
    last: date | None = None
    part: str = ""

    def on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


CONTACTS = ("email", "phone")
OF_LEARNER = (
    *CONTACTS, "guardian", "guardian_email", "guardian_phone", "siret", "employer_address", "employer_email",
    "employer_phone", "mark",
)  # fmt: skip
"""Fields by which people are written to or told from others: no session depends on them."""


def as_planned(person: Learner | Trainer | None) -> Learner | Trainer | None:
    """Somebody without what no session depends on: who differs by that alone has nothing planned anew."""
    if isinstance(person, Learner):
        return replace(person, **dict.fromkeys(OF_LEARNER, ""))  # type: ignore[arg-type]
    return replace(person, **dict.fromkeys(CONTACTS, "")) if person is not None else None  # type: ignore[arg-type]
