"""What `check` says of events and sessions that stand at a known hour."""

from dataclasses import replace

from planner.check.precheck import precheck
from planner.domain import (
    Absence,
    ApprenticeId,
    CourseId,
    FixedEvent,
    Lock,
    Room,
    RoomId,
    SessionId,
    StandingSession,
    TrainerId,
)
from tests.planner.test_precheck import COOKS, MONDAY, centre, course, learner, only

KITCHEN = RoomId("K")
PASTED = StandingSession(
    SessionId("EX01"), CourseId("Cuisine"), MONDAY, 480, 600, 120, class_ids=(COOKS,), room_id=KITCHEN
)
OUTING = FixedEvent("E", "Sortie", MONDAY, 480, 720, class_ids=(COOKS,))
THREE = {ApprenticeId(name): learner(name) for name in "ABC"}


def test_a_room_that_is_too_small_for_what_stands_is_said() -> None:
    """Three cooks in the kitchen of two places: of a pasted session and of an event; two of them have room."""
    for rows in ({"standing": (PASTED,)}, {"events": (replace(OUTING, room_id=KITCHEN),)}):
        alert = only(centre(learners=THREE, **rows), "standing_seats")
        assert "Cuisine a 2 places pour 3 personnes, lundi 7 septembre" in alert.text
        assert alert.blocking
        away = replace(learner("C"), entry=MONDAY.replace(day=8))
        fewer = precheck(centre(learners={**THREE, away.id: away}, **rows))
        assert "standing_seats" not in {alert.kind for alert in fewer}


def test_a_room_that_is_away_is_said_of_an_event_too() -> None:
    """The kitchen is closed that morning: the outing that begins in it is told, that of the afternoon is not."""
    closed = Room(KITCHEN, "Cuisine", "cuisine", 12, absences=(Absence(first=MONDAY, last=MONDAY, end=720),))
    problem = centre(rooms={KITCHEN: closed}, events=(replace(OUTING, room_id=KITCHEN),))
    alert = only(problem, "standing_presence")
    assert "Cuisine n'est pas disponible" in alert.text
    assert alert.blocking
    later = replace(OUTING, room_id=KITCHEN, start=780, end=900)
    assert "standing_presence" not in {a.kind for a in precheck(replace(problem, events=(later,)))}


def test_who_is_named_at_the_hour_of_an_event_of_the_class_is_said_once() -> None:
    """Camille A has an appointment on both mornings of the outing: one alert, with both rows and who stays away."""
    days = [MONDAY, MONDAY.replace(day=8)]
    outings = [replace(OUTING, id=f"E-{day:%d}", day=day) for day in days]
    own = [
        FixedEvent(f"R-{day:%d}", "Bilan", day, 540, 600, apprentice_ids=(ApprenticeId("A"),)) for day in days
    ]  # fmt: skip
    origins = {f"event:{e.id}": f"Événements!A{2 if e in outings else 3}" for e in (*outings, *own)}
    problem = centre(learners=THREE, events=(*outings, *own))
    alert = only(replace(problem, origins=origins), "double_events")
    assert alert.origin == "Événements!A3 et Événements!A2"
    assert "nomme Camille A, pendant « Sortie » de la classe" in alert.text
    assert not alert.blocking
    later = tuple(replace(event, start=780, end=840) for event in own)
    assert "double_events" not in {a.kind for a in precheck(replace(problem, events=(*outings, *later)))}


def test_a_lock_on_a_trainer_whose_week_events_fill_is_said() -> None:
    """Three days of mobility of 26 hours a week leave two for the lock; a fourth one leaves it none."""
    chef = TrainerId("CHEF")
    days = [
        FixedEvent(f"E{n}", "Mobilité", MONDAY.replace(day=8 + n), 480, 1020, trainer_ids=(chef,)) for n in range(4)
    ]
    lock = Lock(course_id=CourseId("Cuisine"), day=MONDAY, start=480)
    held = replace(centre(courses={lock.course_id: course("Cuisine", 1)}), locks=(lock,))
    assert "lock_places" not in {a.kind for a in precheck(replace(held, events=tuple(days[:3])))}
    alert = only(replace(held, events=tuple(days)), "lock_places")
    assert "Anne Roux n'est pas disponible de 8 h à 9 h" in alert.text
    assert alert.blocking
