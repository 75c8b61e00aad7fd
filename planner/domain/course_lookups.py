"""Look-ups of the problem about courses: what stands already, events, the rooms, site and bells of each."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Protocol

from planner.domain.ids import ApprenticeId, ClassId, CourseId, RoomId, SessionId, SiteId, TrainerId
from planner.domain.kinds import Kind
from planner.domain.limits import WeekLimit
from planner.domain.links import Link, Relation
from planner.domain.offer import (
    ORDINARY_ROOMS,
    ClassGroup,
    Course,
    FixedEvent,
    Room,
    StandingSession,
    event_session_id,
    types_of,
)
from planner.domain.once import Once
from planner.domain.people import Learner, Trainer
from planner.domain.text import key
from planner.domain.time import Bells, monday
from planner.domain.timetable import Session

ON_THE_SPOT = (Kind.FIXED, Kind.VISIT)
"""What is where it is for everybody, whatever their way of learning, unless the workbook says otherwise of an event."""


class Called(Protocol):
    """What is asked of a session, or of what is to become one, to know how somebody follows it."""

    @property
    def id(self) -> SessionId:
        """As in the timetable; an event is known by it."""

    @property
    def kind(self) -> Kind:
        """What it is."""


class CourseLookups(Once):
    """Base of `planner.domain.Problem`, whose fields it reads."""

    standing: tuple[StandingSession, ...]
    events: tuple[FixedEvent, ...]
    courses: Mapping[CourseId, Course]
    rooms: Mapping[RoomId, Room]
    classes: Mapping[ClassId, ClassGroup]
    links: tuple[Link, ...]
    week_limits: tuple[WeekLimit, ...]
    learners: Mapping[ApprenticeId, Learner]
    trainers: Mapping[TrainerId, Trainer]
    bells: Mapping[str, Bells]

    def bells_of(self, class_id: ClassId) -> Bells:
        """Bells of a class: its own, else its site's, else the only ones."""
        group = self.classes[class_id]
        return self.bells_at(group.bells_id or group.site_id)

    def bells_at(self, bells_id: str) -> Bells:
        """Bells by id, or the first ones when the id is unknown or empty."""
        return self.bells.get(bells_id) or next(iter(self.bells.values()))

    def all_too_far(self, learner: Learner, day: date, course_ids: Iterable[CourseId]) -> bool:
        """Whether some courses are of the class of who learns at a distance, and none of these may be followed so."""
        home = learner.membership(day) if learner.remote else None
        known = (self.courses[c] for c in course_ids if c in self.courses) if home else ()
        mine = [course for course in known if home and home.class_id in course.class_ids]
        return bool(mine) and all(learner.too_far(course) for course in mine)

    def follows_from_afar(self, learner: Learner, session: Called) -> bool:
        """Whether somebody whom a session calls follows it live from elsewhere, and takes no seat in it.

        Who learns at a distance, but for a visit in their company and an event that nobody says is followed so: an exam
        or an outing is where it is. Which courses such a person may be called to at all is another question
        (`Learner.kept_out`, `all_too_far`); on which days somebody *hybride* stays at home is known at the very end
        (`planner.engine.people.from_afar`).
        """
        return learner.remote and self.at_a_distance(session)

    def at_a_distance(self, session: Called) -> bool:
        """Whether a kind of session, or an event, may be followed from elsewhere; a course says so by itself."""
        event = self.event_of.get(session.id) if session.kind == Kind.FIXED else None
        return session.kind not in ON_THE_SPOT or (event is not None and event.by_video)

    @cached_property
    def special_types(self) -> frozenset[str]:
        """Types of rooms, as keys, that some course asks for; ordinary classrooms aside."""
        asked = (t for course in self.courses.values() for one in course.room_types for t in types_of(one))
        return frozenset(map(key, asked)) - ORDINARY_ROOMS

    def special(self, room: Room) -> bool:
        """Whether a room is of a type that some course asks for: a workshop, a kitchen, a gymnasium."""
        return key(room.type) in self.special_types

    @cached_property
    def stands(self) -> Mapping[SessionId, StandingSession]:
        """Sessions that stand already, by id: what a course asks of its sessions is not asked of these."""
        return {one.id: one for one in self.standing}

    @cached_property
    def event_of(self) -> Mapping[SessionId, FixedEvent]:
        """Session → the event that it is."""
        return {event_session_id(event.id): event for event in self.events}

    def session_stem(self, course_id: CourseId, part: str = "") -> str:
        """What the ids of a course's sessions begin with: its id, then its part; those of no other course do.

        *Atelier* in two parts and *Atelier A* would share theirs: the part is then written out.
        """
        stem = f"{course_id}-{part}" if part else str(course_id)
        while part and (other := self.courses.get(CourseId(stem))) is not None and other.parts <= 1:
            stem = f"{stem.removesuffix(f'-{part}')}-partie-{part}"
        return stem

    @cached_property
    def session_stems(self) -> frozenset[str]:
        """What the ids of all sessions of courses begin with."""
        parts = {c.id: "ABCDEFGH"[: c.parts] if c.parts > 1 else "" for c in self.courses.values()}
        return frozenset(self.session_stem(c, part) for c, letters in parts.items() for part in ("", *letters))

    def event_bells(self, event: FixedEvent) -> tuple[Bells, ...]:
        """Bells of an event: of its classes, else of the classes of those whom it names; else the first ones.

        In the order in which its session names the classes, each once.
        """
        named = (self.learners[a].membership(event.day) for a in event.apprentice_ids if a in self.learners)
        homes = event.class_ids or sorted({home.class_id for home in named if home is not None})
        found = {bells.id: bells for bells in (self.bells_of(c) for c in homes if c in self.classes)}
        return tuple(found.values()) or (self.bells_at(""),)

    def event_minutes(self, event: FixedEvent) -> int:
        """Minutes taught of an event; outside the bells (an evening, a Saturday) every minute of it counts."""
        return self.event_bells(event)[0].teaching(event.day.weekday(), event.start, event.end) or (
            event.end - event.start
        )

    def kept_by_events(self, trainer_id: TrainerId, day: date, start: int, end: int) -> bool:
        """Whether events keep a trainer from leading something then: at its hour, or by all the hours that they take.

        ``start`` and ``end`` in minutes after midnight. Events are decided: what would pass a limit with them is not.
        """
        mine = [e for e in self.events if trainer_id in e.trainer_ids and monday(e.day) == monday(day)]
        today = [e for e in mine if e.day == day]
        trainer = self.trainers.get(trainer_id)
        return any(e.start < end and start < e.end for e in today) or (
            trainer is not None
            and any(
                some and sum(map(self.event_minutes, some)) + end - start > most
                for some, most in ((today, trainer.max_day), (mine, trainer.max_week))
            )
        )

    @cached_property
    def _standing_of(self) -> Mapping[CourseId, tuple[StandingSession, ...]]:
        found: dict[CourseId, tuple[StandingSession, ...]] = {}
        for one in self.standing:
            found[one.course_id] = (*found.get(one.course_id, ()), one)
        return found

    def standing_of(self, course_id: CourseId, part: str = "") -> tuple[StandingSession, ...]:
        """Sessions of a course (those that one part of its class attends) that stand already."""
        rows = self._standing_of.get(course_id, ())
        return tuple(one for one in rows if not part or one.part in ("", part))

    @cached_property
    def standing_in(self) -> Mapping[date, tuple[StandingSession, ...]]:
        """The same by Monday of their week."""
        found: dict[date, tuple[StandingSession, ...]] = {}
        for one in self.standing:
            found[monday(one.day)] = (*found.get(monday(one.day), ()), one)
        return found

    def course_rooms(self, course: Course) -> tuple[Room, ...]:
        """Rooms of any site with a type and the features that a course asks for; every room when it asks nothing."""
        asked = (course.room_types, course.room_features)
        if asked not in self._course_rooms:
            types, features = {key(t) for t in course.room_types}, {key(f) for f in course.room_features}
            self._course_rooms[asked] = tuple(
                room
                for room in self.rooms.values()
                if (not types or key(room.type) in types)
                and features <= {key(f) for f in room.features} | ({"accessible"} if room.accessible else set())
            )
        return self._course_rooms[asked]

    @cached_property
    def _course_rooms(self) -> dict[tuple[tuple[str, ...], frozenset[str]], tuple[Room, ...]]:
        return {}

    def course_site(self, course: Course) -> SiteId:
        """Where a course takes place: the site of its classes, or the only other one that has a room for it."""
        asked = course.class_ids, course.room_types, course.room_features
        known = self._course_sites.get(asked)
        if known is None:
            known = self._course_sites[asked] = self._course_site(course)
        return known

    @cached_property
    def _course_sites(self) -> dict[tuple[tuple[ClassId, ...], tuple[str, ...], frozenset[str]], SiteId]:
        return {}

    def _course_site(self, course: Course) -> SiteId:
        home = self.classes[course.class_ids[0]].site_id if course.class_ids else SiteId("")
        sites = {room.site_id for room in self.course_rooms(course)} if course.room_types else set()
        away = len(sites) == 1 and home and "" not in sites
        return min(sites) if away else home

    def course_bells(self, course: Course) -> tuple[Bells, ...]:
        """Bells that a course follows: those of another site that holds it and has its own, else of its classes."""
        site = self.course_site(course)
        if site in self.bells and all(self.classes[c].site_id != site for c in course.class_ids):
            return (self.bells[site],)
        return tuple({b.id: b for b in map(self.bells_of, course.class_ids)}.values())

    def session_bells(self, session: Session) -> tuple[Bells, ...]:
        """Bells that a session follows: of the site of its room where a course goes elsewhere, else of its classes.

        What makes up for a course goes where the course does; without any class the site alone counts.
        """
        groups = [self.classes[c] for c in session.class_ids if c in self.classes]
        room = self.rooms.get(session.room_id) if session.room_id else None
        site = room.site_id if room and room.site_id else session.site_id
        goes = session.kind in (Kind.COURSE, Kind.SUPPORT) and session.course_id is not None
        if not groups or (goes and site in self.bells and site not in {group.site_id for group in groups}):
            return (self.bells_at(site),)
        return tuple({bells.id: bells for bells in (self.bells_of(group.id) for group in groups)}.values())

    @cached_property
    def links_wished(self) -> tuple[Link, ...]:
        """Links that are wishes."""
        return tuple(link for link in self.links if not link.hard)

    @cached_property
    def limits_bound(self) -> tuple[WeekLimit, ...]:
        """Limits of weeks that bind."""
        return tuple(limit for limit in self.week_limits if limit.hard)

    @cached_property
    def limits_wished(self) -> tuple[WeekLimit, ...]:
        """Limits of weeks that are wishes."""
        return tuple(limit for limit in self.week_limits if not limit.hard)

    def links_of(self, *relations: Relation) -> tuple[Link, ...]:
        """Links that bind, of some relations."""
        return tuple(link for link in self.links if link.hard and link.relation in relations)

    def comes_after(self, course: Course) -> tuple[Course, ...]:
        """Courses whose sessions come before those of a course, rank by rank: its own cell, then *Liens*."""
        before = [course.after] if course.after else []
        before += self._linked_before.get(course.id, ())
        return tuple(self.courses[c] for c in dict.fromkeys(before) if c in self.courses and c != course.id)

    @cached_property
    def _linked_before(self) -> Mapping[CourseId, list[CourseId]]:
        """The same of *Liens* alone, in the order of its lines."""
        found: dict[CourseId, list[CourseId]] = {}
        for link in self.links:
            if link.relation is Relation.ORDER:
                found.setdefault(link.course_ids[-1], []).extend(link.course_ids[:-1])
        return found
