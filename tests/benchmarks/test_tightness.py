"""How tight a finished timetable is, counted on a week of one class."""

from datetime import date, timedelta

from benchmarks.tightness import measure
from planner.domain import (
    ALL_DAY,
    Bells,
    ClassGroup,
    ClassId,
    Problem,
    ProgrammeId,
    Room,
    RoomId,
    Session,
    SessionId,
    Slot,
    Timetable,
    Trainer,
    TrainerId,
)

MONDAY = date(2026, 9, 7)
DAYS = tuple(MONDAY + timedelta(days=n) for n in range(5))


def test_tightness_counts_room_and_trainer_minutes() -> None:
    """Four hours a day make 20 h: 10 h in the only kitchen are half; of the trainer's 12 h a week they are 10/12."""
    morning = tuple(Slot(480 + 60 * n, 540 + 60 * n) for n in range(4))
    problem = Problem(
        MONDAY,
        MONDAY + timedelta(days=6),
        bells={"": Bells("", (*(morning,) * 5, (), ()))},
        classes={ClassId("c"): ClassGroup(ClassId("c"), "c", ProgrammeId("p"), calendar=dict.fromkeys(DAYS, ALL_DAY))},
        rooms={RoomId("k"): Room(RoomId("k"), "k", "cuisine", 12)},
        trainers={TrainerId("t"): Trainer(TrainerId("t"), "t", max_week=12 * 60)},
    )
    sessions = tuple(
        Session(
            SessionId(str(n)), "course", day, 480, 600, 120, "", "", trainer_ids=(TrainerId("t"),), room_id=RoomId("k")
        )
        for n, day in enumerate(DAYS)
    )
    found = measure(problem, Timetable(sessions))
    assert (found.room_type, found.rooms) == ("cuisine", 0.5)
    assert abs(found.trainers - 10 / 12) < 1e-9
