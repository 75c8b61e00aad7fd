"""Positioning scales, rules of need, explicit needs, and the hours owed that follow from them."""

from dataclasses import dataclass
from datetime import date

from planner.domain.ids import ApprenticeId, BarretteId, ClassId, ModuleId, PeriodId, SessionId


@dataclass(frozen=True, slots=True)
class ScaleBand:
    """One line of a scale: results from ``low`` to ``high`` (numbers or words) are level 1 (urgent) to 4 (no need)."""

    scale: str
    low: str
    high: str
    level: int


@dataclass(frozen=True, slots=True)
class NeedRule:
    """A line of *Règles de besoins*: who owes what. An empty condition always holds."""

    id: str
    target: str
    """A module id or a strand."""
    domain: str = ""
    levels: frozenset[int] = frozenset()
    programme_levels: frozenset[str] = frozenset()
    """``CAP``, ``bac pro`` … or programme ids."""
    years: frozenset[int] = frozenset()
    statuses: frozenset[str] = frozenset()
    """Values of `Status`."""
    remote: bool | None = None
    age_min: float | None = None
    """Years: 17.5 is 17 years and 6 months."""
    age_max: float | None = None
    """Years; a whole number holds until the next birthday."""
    since_min: int | None = None
    since_max: int | None = None
    """Days since the situation of the day began: the entry, the contract, or its breach."""
    choice: str = ""
    final: bool | None = None
    """True: in the last year of the programme only; False: before it only."""
    minutes_per_stay: int = 0
    minutes_per_week: int = 0
    minutes_total: int = 0
    """Exactly one of the three is not 0."""
    deadline_days: int | None = None
    """Days after the need opens; None: end of the period (recurrent) or of the horizon (temporary)."""
    priority: int = 2
    """1 first, 3 last."""
    recurrent: bool = True
    source: str = "positionnement pédagogique"


@dataclass(frozen=True, slots=True)
class ExplicitNeed:
    """A line of *Besoins*: a need of an apprentice, of several, of a class or of a part of it."""

    id: str
    target: str
    apprentice_ids: tuple[ApprenticeId, ...] = ()
    class_id: ClassId | None = None
    part: str = ""
    """Only this part of the class."""
    together: bool = False
    """An extra session for all of them at once, beside the timetable of their classes."""
    response: str = "support"
    """``support``: hours; ``apart``: hours of a module that are owed already, beside the barrettes; ``company``: a note
    to the employer's tutor, without any hour."""
    minutes_total: int = 0
    minutes_per_stay: int = 0
    source: str = "formateur"
    opened: date | None = None
    closed: date | None = None
    deadline: date | None = None
    decided_by: str = ""
    priority: int = 1
    reason_code: str = ""

    def owns(self, need_id: str) -> bool:
        """Whether a row of what is owed is of this need: its one row, or that of a period."""
        return need_id == self.id or need_id.startswith(f"{self.id}-")


@dataclass(frozen=True, slots=True)
class Owed:
    """Minutes owed to one apprentice by a deadline, in one module or in a strand. One row of ``debts.csv``.

    ``source`` is ``programme`` for strand targets and promises of support in each stay; those rows may be the same
    hours as a need's. ``period_id`` empty: due over the horizon, on the person's own calendar too.
    """

    apprentice_id: ApprenticeId
    need_id: str
    target: str
    minutes: int
    deadline: date
    opens: date
    priority: int = 2
    source: str = "positionnement pédagogique"
    recurrent: bool = True
    period_id: PeriodId | None = None
    personal: bool = False
    """May be placed on days of the person's own calendar (onboarding, employer search, follow-up)."""
    level: int = 0
    """Level in the domain that opened it, 0 when none; for homogeneous groups, never shown."""
    besides: frozenset[ModuleId] = frozenset()
    """Modules that do not keep a promise of support, which has no target."""
    neighbours: frozenset[ModuleId] = frozenset()
    """Modules of the level beside, which pay it where its own cannot be had."""


@dataclass(frozen=True, slots=True)
class GroupMembership:
    """Who was in which module of which barrette in an earlier period, for few moves."""

    barrette_id: BarretteId
    apprentice_id: ApprenticeId
    module_id: ModuleId
    trainer_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Realised:
    """What became of a session of the timetable published before: not held, or people who were not there.

    A session that no line names took place as planned. Read by the update: what was missed falls due again.
    """

    session_id: SessionId
    cancelled: bool = False
    absent_ids: tuple[ApprenticeId, ...] = ()
