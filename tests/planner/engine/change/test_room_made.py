"""Room made for a session at an hour that another one has: who moves, where to, and what is never asked to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from constraints import RULES
from planner.domain import Absence, Kind, Problem, Session, SessionId, Timetable, Trainer
from planner.engine.change.limits import Limits
from planner.engine.change.make_room import RoomMade, RoomQuestion, WantedPlace, clear_hour
from planner.engine.solvers.cpsat import Interrupt
from planner.rule import Rules
from tests.planner.engine.change.scene import ANA, BEN, LESSON, NEXT, board, centre
from tests.rules import build as b

TUESDAY = b.MONDAY + timedelta(days=1)
HELD = replace(LESSON, id=SessionId("cours-02"), day=TUESDAY)
"""Another lesson of the class, on Tuesday at the same hour."""


def asked(
    problem: Problem,
    wanted: WantedPlace,
    sessions: Sequence[Session] = (LESSON, HELD),
    locked: frozenset[SessionId] = frozenset(),
) -> RoomMade:
    """What moves so that the lesson of Monday has the place that is wanted."""
    timetable = board(problem, *((s, (ANA, BEN)) for s in sessions)).timetable()
    limits = Limits(b.MONDAY, b.MONDAY, locked)
    return next(clear_hour(RoomQuestion(problem, timetable, RULES, limits, LESSON, (), wanted, Interrupt())))


def there(day: object = TUESDAY) -> WantedPlace:
    """At the hour of a lesson, on another day."""
    return WantedPlace(day, LESSON.start, LESSON.end)  # type: ignore[arg-type]


def test_what_has_the_hour_goes_elsewhere_in_the_week() -> None:
    """Two sessions change, and no fewer can; the one that was asked about is told first."""
    found = asked(centre(), there())
    assert [e.session_id for e in found.edits] == [LESSON.id, HELD.id]
    assert (found.edits[0].day, found.edits[0].start) == (TUESDAY, LESSON.start)
    assert (found.edits[1].day, found.edits[1].start) != (TUESDAY, LESSON.start)
    assert found.fewest


def test_a_free_hour_of_another_week_moves_nobody_else() -> None:
    """The session alone goes there."""
    found = asked(centre(), there(NEXT))
    assert [(e.session_id, e.day, e.start) for e in found.edits] == [(LESSON.id, NEXT, LESSON.start)]


def test_the_hour_of_another_week_is_made_free() -> None:
    """What has it moves within its own week."""
    held = replace(HELD, day=NEXT)
    found = asked(centre(), there(NEXT), (LESSON, held))
    assert {e.session_id for e in found.edits} == {LESSON.id, held.id}
    assert next(e.day for e in found.edits if e.session_id == LESSON.id) == NEXT


def test_what_is_locked_stays_and_is_named() -> None:
    """No room is made."""
    found = asked(centre(), there(), locked=frozenset({HELD.id}))
    assert found == RoomMade(held=(HELD,))


def test_where_no_adult_can_be_nothing_is_looked_for() -> None:
    """Whatever moves, the only trainer of the course is away."""
    away: Trainer = b.trainer(absences=(Absence(first=TUESDAY, last=TUESDAY),))
    assert asked(centre(trainers=[away]), there()) == RoomMade(never=True)


def test_what_is_in_the_way_of_a_full_week_goes_to_the_next_one() -> None:
    """The class is at the centre on Tuesday morning alone this week: only another week has an hour for its lesson."""
    first = [TUESDAY, *(NEXT + timedelta(days=n) for n in range(5))]
    free = [d for n in range(14) if (d := b.MONDAY + timedelta(days=n)) not in first]
    trainer = b.trainer(absences=tuple(Absence(first=d, last=d) for d in free))
    trainer = replace(trainer, absences=(*trainer.absences, Absence(TUESDAY, TUESDAY, LESSON.end, 24 * 60)))
    found = asked(centre(trainers=[trainer]), there())
    where = {e.session_id: e.day for e in found.edits}
    assert where[LESSON.id] == TUESDAY
    assert where[HELD.id] >= NEXT


def test_a_room_that_is_asked_for_is_had() -> None:
    """What has no room of its own meets in the one that is asked for, not elsewhere."""
    support = replace(LESSON, kind=Kind.SUPPORT, course_ids=(), room_id=None, class_ids=())
    problem = centre()
    timetable = board(problem, (support, (ANA,)), (HELD, (ANA, BEN))).timetable()
    wanted = WantedPlace(TUESDAY, LESSON.start, LESSON.end, b.ROOM)
    asked_for = RoomQuestion(problem, timetable, RULES, Limits(b.MONDAY, b.MONDAY), support, (), wanted, Interrupt())
    found = [one.edits[0] for one in clear_hour(asked_for) if one.edits]
    assert {(one.session_id, one.room_id) for one in found} == {(support.id, b.ROOM)}


def test_one_way_after_the_other() -> None:
    """Who is not content with the first one gets the next: the last says why there is none."""
    found = list(clear_hour(RoomQuestion(*scene_of_two(), LESSON, (), there(), Interrupt())))
    assert [bool(one.edits) for one in found][:1] == [True]
    assert len(found) > 1


def scene_of_two() -> tuple[Problem, Timetable, Rules, Limits]:
    """Both lessons, nothing locked."""
    problem = centre()
    timetable = board(problem, (LESSON, (ANA, BEN)), (HELD, (ANA, BEN))).timetable()
    return problem, timetable, RULES, Limits(b.MONDAY, b.MONDAY)
