"""A ``.fet`` file in our words: a week of classes, courses, rooms, links and limits; what cannot be said is named.

Each smallest students set is a class, and an activity is a course of one session, followed by the classes of its sets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from constraints import RULES
from data.fet.file import Activity, FetFile, Slot
from data.fet.stated import IN_HOURS, TEACHERS, Bound, Stated, Tie, kinds
from planner.domain import (
    ALL_DAY,
    Absence,
    ApprenticeId,
    Bells,
    ClassGroup,
    ClassId,
    Course,
    CourseId,
    Learner,
    Link,
    Membership,
    Problem,
    Programme,
    ProgrammeId,
    Room,
    RoomId,
    Settings,
    SiteId,
    Trainer,
    TrainerId,
    Volume,
    WeekLimit,
)
from planner.domain import Slot as BellSlot

MONDAY = date(2026, 9, 7)
ANYWHERE = RoomId("partout")
"""Where an activity is that asks for no room: as many at once as there are."""
SITE = "bâtiment "
"""What sites begin with: no bells are called so."""
KEPT = frozenset(
    {
        *("H1a", "H1b", "H1c", "H2a", "H2b", "H3a", "H3c", "H4a", "H5a", "H5d", "H6b", "H6d", "H14"),
        *(
            "H21",
            "H22",
            "H23",
            "H24",
            "H25",
            "H26",
            "H27",
            "H28",
            "H29",
            "H31",
            "H32",
            "H33",
            "H34",
            "H35",
            "H36",
            "H37",
        ),
    }
)
"""Rules that a school's week is judged by; all else asks for what such a file has not."""


def slot_minutes(file: FetFile) -> int:
    """Length of an hour of the file: a whole day has at most 22 real ones."""
    return min(60, 22 * 60 // max(1, len(file.hours)))


CHOICE = "\x1f"
"""In the id of a room that is several at once, before each of these: no name of FET holds it."""


class Unsayable(Exception):
    """Something of the file that neither a workbook nor a rule can say; the message names it."""


@dataclass
class FetProblem:
    """The problem of what binds in a file; ``problem`` is the whole. `Unsayable` where something cannot be said."""

    file: FetFile

    def __post_init__(self) -> None:
        self.stated = Stated(self.file, self.file.binding)
        endless = [room for room, choices in self.file.virtual.items() if not choices]
        if self.stated.left or endless:
            more = ("virtual rooms",) if endless else ()
            raise Unsayable(", ".join((*kinds(self.stated.left), *more)))

    def minute(self, hour: int) -> int:
        """When an hour of the file begins."""
        return 60 + hour * slot_minutes(self.file)

    def _link(self, tie: Tie) -> Link:
        minutes = tie.hours * slot_minutes(self.file)
        return Link(tie.relation, tuple(map(CourseId, tie.activities)), tie.days, minutes=minutes)

    def _counts(self, bound: Bound) -> bool:
        """Whether there is anything that a bound counts."""
        return not bound.tag or any(bound.tag in a.tags for a in self.file.activities.values())

    def _limit(self, bound: Bound) -> WeekLimit:
        """The same bound of each of some teachers, or of the smallest sets of some students."""
        length = slot_minutes(self.file) if bound.field in IN_HOURS else 1
        values: dict[str, Any] = {bound.field: bound.number * length} | ({"least_days": 7} if bound.filled else {})
        if bound.window is not None:
            values |= {"window_from": self.minute(bound.window[0]), "window_to": self.minute(bound.window[1])}
        if bound.tag:
            values["course_ids"] = tuple(CourseId(a.id) for a in self.file.activities.values() if bound.tag in a.tags)
        if bound.whom == TEACHERS:
            return replace(WeekLimit(tuple(map(TrainerId, bound.names or self.file.teachers))), **values)
        sets = (s for name in bound.names or self.file.subgroups for s in self.file.subgroups[name])
        return replace(WeekLimit((), tuple(map(ClassId, dict.fromkeys(sets)))), **values)

    @cached_property
    def problem(self) -> Problem:
        """Everything, as the engine takes it."""
        file = self.file
        bells = {"": self._bells("", frozenset())} | {
            s: self._bells(s, self._away("students", s)) for s in file.smallest
        }
        courses = {CourseId(a.id): self._course(a) for a in file.activities.values()}
        used = {t for a in file.activities.values() for t in a.teachers}
        idle = {a.id for a in file.activities.values() if not a.students}
        classes = {ClassId(s): _class(s, s) for s in file.smallest}
        classes |= {ClassId(f"sans-{name}"): _class(f"sans-{name}", "") for name in idle}
        shared = {ANYWHERE: Room(ANYWHERE, "partout", "partout", 10**6, shared=10**6)}
        sites = {room: SiteId(f"{SITE}{name}") for room, name in self.stated.sites.items()}
        rooms = {
            RoomId(r): Room(RoomId(r), r, r, 10**6, sites.get(r, SiteId("")), absences=self._absences("room", r))
            for r in file.rooms
            if r not in file.virtual
        }
        rooms |= {room.id: room for room in self._at_once(sites)}
        way = max(self.stated.ways.values(), default=0) * slot_minutes(file)
        trainers = {
            TrainerId(t): Trainer(TrainerId(t), t, absences=self._absences("teacher", t), max_day=1440, max_week=10080)
            for t in (*file.teachers, *sorted(used - set(file.teachers)))
        }
        return Problem(
            first=MONDAY,
            last=MONDAY + timedelta(days=6),
            settings=Settings(least_presence=0, rest_adult=0),
            bells=bells,
            programmes={ProgrammeId("école"): Programme(ProgrammeId("école"), "école")},
            classes=classes,
            rooms=shared | rooms,
            travel={(a, b): way for a in set(sites.values()) for b in set(sites.values()) if a != b and way},
            trainers=trainers,
            courses=courses,
            learners={ApprenticeId(c): _learner(c) for c in classes},
            links=tuple(map(self._link, self.stated.ties)),
            week_limits=tuple(map(self._limit, filter(self._counts, self.stated.bounds))),
            rules_off=frozenset(rule.key for rule in RULES) - KEPT,
        )

    def _at_once(self, sites: Mapping[str, SiteId]) -> Iterator[Room]:
        """Rooms that are several at once: one for each choice of these."""
        for name, choices in self.file.virtual.items():
            for some in choices:
                away = dict.fromkeys(a for r in (name, *some) for a in self._absences("room", r))
                key = RoomId(CHOICE.join((name, *some)))
                site = sites.get(some[0], SiteId(""))
                yield Room(key, name, name, 10**6, site, absences=tuple(away), joins=tuple(map(RoomId, some)))

    def _away(self, kind: str, name: str) -> frozenset[Slot]:
        """Slots at which somebody or some place is not there, those of the sets around included."""
        if kind == "students":
            return self.stated.away_of_set(name)
        return self.stated.away.get((kind, name), frozenset())

    def _bells(self, name: str, away: frozenset[Slot]) -> Bells:
        closed, length = self.stated.breaks | away, slot_minutes(self.file)
        return Bells(
            name,
            tuple(
                tuple(
                    BellSlot(self.minute(h), self.minute(h) + length)
                    for h in range(len(self.file.hours))
                    if d < len(self.file.days) and (d, h) not in closed
                )
                for d in range(7)
            ),
        )

    def _absences(self, kind: str, name: str) -> tuple[Absence, ...]:
        length = slot_minutes(self.file)
        rows = sorted(self._away(kind, name))
        return tuple(Absence(d, start=self.minute(h), end=self.minute(h) + length) for d, h in rows)

    def _course(self, activity: Activity) -> Course:
        file, length = self.file, slot_minutes(self.file)
        classes = tuple(dict.fromkeys(ClassId(s) for name in activity.students for s in file.subgroups[name]))
        closed = self.stated.breaks.union(*(self._away("students", c) for c in classes))
        whole = {(d, h) for d in range(len(file.days)) for h in range(len(file.hours))}
        may = (self.stated.inside.get(activity.id, frozenset(whole)) & whole) - closed
        starts = self.stated.starts.get(activity.id)
        if starts is not None and not starts:
            raise Unsayable(f"activity {activity.id} without any start")
        minutes = activity.hours * length
        # The bells say the rest already: only several hours on end could go round a break.
        told = may if activity.hours > 1 or activity.id in self.stated.inside else frozenset[Slot]()
        return Course(
            CourseId(activity.id),
            classes or (ClassId(f"sans-{activity.id}"),),
            activity.subject,
            Volume(total=minutes),
            teams=(tuple(TrainerId(t) for t in dict.fromkeys(activity.teachers)),),
            lengths=(minutes,),
            room_types=tuple(sorted(self._rooms(activity))),
            hours=tuple(sorted((d, self.minute(h), self.minute(h) + length) for d, h in told)),
            starts=tuple(sorted((d, self.minute(h)) for d, h in starts)) if starts is not None else (),
        )

    def _rooms(self, activity: Activity) -> frozenset[str]:
        """Rooms that an activity may have: its own, else those of its students or teacher; anywhere without either."""
        own = self.stated.own_rooms(activity)
        if own is None:
            return frozenset({str(ANYWHERE)})
        heads = sum(self.file.sizes.get(s, 0) for s in activity.students)
        return frozenset(r for r in own if self.file.rooms.get(r, 0) >= heads) or own


def _class(name: str, bells: str) -> ClassGroup:
    week = {MONDAY + timedelta(days=n): ALL_DAY for n in range(7)}
    return ClassGroup(ClassId(name), name, ProgrammeId("école"), calendar=week, bells_id=bells)


def _learner(name: str) -> Learner:
    """One person for each class, so that attendance is checked too."""
    born, entered = date(2000, 1, 1), date(2026, 9, 1)
    return Learner(ApprenticeId(name), name, "", (Membership(ClassId(name)),), birth=born, entry=entered,
                   contract_start=entered, contract_end=date(2028, 8, 31))  # fmt: skip
