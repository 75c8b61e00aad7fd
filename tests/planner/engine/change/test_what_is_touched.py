"""What a changed workbook touches: sessions that may not stand, people concerned, events, lines of *Réalisé*."""

from dataclasses import replace
from datetime import date

import pytest

from constraints import RULES
from planner.domain import (
    Absence,
    ApprenticeId,
    Arrangement,
    Barrette,
    BarretteId,
    Cause,
    Exemption,
    FixedEvent,
    Kind,
    Owed,
    Period,
    PeriodId,
    Realised,
    Session,
    SessionId,
    StandingSession,
)
from planner.engine.change.crossed_events import crossed
from planner.engine.change.crossed_parts import twin_course, two_by_two, why_alone
from planner.engine.change.left import Left
from planner.engine.change.limits import Limits
from planner.engine.change.realised import known_lines, to_come, unknown_lines
from planner.engine.change.regulate import composable, regulate, without_seat
from planner.engine.change.touched import (
    beside_events,
    changed_people,
    differ,
    misplaced,
    new_hours,
    owed_by_person,
    suspects,
)
from planner.engine.change.week_sessions import Known, WeekSessions
from planner.hours.owed import SOURCE_PROGRAMME
from tests.planner.engine.change.scene import ANA, BEN, LESSON, LIMITS, NEXT, PERIOD, board, centre
from tests.rules import build as b

OTHER_HOUR = b.session("cours-02", start="9", end="10", course_id=b.COURSE, trainer_ids=(b.SECOND,))
ELSEWHERE = replace(OTHER_HOUR, room_id=b.SECOND_ROOM)
NOBODY = frozenset[ApprenticeId]()


# Sessions


def test_trainer_room_or_person_that_changes_touches_its_sessions_alone() -> None:
    """The second trainer, the second room or Ben has changed: the lesson of Ana in the first room is left alone."""
    old = centre()
    held = (LESSON, (ANA,)), (ELSEWHERE, (BEN,))
    for changes in (
        {"trainers": [b.trainer(), b.trainer(b.SECOND, max_day=60)]},
        {"rooms": [b.room(), b.room(b.SECOND_ROOM, seats=5)]},
    ):
        new = centre(**changes)
        assert suspects(old, board(new, *held), NOBODY) == {ELSEWHERE.id}
    assert suspects(old, board(old, *held), frozenset({BEN.id})) == {ELSEWHERE.id}
    assert suspects(old, board(old, *held), NOBODY) == frozenset()


def test_pause_of_a_class_touches_its_sessions_of_that_day() -> None:
    """The class goes out on Monday: its lesson of Tuesday stands."""
    new = centre(events=(FixedEvent("sortie", "Sortie", b.MONDAY, 480, 540, class_ids=(b.CLASS,)),))
    later = replace(LESSON, id=SessionId("cours-02"), day=b.TUESDAY)
    assert suspects(centre(), board(new, (LESSON, (ANA,)), (later, (ANA,))), NOBODY) == {LESSON.id}
    joint = replace(LESSON, class_ids=(b.OTHER, b.CLASS))
    assert suspects(centre(), board(new, (joint, (ANA,))), NOBODY) == {joint.id}


def test_change_of_times_may_touch_everything() -> None:
    """A closed day is no reason to search a few sessions only; a room is none for everybody's needs."""
    new = centre(closed=frozenset({b.FRIDAY}))
    assert suspects(centre(), board(new, (LESSON, (ANA,))), NOBODY) is None
    assert differ(centre(), new, "closed")
    assert not differ(centre(), new, "rooms", "trainers")


def barrette(weekday: int | None = 0, per_week: int = 1) -> Barrette:
    """A barrette at 8 on a weekday."""
    return Barrette(BarretteId("B"), "B", (b.CLASS,), 60, per_week, fixed_weekday=weekday, fixed_start=480)


def group(name: str, week: int = 0, **changes: object) -> Session:
    """A group of the barrette on a Monday at 8."""
    day = (b.MONDAY, NEXT)[week]
    made = b.session(name, day, kind=Kind.BARRETTE, barrette_id=BarretteId("B"), period_id=PERIOD.id, occurrence=week)
    return replace(made, **changes)  # type: ignore[arg-type]


def test_groups_go_to_the_new_hour_of_their_barrette_but_for_the_announced_ones() -> None:
    """From Monday to Tuesday: those of this week are announced, those of the next are to move."""
    old, new = (centre(barrettes=[barrette(day)]) for day in (0, 1))
    held = board(new, (group("un"), (ANA,)), (group("deux", 1), (ANA,)))
    assert new_hours(old, held, Limits(b.MONDAY, NEXT)) == {NEXT: {"B": {"deux"}}}
    assert new_hours(new, held, LIMITS) == {}
    twice = [centre(barrettes=[barrette(day, per_week=2)]) for day in (0, 1)]
    assert new_hours(twice[0], board(twice[1], (group("un"), (ANA,))), LIMITS) == {}


# People


def test_people_of_a_change_are_those_whose_rows_differ() -> None:
    """Ana has a new exemption, Ben is gone, Chloé is new; who has the same row is not named."""
    chloe, dan = b.learner("chloe"), b.learner("dan")
    old = centre(ANA, BEN, dan)
    new = centre(ANA, chloe, dan, exemptions=(Exemption(ANA.id, "matière"),))
    assert changed_people(old, new) == {"ana", "ben", "chloe"}
    assert changed_people(old, old) == frozenset()


@pytest.mark.parametrize(
    ("before", "after", "there", "who"),
    [
        (None, False, True, {"ana"}),  # closed to those at a distance: who is in it has to leave
        (False, None, False, {"ana"}),  # open to them again
        (False, False, True, {"ana"}),  # in it all the same, by a timetable from before
        (False, False, False, set()),
        (None, None, True, set()),
    ],
)
def test_a_course_that_may_be_followed_from_afar_or_no_more_concerns_who_is_far(
    before: bool | None, after: bool | None, there: bool, who: set[str]
) -> None:
    """Ana is at a distance, Ben is not; nothing is said of a day that may not change any more."""
    far = replace(ANA, remote=True)
    old, new = (centre(far, BEN, courses=[b.course(by_video=known)]) for known in (before, after))
    held = board(new, (LESSON, (far, BEN) if there else (BEN,)))
    assert misplaced(old, held, b.MONDAY) == who
    assert misplaced(old, held, b.TUESDAY) == set()


def test_new_days_of_a_class_concern_all_its_people() -> None:
    """The class has no more Friday: everybody of it is concerned, nobody of the other class."""
    guest = b.learner("chloe", b.OTHER)
    classes = [b.group(calendar=b.present(skip=[b.FRIDAY])), b.group(b.OTHER)]
    old = centre(ANA, BEN, guest, classes=[b.group(), b.group(b.OTHER)])
    assert changed_people(old, centre(ANA, BEN, guest, classes=classes)) == {"ana", "ben"}


def test_hours_owed_are_compared_without_those_of_the_programme() -> None:
    """The programme says the same for everyone; of a need, minutes and deadline count."""
    need = Owed(ANA.id, "besoin", "LIT1", 60, b.SUNDAY, b.MONDAY)
    same = owed_by_person([need, replace(need, need_id="prog", source=SOURCE_PROGRAMME)])
    assert same == owed_by_person([need])
    assert same != owed_by_person([replace(need, minutes=90)])
    assert same != owed_by_person([replace(need, deadline=b.TUESDAY)])


# Events


def event(**changes: object) -> Session:
    """An event of Monday from 8 to 9, in no room, of no class and without an adult, unless given."""
    plain = {"kind": Kind.FIXED, "class_ids": (), "trainer_ids": (), "room_id": None}
    return b.session("fixe-jury", **{**plain, **changes})


def beside(happening: Session, told: FixedEvent | None = None, **changes: object) -> frozenset[SessionId]:
    """Sessions that cannot stay beside an event; the lesson is at its hour, the other one is later."""
    problem = centre(events=(told,) if told else (), **changes)
    held = board(problem, (LESSON, (ANA,)), (OTHER_HOUR, (ANA,)), (happening, (ANA,) if happening.class_ids else ()))
    week = WeekSessions(held, RULES, b.MONDAY, LIMITS, Known())
    return crossed(week, frozenset({happening.id}), b.MONDAY)


def test_event_crosses_what_shares_its_adult_or_its_room() -> None:
    """Only at its hour: the lesson goes, the next one stays; with another adult and room nothing goes."""
    assert beside(event(trainer_ids=(b.TRAINER,))) == {LESSON.id}
    assert beside(event(room_id=b.ROOM)) == {LESSON.id}
    assert beside(event(trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)) == frozenset()


def test_event_of_the_class_crosses_its_lesson_and_one_of_named_people_does_not() -> None:
    """The whole class goes on an outing; Ana alone sits an exam and is only absent."""
    whole = FixedEvent("jury", "Jury", b.MONDAY, 480, 540, class_ids=(b.CLASS,))
    assert beside(event(class_ids=(b.CLASS,)), whole) == {LESSON.id}
    named = replace(whole, apprentice_ids=(ANA.id,))
    assert beside(event(class_ids=(b.CLASS,)), named) == frozenset()


@pytest.mark.parametrize(
    ("block", "there", "moves", "crossed_too"),
    [
        ("8", True, b.MONDAY, {"bloc", LESSON.id}),
        ("10", True, b.MONDAY, {LESSON.id}),
        ("8", False, b.MONDAY, {"bloc"}),
        ("8", True, b.TUESDAY, {"bloc"}),
    ],
    ids=["over the lesson", "gone already", "away", "announced"],
)
def test_event_that_needs_a_helper_crosses_the_lesson_to_which_somebody_comes_back(
    block: str, there: bool, moves: date, crossed_too: set[str]
) -> None:
    """Ben has a block of the entry module over the lesson, with the helper whom Ana needs at the event: both go.

    So does the lesson where Ben has left the block already; not where he would not come to it, nor inside the notice.
    """
    rows = tuple(Arrangement(p.id, "helper", text=b.SECOND) for p in (ANA, BEN))
    jury = FixedEvent("jury", "Jury", b.MONDAY, 480, 540, apprentice_ids=(ANA.id,))
    ben = BEN if there else replace(BEN, absences=(Absence(0),))
    problem = centre(ANA, ben, b.learner("chloe"), events=(jury,), arrangements=rows)
    own = b.session("bloc", start=block, end=str(int(block) + 1), kind=Kind.ONBOARDING, room_id=b.SECOND_ROOM)
    held = board(problem, (LESSON, (b.learner("chloe"),)), (own, (BEN,)), (event(), (ANA,)))
    week = WeekSessions(held, RULES, b.MONDAY, Limits(b.MONDAY, moves), Known())
    assert crossed(week, frozenset({SessionId("fixe-jury")}), b.MONDAY) == crossed_too


def test_exam_of_some_suspends_the_course_of_all_where_the_event_says_so() -> None:
    """Ana alone sits it: the others go on, or are in study meanwhile."""
    exam = FixedEvent("jury", "Jury", b.MONDAY, 480, 540, apprentice_ids=(ANA.id,))
    assert beside(event(), exam) == frozenset()
    assert beside(event(), replace(exam, rest="study")) == {LESSON.id}


def test_nothing_before_the_first_day_is_crossed() -> None:
    """The update begins on Tuesday: the lesson of Monday is over."""
    held = board(centre(), (LESSON, (ANA,)), (event(room_id=b.ROOM), ()))
    week = WeekSessions(held, RULES, b.MONDAY, LIMITS, Known())
    assert crossed(week, frozenset({SessionId("fixe-jury")}), b.TUESDAY) == frozenset()


def busy(start: str = "14", end: str = "16", **limits: int) -> frozenset[SessionId]:
    """Sessions that an event of Monday makes too many for its trainer, who has one of Monday and one of Tuesday."""
    problem = centre(trainers=[b.trainer(**limits), b.trainer(b.SECOND)])
    later = replace(LESSON, id=SessionId("cours-02"), day=b.TUESDAY)
    meeting = event(trainer_ids=(b.TRAINER,), start=start, end=end)
    held = board(problem, (LESSON, (ANA,)), (later, (ANA,)), (meeting, ()))
    return beside_events(WeekSessions(held, RULES, b.MONDAY, LIMITS, Known()), frozenset({meeting.id}))


def test_event_that_fills_a_day_or_a_week_frees_the_hours_of_its_adult() -> None:
    """Three hours on Monday, four in the week: within the limits nothing goes."""
    assert busy(max_day=180, max_week=240) == frozenset()
    assert busy(max_day=120, max_week=240) == {"cours-01"}
    assert busy(max_day=180, max_week=180) == {"cours-01", "cours-02"}


def test_what_an_event_crosses_is_none_of_the_hours_beside_it() -> None:
    """From eight to ten on Monday: the lesson of Monday falls anyway, and leaves the hours for that of Tuesday."""
    assert busy("8", "10", max_day=120, max_week=180) == frozenset()
    assert busy("8", "10", max_day=120, max_week=179) == {"cours-01", "cours-02"}


def test_what_is_pasted_counts_among_the_hours_that_it_fills() -> None:
    """A course, but no event that it crosses itself: two hours of two are enough, three are too many; it goes too."""
    for end, found in (("15", frozenset()), ("16", {"cours-01", "cours-EX01"})):
        said = StandingSession(SessionId("cours-EX01"), b.COURSE, b.MONDAY, b.hour("14"), b.hour(end), 60)
        problem = centre(trainers=[b.trainer(max_day=120), b.trainer(b.SECOND)], standing=(said,))
        pasted = b.session(said.id, start="14", end=end, course_id=b.COURSE)
        held = board(problem, (LESSON, (ANA,)), (pasted, (ANA,)))
        week = WeekSessions(held, RULES, b.MONDAY, LIMITS, Known())
        assert beside_events(week, frozenset({pasted.id})) == found


def fullest_week(age: int, *, hours: int = 6, locked: str = "") -> frozenset[SessionId]:
    """Courses that an event of Friday, of some hours, makes too many in a week of thirty hours of course."""
    who = b.learner("ana", birth=b.MONDAY.replace(year=b.MONDAY.year - age))
    days = (b.MONDAY, b.TUESDAY, b.WEDNESDAY, b.THURSDAY)
    long = [(b.session(f"long-{n}", day, "8", "15", course_id=b.COURSE), (who,)) for n, day in enumerate(days)]
    short = [(b.session(f"court-{n}", days[n], "15", "16", course_id=b.COURSE), (who,)) for n in (1, 2)]
    outing = replace(event(class_ids=(b.CLASS,), start="8", end=str(8 + hours)), day=b.FRIDAY)
    held = board(centre(who), *long, *short, (outing, (who,)))
    limits = Limits(b.MONDAY, b.MONDAY, frozenset({SessionId(locked)}))
    return beside_events(WeekSessions(held, RULES, b.MONDAY, limits, Known()), frozenset({outing.id}))


def test_event_that_makes_the_week_of_a_minor_too_long_takes_the_fewest_courses() -> None:
    """Thirty-six hours for thirty-five: the last course of an hour goes, or the other one where that is locked."""
    assert fullest_week(16) == {"court-2"}
    assert fullest_week(16, locked="court-2") == {"court-1"}
    assert fullest_week(16, hours=7) == {"long-3"}
    assert fullest_week(16, hours=5) == frozenset()
    assert fullest_week(20) == frozenset()


# Réalisé


def test_lines_that_name_no_session_say_nothing() -> None:
    """One names a session, one an unknown id, one what an earlier update took away."""
    rows = tuple(Realised(SessionId(key), cancelled=True) for key in ("cours-01", "inconnue", "ancienne"))
    problem = centre(realised=rows)
    before = b.timetable(LESSON, who={}, summary={"realised": ["ancienne"]})
    assert [row.session_id for row in known_lines(problem, before).realised] == ["ancienne", "cours-01"]
    assert [row.session_id for row in unknown_lines(problem, before, b.TUESDAY)] == ["inconnue"]


def test_session_to_come_may_be_cancelled_if_it_is_a_course() -> None:
    """Nobody can have been absent from tomorrow's lesson, nor can an hour of support be cancelled in this way."""
    support = b.session("suivi", kind=Kind.SUPPORT)
    before = b.timetable(LESSON, support, who={})
    cancelled, missed = Realised(LESSON.id, cancelled=True), Realised(LESSON.id, absent_ids=(ANA.id,))
    assert [to_come(row, before, b.MONDAY) for row in (cancelled, missed)] == [False, True]
    assert to_come(Realised(support.id, cancelled=True), before, b.MONDAY)
    assert not to_come(missed, before, b.TUESDAY)
    assert unknown_lines(centre(realised=(missed,)), before, b.MONDAY) == (missed,)


# Crossed parts

HALVES = [
    b.course(parts=2, crossed_with=b.SECOND_COURSE),
    b.course(b.SECOND_COURSE, parts=2, teams=((b.SECOND,),)),
]


def half(name: str, course: str, part: str, start: str = "8") -> Left:
    """A session of a part that has lost its hour."""
    return Left(b.session(name, start=start, end=str(int(start) + 1), course_id=course, part=part), {})


def test_crossed_parts_go_two_by_two_the_same_hour_first() -> None:
    """At 8 A of the one and B of the other; at 9 likewise: each with the one of its own hour, whatever the order."""
    rows = [
        half("un", b.COURSE, "A", "8"),
        half("deux", b.COURSE, "A", "9"),
        half("trois", b.SECOND_COURSE, "B", "9"),
        half("quatre", b.SECOND_COURSE, "B", "8"),
    ]
    found = two_by_two(centre(courses=HALVES), [*rows, Left(b.session("seule"), {})])
    assert [[r.session.id for r in pair] for pair in found.pairs] == [["un", "quatre"], ["deux", "trois"]]
    assert [r.session.id for r in found.others] == ["seule"]
    assert found.lonely == ()


def test_crossed_parts_of_other_hours_meet_and_the_odd_one_is_told_with_what() -> None:
    """A pair of two hours; a second session of the same part lacks the other course."""
    problem = centre(courses=HALVES)
    rows = [half("un", b.COURSE, "A"), half("deux", b.COURSE, "A"), half("trois", b.SECOND_COURSE, "B", "10")]
    found = two_by_two(problem, rows)
    assert [[r.session.id for r in pair] for pair in found.pairs] == [["un", "trois"]]
    (alone,) = found.lonely
    why = why_alone(problem, alone)
    assert (why.session_id, why.cause, why.other_id) == ("deux", Cause.NO_EXCHANGE_THEN, b.SECOND_COURSE)
    same = two_by_two(problem, [half("un", b.COURSE, "A"), half("deux", b.SECOND_COURSE, "A")])
    assert same.pairs == ()


def test_course_is_crossed_from_either_side_unless_the_rule_is_off() -> None:
    """The workbook names the other one on one row only; a session of the whole class is not crossed."""
    problem = centre(courses=HALVES)
    for mine, other in ((b.COURSE, b.SECOND_COURSE), (b.SECOND_COURSE, b.COURSE)):
        twin = twin_course(problem, half("un", mine, "A").session)
        assert twin is not None
        assert twin.id == other
    assert twin_course(problem, LESSON) is None
    off = centre(courses=HALVES, rules_off=frozenset({"H3d"}))
    assert twin_course(off, half("un", b.COURSE, "A").session) is None


# Groups of the periods to come

LATER = Period(PeriodId("P2"), "Période 2", NEXT, PERIOD.last)
NOW = Period(PERIOD.id, "Période 1", b.MONDAY, b.SUNDAY)


def test_groups_are_made_anew_in_periods_to_come_alone() -> None:
    """The period that runs keeps its groups; so does one in which something is locked."""
    problem = centre(periods=(NOW, LATER), barrettes=[barrette()])
    held = board(problem, (group("un"), (ANA,)), (group("deux", 1, period_id=LATER.id), (ANA,)))
    assert composable(held, Limits(b.TUESDAY, b.TUESDAY)) == {("B", "P2")}
    assert composable(held, LIMITS) == {("B", "P1"), ("B", "P2")}
    assert composable(held, Limits(b.TUESDAY, b.TUESDAY, frozenset({SessionId("deux")}))) == set()
    before = held.timetable()
    assert regulate(held, RULES, (), Limits(b.TUESDAY, b.TUESDAY), NOBODY, 0) == frozenset()
    assert held.timetable() == before


def test_who_lacks_hours_of_a_new_need_is_without_a_seat() -> None:
    """Ana's hour is new and unpaid; Ben has had the same need; what is over or of the programme does not count."""
    needs = [Owed(a.id, f"{a.id}-1", "LIT1", 60, PERIOD.last, b.MONDAY, period_id=PERIOD.id) for a in (ANA, BEN)]
    held = board(centre(), (LESSON, (ANA, BEN)))
    both = frozenset({ANA.id, BEN.id})
    assert without_seat(held, needs, needs[1:], both, b.MONDAY) == {"ana"}
    assert without_seat(held, needs, needs[1:], frozenset({BEN.id}), b.MONDAY) == frozenset()
    over = [replace(need, deadline=b.MONDAY) for need in needs]
    assert without_seat(held, over, (), both, b.TUESDAY) == frozenset()
    general = [replace(need, source=SOURCE_PROGRAMME) for need in needs]
    assert without_seat(held, general, (), both, b.MONDAY) == frozenset()
    support = b.session("suivi", b.TUESDAY, kind=Kind.SUPPORT, module_id="LIT1")
    held.call(support, [ANA])
    assert without_seat(held, needs, (), both, b.MONDAY) == {"ben"}
