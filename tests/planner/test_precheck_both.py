"""Where a trainer and a room are both in the way of hours of a course, `check` names both."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from planner.check.precheck import precheck
from planner.domain import (
    Absence,
    CourseId,
    Lock,
    Problem,
    Room,
    RoomId,
    SessionId,
    StandingSession,
    TrainerId,
)
from tests.planner.test_precheck import COOKS, MONDAY, centre, course, only

CHEF, KITCHEN, COURSE = TrainerId("CHEF"), RoomId("K"), CourseId("Cuisine")
TRAINER, ROOM, DAYS = "Anne Roux n’est pas là", "la salle n'est pas disponible", "assez de jours"


def away(trainer: Iterable[int], room: Iterable[int], per_day: int = 8) -> Problem:
    """Eight hours of a week of cooking, with the weekdays on which the trainer and the kitchen are away."""
    plain = centre(courses={COURSE: course("Cuisine", 8, room_types=("cuisine",), max_per_day=per_day)})
    chef = replace(plain.trainers[CHEF], absences=tuple(Absence(weekday) for weekday in trainer))
    kitchen = Room(KITCHEN, "Cuisine", "cuisine", 12, absences=tuple(Absence(weekday) for weekday in room))
    return replace(plain, trainers={CHEF: chef}, rooms={KITCHEN: kitchen})


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (away(range(5), ()), {TRAINER}),
        (away((), range(5)), {ROOM}),
        # on the same days: neither would help without the other
        (away(range(5), range(5)), {TRAINER, ROOM}),
        # each on the days of the other: either would help
        (away((0, 1), (2, 3, 4)), {TRAINER, ROOM}),
        # one hour a day makes five
        (away((), (), per_day=1), {DAYS}),
        # the trainer's Monday is no loss while the week has four days
        (away((0,), range(5)), {ROOM}),
    ],
    ids=["trainer", "room", "both together", "both in turns", "days", "trainer is no loss"],
)
def test_course_without_place_names_what_is_in_the_way(problem: Problem, said: set[str]) -> None:
    """The trainer, the room, both, or the days of the class: never what would give no hour more."""
    text = only(problem, "course_places").text
    assert {words for words in (TRAINER, ROOM, DAYS) if words in text} == said


@pytest.mark.parametrize(
    ("problem", "cures"),
    [
        (away(range(5), ()), {"formateur"}),
        (away((), range(5)), {"salle"}),
        (away(range(5), range(5)), {"formateur", "salle"}),
        (away((), (), per_day=1), {"durées", "présence", "max par jour"}),
    ],
    ids=["trainer", "room", "both together", "days"],
)
def test_only_what_is_in_the_way_is_to_be_changed(problem: Problem, cures: set[str]) -> None:
    """A closed room is cured by a room, not by another trainer; an absent trainer not by other lengths."""
    text = only(problem, "course_places").text.partition("Solution : ")[2]
    assert {word for word in ("formateur", "salle", "durées", "présence", "max par jour") if word in text} == cures


LOCK = Lock(course_id=COURSE, day=MONDAY, start=480)
PASTED = StandingSession(SessionId("EX01"), COURSE, MONDAY, 480, 600, 120, class_ids=(COOKS,))


@pytest.mark.parametrize(
    ("kind", "rows", "room"),
    [
        ("lock_places", {"locks": (LOCK,)}, "aucune salle du cours n'est ouverte de 8 h à 9 h"),
        ("lock_places", {"locks": (replace(LOCK, trainer_ids=(CHEF,), room_id=KITCHEN),)}, "Cuisine n'est pas"),
        ("standing_presence", {"standing": (PASTED,)}, "aucune salle du cours n'est ouverte de 8 h à 10 h"),
        ("standing_presence", {"standing": (replace(PASTED, trainer_ids=(CHEF,), room_id=KITCHEN),)}, "Cuisine n'est"),
    ],
    ids=["lock", "lock with both", "pasted", "pasted with both"],
)
def test_session_at_a_known_hour_names_both(kind: str, rows: dict[str, tuple[object, ...]], room: str) -> None:
    """Monday at 8: nobody to lead it and nowhere to be, whether the line says who and where or not."""
    text = only(replace(away((0,), (0,)), **rows), kind).text
    assert "Anne Roux n'est pas disponible" in text
    assert f", et {room}" in text


@pytest.mark.parametrize(
    ("lock", "off", "said"),
    [
        (replace(LOCK, trainer_ids=(CHEF,), room_id=KITCHEN), "", ""),
        (replace(LOCK, trainer_ids=(TrainerId("B"),)), "", "Bob Roy n'est pas un formateur de ce cours, et n'en a"),
        (replace(LOCK, trainer_ids=(TrainerId("S"),)), "", ""),
        (replace(LOCK, trainer_ids=(TrainerId("B"),)), "H6a", ""),
        (replace(LOCK, room_id=RoomId("C")), "", "Classe n'a ni le type ni l'équipement que ce cours demande"),
        (replace(LOCK, room_id=RoomId("C")), "H5a", ""),
    ],
    ids=["its own", "another trainer", "a skilled one", "skills off", "another type of room", "types off"],
)
def test_lock_on_whom_or_what_is_not_for_the_course(lock: Lock, off: str, said: str) -> None:
    """A lock is kept or breaks H15: who may not lead the course, and a room of another type, are said before."""
    plain = away((), ())
    chef = plain.trainers[CHEF]
    others = {
        TrainerId("B"): replace(chef, id=TrainerId("B"), name="Bob Roy"),
        TrainerId("S"): replace(chef, id=TrainerId("S"), name="Sam Petit", skills=frozenset({"cuisine"})),
    }
    rooms = {**plain.rooms, RoomId("C"): Room(RoomId("C"), "Classe", "banalisée", 20)}
    problem = replace(
        plain, locks=(lock,), trainers={**plain.trainers, **others}, rooms=rooms, rules_off=frozenset({off} - {""})
    )
    found = [alert for alert in precheck(problem) if alert.kind == "lock_places"]
    assert [alert.blocking for alert in found] == [True] * bool(said)
    assert all(said in alert.text for alert in found)
