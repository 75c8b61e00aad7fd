"""A ``.fet`` file in our words: a week of classes, courses, rooms, links and limits; what cannot be said is named.

Each smallest students set is a class, and an activity is a course of one session, followed by the classes of its sets.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

from benchmarks.fet_file import Activity, FetFile, Slot, Unsayable, text, texts
from constraints import RULES
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
    Relation,
    Room,
    RoomId,
    Settings,
    Trainer,
    TrainerId,
    Volume,
    WeekLimit,
)
from planner.domain import Slot as BellSlot

MONDAY = date(2026, 9, 7)
ANYWHERE = RoomId("partout")
"""Where an activity is that asks for no room: as many at once as there are."""
KEPT = frozenset(
    {
        *("H1a", "H1b", "H1c", "H2a", "H2b", "H3a", "H3c", "H4a", "H5a", "H5d", "H6b", "H14"),
        *("H21", "H22", "H23", "H24", "H25", "H26", "H27", "H31", "H32", "H33", "H34", "H35"),
    }
)
"""Rules that a school's week is judged by; all else asks for what such a file has not."""


def slot_minutes(file: FetFile) -> int:
    """Length of an hour of the file: a whole day has at most 22 real ones."""
    return min(60, 22 * 60 // max(1, len(file.hours)))


@dataclass
class FetProblem:
    """The problem of a file, filled constraint by constraint; ``problem`` is the whole."""

    file: FetFile
    starts: dict[str, frozenset[Slot]] = field(default_factory=dict)
    """Activity → the only places at which it may begin."""
    inside: dict[str, frozenset[Slot]] = field(default_factory=dict)
    """Activity → the only slots in which it may lie."""
    rooms: dict[str, frozenset[str]] = field(default_factory=dict)
    homes: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    """(``students`` or ``teacher``, name, rooms): where activities without a room of their own are."""
    links: list[Link] = field(default_factory=list)
    limits: list[WeekLimit] = field(default_factory=list)
    away: dict[tuple[str, str], frozenset[Slot]] = field(default_factory=dict)
    """(``teacher``, ``students`` or ``room``, name) → slots at which they are not there."""
    breaks: frozenset[Slot] = frozenset()

    def __post_init__(self) -> None:
        unknown = sorted({c.tag.removeprefix("Constraint") for c in self.file.binding if c.tag not in READERS})
        if unknown:
            raise Unsayable(", ".join(unknown))
        for row in self.file.binding:
            READERS[row.tag](self, row)

    def minute(self, hour: int) -> int:
        """When an hour of the file begins."""
        return 60 + hour * slot_minutes(self.file)

    def matching(self, row: Element) -> list[Activity]:
        """Activities that a filter names: teacher, students, subject, tag, length; what is empty asks nothing."""
        teacher, students = text(row, "Teacher_Name", "Teacher"), text(row, "Students_Name", "Students")
        subject, tag = text(row, "Subject_Name", "Subject"), text(row, "Activity_Tag_Name", "Activity_Tag")
        length, component = text(row, "Duration"), text(row, "Component_Number")
        near = set(self.file.subgroups.get(students, ()))
        return [
            a
            for a in self.file.activities.values()
            if (not teacher or teacher in a.teachers)
            and (not students or any(near.intersection(self.file.subgroups[s]) for s in a.students))
            and (not subject or subject == a.subject)
            and (not tag or tag in a.tags)
            and (not length or int(length) == a.hours)
            and (not component or int(component) == a.component)
        ]

    def only(self, into: dict[str, frozenset[Slot]], names: Iterable[str], slots: frozenset[Slot]) -> None:
        """Leave these slots, and none else, to some activities."""
        for name in names:
            into[name] = into.get(name, slots) & slots

    def in_rooms(self, activities: Iterable[Activity], rooms: Iterable[str]) -> None:
        """Leave these rooms, and none else, to some activities."""
        allowed = frozenset(rooms)
        for one in activities:
            self.rooms[one.id] = self.rooms.get(one.id, allowed) & allowed

    def link(self, relation: Relation, names: Iterable[str], days: int = 1) -> None:
        """Tie activities that are active."""
        ids = tuple(CourseId(name) for name in names if name in self.file.activities)
        if len(ids) > 1 or (ids and relation is Relation.ENDS_DAY):
            self.links.append(Link(relation, ids, days))

    def limit(self, values: Mapping[str, Any], teachers: Iterable[str] = (), students: Iterable[str] = ()) -> None:
        """Bound the week of teachers, or of the smallest sets of some students."""
        classes = tuple(ClassId(s) for s in dict.fromkeys(s for name in students for s in self.file.subgroups[name]))
        self.limits.append(replace(WeekLimit(tuple(map(TrainerId, teachers)), classes), **values))

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
        rooms = {RoomId(r): Room(RoomId(r), r, r, 10**6, absences=self._absences("room", r)) for r in file.rooms}
        trainers = {
            TrainerId(t): Trainer(TrainerId(t), t, absences=self._absences("teacher", t), max_day=1440, max_week=10080)
            for t in (*file.teachers, *sorted(used - set(file.teachers)))
        }
        return Problem(
            first=MONDAY,
            last=MONDAY + timedelta(days=6),
            settings=Settings(least_presence=0),
            bells=bells,
            programmes={ProgrammeId("école"): Programme(ProgrammeId("école"), "école")},
            classes=classes,
            rooms=shared | rooms,
            trainers=trainers,
            courses=courses,
            learners={ApprenticeId(c): _learner(c) for c in classes},
            links=tuple(self.links),
            week_limits=tuple(self.limits),
            rules_off=frozenset(rule.key for rule in RULES) - KEPT,
        )

    def _away(self, kind: str, name: str) -> frozenset[Slot]:
        """Slots at which somebody or some place is not there, those of the sets around included."""
        if kind != "students":
            return self.away.get((kind, name), frozenset())
        around = (s for s, inner in self.file.subgroups.items() if name in inner)
        return frozenset().union(*(self.away.get((kind, s), frozenset()) for s in around))

    def _bells(self, name: str, away: frozenset[Slot]) -> Bells:
        closed, length = self.breaks | away, slot_minutes(self.file)
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
        closed = self.breaks.union(*(self._away("students", c) for c in classes))
        whole = {(d, h) for d in range(len(file.days)) for h in range(len(file.hours))}
        may = (self.inside.get(activity.id, frozenset(whole)) & whole) - closed
        starts = self.starts.get(activity.id)
        if starts is not None and not starts:
            raise Unsayable(f"activity {activity.id} without any start")
        minutes = activity.hours * length
        return Course(
            CourseId(activity.id),
            classes or (ClassId(f"sans-{activity.id}"),),
            activity.subject,
            Volume(total=minutes),
            teams=(tuple(TrainerId(t) for t in dict.fromkeys(activity.teachers)),),
            lengths=(minutes,),
            room_types=tuple(sorted(self._rooms(activity))),
            hours=tuple(sorted((d, self.minute(h), self.minute(h) + length) for d, h in may)),
            starts=tuple(sorted((d, self.minute(h)) for d, h in starts)) if starts is not None else (),
        )

    def _rooms(self, activity: Activity) -> frozenset[str]:
        """Rooms that an activity may have: its own, else those of its students or teacher; anywhere without either."""
        own = self.rooms.get(activity.id)
        if own is None:
            for kind, name, rooms in self.homes:
                whose = activity.students if kind == "students" else activity.teachers
                if whose == (name,):
                    own = frozenset(rooms)
                    break
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


Reader = Callable[[FetProblem, Element], None]


def _limits(field: str, cell: str, whom: str, *, hours: bool = True) -> Reader:
    """A limit of one or of all teachers or students."""

    def read(of: FetProblem, row: Element) -> None:
        value = int(float(text(row, cell))) * (slot_minutes(of.file) if hours else 1)
        # Days with a least number of hours may be empty only where the file says so; students' never are by default.
        empty = text(row, "Allow_Empty_Days") or ("true" if whom == "teachers" else "false")
        values = {field: value} | ({"least_days": 7} if field == "least_day" and empty == "false" else {})
        teacher, students = text(row, "Teacher_Name", "Teacher"), text(row, "Students", "Students_Name")
        if whom == "teachers":
            of.limit(values, teachers=[teacher] if teacher else of.file.teachers)
        else:
            of.limit(values, students=[students] if students else list(of.file.subgroups))

    return read


def _away(kind: str, *cells: str) -> Reader:
    def read(of: FetProblem, row: Element) -> None:
        name = text(row, *cells)
        slots = of.file.slots(row.iterfind("Not_Available_Time"))
        of.away[kind, name] = of.away.get((kind, name), frozenset()) | slots

    return read


def _breaks(of: FetProblem, row: Element) -> None:
    of.breaks |= of.file.slots(row.iterfind("Break_Time"))


def _start(of: FetProblem, row: Element) -> None:
    of.only(of.starts, [text(row, "Activity_Id")], of.file.slots(iter([row])))


def _some_starts(of: FetProblem, row: Element) -> None:
    name = text(row, "Activity_Id")
    names = [name] if name else [a.id for a in of.matching(row)]
    of.only(of.starts, names, of.file.slots(row.iterfind("Preferred_Starting_Time")))


def _some_slots(of: FetProblem, row: Element) -> None:
    name = text(row, "Activity_Id")
    names = [name] if name else [a.id for a in of.matching(row)]
    of.only(of.inside, names, of.file.slots(row.iterfind("Preferred_Time_Slot")))


def _linked(relation: Relation) -> Reader:
    def read(of: FetProblem, row: Element) -> None:
        days = int(text(row, "MinDays") or 1)
        names = [text(row, "First_Activity_Id", "First_Activity"), text(row, "Second_Activity_Id", "Second_Activity")]
        of.link(relation, texts(row, "Activity_Id") or [n for n in names if n], days)

    return read


def _ends_day(of: FetProblem, row: Element) -> None:
    name = text(row, "Activity_Id")
    for one in [name] if name else [a.id for a in of.matching(row)]:
        of.link(Relation.ENDS_DAY, [one])


def _room(of: FetProblem, row: Element) -> None:
    rooms = texts(row, "Room") or texts(row, "Preferred_Room")
    name = text(row, "Activity_Id")
    of.in_rooms([of.file.activities[name]] if name in of.file.activities else [] if name else of.matching(row), rooms)


def _home(kind: str, *cells: str) -> Reader:
    def read(of: FetProblem, row: Element) -> None:
        of.homes.append((kind, text(row, *cells), texts(row, "Room") or texts(row, "Preferred_Room")))

    return read


def _everyone(field: str, cell: str, *, hours: bool = True) -> Mapping[str, Reader]:
    """The four constraints of one limit: of one teacher or all, of one students set or all."""
    return {
        f"Constraint{who}{field}": _limits(ours, cell, whom, hours=hours)
        for ours in (OURS[field],)
        for who, whom in WHO.items()
    }


WHO = {"Teacher": "teachers", "Teachers": "teachers", "StudentsSet": "students", "Students": "students"}
OURS = {
    "MaxGapsPerWeek": "gaps_week",
    "MaxGapsPerDay": "gaps_day",
    "MaxDaysPerWeek": "days",
    "MaxHoursDaily": "most_day",
    "MinHoursDaily": "least_day",
    "MinDaysPerWeek": "least_days",
    "MaxHoursContinuously": "run",
    "EarlyMaxBeginningsAtSecondHour": "late_starts",
}
READERS: Mapping[str, Reader] = {
    **_everyone("MaxGapsPerWeek", "Max_Gaps"),
    **_everyone("MaxGapsPerDay", "Max_Gaps"),
    **_everyone("MaxDaysPerWeek", "Max_Days_Per_Week", hours=False),
    **_everyone("MaxHoursDaily", "Maximum_Hours_Daily"),
    **_everyone("MinHoursDaily", "Minimum_Hours_Daily"),
    **_everyone("MinDaysPerWeek", "Minimum_Days_Per_Week", hours=False),
    **_everyone("MaxHoursContinuously", "Maximum_Hours_Continuously"),
    **_everyone("EarlyMaxBeginningsAtSecondHour", "Max_Beginnings_At_Second_Hour", hours=False),
    "ConstraintBreakTimes": _breaks,
    "ConstraintTeacherNotAvailableTimes": _away("teacher", "Teacher", "Teacher_Name"),
    "ConstraintStudentsSetNotAvailableTimes": _away("students", "Students", "Students_Name"),
    "ConstraintRoomNotAvailableTimes": _away("room", "Room"),
    "ConstraintActivityPreferredStartingTime": _start,
    "ConstraintActivityPreferredStartingTimes": _some_starts,
    "ConstraintActivitiesPreferredStartingTimes": _some_starts,
    "ConstraintSubactivitiesPreferredStartingTimes": _some_starts,
    "ConstraintActivityPreferredTimeSlots": _some_slots,
    "ConstraintActivitiesPreferredTimeSlots": _some_slots,
    "ConstraintSubactivitiesPreferredTimeSlots": _some_slots,
    "ConstraintMinDaysBetweenActivities": _linked(Relation.DAYS_APART),
    "ConstraintActivitiesSameStartingTime": _linked(Relation.SAME_START),
    "ConstraintActivitiesSameStartingDay": _linked(Relation.SAME_DAY),
    "ConstraintActivitiesNotOverlapping": _linked(Relation.NOT_AT_ONCE),
    "ConstraintTwoActivitiesConsecutive": _linked(Relation.IN_A_ROW),
    "ConstraintTwoActivitiesGrouped": _linked(Relation.CONSECUTIVE),
    "ConstraintTwoActivitiesOrdered": _linked(Relation.ORDER),
    "ConstraintActivityEndsStudentsDay": _ends_day,
    "ConstraintActivitiesEndStudentsDay": _ends_day,
    "ConstraintActivityPreferredRoom": _room,
    "ConstraintActivityPreferredRooms": _room,
    "ConstraintSubjectPreferredRoom": _room,
    "ConstraintSubjectPreferredRooms": _room,
    "ConstraintActivityTagPreferredRoom": _room,
    "ConstraintActivityTagPreferredRooms": _room,
    "ConstraintSubjectActivityTagPreferredRoom": _room,
    "ConstraintSubjectActivityTagPreferredRooms": _room,
    "ConstraintStudentsSetHomeRoom": _home("students", "Students"),
    "ConstraintStudentsSetHomeRooms": _home("students", "Students"),
    "ConstraintTeacherHomeRoom": _home("teacher", "Teacher"),
    "ConstraintTeacherHomeRooms": _home("teacher", "Teacher"),
}
"""Constraints that we can say, by their name in the file."""
