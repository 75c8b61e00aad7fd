"""What the reports are made of: a version of a timetable, what its workbook said, and what was decided and told."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from outputs.dossier.model import Line
from planner.domain import (
    Action,
    ApprenticeId,
    BarretteId,
    ClassId,
    Debt,
    Learner,
    Missed,
    Period,
    PeriodId,
    Problem,
    Session,
    Timetable,
    key,
    missed_hours,
)
from planner.hours.given import HourRow, hours_given

Made = TypeVar("Made")
WHOLE = PeriodId("")
"""The period of a timetable that has none."""


class VersionTold(NamedTuple):
    """One version of the history; moments are on the clocks of Paris, ``published``: each time it was."""

    number: int
    made: datetime
    what: str
    author: str
    reason: str
    fingerprint: str
    published: tuple[datetime, ...] = ()


class Decided(NamedTuple):
    """A proposal of a regulation with what was decided on it, and whom or what it is about."""

    period_id: PeriodId
    line: Line
    people: frozenset[ApprenticeId]
    class_id: ClassId | None
    barrette_id: BarretteId | None
    company: bool
    version: int | None


class Changed(NamedTuple):
    """What a version changed for somebody; ``number``: the version, ``day``: the first day it changes."""

    number: int
    day: date
    what: str


class CompanyTold(NamedTuple):
    """What a publication has for the company of somebody; ``sent``: whether its message has gone, in words."""

    number: int
    moment: datetime
    what: str
    sent: str = ""


@dataclass(frozen=True)
class Record:
    """A version and its history, with look-ups made once for all reports."""

    problem: Problem
    timetable: Timetable
    version: VersionTold
    today: date
    """The day on which it is told: what is before it is over."""
    versions: tuple[VersionTold, ...] = ()
    """Those of the term, the oldest first."""
    decided: tuple[Decided, ...] = ()
    changes: Mapping[ApprenticeId, Sequence[Changed]] | None = None
    told: Mapping[ApprenticeId, Sequence[CompanyTold]] | None = None

    @cached_property
    def people(self) -> tuple[Learner, ...]:
        """Everybody, in the order of the alphabet."""
        found = self.problem.learners.values()
        return tuple(sorted(found, key=lambda p: (key(p.last_name), key(p.first_name), p.id)))

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The formation periods; the whole timetable as one where there is none."""
        whole = Period(WHOLE, "Toute la période", self.problem.first, self.problem.last)
        return self.problem.periods or (whole,)

    @cached_property
    def day(self) -> date:
        """The day on which situations are told: that of the report, or the nearest day of the timetable."""
        return min(max(self.today, self.problem.first), self.problem.last)

    def noted_for(self, person: ApprenticeId) -> tuple[Action, ...]:
        """What *Actions* has of somebody, done or to come, in order of time."""
        mine = (a for a in self.problem.actions if a.apprentice_id == person)
        return tuple(sorted(mine, key=lambda a: a.dates))

    def actions_of(self, person: ApprenticeId) -> tuple[Action, ...]:
        """What was done for somebody by today, in order of time; dates to come are left out of it."""
        return tuple(a for noted in self.noted_for(person) if (a := noted.until(self.today)) is not None)

    def outcome(self, action: Action) -> str:
        """What came of an action; of one that is to come, that it is."""
        if action.until(self.today) is not None:
            return action.result
        return f"prévue, {action.result}" if action.result else "prévue"

    def rows_of_theme(self, person: ApprenticeId, theme: str) -> list[HourRow]:
        """The sessions of somebody whose module is of a theme, with their hours."""
        modules = {m.id for m in self.problem.modules.values() if m.theme == theme}
        return [row for row in self.hours_of(person) if row.session.module_id in modules]

    def period_of(self, day: date) -> Period | None:
        """The period that a day is in."""
        return next((p for p in self.periods if day in p), None)

    def held(self, person: ApprenticeId) -> tuple[Session, ...]:
        """Sessions that somebody is expected in, in order."""
        return self.timetable.by_apprentice.get(person, ())

    @cached_property
    def debts(self) -> Mapping[ApprenticeId, Sequence[Debt]]:
        """Hours due by person."""
        found: dict[ApprenticeId, list[Debt]] = defaultdict(list)
        for debt in self.timetable.debts:
            found[debt.apprentice_id].append(debt)
        return found

    @cached_property
    def missed(self) -> Mapping[ApprenticeId, Sequence[Missed]]:
        """Hours of course that each person misses while the class has them."""
        found: dict[ApprenticeId, list[Missed]] = defaultdict(list)
        for row in missed_hours(self.problem, self.timetable.sessions, self.timetable.by_apprentice):
            found[row.apprentice_id].append(row)
        return found

    @cached_property
    def remote(self) -> frozenset[tuple[str, ApprenticeId]]:
        """(session, person) of those who follow from elsewhere."""
        return frozenset((row.session_id, row.apprentice_id) for row in self.timetable.attendance if row.remote)

    def far(self, session: Session, person: ApprenticeId) -> bool:
        """Whether somebody follows a session at a distance, live or not."""
        return session.modality.startswith("remote") or (session.id, person) in self.remote

    def mode(self, session: Session, person: ApprenticeId) -> str:
        """How somebody follows a session, as `Session.modality`: where only others are elsewhere, on site."""
        if session.modality not in ("on_site", "blended"):
            return session.modality
        module = self.problem.modules.get(session.module_id) if session.module_id else None
        if self.far(session, person):
            return "remote_sync"
        return "blended" if module is not None and module.modality == "blended" else "on_site"

    def class_on(self, learner: Learner, day: date) -> ClassId | None:
        """The class of somebody on a day that the workbook has."""
        home = learner.membership(day)
        return home.class_id if home is not None and home.class_id in self.problem.classes else None

    def once(self, made: Callable[["Record"], Made]) -> Made:
        """What a function makes of the record, made the first time it is asked for."""
        if made not in self._made:
            self._made[made] = made(self)
        return self._made[made]  # type: ignore[no-any-return]

    @cached_property
    def _made(self) -> dict[Callable[["Record"], Any], Any]:
        return {}

    @cached_property
    def hours(self) -> Mapping[ApprenticeId, Sequence[HourRow]]:
        """Planned, given and attended minutes of each person, session by session, as of the day of the report."""
        found: dict[ApprenticeId, list[HourRow]] = defaultdict(list)
        for row in hours_given(self.problem, self.timetable, self.today).rows:
            if row.apprentice_id is not None:
                found[row.apprentice_id].append(row)
        return found

    def hours_of(self, person: ApprenticeId) -> Sequence[HourRow]:
        """The rows of one person, in order of time."""
        return self.hours.get(person, ())

    def told_of(self, number: int | None) -> VersionTold | None:
        """A version of the history by its number."""
        return next((v for v in self.versions if v.number == number), None)
