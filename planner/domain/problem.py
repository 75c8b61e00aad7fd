"""The whole problem, as one frozen value: what the workbook says, normalised, with quick look-ups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from planner.domain.ids import (
    ApprenticeId,
    BarretteId,
    ClassId,
    CourseId,
    ModuleId,
    ProgrammeId,
    RoomId,
    SessionId,
    SiteId,
    TrainerId,
)
from planner.domain.kept import Closure, CurePrice, Match
from planner.domain.limits import WeekLimit
from planner.domain.links import Link
from planner.domain.needs import ExplicitNeed, GroupMembership, NeedRule, Realised, ScaleBand
from planner.domain.offer import (
    Barrette,
    ClassGroup,
    Course,
    FixedEvent,
    Lock,
    Module,
    OpenPeriod,
    Programme,
    Room,
    StandingSession,
)
from planner.domain.pauses import Pause, Pauses, absent_spans, covered, pauses_of
from planner.domain.people import Arrangement, Exemption, Learner, Pairing, PersonalPath, Status, Trainer, began
from planner.domain.person_lookups import PersonLookups
from planner.domain.rolls import Action, RollLine
from planner.domain.settings import Settings
from planner.domain.text import key
from planner.domain.time import AM, PM, Bells, Calendar, Period, away, days_between, monday
from planner.domain.timetable import Before
from planner.domain.visits_due import VisitDue, VisitRule, visits_due


@dataclass(frozen=True)
class Problem(PersonLookups):
    """Everything that is known before the timetable is made. Built by `data.read`, never by the engine."""

    first: date
    last: date
    settings: Settings = field(default_factory=Settings)
    bells: Mapping[str, Bells] = field(default_factory=dict)
    """By id; the id of a site is the id of its bells unless a class names others."""
    closed: frozenset[date] = frozenset()
    """Closed days of the centre, public holidays included."""
    closed_halves: Mapping[date, int] = field(default_factory=dict)
    closed_sites: Mapping[tuple[SiteId, date], int] = field(default_factory=dict)
    """Half-days on which one site is closed while the centre is open; its rooms are away then."""
    periods: tuple[Period, ...] = ()
    travel: Mapping[tuple[SiteId, SiteId], int] = field(default_factory=dict)
    """Minutes between two sites, both directions present."""
    site_names: Mapping[SiteId, str] = field(default_factory=dict)
    """Sites as the workbook spells them first."""
    programmes: Mapping[ProgrammeId, Programme] = field(default_factory=dict)
    classes: Mapping[ClassId, ClassGroup] = field(default_factory=dict)
    trainers: Mapping[TrainerId, Trainer] = field(default_factory=dict)
    rooms: Mapping[RoomId, Room] = field(default_factory=dict)
    courses: Mapping[CourseId, Course] = field(default_factory=dict)
    learners: Mapping[ApprenticeId, Learner] = field(default_factory=dict)
    modules: Mapping[ModuleId, Module] = field(default_factory=dict)
    barrettes: Mapping[BarretteId, Barrette] = field(default_factory=dict)
    open_periods: tuple[OpenPeriod, ...] = ()
    scales: tuple[ScaleBand, ...] = ()
    need_rules: tuple[NeedRule, ...] = ()
    explicit_needs: tuple[ExplicitNeed, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    paths: tuple[PersonalPath, ...] = ()
    pairings: tuple[Pairing, ...] = ()
    events: tuple[FixedEvent, ...] = ()
    locks: tuple[Lock, ...] = ()
    standing: tuple[StandingSession, ...] = ()
    """Sessions of courses that stand already, in order of time."""
    visits: tuple[VisitRule, ...] = ()
    links: tuple[Link, ...] = ()
    """What ties courses to one another (*Liens*)."""
    week_limits: tuple[WeekLimit, ...] = ()
    """What weeks of trainers and classes may hold (*Limites*)."""
    last_groups: tuple[GroupMembership, ...] = ()
    has_balances: bool = False
    """Whether hours done before the horizon are known; without them, rules of a cycle are only *à vérifier*."""
    rules_off: frozenset[str] = frozenset()
    rule_weights: Mapping[str, float] = field(default_factory=dict)
    cure_prices: tuple[CurePrice, ...] = ()
    """*Solutions*: which cures of a contradiction are proposed, and in which order."""
    realised: tuple[Realised, ...] = ()
    """What did not take place as planned: its hours do not count. Read by an update; a solve anew drops it."""
    rolls: tuple[RollLine, ...] = ()
    """*Présences*: who came, as typed; `planner.domain.roll_call` says which sessions are meant."""
    actions: tuple[Action, ...] = ()
    """*Actions*: what was done for people. Internal."""
    before: Before | None = None
    """What a re-solve starts from, for whoever judges it; never typed, and in no snapshot."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """``course:<id>`` → ``Cours!A12``: where a thing stands in the workbook."""
    closures: tuple[Closure, ...] = ()
    """*Fermetures* as typed, those after the horizon too: for the workbook of the next term."""
    later_events: tuple[FixedEvent, ...] = ()
    """Events after the horizon, for the workbook of the next term; an ``end`` of 0: the whole day."""
    matches: tuple[Match, ...] = ()
    """*Correspondances* as typed: for the workbook of the next term."""

    @cached_property
    def called_off(self) -> frozenset[SessionId]:
        """Sessions that did not take place, by *Réalisé*."""
        return frozenset(row.session_id for row in self.realised if row.cancelled)

    @cached_property
    def _absent(self) -> frozenset[tuple[SessionId, ApprenticeId]]:
        return frozenset((row.session_id, person) for row in self.realised for person in row.absent_ids)

    def missed(self, session_id: SessionId, person: ApprenticeId) -> bool:
        """Whether somebody expected in a session was not in it, or it did not take place, by *Réalisé*."""
        return session_id in self.called_off or (session_id, person) in self._absent

    @cached_property
    def visits_due(self) -> tuple[VisitDue, ...]:
        """Company visits that fall in the horizon."""
        return visits_due(self.visits, self.learners.values(), self.first, self.last)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Days of the horizon on which the centre is open at some hour."""
        return tuple(d for d in days_between(self.first, self.last) if self.open_mask(d))

    @cached_property
    def days_set(self) -> frozenset[date]:
        """The same days, for look-ups."""
        return frozenset(self.days)

    @cached_property
    def weeks(self) -> tuple[date, ...]:
        """Mondays of the horizon's weeks."""
        return tuple(sorted({monday(d) for d in days_between(self.first, self.last)}))

    def open_mask(self, day: date) -> int:
        """Half-days on which the centre is open."""
        return self.recall(Problem._open_mask, day)

    def open_for(self, class_id: ClassId | None, day: date) -> int:
        """Half-days on which the centre is open, and the site of a class, if there is one."""
        mask = self.open_mask(day)
        if class_id is None or not self.closed_sites or class_id not in self.classes:
            return mask
        return mask & ~self.closed_sites.get((self.classes[class_id].site_id, day), 0)

    def _open_mask(self, day: date) -> int:
        if day in self.closed or not any(b.days[day.weekday()] for b in self.bells.values()):
            return 0
        return (AM | PM) & ~self.closed_halves.get(day, 0)

    def period_of(self, day: date) -> Period | None:
        """The formation period of a day."""
        return next((p for p in self.periods if day in p), None)

    def class_calendar(self, class_id: ClassId, part: str = "") -> Calendar:
        """Calendar of a class or of one of its parts."""
        group = self.classes[class_id]
        return group.part_calendars.get(part, group.calendar) if part else group.calendar

    def class_presence(self, class_id: ClassId, day: date, part: str = "") -> int:
        """Half-days on which a class is at the centre, which must be open."""
        return self.recall(Problem._class_presence, class_id, day, part)

    def _class_presence(self, class_id: ClassId, day: date, part: str) -> int:
        if not self.first <= day <= self.last:
            return 0
        mask = self.class_calendar(class_id, part).get(day, 0) & self.open_for(class_id, day)
        absences = self.classes[class_id].absences_of(part)
        return mask & ~covered(self.bells_of(class_id), day, absent_spans(absences, day)) if absences else mask

    @cached_property
    def pauses(self) -> Pauses:
        """Spans without course of the classes that are at the centre, by class and day."""
        return pauses_of(self.events, self.learners, self.classes.values(), self.first, self.last)

    def paused(self, class_id: ClassId, day: date, part: str = "") -> tuple[Pause, ...]:
        """Pauses of a class that concern the courses of one of its parts (empty: those of the whole class)."""
        return tuple(p for p in self.pauses.get((class_id, day), ()) if p.part in ("", part))

    def course_presence(self, class_id: ClassId, day: date, part: str = "", due: bool = False) -> int:
        """Half-days on which a class may have courses: there, and no pause takes the whole of it.

        ``due``: those too whose hours of course are to be given in other weeks.
        """
        asked = class_id, day, part, due
        known = self._in_course.get(asked)
        if known is None:
            known = self._in_course[asked] = self._course_presence(*asked)
        return known

    @cached_property
    def _in_course(self) -> dict[tuple[ClassId, date, str, bool], int]:
        return {}

    def _course_presence(self, class_id: ClassId, day: date, part: str, due: bool) -> int:
        group, pauses = self.classes[class_id], self.paused(class_id, day, part)
        if not pauses and not group.absences:
            return self.class_presence(class_id, day, part)
        if not self.first <= day <= self.last:
            return 0
        mask = self.class_calendar(class_id, part).get(day, 0) & self.open_for(class_id, day)
        spans = [(p.start, p.end) for p in pauses if not (due and p.moved)]
        spans += absent_spans(group.absences_of(part), day, without_makeup=due)
        return mask & ~covered(self.bells_of(class_id), day, spans)

    def in_halves(self, class_id: ClassId, day: date, start: int, end: int, halves: int) -> bool:
        """Whether a span lies in some half-days (a mask) of a day and in no other, by the bells of a class."""
        return not self.bells_of(class_id).half(day.weekday(), start, end) & ~halves

    def support_presence(self, class_id: ClassId, day: date) -> int:
        """Half-days on which a class may have support: there, and not at an event of the whole class."""
        mask, pauses = self.class_presence(class_id, day), self.paused(class_id, day)
        spans = [(p.start, p.end) for p in pauses if not p.rest]
        return mask & ~covered(self.bells_of(class_id), day, spans) if spans else mask

    def status(self, learner: Learner, day: date) -> Status:
        """Situation of a learner with the settings' lengths of rights."""
        lengths = self.settings.no_contract_days, self.settings.broken_days
        # A value that is not the problem's own (somebody as they would be) is asked each time.
        if self.learners.get(learner.id) is not learner:
            return learner.status(day, *lengths)
        known = self._statuses.get((learner.id, day))
        if known is None:
            known = self._statuses[learner.id, day] = learner.status(day, *lengths)
        return known

    @cached_property
    def _statuses(self) -> dict[tuple[ApprenticeId, date], Status]:
        return {}

    def call(self, learner: Learner, module_id: ModuleId | None) -> bool:
        """Whether a module is a contact by video for a learner at a distance: they need not be free of the company."""
        module = self.modules.get(module_id) if module_id else None
        return module is not None and module.call and (learner.remote or learner.blended)

    def since(self, learner: Learner, day: date) -> date | None:
        """When the situation of a learner on a day began; None where that is not known."""
        return began(learner, self.status(learner, day))

    def enrolled(self, learner: Learner, day: date) -> bool:
        """Whether the learner is on the centre's roll on a day."""
        return self.status(learner, day) not in (Status.NOT_ENTERED, Status.ENDED)

    def presence(self, learner: Learner, day: date) -> int:
        """Half-days a learner is expected with the class: the narrowest calendar wins, and the roll."""
        if self.learners.get(learner.id) is not learner:
            return self._presence(learner, day)
        known = self._presences.get((learner.id, day))
        if known is None:
            known = self._presences[learner.id, day] = self._presence(learner, day)
        return known

    @cached_property
    def _presences(self) -> dict[tuple[ApprenticeId, date], int]:
        return {}

    def _presence(self, learner: Learner, day: date) -> int:
        if not self.enrolled(learner, day):
            return 0
        membership = learner.membership(day)
        if learner.calendar is not None or membership is None:
            return self.scheduled(learner, day) & self.open_for(membership.class_id if membership else None, day)
        return self.class_presence(membership.class_id, day, membership.part)

    def scheduled(self, learner: Learner, day: date) -> int:
        """Half-days that the calendar gives to the centre, be it open or closed, the class there or away."""
        home = learner.membership(day)
        if learner.calendar is not None or home is None:
            return (learner.calendar or {}).get(day, 0)
        return self.class_calendar(home.class_id, home.part).get(day, 0)

    def here(self, learner: Learner, day: date, start: int, end: int) -> bool:
        """Whether a learner is expected during a span: calendar, roll and own absences."""
        membership = learner.membership(day)
        bells = self.bells_of(membership.class_id) if membership else self.bells_at("")
        half = bells.half(day.weekday(), start, end)
        if half & ~self.presence(learner, day) or away(learner.absences, day, start, end):
            return False
        if membership is None or learner.calendar is not None:
            return True
        group = self.classes[membership.class_id]
        return not away(group.absences_of(membership.part), day, start, end)

    @cached_property
    def public_event_labels(self) -> frozenset[str]:
        """Public labels of events that somebody wrote."""
        return frozenset(event.public_label.strip() for event in self.events if event.public_label.strip())

    def followers(self, course_id: CourseId, day: date, part: str = "") -> tuple[Learner, ...]:
        """Learners on the roll who follow a course (or that part of it) from another class on a day."""
        ids = dict.fromkeys(p.apprentice_id for p in self.paths if p.follows == course_id)
        found = (self.learners[a] for a in ids if a in self.learners and self.followed(a, course_id, day, part))
        return tuple(learner for learner in found if self.enrolled(learner, day))

    @cached_property
    def _by_class(self) -> Mapping[ClassId, tuple[Learner, ...]]:
        found: dict[ClassId, list[Learner]] = {c: [] for c in self.classes}
        for learner in self.learners.values():
            for class_id in {m.class_id for m in learner.memberships}:
                found.setdefault(class_id, []).append(learner)
        return {c: tuple(rows) for c, rows in found.items()}

    def roster(self, class_id: ClassId, day: date, part: str = "", course: Course | None = None) -> tuple[Learner, ...]:
        """Learners on the roll of a class (and part) on a day, present or not; for a course, those whom it is for."""
        asked = class_id, day, part
        if asked not in self._rosters:
            self._rosters[asked] = tuple(
                learner
                for learner in self._by_class[class_id]
                if (m := learner.membership(day)) is not None
                and m.class_id == class_id
                and (not part or m.part == part)
                and self.enrolled(learner, day)
            )
        found = self._rosters[asked]
        return tuple(p for p in found if p.takes(course)) if course is not None and course.reserved else found

    @cached_property
    def _rosters(self) -> dict[tuple[ClassId, date, str], tuple[Learner, ...]]:
        return {}

    @cached_property
    def parts(self) -> Mapping[ClassId, tuple[str, ...]]:
        """Letters of the parts of each class, from its split courses and its calendars; empty when none."""
        letters = "ABCDEFGH"
        count = {
            c: max([1, *(letters.index(x) + 1 for x in group.part_calendars if x in letters)])
            for c, group in self.classes.items()
        }
        for course in self.courses.values():
            for class_id in course.class_ids:
                count[class_id] = max(count[class_id], course.parts)
        return {c: tuple(letters[:n]) if n > 1 else () for c, n in count.items()}

    def stays(self, class_id: ClassId) -> tuple[tuple[date, ...], ...]:
        """Stays at the centre: runs of present days that no company day interrupts (weekends and closures do not)."""
        return self._stays[class_id]

    @cached_property
    def _stays(self) -> Mapping[ClassId, tuple[tuple[date, ...], ...]]:
        return {c: tuple(self._runs(c)) for c in self.classes}

    def _runs(self, class_id: ClassId) -> list[tuple[date, ...]]:
        runs: list[list[date]] = [[]]
        for day in days_between(self.first, self.last):
            if self.class_presence(class_id, day):
                runs[-1].append(day)
            elif self.open_for(class_id, day) and runs[-1]:
                runs.append([])
        return [tuple(run) for run in runs if run]

    def class_weeks(self, class_id: ClassId) -> tuple[date, ...]:
        """Mondays of the weeks in which a class is at the centre at least half a day."""
        return tuple(sorted({monday(d) for d in self.days if self.class_presence(class_id, d)}))

    def skilled(self, trainer: Trainer, subject: str, day: date | None = None) -> bool:
        """Whether a trainer may lead a subject or module, habilitation included on a given day."""
        name = key(subject)
        until = trainer.skill_until.get(name)
        return name in trainer.skills and (until is None or day is None or day <= until)

    def leaders(self, module: Module, day: date | None = None) -> tuple[TrainerId, ...]:
        """Who may lead a module: its own list, else those with its id, its subject or one of its domains as a skill.

        Free or not, and whatever their role; in the order of the workbook. Skills that have ended by ``day`` count not.
        """
        # A list in the workbook is meant: nobody else leads, whatever their skills.
        if module.trainer_ids:
            return module.trainer_ids
        names = tuple(name for name in (str(module.id), module.subject, *sorted(module.domains)) if name)
        if (names, day) not in self._leaders:
            able = (t.id for t in self.trainers.values() if any(self.skilled(t, name, day) for name in names))
            self._leaders[names, day] = tuple(able)
        return self._leaders[names, day]

    @cached_property
    def _leaders(self) -> dict[tuple[tuple[str, ...], date | None], tuple[TrainerId, ...]]:
        return {}
