"""What of a re-solve counts as a change, of sessions and of people, and what is known of the fewest of them."""

from dataclasses import replace
from datetime import timedelta

from constraints import RULES
from planner.domain import (
    ApprenticeId,
    Attendance,
    BarretteId,
    CourseId,
    FixedEvent,
    Group,
    GroupId,
    Kind,
    ModuleId,
    Session,
    SessionId,
    Timetable,
    Unplaced,
    event_session_id,
)
from planner.engine.change.alone import gaps_written, minors_alone
from planner.engine.change.due_again import Cancelled
from planner.engine.change.fewest import least_changes, needed_of_people
from planner.engine.change.limits import Limits
from planner.engine.change.mended import Mended
from planner.engine.change.same_names import with_names_before
from planner.engine.change.seating import Seats
from planner.engine.change.swapped import place_of, written
from planner.report.compare import compare
from tests.planner.engine.change.scene import ANA, LESSON, NEXT, PERIOD, board, centre
from tests.planner.test_seats import name, people, scene
from tests.rules import build as b

WORKSHOP = replace(LESSON, id=b.session("atelier-A-01").id, part="A")
OTHER = replace(WORKSHOP, id=b.session("atelier-B-01").id, part="B", room_id=b.SECOND_ROOM, trainer_ids=(b.SECOND,))


def timetable(*held: tuple[Session, tuple[str, ...]]) -> Timetable:
    """Sessions with their people."""
    rows = tuple(Attendance(s.id, person) for s, people in held for person in people)  # type: ignore[arg-type]
    return Timetable(tuple(s for s, _people in held), rows)


# People


def test_another_part_of_a_workshop_is_a_change_of_one_person() -> None:
    """Ana goes from the first half to the second; Ben stays, and no session is another one."""
    before = timetable((WORKSHOP, ("ana", "ben")), (OTHER, ()))
    after = timetable((WORKSHOP, ("ben",)), (OTHER, ("ana",)))
    diff = compare(before, after)
    assert [(s.apprentice_id, s.before.id, s.after.id) for s in diff.seats] == [("ana", WORKSHOP.id, OTHER.id)]
    assert diff.cost == 1


def test_whoever_only_comes_or_goes_or_is_called_to_an_event_changes_no_seat() -> None:
    """Ana enters, Ben leaves, Chloé is called to an event: the workbook says all three."""
    event = replace(LESSON, id=b.session("evt").id, kind=Kind.FIXED, course_ids=())
    before = timetable((WORKSHOP, ("ben", "chloé")))
    after = timetable((WORKSHOP, ("ana",)), (event, ("chloé",)))
    assert compare(before, after).seats == ()
    assert compare(before, after).cost == 0


def test_whoever_goes_to_another_class_changes_no_seat() -> None:
    """Maths in one class, workshop in the other at the same hour: nothing of the one is in place of the other."""
    other = replace(OTHER, class_ids=(b.OTHER,), course_ids=(CourseId("atelier"),))
    before = timetable((LESSON, ("ana", "ben")), (other, ()))
    after = timetable((LESSON, ("ben",)), (other, ("ana",)))
    assert compare(before, after).seats == ()
    assert {(p.session.id, p.joins) for p in compare(before, after).people} == {(LESSON.id, False), (other.id, True)}


def test_whoever_only_loses_one_of_their_groups_changes_none() -> None:
    """Ana is called from the only hour of numeracy, and keeps literacy; Ben takes numeracy up, and changes group."""
    groups = {m: Group(GroupId(m), BarretteId("B"), PERIOD.id, ModuleId(m), (), None, ()) for m in ("LIT1", "NUM1")}
    hour = replace(LESSON, course_ids=(), kind=Kind.BARRETTE, barrette_id=BarretteId("B"), period_id=PERIOD.id)
    hours = [replace(hour, id=SessionId(m), module_id=ModuleId(m), group_id=GroupId(m)) for m in groups]

    def with_groups(**people: str) -> Timetable:
        held = timetable(*((s, tuple(people[str(s.module_id)].split())) for s in hours))
        rows = (replace(g, apprentice_ids=tuple(map(ApprenticeId, people[m].split()))) for m, g in groups.items())
        return replace(held, groups=tuple(rows))

    diff = compare(with_groups(LIT1="ana ben", NUM1="ana"), with_groups(LIT1="ana ben", NUM1="ben"))
    assert [m.apprentice_id for m in diff.memberships] == ["ana", "ben"]
    assert [m.apprentice_id for m in diff.regrouped] == ["ben"]
    assert diff.cost == 1


def test_people_who_might_have_stayed_are_none_that_there_have_to_be() -> None:
    """Ana may still be in the first half, so her change proves nothing; once she is of the second, it has to be."""
    before = timetable((WORKSHOP, ("ana",)), (OTHER, ()))
    diff = compare(before, timetable((WORKSHOP, ()), (OTHER, ("ana",))))
    parts = [b.course(parts=2)]
    for part, needed in (("A", 0), ("B", 1)):
        ana = b.learner("ana", part=part)
        found = board(centre(ana, courses=parts), (WORKSHOP, ()), (OTHER, (ana,)))
        assert needed_of_people(found, before, diff, b.MONDAY) == needed


# Sessions


def test_a_session_that_went_and_came_back_is_no_change() -> None:
    """Cancelled and given again at its hour, in its room, with its people: it has its name, and nothing differs."""
    before = timetable((LESSON, ("ana", "ben")))
    again = replace(LESSON, id=b.session("cours-01-r1").id)
    after = with_names_before(before, timetable((again, ("ben", "ana"))))
    assert compare(before, after).empty
    # with somebody less it is another session, and says so
    other = timetable((again, ("ana",)))
    assert with_names_before(before, other) == other


def test_two_sessions_that_took_each_others_place_are_no_change() -> None:
    """Monday's and the next week's hour of one course are swapped: nobody could tell."""
    later = replace(LESSON, id=b.session("cours-02").id, day=NEXT)
    before = timetable((LESSON, ("ana",)), (later, ("ana",)))
    swapped = timetable((replace(later, day=LESSON.day), ("ana",)), (replace(LESSON, day=NEXT), ("ana",)))
    assert compare(before, with_names_before(before, swapped)).empty


def test_an_open_hour_that_stood_empty_is_no_change_once_somebody_is_in_it() -> None:
    """Nobody was there and nobody led it: whoever comes needs a room and an adult. With Ben in it, it is a change."""
    empty = replace(LESSON, id=b.session("temps").id, kind=Kind.OPEN, course_ids=(), trainer_ids=(), room_id=None)
    held = replace(empty, trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    found = compare(timetable((empty, ())), timetable((held, ("ana",))))
    assert ([change.what for change in found.sessions], found.cost) == (["content"], 0)
    assert compare(timetable((empty, ("ben",))), timetable((held, ("ana", "ben")))).cost == 1
    assert compare(timetable((held, ())), timetable((replace(held, trainer_ids=(b.TRAINER,)), ("ana",)))).cost == 1


def test_an_id_that_the_list_names_is_not_taken() -> None:
    """What has no place stays what the list says: the session that stands there now is another one."""
    before = timetable((LESSON, ("ana",)))
    other = replace(LESSON, id=b.session("cours-02").id)
    listed = Unplaced(LESSON.id, LESSON.kind, LESSON.minutes, "aucune place")
    after = replace(timetable((other, ("ana",))), unplaced=(listed,))
    assert with_names_before(before, after) == after


def test_steps_count_a_session_once_and_later_ones_only_what_had_to_change() -> None:
    """Two steps of a session hit and one moved beside it: the second's neighbour might have been spared."""
    one = Mended(changes=2, extra=1, needed=1, touched={"a", "b"})  # type: ignore[arg-type]
    two = Mended(changes=2, extra=1, needed=1, touched={"c", "d"})  # type: ignore[arg-type]
    everything = {"a", "b", "c", "d"}
    assert least_changes([one], everything) == 2  # type: ignore[arg-type]
    assert least_changes([one, two], everything) == 3  # type: ignore[arg-type]
    # the second step moves what the first had moved: one change, not two
    assert least_changes([one, replace(two, touched={"b", "d"})], {"a", "b", "d"}) == 2  # type: ignore[arg-type]
    # what has another id in the end, or is back, is no change of it
    assert least_changes([one], {"a"}) == 1  # type: ignore[arg-type]


# Minors


def test_minors_of_a_cancelled_workshop_and_who_could_watch_them() -> None:
    """Ben is a minor: the other adult is free, then nobody is; Ana goes home, and a fallen day leaves nobody."""
    ben = b.learner("ben", birth=b.MONDAY.replace(year=2010))
    people = centre(ANA, ben, rooms=[b.room(), b.room(b.SECOND_ROOM)], trainers=[b.trainer(), b.trainer(b.SECOND)])
    before, after = timetable((LESSON, ("ana", "ben"))), timetable()
    (found,) = minors_alone(board(people), before, after, b.MONDAY, NEXT, ())
    assert [p.id for p in found.minors] == ["ben"]
    assert found.room is not None
    assert found.adult in (b.TRAINER, b.SECOND)
    nobody = replace(people, trainers={})
    (found,) = minors_alone(board(nobody), before, after, b.MONDAY, NEXT, ())
    assert (found.adult, [p.id for p in found.minors]) == (None, ["ben"])
    assert minors_alone(board(people), before, after, b.MONDAY, NEXT, {LESSON.id}) == ()
    # told early enough, and nothing else that day: nobody is there
    assert minors_alone(board(people), before, after, b.MONDAY, b.MONDAY, ()) == ()


def test_minor_who_cannot_be_at_the_event_of_the_class_is_told_of_it() -> None:
    """Ben is not at the trip of the class: he is told of each half-day, though the notice is over."""
    ben = b.learner("ben", birth=b.MONDAY.replace(year=2010))
    trip = FixedEvent("trip", "Sortie", b.MONDAY, b.hour("8"), b.hour("17"), class_ids=(b.CLASS,))
    people = centre(ANA, ben, events=[trip], rooms=[b.room(b.SECOND_ROOM)], trainers=[b.trainer()])
    out = b.session(event_session_id(trip.id), kind=Kind.FIXED, end="17", class_ids=(b.CLASS,), trainer_ids=())
    out = replace(out, room_id=None)
    after = timetable((out, ("ana",)))
    found = minors_alone(board(people, (out, (ANA,))), timetable(), after, b.MONDAY, b.MONDAY, ())
    assert [(row.sessions[0].id, [p.id for p in row.minors]) for row in found] == [(out.id, ["ben"])] * 2
    assert found[0].sessions[0].end <= found[1].sessions[0].start
    # nothing is new in an event that was there before
    assert minors_alone(board(people, (out, (ANA,))), after, after, b.MONDAY, b.MONDAY, ()) == ()


def test_minor_of_an_event_taken_out_is_told_half_day_by_half_day_of_what_is_free() -> None:
    """The trip of the day is off: Ben has his first hour back, and nothing else; Ana, of age, is not told of."""
    ben = b.learner("ben", birth=b.MONDAY.replace(year=2010))
    people = centre(ANA, ben)
    trip = b.session(event_session_id("trip"), kind=Kind.FIXED, end="17", class_ids=(b.CLASS,), trainer_ids=())
    before = timetable((replace(trip, room_id=None), ("ana", "ben")))
    first, second, *_rest = people.bells_of(b.CLASS).days[b.MONDAY.weekday()]
    lesson = replace(LESSON, start=first.start, end=first.end)
    after = timetable((lesson, ("ana", "ben")))
    found = minors_alone(board(people, (lesson, (ANA, ben))), before, after, b.MONDAY, NEXT, ())
    assert [[p.id for p in row.minors] for row in found] == [["ben"]] * 2
    morning, afternoon = (row.sessions[0] for row in found)
    assert (morning.start, morning.end) == (second.start, b.hour("12"))
    assert afternoon.start > morning.end
    assert afternoon.end == b.hour("17")
    # a trip that goes on leaves nobody, and one told early enough with nothing else that day neither
    assert minors_alone(board(people, (trip, (ANA, ben))), before, before, b.MONDAY, NEXT, ()) == ()
    assert minors_alone(board(people), before, timetable(), b.MONDAY, b.MONDAY, ()) == ()


def test_course_that_still_has_one_hour_leaves_the_others_to_be_told() -> None:
    """Two hours of workshop are off, and somebody else's lesson holds the first: Ben has nothing at the second."""
    ben = b.learner("ben", birth=b.MONDAY.replace(year=2010))
    people = centre(ANA, ben)
    first, second, *_rest = people.bells_of(b.CLASS).days[b.MONDAY.weekday()]
    whole = replace(LESSON, start=first.start, end=second.end)
    held = replace(LESSON, id=b.session("cours-09").id, start=first.start, end=first.end)
    now = board(people, (held, (ANA, ben)))
    (found,) = minors_alone(now, timetable((whole, ("ana", "ben"))), now.timetable(), b.MONDAY, NEXT, ())
    assert [(s.id, s.start, s.end) for s in found.sessions] == [(whole.id, second.start, second.end)]


# What somebody bears of it


def test_a_group_changes_neither_at_an_announced_hour_nor_beyond_what_somebody_bears() -> None:
    """Numeracy is owed: both hours change, or the one that is not announced; none where one may and two would."""
    for moves, bears, changed in (
        (b.MONDAY, None, (1, 2)),
        (b.TUESDAY, None, (2,)),
        (b.MONDAY, {ApprenticeId("a"): 2}, (1, 2)),
        (b.MONDAY, {ApprenticeId("a"): 1}, ()),
    ):
        one = scene({"a": "NUM1", "b": "LIT1"})
        limits = Limits(b.MONDAY, moves)
        stock = Cancelled(one.board.problem)
        Seats(one.board, RULES, limits, one.board.timetable(), stock).change(one.owed, people("ab"), bears)
        assert tuple(n for n in (1, 2) if one.where(n)["a"] == name("NUM1", n)) == changed


def test_minor_of_a_barrette_that_is_off_is_told_and_a_trip_taken_out_is_named_as_such() -> None:
    """No group of the hour is left, nor any open hour: Ben is told of both; the trip is in no workbook any more."""
    ben = b.learner("ben", birth=b.MONDAY.replace(year=2010))
    people = centre(ANA, ben)
    for kind in (Kind.BARRETTE, Kind.OPEN):
        hour = replace(LESSON, id=b.session("heure").id, kind=kind, course_ids=())
        (found,) = minors_alone(board(people), timetable((hour, ("ana", "ben"))), timetable(), b.MONDAY, NEXT, ())
        assert ([s.id for s in found.sessions], [p.id for p in found.minors]) == ([hour.id], ["ben"])
    trip = b.session(event_session_id("trip"), label="Sortie", kind=Kind.FIXED, class_ids=(b.CLASS,), trainer_ids=())
    (found,) = minors_alone(board(people), timetable((trip, ("ben",))), timetable(), b.MONDAY, NEXT, ())
    assert [s.label for s in found.sessions] == ["Sortie (retiré)"]


def test_hour_that_was_free_before_a_trip_is_not_told_once_it_is_off() -> None:
    """One lesson on that day, before a trip takes it whole: without the trip, only the lesson's own hour is told."""
    ben = b.learner("ben", birth=b.MONDAY.replace(year=2010))
    event = FixedEvent("trip", "Sortie", b.MONDAY, b.hour("8"), b.hour("17"), class_ids=(b.CLASS,))
    people = centre(ANA, ben)
    trip = b.session(event_session_id("trip"), kind=Kind.FIXED, end="17", class_ids=(b.CLASS,), trainer_ids=())
    trip = replace(trip, room_id=None)
    before = timetable((LESSON, ("ana", "ben")))
    summary = gaps_written(board(centre(ANA, ben, events=[event]), (trip, (ANA, ben))), before)
    out = replace(timetable((trip, ("ana", "ben"))), summary=summary)
    (found,) = minors_alone(board(people), out, timetable(), b.MONDAY, NEXT, ())
    assert [(s.start, s.end) for s in found.sessions] == [(LESSON.start, LESSON.end)]
    assert gaps_written(board(people, (trip, (ANA, ben))), out) == summary
    assert gaps_written(board(people), out) == {"gaps": {}}


def test_hour_to_which_an_update_had_sent_a_lesson_is_not_told_once_it_is_home() -> None:
    """The lesson of the Monday was given the week after, for a trip: it is home again, and its other hour is free."""
    ben = b.learner("ben", birth=b.MONDAY.replace(year=2010))
    away = replace(LESSON, day=NEXT)
    rows = [[written(place_of(LESSON)), written(place_of(away))]]
    before = replace(timetable((away, ("ana", "ben"))), summary={"stood": {LESSON.id: rows[0]}})
    now = board(centre(ANA, ben), (LESSON, (ANA, ben)))
    moves = NEXT + timedelta(days=1)
    assert minors_alone(now, before, now.timetable(), b.MONDAY, moves, ()) == ()
    (found,) = minors_alone(now, replace(before, summary={}), now.timetable(), b.MONDAY, moves, ())
    assert [s.id for s in found.sessions] == [LESSON.id]
