"""What waits at the hour that it had: put back alone or with its crossed part, or what is against it, in words."""

from dataclasses import replace
from datetime import date

import pytest

from constraints import RULES
from planner.domain import Cause, Guidance, Kind, Missing, OpenPeriod, OpenPeriodId, Session, Timetable, Waits
from planner.engine.change.borne import Budget
from planner.engine.change.due_again import Cancelled
from planner.engine.change.given_back import give_back, hours_known, hours_lost, led_again
from planner.engine.change.left import Left
from planner.engine.change.limits import Limits
from planner.engine.change.repair_model import Place
from planner.engine.change.seating import Seats
from planner.engine.change.swapped import may_return, place_of, swaps_known, swaps_written
from planner.model import Option
from tests.planner.engine.change.scene import ANA, BEN, LESSON, LIMITS, NEXT, PERIOD, board, centre
from tests.rules import build as b

WAITS = Left(replace(LESSON, id=b.session("cours-01-r1").id, day=NEXT, start=-1, end=0), {}, renamed=True)
ROW = Missing(LESSON.id, Kind.COURSE, 60, Cause.NONE_FOUND, (b.COURSE,), class_ids=(b.CLASS,), waits=Waits.AGAIN)


FREE = Budget()


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
    done = give_back(empty, [WAITS], hours, LIMITS)
    assert (done.waiting, done.against) == ([], {})
    assert (empty.sessions[LESSON.id].day, empty.sessions[LESSON.id].start) == (LESSON.day, LESSON.start)
    assert set(empty.people[LESSON.id]) == {ANA.id, BEN.id}


def test_hour_that_is_taken_is_told() -> None:
    """The trainer has the class at that hour for something else: the session waits, and says so."""
    other = replace(LESSON, id=b.session("autre").id)
    held = board(centre(), (other, (ANA, BEN)))
    hours = hours_known(held.problem, {"hours": {WAITS.session.id: _place()}}, b.MONDAY)
    done = give_back(held, [WAITS], hours, LIMITS)
    assert done.waiting == [WAITS]
    assert done.against[WAITS.session.id]
    assert set(held.sessions) == {other.id}


@pytest.mark.parametrize("machines", [False, True])
def test_support_given_meanwhile_gives_way(machines: bool) -> None:
    """Ana was given support at the hour that was free: she is in the course again, and the support is told.

    So is a minor who may be at its machines.
    """
    minor = replace(ANA, birth=date(2010, 1, 1), regulated_ok=date(2026, 9, 1)) if machines else ANA
    support = b.session("appui", kind=Kind.SUPPORT, trainer_ids=(b.SECOND,), class_ids=(b.CLASS,))
    support = replace(support, room_id=None)
    staff, courses = [b.trainer(), b.trainer(b.SECOND)], [b.course(lengths=(60, 60), regulated=machines)]
    held = board(centre(minor, BEN, trainers=staff, courses=courses), (support, (minor,)))
    hours = hours_known(held.problem, {"hours": {WAITS.session.id: _place()}}, b.MONDAY)
    done = give_back(held, [WAITS], hours, LIMITS)
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


def test_what_took_the_trainer_goes_back_where_it_stood() -> None:
    """A lesson was put at the hour since: it goes back to its own day with its class, and the other one returns."""
    session, was = _moved("autre", b.TUESDAY)
    held = board(centre(), (session, (ANA, BEN)))
    hours = hours_known(held.problem, {"hours": {WAITS.session.id: _place()}}, b.MONDAY)
    done = give_back(
        held, [WAITS], hours, LIMITS, may_return(held, {session.id: (was, place_of(session))}, LIMITS, FREE)
    )
    assert (done.waiting, done.against) == ([], {})
    assert {key: s.day for key, s in held.sessions.items()} == {LESSON.id: b.MONDAY, session.id: b.TUESDAY}
    assert all(set(people) == {ANA.id, BEN.id} for people in held.people.values())


@pytest.mark.parametrize("taken", [True, False])
def test_chain_goes_back_whole_or_not_at_all(taken: bool) -> None:
    """What is in the way of what goes back goes back too; where one of them cannot, nothing moves."""
    near, far = _moved("autre-1", b.TUESDAY), _moved("autre-2", b.WEDNESDAY)
    beside = replace(far[0], day=b.TUESDAY)
    fixed = replace(LESSON, id=b.session("fixe").id, day=b.WEDNESDAY)
    held = board(centre(), *((s, (ANA, BEN)) for s in (near[0], beside, *([fixed] if taken else []))))
    hours = hours_known(held.problem, {"hours": {WAITS.session.id: _place()}}, b.MONDAY)
    swaps = {near[0].id: (near[1], place_of(near[0])), beside.id: (far[1], place_of(beside))}
    before = held.timetable()
    done = give_back(held, [WAITS], hours, LIMITS, may_return(held, swaps, LIMITS, FREE))
    assert bool(done.waiting) == taken
    days = {LESSON.id: b.MONDAY, near[0].id: b.TUESDAY, beside.id: b.WEDNESDAY}
    assert held.timetable() == before if taken else {key: s.day for key, s in held.sessions.items()} == days


def test_what_may_not_go_back() -> None:
    """Locked, moved by hand since, announced, or led by somebody who is gone: it stays; a colleague may come back."""
    session, was = _moved("autre", b.TUESDAY)
    held, now = board(centre(), (session, (ANA, BEN))), place_of(session)
    colleague = Place(Option(session.day, session.start, session.end, (b.SECOND,)), session.room_id)
    gone = Place(Option(session.day, session.start, session.end, (b.trainer("parti").id,)), session.room_id)
    inside = Limits(b.MONDAY, NEXT)
    asked = [
        ({session.id: (was, now)}, replace(LIMITS, locked=frozenset({session.id}))),
        ({session.id: (now, was)}, LIMITS),
        ({session.id: (was, now)}, inside),
        ({session.id: (gone, now)}, LIMITS),
    ]
    assert [may_return(held, swaps, limits, FREE).places for swaps, limits in asked] == [{}] * 4
    assert may_return(held, {session.id: (colleague, now)}, inside, FREE).places == {session.id: colleague}


def test_nobody_bears_more_than_they_may() -> None:
    """Ana bears no other change: what is in the way stays."""
    session, was = _moved("autre", b.TUESDAY)
    held = board(centre(), (session, (ANA, BEN)))
    hours = hours_known(held.problem, {"hours": {WAITS.session.id: _place()}}, b.MONDAY)
    returns = may_return(held, {session.id: (was, place_of(session))}, LIMITS, Budget(people={ANA.id: 0}))
    assert give_back(held, [WAITS], hours, LIMITS, returns).waiting == [WAITS]


def test_former_places_are_kept_until_they_are_taken_again() -> None:
    """A lesson that an update moved has its former place in the summary, until it is there again or moves by hand."""
    session, was = _moved("autre", b.TUESDAY)
    problem = centre()
    moved, at_home = board(problem, (session, ())), _at_place(session, was)
    kept = {"stood": swaps_written(moved, Timetable(sessions=(at_home,)), {})}
    assert swaps_known(kept) == {session.id: (was, place_of(session))}
    assert swaps_written(moved, Timetable(sessions=(session,)), swaps_known(kept)) == kept["stood"]
    home = board(problem, (at_home, ()))
    assert swaps_written(home, Timetable(sessions=(session,)), swaps_known(kept)) == {}
    elsewhere = board(problem, (replace(session, start=b.hour("14"), end=b.hour("15")), ()))
    by_hand = swaps_known(kept)
    assert may_return(elsewhere, by_hand, LIMITS, FREE).places == {}


@pytest.mark.parametrize("locked", ["cours-01", "cours-02"])
def test_locked_session_returns_first(locked: str) -> None:
    """Two lessons had the same hour, one after the other: the one that the planner locked has it."""
    others = [
        Left(replace(WAITS.session, id=b.session(f"{key}-r1").id), {}, renamed=True) for key in ("cours-01", "cours-02")
    ]
    empty = board(centre())
    hours = hours_known(empty.problem, {"hours": {row.session.id: _place() for row in others}}, b.MONDAY)
    done = give_back(empty, others, hours, replace(LIMITS, locked=frozenset({b.session(locked).id})))
    assert list(empty.sessions) == [locked]
    assert len(done.waiting) == 1


def _moved(key: str, day: date) -> tuple[Session, Place]:
    """A lesson at the hour of the one that waits, and where it stood before: at that hour of another day."""
    session = replace(LESSON, id=b.session(key).id)
    return session, place_of(replace(session, day=day))


def _at_place(session: Session, place: Place) -> Session:
    day, start, end, team = place.option
    return replace(session, day=day, start=start, end=end, trainer_ids=team, room_id=place.room)
