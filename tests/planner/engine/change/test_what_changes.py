"""A re-solve by hand: sessions that move with their people, what has no place, what falls due again, who bears it."""

from dataclasses import replace
from datetime import date, timedelta

from constraints import RULES
from planner.board.board import Board
from planner.domain import (
    ALL_DAY,
    AM,
    PM,
    Absence,
    Cause,
    CourseId,
    Debt,
    Exemption,
    FixedEvent,
    Guidance,
    Kind,
    Missing,
    Owed,
    Problem,
    Realised,
    Searched,
    Session,
    SessionId,
    Volume,
    Waits,
)
from planner.engine.change.attendance import Presences
from planner.engine.change.borne import Budget, bear, budget
from planner.engine.change.due_again import due_again, lacking, take_stock, with_time_given
from planner.engine.change.fallen import fallen
from planner.engine.change.left import Left, renamed, weeks_for
from planner.engine.change.limits import Limits
from planner.engine.change.moving import free_again, move, studies, study_of, take_out
from planner.engine.change.renew import More, added_session, renew_courses, renew_events, taught_again, too_many
from planner.engine.change.repair_model import Place, RepairModel
from planner.engine.change.swapped import place_of
from planner.engine.change.week_sessions import Known, WeekSessions
from planner.engine.week.tied import loose
from planner.model import Option
from tests.planner.engine.change.scene import ANA, BEN, LESSON, LIMITS, NEXT, PERIOD, board, centre
from tests.rules import build as b

STUDY = b.session(
    "etude-cours-01", kind=Kind.STUDY, guidance=Guidance.AUTONOMOUS, room_id=b.SECOND_ROOM, trainer_ids=()
)


def place(day: date, start: str, room: str | None = b.ROOM, team: tuple[str, ...] = (b.TRAINER,)) -> Place:
    """Where a session of an hour goes."""
    return Place(b.option(day, start, str(int(start) + 1), team), room)  # type: ignore[arg-type]


# Sessions that move


def test_course_calls_its_class_as_it_is_at_the_new_hour() -> None:
    """Moved to Tuesday, when Ben has something else and Chloé has entered."""
    late = b.learner("chloé", entry=b.TUESDAY)
    own = b.session("suivi", b.TUESDAY, "10", "11", kind=Kind.SUPPORT, trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
    found = board(centre(ANA, BEN, late), (LESSON, (ANA, BEN)), (own, (BEN,)))
    move(found, {LESSON.id: place(b.TUESDAY, "10")})
    session = found.sessions[LESSON.id]
    assert (session.day, session.start) == (b.TUESDAY, 600)
    assert set(found.people[LESSON.id]) == {"ana", "chloé"}


def test_session_that_keeps_its_hour_keeps_its_people_and_their_study() -> None:
    """Another trainer and room: who is exempted stays in supervised study; at another hour the study goes."""
    problem = centre(exemptions=(Exemption(BEN.id, "matière"),))
    found = board(problem, (LESSON, (ANA,)), (STUDY, (BEN,)))
    move(found, {LESSON.id: place(b.MONDAY, "8", b.SECOND_ROOM, (b.SECOND,))})
    assert set(found.people[LESSON.id]) == {"ana"}
    assert STUDY.id in found.sessions
    assert studies(found) == {LESSON.id: [STUDY.id]}
    move(found, {LESSON.id: place(b.TUESDAY, "8")})
    assert STUDY.id not in found.sessions
    assert [person for _s, person in found.freed] == ["ben"]


def test_two_sessions_may_change_places_at_once() -> None:
    """Neither is in the other's way, since both leave before either arrives."""
    other = b.session("cours-02", start="9", end="10", course_id=b.COURSE)
    found = board(centre(), (LESSON, (ANA, BEN)), (other, (ANA, BEN)))
    move(found, {LESSON.id: place(b.MONDAY, "9"), other.id: place(b.MONDAY, "8")})
    assert [(s.start, len(found.people[s.id])) for s in found.sessions.values()] == [(540, 2), (480, 2)]


def test_study_of_a_course_is_known_by_its_name() -> None:
    """Its own and those of its spans; not that of a session whose name only begins alike."""
    names = {"etude-cours-01": True, "etude-cours-01-2": True, "etude-cours-011": False, "etude-cours-01-r1": False}
    assert {name: study_of(SessionId(name), LESSON.id) for name in names} == names
    found = board(centre(), (LESSON, (ANA,)), (STUDY, (BEN,)))
    free_again(found, STUDY.id)
    assert [(s.id, person) for s, person in found.freed] == [(LESSON.id, "ben")]
    assert take_out(found, LESSON.id) == {"ana": False}


# What has no place


def test_other_weeks_are_those_that_have_room_the_emptiest_first() -> None:
    """Not its own week, nor one that is announced; nor one whose trainer has no hour left."""
    found = board(centre(), (LESSON, (ANA,)))
    assert weeks_for(found, LESSON, LIMITS) == [NEXT]
    assert weeks_for(found, LESSON, Limits(b.MONDAY, PERIOD.last + timedelta(days=1))) == []
    few = board(centre(trainers=[b.trainer(max_week=0)]), (LESSON, (ANA,)))
    assert weeks_for(few, LESSON, LIMITS) == []
    short = b.group(calendar={**b.present(), NEXT: 1})
    full = board(centre(classes=[short]), (replace(LESSON, minutes=300), (ANA,)))
    assert weeks_for(full, full.sessions[LESSON.id], LIMITS) == []


def test_session_cancelled_inside_the_notice_has_a_new_id() -> None:
    """Announced for Monday: -r1, then -r2; one that is not announced keeps its own."""
    found = board(centre(), (LESSON, (ANA,)))
    notice = Limits(b.MONDAY, b.TUESDAY)
    assert renamed(found, LESSON, LIMITS) == "cours-01"
    assert renamed(found, LESSON, notice) == "cours-01-r1"
    found.put(replace(LESSON, id=SessionId("cours-01-r1")), {})
    assert renamed(found, LESSON, notice) == "cours-01-r2"


def test_row_of_what_has_no_place_says_what_was_searched() -> None:
    """Its own week or all of them, shown or not; one that never had an hour is added; one that is locked says so."""
    rows = [Left(LESSON, {}), Left(LESSON, {}, proven=True, everywhere=True), Left(LESSON, {}, locked=True)]
    assert [(row.row().cause, row.row().searched) for row in rows] == [
        (Cause.NONE_FOUND, Searched.OWN_WEEK),
        (Cause.NO_PLACE, Searched.EVERY_WEEK),
        (Cause.LOCKED, Searched.OWN_WEEK),
    ]
    new = Left(replace(LESSON, start=-1), {}).row()
    assert (new.waits, new.day, new.searched) == (Waits.ADDED, None, Searched.CLASS_WEEKS)
    lost = Left(LESSON, {}).lost(b.TUESDAY, Cause.TIED, "trop tôt")
    assert (lost.waits, lost.day, lost.said) == (Waits.AGAIN, b.TUESDAY, "trop tôt")


# What the workbook says by itself


def test_new_event_calls_its_people_away_from_all_else() -> None:
    """Ana leaves the lesson for the jury; Ben stays. Gone from the workbook, the event goes."""
    jury = FixedEvent("jury", "Jury", b.MONDAY, 480, 540, apprentice_ids=(ANA.id,))
    old, new = centre(), centre(events=(jury,))
    found = board(new, (LESSON, (ANA, BEN)))
    events = renew_events(found, old, b.MONDAY)
    assert (events.new, events.people) == ({"fixe-jury"}, {"ana"})
    assert {key: set(people) for key, people in found.people.items()} == {LESSON.id: {"ben"}, "fixe-jury": {"ana"}}
    assert [s.id for s in events.weeks(found, b.MONDAY)] == []
    found.problem = old
    assert renew_events(found, new, b.MONDAY).people == {"ana"}
    assert "fixe-jury" not in found.sessions
    assert renew_events(found, old, b.MONDAY).new == frozenset()


def test_event_that_came_too_late_is_put_as_soon_as_its_day_may_change() -> None:
    """Both workbooks have it, the timetable has not: nothing before its day may change, then it may."""
    jury = FixedEvent("jury", "Jury", b.MONDAY, 480, 540, apprentice_ids=(ANA.id,))
    problem = centre(events=(jury,))
    found = board(problem, (LESSON, (ANA, BEN)))
    assert renew_events(found, problem, b.TUESDAY).new == frozenset()
    assert renew_events(found, problem, b.MONDAY).new == {"fixe-jury"}
    assert renew_events(found, problem, b.MONDAY).new == frozenset()


def test_who_is_named_by_a_new_event_leaves_the_outing_of_the_class_and_comes_back_after() -> None:
    """The outing is Ana's and Ben's; the interview of Ana at its hour takes her alone, and gives her back once gone."""
    outing = FixedEvent("sortie", "Sortie", b.MONDAY, b.hour("8"), b.hour("12"), class_ids=(b.CLASS,))
    jury = FixedEvent("jury", "Jury", b.MONDAY, b.hour("10"), b.hour("11"), apprentice_ids=(ANA.id,))
    alone, both = centre(events=(outing,)), centre(events=(outing, jury))
    found = board(alone)
    renew_events(found, centre(), b.MONDAY)
    assert found.people["fixe-sortie"].keys() == {"ana", "ben"}  # type: ignore[index]
    found.problem = both
    renew_events(found, alone, b.MONDAY)
    assert [[*found.people[key]] for key in ("fixe-sortie", "fixe-jury")] == [["ben"], ["ana"]]  # type: ignore[index]
    found.problem = alone
    people = renew_events(found, both, b.MONDAY).people
    Presences(found, b.MONDAY, people).join_events()
    assert found.people["fixe-sortie"].keys() == {"ana", "ben"}  # type: ignore[index]


def test_longer_course_asks_for_sessions_and_a_shorter_one_drops_the_last() -> None:
    """An hour a week in two weeks: with two hours, two sessions are to be added; with none, both go."""
    weekly = [b.course(volume=Volume(weekly=60), lengths=(60,))]
    second = b.session("cours-02", NEXT, course_id=b.COURSE)
    old = centre(courses=weekly)
    longer = board(centre(courses=[b.course(lengths=(60, 60))]), (LESSON, (ANA,)), (second, (ANA,)))
    assert [(r.session.id, r.session.minutes) for r in renew_courses(longer, old, LIMITS, (), ()).left] == [
        ("cours-03", 60),
        ("cours-04", 60),
    ]
    once = [b.course(volume=Volume(total=60), lengths=(60,))]
    shorter = board(centre(courses=once), (LESSON, (ANA,)), (second, (ANA,)))
    assert renew_courses(shorter, old, LIMITS, (), ()) == More(taken={second.id: place_of(second)})
    assert list(shorter.sessions) == [LESSON.id]
    same = board(old, (LESSON, (ANA,)))
    assert renew_courses(same, old, LIMITS, (), ()) == More()


def test_session_to_come_has_no_hour_and_a_free_id() -> None:
    """The first ordinal that is not taken; a session that was only watched is led by its team again."""
    problem = centre()
    session = added_session(problem, problem.courses[b.COURSE], "A", 60, {SessionId("cours-A-01")})
    assert (session.id, session.start, session.trainer_ids) == ("cours-A-02", -1, (b.TRAINER,))
    watched = replace(LESSON, guidance=Guidance.AUTONOMOUS, trainer_ids=(b.SECOND,))
    again = taught_again(problem, watched, SessionId("cours-01-r1"))
    assert (again.id, again.trainer_ids, again.guidance) == ("cours-01-r1", (b.TRAINER,), Guidance.LED)
    assert taught_again(problem, LESSON, SessionId("x")) == replace(LESSON, id=SessionId("x"))


def test_course_that_asks_for_less_wants_fewer_of_what_has_no_place() -> None:
    """Two hours a week, then one: two sessions of an hour are too many, and a third one is not."""
    old = centre()
    new = centre(courses=[b.course(lengths=(60, 60), volume=Volume(weekly=60))])
    lost = [replace(LESSON, id=SessionId(f"cours-0{n}")) for n in (1, 2, 3)]
    spare: dict[tuple[CourseId, str], int] = {}
    assert too_many(old, new, lost[:1], spare) == {"cours-01"}
    assert too_many(old, new, lost[1:], spare) == {"cours-02"}
    assert spare == {(b.COURSE, ""): 0}
    assert too_many(new, old, lost, {}) == frozenset()


def test_hours_of_a_new_week_that_an_absence_takes_are_due_in_the_others() -> None:
    """The class comes on one more Monday, and is away then: what that week owes is asked for, if it is made up."""
    weekly = [b.course(volume=Volume(weekly=120), lengths=(60,))]
    here = b.present(b.MONDAY, b.MONDAY)
    old = centre(courses=weekly, classes=[b.group(calendar=here)])
    held = [replace(LESSON, id=SessionId(f"cours-0{n}"), start=480 + 60 * n, end=540 + 60 * n) for n in (1, 2)]
    for makeup, more in (("led", [60, 60]), ("", [])):
        away = Absence(first=NEXT, last=NEXT, makeup=makeup)
        group = b.group(calendar={**here, NEXT: ALL_DAY}, absences=(away,))
        new = centre(courses=weekly, classes=[group])
        found = board(new, *((s, (ANA,)) for s in held))
        assert [r.session.minutes for r in renew_courses(found, old, LIMITS, (), ()).left] == more


def test_day_that_closes_takes_what_fell_on_it_alone() -> None:
    """The second week closes: its session falls, that of the first stays, and no other is too many for it."""
    closed = frozenset(NEXT + timedelta(days=n) for n in range(7))
    old, new = centre(), centre(closed=closed)
    lost = [LESSON, replace(LESSON, id=SessionId("cours-02"), day=NEXT)]
    assert fallen(old, new, lost) == {"cours-02"}
    assert too_many(old, new, lost, {}) == frozenset()
    assert fallen(old, centre(closed_halves={NEXT: PM}), lost) == frozenset()
    assert fallen(old, centre(closed_halves={NEXT: AM}), lost) == {"cours-02"}


def test_hours_that_are_due_whatever_the_week_do_not_fall() -> None:
    """Hours over the term and hours that are made up keep their session; so does a course that asks otherwise."""
    lost = [replace(LESSON, day=NEXT)]
    for course in (b.course(volume=Volume(total=240)), b.course(short_week="makeup")):
        old, new = (centre(courses=[course], closed=days) for days in (frozenset(), frozenset({NEXT})))
        assert fallen(old, new, lost) == frozenset()
    assert fallen(centre(courses=[b.course(lengths=(120,))]), centre(closed=frozenset({NEXT})), lost) == frozenset()


# What falls due again

NEED = Owed(ANA.id, "besoin", "LIT1", 60, b.SUNDAY, b.MONDAY, period_id=PERIOD.id)
SUPPORT = b.session("LIT1-s001", kind=Kind.SUPPORT, module_id="LIT1")


def stock(problem: Problem, *sessions: Session, first: date = b.TUESDAY) -> tuple[Board, object]:
    """The board of a timetable in which Ana has some sessions, and what was cancelled or missed of it."""
    found = board(problem, *((s, (ANA,)) for s in sessions))
    return found, take_stock(found, found.timetable(), first)


def test_course_that_was_cancelled_is_to_be_taught_again() -> None:
    """Under an id of its own; the session of the past stays where it was."""
    found, taken = stock(centre(realised=(Realised(LESSON.id, cancelled=True),)), LESSON)
    (left,) = taken.left  # type: ignore[attr-defined]
    assert (left.session.id, left.renamed) == ("cours-01-r1", True)
    assert LESSON.id in found.sessions


def test_support_that_was_missed_is_owed_again_until_the_end_of_the_period() -> None:
    """Ana was absent from her hour of literacy: sixty minutes, at any hour at which she is free."""
    found, taken = stock(centre(realised=(Realised(SUPPORT.id, absent_ids=(ANA.id,)),)), SUPPORT)
    (need,) = taken.falls_due(found, [NEED], LIMITS)  # type: ignore[attr-defined]
    assert taken.minutes(NEED) == 60  # type: ignore[attr-defined]
    assert need.deadline == PERIOD.last
    (todo,) = lacking(found, [need], frozenset({ANA.id}), b.TUESDAY, taken)  # type: ignore[arg-type]
    assert (todo.minutes, todo.personal, todo.opens) == (60, True, b.TUESDAY)
    assert taken.summary([need], ())["missed"] == [["LIT1-s001", "ana"]]  # type: ignore[attr-defined]


def test_what_was_told_once_is_not_owed_twice() -> None:
    """The summary of the update before says that it is known."""
    problem = centre(realised=(Realised(SUPPORT.id, absent_ids=(ANA.id,)),))
    found = board(problem, (SUPPORT, (ANA,)))
    before = replace(found.timetable(), summary={"missed": [["LIT1-s001", "ana"]]})
    assert take_stock(found, before, b.TUESDAY).people == frozenset()


def test_rows_of_support_become_hours_owed() -> None:
    """An hour of a barrette is owed to its people; of a visit or a personal session nothing stays in the list."""
    row = Missing(SessionId("B-P1-o1"), Kind.BARRETTE, 60, Cause.NO_PLACE, waits=Waits.AGAIN, day=b.MONDAY)
    again = due_again(row)
    assert again is not None
    assert again.waits is Waits.OWED
    assert due_again(replace(row, kind=Kind.SUPPORT)) is None


def test_time_that_was_given_before_is_kept() -> None:
    """A deadline that an earlier update moved holds; one that is no later than usual changes nothing."""

    def debt(need_id: str, deadline: date) -> Debt:
        return Debt(ANA.id, need_id, "LIT1", 60, 0, deadline, 2, "positionnement")

    given = [debt("besoin", PERIOD.last), debt("autre", PERIOD.last)]
    (need,) = with_time_given([NEED], [NEED], given)
    assert need.deadline == PERIOD.last
    assert with_time_given([NEED], [NEED], [debt("besoin", b.TUESDAY)]) == (NEED,)


# Who bears it


def test_what_is_left_to_bear_counts_what_has_changed_by_now() -> None:
    """One session has moved: of two changes allowed to its trainer and its people, one is left."""
    found = board(centre(), (LESSON, (ANA,)))
    before = found.timetable()
    left = budget(found, before, {LESSON.id: place(b.TUESDAY, "8")}, 2, 2)
    assert (left.trainers[b.TRAINER], left.trainers[b.SECOND]) == (1, 2)
    assert (left.people[ANA.id], left.people[BEN.id]) == (1, 2)
    roomed = budget(found, before, {LESSON.id: place(b.MONDAY, "8", b.SECOND_ROOM)}, 2, 2)
    assert (roomed.trainers[b.TRAINER], roomed.people[ANA.id]) == (1, 2)
    assert not budget(found, before, {}, None, None)


def test_week_is_held_within_what_each_may_bear() -> None:
    """No change is left to the trainer: the row asks that the session stay as it is or have no place."""
    found = board(centre(), (LESSON, (ANA,)))
    week = WeekSessions(found, RULES, b.MONDAY, LIMITS, Known())
    options = tuple((0, Option(b.MONDAY, 60 * h, 60 * h + 60, (b.TRAINER,))) for h in (8, 9))
    model = RepairModel(week.items, options, {}, frozenset({0}), {0: options[0][1]})  # type: ignore[arg-type]
    same = {0: model.new_bool()}
    trainer, person = bear(Budget({b.TRAINER: 0}, {ANA.id: 1}), week, model, same)[::-1]
    assert (trainer.bearer, trainer.ids, trainer.most) == (b.TRAINER, (model.unplaced[0], same[0]), 0)
    assert (person.bearer, person.ids, person.most) == (ANA.id, (model.unplaced[0], 0), 1)


def test_what_stands_against_a_rule_stays_open_to_it() -> None:
    """A rule forbids eight, where the lesson stands, and nine: it may stay, and may not come to nine."""
    week = WeekSessions(board(centre(), (LESSON, (ANA,))), RULES, b.MONDAY, LIMITS, Known())
    options = tuple((0, Option(b.MONDAY, 60 * h, 60 * h + 60, (b.TRAINER,))) for h in (8, 9))
    for free in (frozenset({0}), frozenset[int]()):
        model = RepairModel(week.items, options, {}, free=free, stands={0: options[0][1]})
        model.forbid((0, 1))
        assert [model.low[0] <= model.high[0], model.high[0], model.high[1]] == [True, 1, 0]


# Rules that tie sessions


def tied(problem: Problem, *sessions: Session) -> list[tuple[list[str], date, bool]]:
    """Sessions that cannot stay, from when on they may be given, and whether they follow another."""
    found = loose(problem, RULES, b.timetable(*sessions, who={}), LIMITS.first, LIMITS.moves)
    return [([s.id for s in one.sessions], one.opens, one.follows) for one in found]


def test_practice_goes_after_the_day_of_its_theory() -> None:
    """It comes before it now: from the day after on."""
    courses = [b.course(), b.course(b.SECOND_COURSE, after=b.COURSE)]
    theory = b.session("théorie", b.TUESDAY, course_id=b.COURSE)
    practice = b.session("pratique", course_id=b.SECOND_COURSE)
    assert tied(centre(courses=courses), theory, practice) == [(["pratique"], b.WEDNESDAY, True)]


def test_short_day_goes_whole_or_not_at_all() -> None:
    """An hour where two are asked goes; with a barrette at another hour the day is somebody else's too."""
    trainers = [b.trainer(min_day=180, min_day_hard=True), b.trainer(b.SECOND)]
    problem = centre(trainers=trainers)
    assert tied(problem, LESSON) == [(["cours-01"], b.MONDAY, False)]
    barrette = b.session("groupe", start="10", end="11", kind=Kind.BARRETTE)
    assert tied(problem, LESSON, barrette) == []
