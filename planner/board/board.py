"""From placed items to sessions with their people: the timetable as it is being written."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from planner.board.called import expected
from planner.board.presence import Presence
from planner.board.usage import Usage
from planner.domain import (
    ApprenticeId,
    Attendance,
    ClassId,
    FixedEvent,
    Group,
    Kind,
    Learner,
    ModuleId,
    PeriodId,
    Problem,
    RoomId,
    Session,
    SessionId,
    TrainerId,
    Unplaced,
    away,
)
from planner.engine.week.draft import Draft
from planner.labels import private
from planner.model import Item, Option


@dataclass
class Assembly:
    """Sessions, people and usage so far; every stage after the weeks adds to it."""

    draft: Draft
    usage: Usage
    presence: Presence
    sessions: dict[SessionId, Session] = field(default_factory=dict)
    people: dict[SessionId, dict[ApprenticeId, bool]] = field(default_factory=dict)
    """Session → learner → whether they follow from elsewhere."""
    adults: dict[tuple[TrainerId, date], list[Session]] = field(default_factory=dict)
    places: dict[tuple[RoomId, date], list[Session]] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    composed: set[SessionId] = field(default_factory=set)
    """Occurrences of barrettes whose groups are in ``sessions``."""
    exempted: list[tuple[Session, ApprenticeId]] = field(default_factory=list)
    """Learners freed from a course session (exemption, path, regulated work), who still need a place to be."""
    unwatched: list[Unplaced] = field(default_factory=list)
    """Places of minors for which no adult and no room were left."""
    extra_support: int = 0
    """Minutes of support given in freed hours, person by person."""

    @property
    def problem(self) -> Problem:
        """The problem being solved."""
        return self.draft.problem

    def add(self, session: Session, learners: Iterable[Learner | ApprenticeId]) -> None:
        """Add a session and its people; those at a distance make it blended."""
        remote = {}
        for person in learners:
            learner = person if isinstance(person, Learner) else self.problem.learners[person]
            remote[learner.id] = learner.remote
        modality = session.modality
        if modality == "on_site" and any(remote.values()):
            modality = "remote_sync" if all(remote.values()) and session.room_id is None else "blended"
        session = replace(session, modality=modality, class_ids=session.class_ids or self._classes(remote, session.day))
        self.sessions[session.id] = session
        self.people[session.id] = remote
        for trainer in session.trainer_ids:
            self.adults.setdefault((trainer, session.day), []).append(session)
        if session.room_id:
            self.places.setdefault((session.room_id, session.day), []).append(session)
        for learner_id in remote:
            self.presence.take(learner_id, session)

    def _classes(self, learners: Iterable[ApprenticeId], day: date) -> tuple[ClassId, ...]:
        found = [self.problem.learners[a].membership(day) for a in learners]
        return tuple(sorted({m.class_id for m in found if m is not None}))

    def join(self, session: Session, learners: Iterable[Learner]) -> None:
        """Add people to a session that is already there; those at a distance make it blended."""
        for learner in learners:
            self.people[session.id][learner.id] = learner.remote
            self.presence.take(learner.id, session)
        far = any(self.people[session.id].values()) and session.modality == "on_site"
        known = set(session.class_ids) | set(self._classes(self.people[session.id], session.day))
        class_ids = session.class_ids if session.kind == Kind.COURSE else tuple(sorted(known))
        self.sessions[session.id] = replace(
            session, class_ids=class_ids, modality="blended" if far else session.modality
        )

    def remove(self, session: Session, learner: ApprenticeId) -> None:
        """Release one learner from a session."""
        self.people[session.id].pop(learner, None)
        self.presence.leave(learner, session)

    def drop(self, session: Session) -> None:
        """Forget a session that nobody attends."""
        del self.sessions[session.id], self.people[session.id]
        for trainer in session.trainer_ids:
            self.adults[trainer, session.day].remove(session)
        if session.room_id:
            self.places[session.room_id, session.day].remove(session)

    def attendance(self) -> tuple[Attendance, ...]:
        """Everyone expected, in a stable order."""
        return tuple(
            Attendance(key, learner, remote)
            for key in sorted(self.people)
            for learner, remote in sorted(self.people[key].items())
        )


def begin(draft: Draft) -> Assembly:
    """Courses and fixed events with their people, in order of time; support comes later, its hours are kept."""
    problem = draft.problem
    assembly = Assembly(draft, Usage.of(draft), Presence(problem))
    placed = [p for week in sorted(draft.weeks) for p in draft.weeks[week]]
    for item, option in sorted(placed, key=lambda p: (p[0].kind != Kind.FIXED, p[1].day, p[1].start, p[0].id)):
        if item.kind == Kind.FIXED:
            place_event(assembly, item, option)
    _hold_support(assembly, placed)
    for item, option in sorted(placed, key=lambda p: (p[1].day, p[1].start, p[0].id)):
        if item.kind == Kind.COURSE:
            _course(assembly, item, option)
    return assembly


def place_event(assembly: Assembly, item: Item, option: Option) -> None:
    """Add the session of a fixed event, with everyone it calls."""
    problem = assembly.problem
    event = next(e for e in problem.events if f"fixe-{e.id}" == item.id)
    session = Session(
        id=item.id,
        kind=Kind.FIXED,
        day=option.day,
        start=option.start,
        end=option.end,
        minutes=item.minutes,
        label=event.label,
        public_label=_neutral(event.public_label or event.label),
        part=event.part,
        class_ids=event.class_ids,
        trainer_ids=option.team,
        room_id=event.room_id,
        site_id=item.site_id,
        period_id=period_id(problem, option.day),
    )
    week = date.fromordinal(option.day.toordinal() - option.day.weekday())
    assembly.add(session, [p for p in expected(problem, item, week) if _called(problem, p, event)])


def _neutral(label: str) -> str:
    """The label of an event as anyone may read it."""
    return "Rendez-vous" if private(label) else label


def _called(problem: Problem, learner: Learner, event: FixedEvent) -> bool:
    """Whether someone is expected at an event: on the roll, neither away nor spared; of a class, by its calendar."""
    span = event.day, event.start, event.end
    if not problem.enrolled(learner, event.day) or away(learner.absences, *span) or problem.barred(learner.id, *span):
        return False
    if event.apprentice_ids:
        return True
    home = learner.membership(event.day)
    own = home is not None and home.class_id in event.class_ids and event.part in ("", home.part)
    return own and (learner.calendar is None or problem.here(learner, *span))


def period_id(problem: Problem, day: date) -> PeriodId | None:
    """The id of the formation period of a day."""
    period = problem.period_of(day)
    return period.id if period else None


def _hold_support(assembly: Assembly, placed: Iterable[tuple[Item, Option]]) -> None:
    """Keep the hours of barrettes and open periods in each learner's day, so that a daily limit spares them."""
    for item, option in placed:
        if item.kind in (Kind.BARRETTE, Kind.OPEN):
            keep = _support_hold(item, option)
            for class_id in item.class_ids:
                for learner in assembly.problem.roster(class_id, option.day):
                    if assembly.presence.with_class(learner, option.day, option.start, option.end, item.minutes):
                        assembly.presence.take(learner.id, keep)


def release_support(assembly: Assembly, item: Item, option: Option) -> None:
    """Give back the hours kept by `begin`, before the real groups are added."""
    keep = _support_hold(item, option)
    for class_id in item.class_ids:
        for learner in assembly.problem.roster(class_id, option.day):
            if keep in assembly.presence.busy.get((learner.id, option.day), ()):
                assembly.presence.leave(learner.id, keep)


def _support_hold(item: Item, option: Option) -> Session:
    span = option.day, option.start, option.end
    return Session(item.id, item.kind, *span, item.minutes, "", "", site_id=item.site_id)


def _course(assembly: Assembly, item: Item, option: Option) -> None:
    problem = assembly.problem
    assert item.course_id is not None
    course = problem.courses[item.course_id]
    names = ", ".join(problem.classes[c].name for c in item.class_ids)
    room = problem.rooms.get(assembly.draft.rooms.get(item.id, RoomId("")))
    session = Session(
        id=item.id,
        kind=Kind.COURSE,
        day=option.day,
        start=option.start,
        end=option.end,
        minutes=item.minutes,
        label=f"{course.subject} – {names}{' (partie ' + item.part + ')' if item.part else ''}",
        public_label=course.subject,
        course_ids=(course.id,),
        part=item.part,
        period_id=period_id(problem, option.day),
        class_ids=item.class_ids,
        trainer_ids=option.team,
        room_id=room.id if room else None,
        site_id=room.site_id if room and room.site_id else item.site_id,
        meal=course.meal,
    )
    assembly.add(session, course_people(assembly, session))


def course_people(assembly: Assembly, session: Session) -> list[Learner]:
    """Who attends a course at its hour: the class as it is that day and those who follow it from elsewhere.

    Whoever is there and freed from it is noted, to be given a place to be.
    """
    problem, presence, day = assembly.problem, assembly.presence, session.day
    assert session.course_id is not None
    course, span = problem.courses[session.course_id], (day, session.start, session.end)
    here = []
    for class_id in session.class_ids:
        for learner in problem.roster(class_id, day, session.part):
            if not presence.with_class(learner, *span, session.minutes):
                continue
            barred = course.regulated and learner.minor(day) and not _regulated(learner, day)
            if barred or problem.freed(learner.id, course, day):
                assembly.exempted.append((session, learner.id))
            else:
                here.append(learner)
    here += [
        learner
        for learner in problem.followers(course.id, day, session.part)
        if not (course.regulated and learner.minor(day) and not _regulated(learner, day))
        and presence.with_class(learner, *span, session.minutes)
    ]
    return here


def _regulated(learner: Learner, day: date) -> bool:
    return learner.regulated_ok is not None and learner.regulated_ok <= day


def module_name(problem: Problem, module_id: ModuleId) -> str:
    """Internal label of a module."""
    module = problem.modules.get(module_id)
    return module.label if module else str(module_id)
