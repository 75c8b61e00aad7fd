"""Whom a change leaves out, and no session tells: of an event, of every watched place, of a course, of a whole day."""

from dataclasses import replace

from planner.domain import (
    About,
    Absence,
    Arrangement,
    Barrette,
    BarretteId,
    Cause,
    Debt,
    FixedEvent,
    Guidance,
    Kind,
    Missing,
    ModuleId,
    SessionId,
)
from planner.domain import event_session_id as event_id
from planner.engine.change.alone import Alone, still_alone
from planner.engine.change.noticed import staying_out, watched_by_nobody
from planner.engine.missing import told
from planner.report.compare import compare
from planner.report.noticed import noticed
from tests.planner.engine.change.scene import ANA, LESSON, PERIOD, board, centre
from tests.planner.engine.change.test_what_is_counted import timetable
from tests.rules import build as b

BEN = b.learner("ben", birth=b.MONDAY.replace(year=2010))


def forbidden(start: str, end: str) -> Arrangement:
    """Ben keeps some hours free."""
    return Arrangement(BEN.id, "forbidden", window=Absence(start=b.hour(start), end=b.hour(end)))


def test_event_that_somebody_cannot_come_to_says_why() -> None:
    """Ben keeps an hour of the trip free; Ana comes. Whoever comes is not told of, nor who was not in it before."""
    event = FixedEvent("trip", "Sortie", b.MONDAY, b.hour("9"), b.hour("16"), class_ids=(b.CLASS,))
    session = b.session(event_id("trip"), start="9", end="16", kind=Kind.FIXED, label="Sortie", minutes=360)
    session = replace(session, room_id=None, trainer_ids=())
    problem = centre(ANA, BEN, events=[event], arrangements=[forbidden("9", "10")])
    without = board(problem, (session, (ANA,)))
    (found,) = staying_out(without, timetable(), b.MONDAY)
    assert (found.what, found.apprentice_id, found.title) == ("stays_out", "ben", "Sortie")
    assert found.why == "horaire à garder libre (aménagement)"
    assert not [*staying_out(without, timetable((session, ("ana",))), b.MONDAY)]
    assert [n.apprentice_id for n in staying_out(without, timetable((session, ("ana", "ben"))), b.MONDAY)] == ["ben"]
    assert not [*staying_out(without, timetable(), b.TUESDAY)]
    assert not [*staying_out(board(problem, (session, (ANA, BEN))), timetable(), b.MONDAY)]


def test_minor_whom_nobody_watches_is_told_once() -> None:
    """The line of the list, where it is new and nothing else was told of him at that hour."""
    problem = centre(ANA, BEN)
    row = Missing(
        b.session("encadrement-x").id, Kind.STUDY, 60, Cause.NOBODY_TO_WATCH, class_ids=(b.CLASS,), about=About.WATCH,
        day=b.MONDAY, start=b.hour("8"), end=b.hour("9"), apprentice_ids=(BEN.id,), title="Atelier",
    )  # fmt: skip
    now = board(problem)
    now.unwatched.append(row)
    (found,) = watched_by_nobody(now, timetable(), b.MONDAY, ())
    assert ([p.id for p in found.minors], found.adult, found.against) == (["ben"], None, "")
    assert found.sessions[0].label == "Atelier"
    assert not [*watched_by_nobody(now, timetable(), b.MONDAY, (Alone((LESSON,), (BEN,)),))]
    assert not [*watched_by_nobody(now, timetable(), b.TUESDAY, ())]
    known = replace(timetable(), unplaced=(told(problem, row),))
    assert not [*watched_by_nobody(now, known, b.MONDAY, ())]


def test_course_that_moves_to_where_somebody_cannot_be_is_told_of_them() -> None:
    """From Monday at eight to ten, which Ben keeps free: he loses it; a change of his own tells it."""
    problem = centre(ANA, BEN, arrangements=[forbidden("10", "11")])
    later = replace(LESSON, start=b.hour("10"), end=b.hour("11"))
    before, after = timetable((LESSON, ("ana", "ben"))), timetable((later, ("ana",)))
    diff = compare(before, after)
    (found,) = noticed(problem, before, after, diff, ())
    assert (found.what, found.apprentice_id, found.start) == ("loses", "ben", b.hour("10"))
    assert found.why == "horaire à garder libre (aménagement)"
    assert noticed(problem, before, after, diff, {BEN.id}) == ()
    # whoever was not in it before loses nothing by it
    without = timetable((LESSON, ("ana",)))
    assert noticed(problem, without, after, compare(without, after), ()) == ()


GROUP = b.session(
    "B-P1-LIT1-1-o1", kind=Kind.BARRETTE, course_ids=(), module_id="LIT1", barrette_id=BarretteId("B"),
    period_id=PERIOD.id,
)  # fmt: skip
TRIP = replace(b.session("sortie", end="10", kind=Kind.FIXED, label="Sortie", trainer_ids=()), room_id=None)


def test_hour_of_support_that_goes_on_without_somebody_is_told_with_its_cause() -> None:
    """The group of two classes goes on: Ana is at the trip of hers, Ben keeps the hour free, Chloé gets no reason."""
    people = [ANA, BEN, b.learner("chloé"), b.learner("dan")]
    barrette = Barrette(BarretteId("B"), "Barrette B", (b.CLASS,), 60)
    problem = centre(*people, arrangements=[forbidden("8", "9")], barrettes=[barrette])
    before, after = timetable((GROUP, tuple(p.id for p in people))), timetable((GROUP, ("dan",)), (TRIP, ("ana",)))
    diff = compare(before, after)
    found = noticed(problem, before, after, diff, ())
    assert {(n.what, n.day, n.start, n.title) for n in found} == {("support", b.MONDAY, b.hour("8"), "Barrette B")}
    assert {n.apprentice_id: n.why for n in found} == {
        "ana": "« Sortie » à la même heure",
        "ben": "horaire à garder libre (aménagement)",
        "chloé": "plus de place pour eux dans un groupe",
    }
    # told otherwise: by a change about Ben, and of what Ana has for it
    assert [n.apprentice_id for n in noticed(problem, before, after, diff, {BEN.id}, {(ANA.id, GROUP.id)})] == ["chloé"]


def test_who_has_another_group_then_or_had_none_that_was_led_loses_no_support() -> None:
    """Ana goes to another group of the hour; Ben leaves a place of autonomy, which gave nothing."""
    other = replace(GROUP, id=SessionId("B-P1-NUM1-1-o1"), module_id=ModuleId("NUM1"), room_id=b.SECOND_ROOM)
    alone = replace(GROUP, id=SessionId("B-P1-AUTONOMIE-1-o1"), guidance=Guidance.AUTONOMOUS, module_id=None)
    problem = centre(ANA, BEN, modules=[b.module(), b.module("NUM1")])
    before = timetable((GROUP, ("ana",)), (other, ()), (alone, ("ben",)))
    after = timetable((GROUP, ()), (other, ("ana",)), (alone, ()))
    assert noticed(problem, before, after, compare(before, after), ()) == ()


def test_day_left_with_one_hour_is_told_where_it_was_worth_the_journey() -> None:
    """Two hours are asked for a journey: one of two is taken away; a day of one hour before is none of the change."""
    problem = centre(ANA, settings=replace(b.problem().settings, least_presence=120))
    second = replace(LESSON, id=b.session("cours-02").id, start=b.hour("9"), end=b.hour("10"))
    both, one = timetable((LESSON, ("ana",)), (second, ("ana",))), timetable((LESSON, ("ana",)))
    (found,) = noticed(problem, both, one, compare(both, one), ())
    assert (found.what, found.day, found.apprentice_id) == ("short_day", b.MONDAY, "ana")
    assert found.why == "1 h ce jour-là, pour une présence minimale de 2 h"
    other = replace(LESSON, start=b.hour("9"), end=b.hour("10"))
    moved = timetable((other, ("ana",)))
    assert noticed(problem, one, moved, compare(one, moved), ()) == ()
    assert noticed(problem, both, timetable(), compare(both, timetable()), ()) == ()


def test_line_on_a_minor_goes_once_he_has_something() -> None:
    """Freed from the lesson of Ana, Ben has nothing: the line holds. It goes with a study, and where he has left."""
    row = Missing(
        SessionId("une ligne quelconque"),
        Kind.STUDY,
        60,
        Cause.TOLD_BEFORE,
        class_ids=(b.CLASS,),
        about=About.WATCH,
        meanwhile=LESSON.id,
    )
    idle = board(centre(ANA, BEN), (LESSON, (ANA,)))
    assert still_alone(idle, row)
    study = replace(
        LESSON, id=SessionId("etude"), kind=Kind.STUDY, course_ids=(), room_id=b.SECOND_ROOM, trainer_ids=()
    )
    assert not still_alone(board(centre(ANA, BEN), (LESSON, (ANA,)), (study, (BEN,))), row)
    gone = replace(BEN, exit=b.MONDAY.replace(day=1))
    assert not still_alone(board(centre(ANA, gone), (LESSON, (ANA,))), row)
    assert still_alone(board(centre(ANA, gone)), row)


def test_support_that_is_cancelled_is_told_of_those_who_have_less_planned() -> None:
    """Both lose the hour of literacy; of Ben's need as much is planned as before, at another moment."""
    problem = centre(ANA, BEN, modules=[b.module("LIT1")])
    before, after = timetable((GROUP, ("ana", "ben"))), timetable()
    due = [Debt(p.id, "n", "LIT1", 120, 120, b.MONDAY, 1, "x") for p in (ANA, BEN)]
    before, after = replace(before, debts=tuple(due)), replace(after, debts=(replace(due[0], planned=60), due[1]))
    (found,) = noticed(problem, before, after, compare(before, after), ())
    assert (found.what, found.apprentice_id, found.session_id) == ("support", "ana", GROUP.id)
    assert found.why.startswith("heure annulée")
    assert noticed(problem, before, after, compare(before, after), {ANA.id}) == ()


def test_cause_of_an_hour_that_has_moved_is_that_of_its_new_hour() -> None:
    """The group goes to nine, where Ana has her lesson: that is the reason, and not the lack of a seat."""
    problem = centre(ANA, BEN, modules=[b.module("LIT1")])
    at_nine = replace(GROUP, start=b.hour("9"), end=b.hour("10"))
    lesson = replace(LESSON, start=b.hour("9"), end=b.hour("10"))
    before = timetable((GROUP, ("ana", "ben")), (lesson, ("ana",)))
    after = timetable((at_nine, ("ben",)), (lesson, ("ana",)))
    (found,) = noticed(problem, before, after, compare(before, after), ())
    assert found.apprentice_id == "ana"
    assert lesson.label in found.why
