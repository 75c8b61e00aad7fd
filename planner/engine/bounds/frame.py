"""What a timetable fixes for the bound of its hours owed: who is at which hour of support, with whom, for what.

An *hour* is one moment of one barrette, or of the open periods. Groups that carry courses are no hours of support here:
who follows which course is settled.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from planner.domain import (
    STRANDS,
    ApprenticeId,
    BarretteId,
    Guidance,
    Kind,
    Learner,
    Module,
    ModuleId,
    Owed,
    PeriodId,
    Problem,
    Session,
    Timetable,
    TrainerId,
)
from planner.domain.offer import USUAL_SIZE
from planner.engine.groups.catalogue import by_need, choices, chosen_otherwise, of_choice, open_to_all
from planner.hours.levels import counted_level, suits_level
from planner.hours.owed import SOURCE_ENTRY, SOURCE_PROGRAMME
from planner.hours.owed import owed as hours_owed
from planner.hours.support import is_support, pays, pays_itself
from planner.model.support_hours import NeedOf

NOT_IN_GROUPS = frozenset({"study", "onboarding", "safety", "rights", "permanence"})
"""Themes that no group of a barrette or open period has for hours owed."""


class SupportHour(NamedTuple):
    """One moment of a barrette, or of the open periods (``place`` empty)."""

    place: str
    day: date
    start: int
    end: int


@dataclass
class Frame:
    """The hours of support of a timetable and its people, in the words of `planner.engine.bounds`."""

    problem: Problem
    timetable: Timetable
    sessions: dict[SupportHour, list[Session]] = field(default_factory=dict)
    at: dict[ApprenticeId, dict[SupportHour, Session]] = field(default_factory=dict)
    """Who is at which hour, and in which of its sessions."""
    own: dict[ApprenticeId, list[Session]] = field(default_factory=dict)
    """Other sessions of support of each person, which stay as they are."""

    def __post_init__(self) -> None:
        self.modules = {m.id: m for m in self.problem.modules.values() if m.theme not in NOT_IN_GROUPS}
        for session in self.timetable.sessions:
            if (hour := _hour(session)) is not None:
                self.sessions.setdefault(hour, []).append(session)
        for person, rows in self.timetable.by_apprentice.items():
            for session in rows if person in self.problem.learners else ():
                hour = _hour(session)
                support = is_support(self.problem, session)
                # Whoever has support of another sort at the hour keeps it.
                if hour is not None and (session.module_id in self.modules or not support):
                    self.at.setdefault(person, {})[hour] = session
                elif support:
                    self.own.setdefault(person, []).append(session)
        self.given, self._beside = self._minutes()
        self._by_need, self._choices = by_need(self.problem), choices(self.problem)
        self._open: dict[tuple[ApprenticeId, ModuleId, date], bool] = {}
        self._levels: dict[tuple[ApprenticeId, str, date], int | None] = {}
        self._had = {
            (person, hour.place, self.period(hour), session.module_id)
            for person, rows in self.at.items()
            for hour, session in rows.items()
        }

    def period(self, hour: SupportHour) -> PeriodId | None:
        """The formation period of an hour."""
        found = self.problem.period_of(hour.day)
        return found.id if found else None

    def _minutes(self) -> tuple[dict[NeedOf, int], frozenset[NeedOf]]:
        """What is given of each need at hours that are free here, at least; needs that the level beside may pay.

        Those are the needs of which nothing is given by their own module, or less than is planned.
        """
        planned = {(row.apprentice_id, row.need_id): row.planned for row in self.timetable.debts}
        support = {a: [s for s in rows if s.module_id or s.strand] for a, rows in self.timetable.by_apprentice.items()}
        given, beside = dict[NeedOf, int](), set[NeedOf]()
        for need in hours_owed(self.problem):
            key, person = (need.apprentice_id, need.need_id), need.apprentice_id
            known = {s.id for s in (*self.at.get(person, {}).values(), *self.own.get(person, ()))}
            rows = [s for s in support.get(person, ()) if need.opens <= s.day <= need.deadline]
            of_module = sum(s.minutes for s in rows if pays_itself(need, s))
            elsewhere = sum(s.minutes for s in rows if s.id not in known and pays(need, s))
            given[key] = max(0, planned.get(key, 0) - elsewhere)
            if not of_module or of_module < planned.get(key, 0):
                beside.add(key)
        return given, frozenset(beside)

    def needs(self) -> Mapping[ApprenticeId, list[Owed]]:
        """What everybody owes beside strands, promises and the entry module, where the timetable has a row of it."""
        due = {(row.apprentice_id, row.need_id): row.due for row in self.timetable.debts}
        found: dict[ApprenticeId, list[Owed]] = {}
        for need in hours_owed(self.problem):
            minutes = min(need.minutes, due.get((need.apprentice_id, need.need_id), 0))
            if minutes and need.source not in (SOURCE_PROGRAMME, SOURCE_ENTRY):
                found.setdefault(need.apprentice_id, []).append(replace(need, minutes=minutes))
        return found

    def is_for(self, person: ApprenticeId, module: Module, hour: SupportHour) -> bool:
        """Whether a module is open to somebody at an hour who may owe none of it, or is one that they have here."""
        return (person, hour.place, self.period(hour), module.id) in self._had or self._suits(person, module, hour.day)

    def _suits(self, person: ApprenticeId, module: Module, day: date) -> bool:
        key = person, module.id, day
        if key not in self._open:
            learner = self.problem.learners[person]
            anybody = open_to_all(module, self._by_need) or of_choice(self._choices, learner, module, day)
            self._open[key] = not chosen_otherwise(self._choices, learner, module, day) and suits_level(
                self.problem, module, self._levels_of(learner, module, day), open_to_all=anybody
            )
        return self._open[key]

    def _levels_of(self, learner: Learner, module: Module, day: date) -> list[int | None]:
        """Levels of somebody that count on a day in the domains of a module, each asked once."""
        domains = sorted(module.domains)
        for domain in domains:
            if (learner.id, domain, day) not in self._levels:
                self._levels[learner.id, domain, day] = counted_level(self.problem, learner, domain, day)
        return [self._levels[learner.id, domain, day] for domain in domains]

    def pays(self, need: Owed, module: Module, hour: SupportHour) -> bool:
        """Whether a module gives hours of a need at an hour, by the ledger: its own, its strand, the level beside.

        The last only where nothing of the need is given by its own.
        """
        if not need.opens <= hour.day <= need.deadline:
            return False
        if module.id == need.target:
            return True
        if module.id in need.neighbours:
            return (need.apprentice_id, need.need_id) in self._beside
        return module.strand == need.target and self.is_for(need.apprentice_id, module, hour)

    def leaders(self, hour: SupportHour, module: Module) -> tuple[TrainerId | None, ...]:
        """Adults of an hour who may lead a module at it, or do here; None for each group that has nobody here."""
        barrette = self.problem.barrettes.get(BarretteId(hour.place))
        rows = self.sessions[hour]
        here = [s for s in rows if s.module_id == module.id]
        if not here and barrette and barrette.module_ids and module.id not in barrette.module_ids:
            return ()
        able = {*self.problem.leaders(module, hour.day), *(t for s in here for t in s.trainer_ids)}
        alone = [None for s in here if not s.trainer_ids]
        return (*sorted({t for s in rows for t in s.trainer_ids} & able), *alone)

    def sizes(self, hour: SupportHour, module: Module) -> tuple[int, int]:
        """People of a group of a module at least and at most; what is smaller or larger here may be so."""
        barrette = self.problem.barrettes.get(BarretteId(hour.place))
        heads = [len(self.timetable.attendees.get(s.id, ())) for s in self.sessions[hour] if s.module_id == module.id]
        typed = [n for n in (module.min_size, barrette.min_size if barrette else None) if n is not None]
        most = min(module.max_size, (barrette and barrette.max_size) or module.max_size)
        # A number that a rule asks of the roster may be kept by people who come at other hours.
        return min([0 if typed else min(USUAL_SIZE, most), *heads]), max([most, *heads])

    def strands_kept(self) -> Iterator[tuple[ApprenticeId, str]]:
        """Who has an hour of which strand here, at these hours alone."""
        for person, rows in self.at.items():
            given = {session.strand for session in self.own.get(person, ())}
            modules = {session.module_id for session in rows.values()}
            kept = {m.strand for m in self.modules.values() if m.id in modules} - given
            yield from ((person, strand) for strand in STRANDS if strand in kept)


def needs_adult(module: Module) -> bool:
    """Whether each group of a module has an adult of its own."""
    return module.guidance == Guidance.LED and module.modality != "remote_async"


def _hour(session: Session) -> SupportHour | None:
    """The hour of support that a session is of; None for any other."""
    within = session.kind == Kind.SUPPORT and session.occurrence > 0
    if (
        session.course_ids
        or session.modality == "remote_async"
        or not (within or session.kind in (Kind.BARRETTE, Kind.OPEN))
    ):
        return None
    return SupportHour(str(session.barrette_id or ""), session.day, session.start, session.end)
