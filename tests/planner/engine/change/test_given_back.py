"""What waits at the hour that it had: put back alone or with its crossed part, or what is against it, in words."""

from dataclasses import replace

from constraints import RULES
from planner.domain import Cause, Guidance, Kind, Missing, OpenPeriod, OpenPeriodId, Timetable, Waits
from planner.engine.change.due_again import Cancelled
from planner.engine.change.given_back import give_back, hours_known, hours_lost, led_again
from planner.engine.change.left import Left
from planner.engine.change.seating import Seats
from tests.planner.engine.change.scene import ANA, BEN, LESSON, LIMITS, NEXT, PERIOD, board, centre
from tests.rules import build as b

WAITS = Left(replace(LESSON, id=b.session("cours-01-r1").id, day=NEXT, start=-1, end=0), {}, renamed=True)
ROW = Missing(LESSON.id, Kind.COURSE, 60, Cause.NONE_FOUND, (b.COURSE,), class_ids=(b.CLASS,), waits=Waits.AGAIN)


def test_hours_are_written_and_read_as_they_were() -> None:
    """The hour of a session that is listed, once its day has come no more; none of a room that is gone."""
    problem = centre()
    lost = {"hours": hours_lost(board(problem), Timetable(sessions=(LESSON,)), (ROW,), {})}
    place = hours_known(problem, lost, b.MONDAY)[LESSON.id]
    assert (*place.option[:3], place.room) == (LESSON.day, LESSON.start, LESSON.end, LESSON.room_id)
    assert hours_known(problem, lost, NEXT) == {}
    assert hours_known(replace(problem, rooms={}), lost, b.MONDAY) == {}


def test_session_returns_under_its_name_with_its_class() -> None:
    """Nothing is against it: it stands as before, and waits no more."""
    empty = board(centre())
    hours = hours_known(empty.problem, {"hours": {WAITS.session.id: _place()}}, b.MONDAY)
    done = give_back(empty, [WAITS], hours, b.MONDAY)
    assert (done.waiting, done.against) == ([], {})
    assert (empty.sessions[LESSON.id].day, empty.sessions[LESSON.id].start) == (LESSON.day, LESSON.start)
    assert set(empty.people[LESSON.id]) == {ANA.id, BEN.id}


def test_hour_that_is_taken_is_told() -> None:
    """The trainer has the class at that hour for something else: the session waits, and says so."""
    other = replace(LESSON, id=b.session("autre").id)
    held = board(centre(), (other, (ANA, BEN)))
    hours = hours_known(held.problem, {"hours": {WAITS.session.id: _place()}}, b.MONDAY)
    done = give_back(held, [WAITS], hours, b.MONDAY)
    assert done.waiting == [WAITS]
    assert done.against[WAITS.session.id]
    assert set(held.sessions) == {other.id}


def test_support_given_meanwhile_gives_way() -> None:
    """Ana was given support at the hour that was free: she is in the course again, and the support is told."""
    support = b.session("appui", kind=Kind.SUPPORT, trainer_ids=(b.SECOND,), class_ids=(b.CLASS,))
    support = replace(support, room_id=None)
    held = board(centre(trainers=[b.trainer(), b.trainer(b.SECOND)]), (support, (ANA,)))
    hours = hours_known(held.problem, {"hours": {WAITS.session.id: _place()}}, b.MONDAY)
    done = give_back(held, [WAITS], hours, b.MONDAY)
    assert [(session.id, person) for session, person in done.given_up] == [(support.id, ANA.id)]
    assert set(held.people[LESSON.id]) == {ANA.id, BEN.id}


def test_watched_course_is_taught_again() -> None:
    """Its trainer can come after all: the class no longer works on its own."""
    watched = replace(LESSON, guidance=Guidance.AUTONOMOUS, trainer_ids=(b.SECOND,))
    held = board(centre(trainers=[b.trainer(), b.trainer(b.SECOND)]), (watched, (ANA, BEN)))
    led_again(held, hours_known(held.problem, {"hours": {LESSON.id: _place()}}, b.MONDAY))
    assert (held.sessions[LESSON.id].guidance, held.sessions[LESSON.id].trainer_ids) == (Guidance.LED, (b.TRAINER,))


def test_open_hour_stays_in_the_list_while_one_of_its_classes_lacks_its_place() -> None:
    """The other class has a lesson then: what waits is still told; without the lesson the hour is whole again."""
    both = [b.group(), b.group(b.OTHER)]
    period = OpenPeriod(OpenPeriodId("O"), "Temps banalisé", (b.CLASS, b.OTHER), 60)
    kept = b.session(
        f"O-{PERIOD.id}-o1-{b.CLASS}", kind=Kind.OPEN, period_id=PERIOD.id, occurrence=1, trainer_ids=(), room_id=None
    )  # fmt: skip
    lesson = replace(LESSON, class_ids=(b.OTHER,), course_ids=(b.SECOND_COURSE,))
    for others, back in ((((lesson, ()),), set()), ((), {"O-P1-o1"})):
        problem = centre(ANA, classes=both, open_periods=(period,))
        held = board(problem, (kept, (ANA,)), *others)
        stock = Cancelled(problem, hours=hours_known(problem, {"hours": {"O-P1-o1": _place()}}, b.MONDAY))
        seats = Seats(held, RULES, LIMITS, held.timetable(), stock)
        seats.staff((), ())
        assert seats.back == back


def _place() -> list[object]:
    return [LESSON.day.isoformat(), LESSON.start, LESSON.end, LESSON.room_id, list(LESSON.trainer_ids)]
