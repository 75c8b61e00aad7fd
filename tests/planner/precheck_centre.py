"""A centre of one week in which nothing is wrong, and how its one alert of a kind is found."""

from dataclasses import replace
from datetime import date, timedelta

from planner.check.precheck import Alert, precheck
from planner.domain import (
    ALL_DAY,
    ApprenticeId,
    Bells,
    ClassGroup,
    ClassId,
    Course,
    CourseId,
    Learner,
    Membership,
    Period,
    PeriodId,
    Problem,
    Programme,
    ProgrammeId,
    Room,
    RoomId,
    Slot,
    Trainer,
    TrainerId,
    Volume,
)

MONDAY = date(2026, 9, 7)
COOKS, BAKERS = ClassId("CUI"), ClassId("BOU")
CAP = ProgrammeId("CAP")
WEEK = {MONDAY + timedelta(days=d): ALL_DAY for d in range(5)}
DAY = (Slot(480, 720, True), Slot(780, 1020, True))  # 8–12, 13–17
ADULT, SINCE = date(2000, 1, 1), date(2025, 9, 1)


def course(name: str, hours: int, **more: object) -> Course:
    """A weekly course of the cooks in any room, by the cook trainer, as often a day as one likes."""
    plain = Course(CourseId(name), (COOKS,), name, Volume(weekly=hours * 60), ((TrainerId("CHEF"),),), (60,))
    return replace(replace(plain, max_per_day=8), **more)


def learner(name: str, class_id: ClassId = COOKS, **more: object) -> Learner:
    """An adult who has been with a class since last year."""
    plain = Learner(ApprenticeId(name), name, "Camille", (Membership(class_id),), ADULT, SINCE, contract_start=SINCE)
    return replace(plain, **more)


def centre(**more: object) -> Problem:
    """One week of five days of eight hours; two classes of one person, one trainer, one kitchen of two seats."""
    plain = Problem(
        first=MONDAY,
        last=MONDAY + timedelta(days=4),
        bells={"": Bells("", (DAY,) * 5 + ((), ()))},
        periods=(Period(PeriodId("P1"), "Période 1", MONDAY, MONDAY + timedelta(days=4)),),
        programmes={CAP: Programme(CAP, "CAP")},
        classes={c: ClassGroup(c, f"CAP {c}", CAP, calendar=WEEK) for c in (COOKS, BAKERS)},
        trainers={TrainerId("CHEF"): Trainer(TrainerId("CHEF"), "Anne Roux", max_day=480, max_week=1560)},
        rooms={RoomId("K"): Room(RoomId("K"), "Cuisine", "cuisine", 2)},
        courses={CourseId("Cuisine"): course("Cuisine", 8, room_types=("cuisine",))},
        learners={ApprenticeId("A"): learner("A"), ApprenticeId("B"): learner("B", BAKERS)},
        origins={"course:Cuisine": "Cours!A2", "trainer:CHEF": "Formateurs!A2", "learner:A": "Apprenants!A2"},
    )
    return replace(plain, **more)


def only(problem: Problem, kind: str) -> Alert:
    """The one alert of a kind."""
    found = [alert for alert in precheck(problem) if alert.kind == kind]
    assert len(found) == 1, found
    return found[0]
