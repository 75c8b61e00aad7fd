"""What single checks say where a limit and one unit beyond it do not tell it: once, and as doubtful as it is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import (
    MISSED_LISTED,
    Absence,
    ApprenticeId,
    Arrangement,
    Attendance,
    Barrette,
    BarretteId,
    FixedEvent,
    Group,
    GroupId,
    Guidance,
    Kind,
    Lock,
    ModuleId,
    Period,
    PeriodId,
    SessionId,
    StandingSession,
    Timetable,
)
from planner.domain.left_groups import left, who_left
from planner.placement import for_everyone
from planner.rule import Finding
from tests.rules import build as b
from tests.rules.agreement import over_weeks
from tests.rules.scenarios_courses import CROSSED, KITCHEN, THEORY

BY_KEY = {rule.key: rule for rule in RULES}


def test_courses_that_name_each_other_are_said_once() -> None:
    """Kitchen of A at 8, theory of B at 9: one finding for each, though both rows of the workbook say *croisé avec*."""
    both = replace(
        CROSSED,
        courses={
            **CROSSED.courses,
            b.SECOND_COURSE: replace(CROSSED.courses[b.SECOND_COURSE], crossed_with=b.COURSE),
        },
    )
    apart = b.timetable(KITCHEN, replace(THEORY, start=THEORY.end, end=THEORY.end + 60))
    once = [f.text for f in BY_KEY["H3d"].check(CROSSED, apart)]
    assert len(once) == 2
    assert [f.text for f in BY_KEY["H3d"].check(both, apart)] == once


def test_hours_made_up_of_a_crossed_course_swap_with_nothing() -> None:
    """Somebody makes up the theory at any hour: it is no part's, and no part's hour stands alone because of it."""
    swapped = [replace(KITCHEN, id=b.session("k2").id, part="B", day=b.TUESDAY)]
    swapped.append(replace(THEORY, id=b.session("t2").id, part="A", day=b.TUESDAY))
    made = replace(THEORY, id=b.session("made").id, kind=Kind.SUPPORT, part="", start=THEORY.end, end=THEORY.end + 60)
    done = b.timetable(KITCHEN, THEORY, *swapped, made)
    assert list(BY_KEY["H3d"].check(CROSSED, done)) == []
    board = Board.of(CROSSED, b.timetable(KITCHEN, THEORY, *swapped), RULES)
    assert list(board.judged(for_everyone(made, {}), ("H3d",))) == []


def test_a_workshop_closed_to_somebody_far_away_is_not_made_up() -> None:
    """Ana learns at a distance and half the week: the workshop of her class is closed to her on every day of it."""
    for by_video, found in ((False, []), (True, ["ana"])):
        ana = b.learner("ana", remote=True, calendar={}, makeup="study")
        problem = b.problem(learners=[ana], courses=[b.course(by_video=by_video)])
        lesson = b.session("cours", course_id=b.COURSE)
        said = BY_KEY["H3e"].check(problem, b.timetable(lesson, who={"cours": []}))
        assert [person for f in said for person in f.people] == found


@pytest.mark.parametrize(
    ("room_type", "kind", "guidance", "fits"),
    [
        ("salle", Kind.SUPPORT, Guidance.AUTONOMOUS, True),
        ("salle", Kind.SUPPORT, Guidance.LED, False),
        ("salle", Kind.COURSE, Guidance.AUTONOMOUS, False),
        ("gymnase", Kind.SUPPORT, Guidance.AUTONOMOUS, False),
    ],
    ids=["alone", "led", "the lesson itself", "sport"],
)
def test_who_makes_up_alone_may_be_in_the_library(room_type: str, kind: Kind, guidance: Guidance, fits: bool) -> None:
    """For a course of an ordinary classroom, said by its type; whoever leads it needs that classroom."""
    library = b.room(type="centre de ressources", shared=3)
    problem = b.problem(courses=[b.course(room_types=(room_type,))], rooms=[library])
    made = b.session("rattrapage", kind=kind, course_id=b.COURSE, guidance=guidance)
    assert (not list(BY_KEY["H5a"].check(problem, b.timetable(made)))) == fits
    board = Board.of(problem, b.timetable(), RULES)
    assert (not list(board.judged(for_everyone(made, {}), ("H5a",)))) == fits


def test_hours_made_up_by_somebody_whom_the_course_does_not_name_are_told() -> None:
    """A colleague with the skill may stand in, as a planner chooses; where nobody is named, anybody may lead."""
    skilled = b.trainer(b.SECOND, skills=frozenset({"matiere"}))
    made = b.session("rattrapage-c-01", kind=Kind.SUPPORT, course_id=b.COURSE, module_id=b.COURSE)
    for course in (b.course(), b.course(teams=())):
        problem = b.problem(trainers=[b.trainer(), skilled], courses=[course])
        for who in (b.TRAINER, b.SECOND):
            done = b.timetable(replace(made, trainer_ids=(who,)), who={made.id: [b.LEARNER]})
            found = [f for f in BY_KEY["H3e"].check(problem, done) if "ne nomme pas" in f.text]
            assert [f.to_verify for f in found] == [True] * (who == b.SECOND and bool(course.teams))


def test_a_day_on_the_spot_and_at_a_distance_is_told() -> None:
    """Ana learns at a distance and comes to an exam of Monday, whose other lesson she follows by video."""
    problem = b.problem(learners=[b.learner(remote=True)], courses=[b.course(by_video=True)])
    exam = b.session("examen", kind=Kind.FIXED)
    for day, told in ((b.MONDAY, True), (b.TUESDAY, False)):
        lesson = b.session("cours", day, "10", "11", course_id=b.COURSE, modality="blended")
        rows = (Attendance(exam.id, b.LEARNER), Attendance(lesson.id, b.LEARNER, remote=True))
        said = [f for f in BY_KEY["H16"].check(problem, Timetable((exam, lesson), rows)) if "même jour" in f.text]
        assert [f.to_verify for f in said] == [True] * told


def test_what_existing_sessions_add_to_hours_is_to_verify() -> None:
    """Two hours a week, both held, and an hour pasted since: the planner is told; two of the program are wrong."""
    row = StandingSession(SessionId("c"), b.COURSE, b.WEDNESDAY, b.hour("8"), b.hour("9"), 60, class_ids=(b.CLASS,))
    problem = b.problem(courses=[b.course()], standing=(row,))
    held = [b.session(name, day, course_id=b.COURSE) for name, day in (("a", b.MONDAY), ("b", b.TUESDAY))]
    pasted = b.session("c", b.WEDNESDAY, course_id=b.COURSE)
    (found,) = BY_KEY["H3a"].check(problem, b.timetable(*held, pasted, who={}))
    assert (found.to_verify, "dont 1 h de la feuille Séances existantes" in found.text) == (True, True)
    more = [b.session(f"d{n}", b.THURSDAY, f"{8 + n}", f"{9 + n}", course_id=b.COURSE) for n in range(2)]
    (found,) = BY_KEY["H3a"].check(problem, b.timetable(*held, *more, who={}))
    assert not found.to_verify


# A group that people leave

PAIR = b.problem(modules=[b.module(min_size=2)])
ANA, BEN, CLEO = (ApprenticeId(name) for name in ("ana", "ben", "cleo"))
HOUR = b.session("barrette", kind=Kind.BARRETTE, barrette_id=BarretteId("B"), group_id=GroupId("G1"))


def group(*people: ApprenticeId, name: str = "G1") -> Group:
    """A group of reading in the only barrette."""
    return Group(GroupId(name), BarretteId("B"), PeriodId("P"), ModuleId("LIT1"), (), None, people)


def held(*groups: Group, **summary: object) -> Timetable:
    """Some groups, the first one with an hour."""
    hour = replace(HOUR, period_id=PeriodId("P"), module_id=ModuleId("LIT1"))
    return replace(b.timetable(hour, groups=groups), summary=summary)


def said(timetable: Timetable) -> list[Finding]:
    """What is said of the smallest size."""
    return list(BY_KEY["H8a"].check(PAIR, timetable))


def test_group_made_too_small_breaks_the_rule_and_one_that_people_leave_is_told() -> None:
    """One person for two: made so, it is a fault; after the other one has left, it is to be looked at."""
    (made,) = said(held(group(ANA)))
    assert not made.to_verify
    (told,) = said(held(group(ANA), **who_left(held(group(ANA, BEN)), [group(ANA)])))
    assert told.to_verify
    assert "après des départs" in told.text


def test_who_is_in_another_group_of_the_barrette_has_not_left() -> None:
    """Ben was moved to a second group: the first one is too small by choice."""
    now = [group(ANA), group(BEN, CLEO, name="G2")]
    assert who_left(held(group(ANA, BEN), group(CLEO, name="G2")), now) == {"left_groups": {}}
    assert not any(f.to_verify for f in said(held(*now)))


def test_who_leaves_one_of_two_groups_has_left_it() -> None:
    """Ben had both groups of the period in turn and keeps the second: nobody has moved him there."""
    second = group(BEN, CLEO, name="G2")
    gone = who_left(held(group(ANA, BEN), second), [group(ANA), second])
    assert gone == {"left_groups": {str(group(ANA).id): [str(BEN)]}}


def test_who_left_is_remembered_by_the_updates_that_follow_until_they_come_back() -> None:
    """Ben has left in an update before; Ben is in the group again in the next."""
    first = held(group(ANA), **who_left(held(group(ANA, BEN)), [group(ANA)]))
    again = held(group(ANA), **who_left(first, [group(ANA)]))
    assert left(again, again.groups[0]) == {BEN}
    assert who_left(again, [group(ANA, BEN)]) == {"left_groups": {}}


# Hours missed


def test_timetable_of_before_listed_only_what_is_made_up() -> None:
    """An hour missed that stands nowhere is told of a timetable that lists them all, and not of an older one."""
    problem, lesson = b.problem(courses=[b.course()], learners=[b.learner()]), b.session("cours", course_id=b.COURSE)
    before = replace(b.timetable(lesson, who={"cours": []}), summary={"status": "complet"})
    now = replace(before, summary={**before.summary, MISSED_LISTED: True})
    assert list(BY_KEY["H3g"].check(problem, before)) == []
    (told,) = BY_KEY["H3g"].check(problem, now)
    assert "1 h de cours non suivies" in told.text


def test_a_barrette_whose_name_says_it_is_not_called_so_twice() -> None:
    """« Barrette B2 » and « B2 » are both *la barrette B2*."""
    for name in ("Barrette B2", "B2"):
        named = Barrette(BarretteId("B2"), name, (b.CLASS,))
        problem = b.problem(learners=[b.learner(birth=b.MONDAY.replace(year=2010))], barrettes=[named])
        elsewhere = b.session("groupe", kind=Kind.BARRETTE, barrette_id=named.id, course_ids=())
        first, *_others = BY_KEY["H7b"].check(problem, Timetable((elsewhere,)))
        assert "à la barrette B2," in first.text


def test_an_event_of_the_class_takes_no_company_hours_of_who_is_at_an_own_one() -> None:
    """Seven hours of company on Friday: the class is out all day, and who is at an own event at eight works on."""
    young = b.learner(birth=b.MONDAY.replace(year=2010), company_minutes=2100)
    friday = b.MONDAY.replace(day=11)
    out = FixedEvent("out", "Sortie", friday, 480, 1020, class_ids=(b.CLASS,))
    own = FixedEvent("own", "Rendez-vous", friday, 480, 540, apprentice_ids=(young.id,))
    group = b.group(calendar=b.present(last=b.THURSDAY))
    long = b.session("longue", minutes=1900)
    for events, refused in (((out,), False), ((out, own), True)):
        problem = b.problem(classes=[group], learners=[young], events=events)
        said = list(Board(problem, RULES).judged(for_everyone(long, {young.id: False}), ("H4d",)))
        assert bool(said) == refused


def test_a_helper_at_two_events_of_the_workbook_is_to_be_looked_at() -> None:
    """Two people with one helper at two events: as the workbook says; a lesson beside the event breaks the rule.

    So it is for a lesson that a lock has at its hour, and for one that stands already.
    """
    people = [b.learner("ana"), b.learner("ben")]
    rows = tuple(Arrangement(p.id, "helper", text=b.SECOND) for p in people)
    problem = b.problem(learners=people, arrangements=rows, trainers=[b.trainer(), b.trainer(b.SECOND)])
    one, other = (b.session(name, kind=Kind.FIXED, class_ids=(), trainer_ids=()) for name in ("un", "deux"))
    there = (Attendance(one.id, people[0].id), Attendance(other.id, people[1].id))
    for kind, doubtful in ((Kind.FIXED, True), (Kind.COURSE, False)):
        (found,) = BY_KEY["H11d"].check(problem, Timetable((one, replace(other, kind=kind)), there))
        assert found.to_verify == doubtful
    lesson = replace(other, kind=Kind.COURSE, course_ids=(b.COURSE,))
    lock, later = (Lock(b.COURSE, day=b.MONDAY, start=b.hour(at)) for at in ("8", "9"))
    stands = StandingSession(lesson.id, b.COURSE, lesson.day, lesson.start, lesson.end, 60, class_ids=())
    for changes, doubtful in (
        ({"locks": (lock,)}, True),
        ({"locks": (later,)}, False),
        ({"standing": (stands,)}, True),
    ):
        asked = replace(problem, **changes)  # type: ignore[arg-type]
        board = Board(asked, RULES)
        board.put(one, {people[0].id: False})
        (found,) = BY_KEY["H11d"].check(asked, Timetable((one, lesson), there))
        said = list(board.judged(for_everyone(lesson, {people[1].id: False}), ("H11d",)))
        assert (found.to_verify, not said) == (doubtful, doubtful)


def test_a_helper_keeps_no_event_from_its_hour_for_a_lesson_that_is_locked_there() -> None:
    """The week may have both; the lesson an hour later, which no lock asks for, is not beside the event."""
    lock = Lock(b.COURSE, day=b.MONDAY, start=b.hour("8"))
    row = Arrangement(b.LEARNER, "helper", text=b.SECOND)
    problem = b.problem(
        classes=[b.group(), b.group(b.OTHER)], learners=[b.learner()], arrangements=(row,), courses=[b.course()],
        locks=(lock,),
    )  # fmt: skip
    lesson, jury = b.item(course_id=b.COURSE), b.item("jury", 120, kind="fixed", class_ids=(b.OTHER,))
    hours = [b.option(start=h, end=str(int(h) + 1)) for h in ("8", "9")]
    weeks = over_weeks({lesson: hours, jury: [b.option(end="10", team=[b.SECOND])]})(problem, BY_KEY["H11d"])
    both = {c.timetable.session[lesson.id].start: c.accepted for c in weeks if len(c.timetable.sessions) == 2}
    assert both == {480: True, 540: False}


def test_a_change_of_group_counts_every_module_and_autonomy_that_is_left_least() -> None:
    """Study left for nothing: 5; a module beside it taken up: 20; one module for another: both."""
    barrette, last = Barrette(BarretteId("B"), "B", (b.CLASS,), 60), (PeriodId("avant"), PeriodId("après"))
    problem = replace(
        b.problem(barrettes=[barrette]),
        periods=tuple(Period(p, p, b.MONDAY + timedelta(21 * n), b.MONDAY) for n, p in enumerate(last)),
    )

    def cost(before: str, after: str) -> list[int]:
        groups = [
            Group(GroupId(f"{p}-{m}"), barrette.id, p, ModuleId(m), (), None, (b.LEARNER,))
            for p, modules in zip(last, (before, after), strict=True)
            for m in modules.split()
        ]
        return [int(f.amount) for f in BY_KEY["P3"].check(problem, Timetable(groups=tuple(groups)))]

    assert cost("LIT1 AUTONOMIE", "LIT1 AUTONOMIE") == []
    assert cost("LIT1 AUTONOMIE", "LIT1") == [5]
    assert cost("LIT1", "LIT1 AUTONOMIE") == [20]
    assert cost("LIT1", "LIT1 NUM1") == [20]
    assert cost("LIT1 AUTONOMIE", "NUM1") == [45]


def test_a_session_of_some_people_keeps_the_hours_at_which_their_class_travels() -> None:
    """An entry module that an update moves names its people: their class comes at 9, the neighbour's whenever."""
    late, neighbour = b.group(off_hours=(Absence(0, end=b.hour("9")),)), ApprenticeId("voisin")
    people = [b.learner(), b.learner(neighbour, b.OTHER)]
    domain = BY_KEY["H4g"].enforce.domain
    assert domain is not None
    problem = b.problem(classes=[late, b.group(b.OTHER)], learners=people)
    allowed = {
        (who, start): domain(
            problem, b.item(class_ids=(), learners=(who,)), b.option(start=start, end=str(int(start) + 1))
        )
        for who in (b.LEARNER, neighbour)
        for start in "89"
    }
    assert [key for key, may in allowed.items() if not may] == [(b.LEARNER, "8")]
