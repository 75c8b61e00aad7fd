"""Tiny centres and timetables, everyone named by the role that they play in a test.

The default centre: one week from Monday 7 September 2026, slots of one hour 8–12 and 13–17, one class (`CLASS`) present
all week, one room, one trainer, no learner.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from planner.domain import (
    ALL_DAY,
    ApprenticeId,
    Attendance,
    Barrette,
    Bells,
    Calendar,
    ClassGroup,
    ClassId,
    Course,
    CourseId,
    Learner,
    Membership,
    Module,
    ModuleId,
    Problem,
    Programme,
    ProgrammeId,
    Room,
    RoomId,
    Session,
    SessionId,
    Settings,
    SiteId,
    Slot,
    Timetable,
    Trainer,
    TrainerId,
    Volume,
    days_between,
)
from planner.model import Item, Option

MONDAY = date(2026, 9, 7)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (MONDAY + timedelta(days=n) for n in range(1, 7))
SITE = SiteId("site")
CLASS, OTHER = ClassId("classe"), ClassId("autre classe")
ROOM, SECOND_ROOM = RoomId("salle 1"), RoomId("salle 2")
TRAINER, SECOND = TrainerId("formatrice"), TrainerId("second formateur")
COURSE, SECOND_COURSE = CourseId("cours"), CourseId("autre cours")
LEARNER = ApprenticeId("apprenante")
HOURS = tuple((h * 60, h * 60 + 60) for h in (8, 9, 10, 11, 13, 14, 15, 16))


def hour(text: str) -> int:
    """Minutes after midnight of ``8:30`` or ``8``."""
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes or 0)


def bells(*spans: tuple[int, int], bells_id: str = "site", days: int = 5, inside: bool = False) -> Bells:
    """The same slots on the first ``days`` weekdays."""
    slots = tuple(Slot(start, end, inside) for start, end in spans or HOURS)
    return Bells(bells_id, (slots,) * days + ((),) * (7 - days))


def present(first: date = MONDAY, last: date = FRIDAY, mask: int = ALL_DAY, skip: Iterable[date] = ()) -> Calendar:
    """Weekdays from one day to another, both included."""
    return {d: mask for d in days_between(first, last) if d.weekday() < 5 and d not in set(skip)}


def group(class_id: str = CLASS, **changes: Any) -> ClassGroup:
    """A class that is there all week."""
    plain = ClassGroup(ClassId(class_id), class_id, ProgrammeId("CAP"), calendar=present(), site_id=SITE)
    return replace(plain, **changes)


def room(room_id: str = ROOM, **changes: Any) -> Room:
    """A classroom of twenty seats."""
    return replace(Room(RoomId(room_id), room_id, "salle", 20, SITE), **changes)


def trainer(trainer_id: str = TRAINER, **changes: Any) -> Trainer:
    """A trainer without any limit that could bind."""
    plain = Trainer(TrainerId(trainer_id), trainer_id, max_day=24 * 60, max_week=7 * 24 * 60)
    return replace(plain, **changes)


def course(course_id: str = COURSE, **changes: Any) -> Course:
    """Two hours a week of one class with one trainer."""
    plain = Course(CourseId(course_id), (CLASS,), "matière", Volume(weekly=120), teams=((TRAINER,),))
    return replace(plain, **changes)


def learner(learner_id: str = LEARNER, class_id: str = CLASS, part: str = "", **changes: Any) -> Learner:
    """An adult learner with a contract, in a class."""
    plain = Learner(
        ApprenticeId(learner_id),
        learner_id,
        "",
        (Membership(ClassId(class_id), part),),
        birth=date(2000, 1, 1),
        entry=date(2026, 9, 1),
        contract_start=date(2026, 9, 1),
        contract_end=date(2028, 8, 31),
    )
    return replace(plain, **changes)


def module(module_id: str = "LIT1", **changes: Any) -> Module:
    """A led module of support that opens for one person."""
    return replace(Module(ModuleId(module_id), module_id, min_size=1), **changes)


def problem(
    classes: Sequence[ClassGroup] = (),
    rooms: Sequence[Room] = (),
    trainers: Sequence[Trainer] = (),
    courses: Sequence[Course] = (),
    learners: Sequence[Learner] = (),
    modules: Sequence[Module] = (),
    barrettes: Sequence[Barrette] = (),
    tables: Sequence[Bells] = (),
    **changes: Any,
) -> Problem:
    """The default centre with other people, places or fields; what is left empty keeps its default."""
    plain = Problem(
        first=MONDAY,
        last=SUNDAY,
        bells={b.id: b for b in tables or (bells(),)},
        programmes={ProgrammeId("CAP"): Programme(ProgrammeId("CAP"), "CAP")},
        classes={c.id: c for c in classes or (group(),)},
        rooms={r.id: r for r in rooms or (room(), room(SECOND_ROOM))},
        trainers={t.id: t for t in trainers or (trainer(), trainer(SECOND))},
        courses={c.id: c for c in courses},
        learners={one.id: one for one in learners},
        modules={m.id: m for m in modules},
        barrettes={b.id: b for b in barrettes},
        # Whoever is asked to come comes, for however short a time.
        settings=Settings(least_presence=0),
    )
    return replace(plain, **changes)


def session(
    session_id: str = "séance", day: date = MONDAY, start: str = "8", end: str = "9", **changes: Any
) -> Session:
    """A session on site of the class, with the trainer, in the room; minutes from its hours unless given."""
    plain = Session(
        SessionId(session_id),
        "course",
        day,
        hour(start),
        hour(end),
        hour(end) - hour(start),
        session_id,
        session_id,
        class_ids=(CLASS,),
        trainer_ids=(TRAINER,),
        room_id=ROOM,
        site_id=SITE,
    )
    course_id = changes.pop("course_id", None)
    return replace(plain, **({"course_ids": (course_id,)} if course_id else {}), **changes)


def timetable(*sessions: Session, who: Mapping[str, Sequence[str]] | None = None, **changes: Any) -> Timetable:
    """Sessions, and who attends them: the one learner attends all, unless ``who`` says otherwise by session."""
    rosters = who if who is not None else {s.id: (LEARNER,) for s in sessions}
    rows = tuple(Attendance(SessionId(s), ApprenticeId(a)) for s, people in rosters.items() for a in people)
    return replace(Timetable(sessions, rows), **changes)


def item(item_id: str = "séance", minutes: int = 60, **changes: Any) -> Item:
    """A session of the class to place, with the trainer."""
    plain = Item(
        SessionId(item_id),
        "course",
        minutes,
        class_ids=(CLASS,),
        units=(0,),
        teams=((TRAINER,),),
        site_id=SITE,
        bells_ids=("site",),
    )
    return replace(plain, **changes)


def option(day: date = MONDAY, start: str = "8", end: str = "9", team: Sequence[str] = (TRAINER,)) -> Option:
    """One way to place an item."""
    return Option(day, hour(start), hour(end), tuple(TrainerId(t) for t in team))
