"""Who attends what was placed, and what those do who are freed or whose class has no course."""

from dataclasses import replace
from datetime import date, timedelta

from constraints import RULES
from planner.board.board import Board
from planner.domain import (
    Absence,
    Arrangement,
    Cause,
    Exemption,
    FixedEvent,
    Guidance,
    Kind,
    Learner,
    Owed,
    PersonalPath,
    Problem,
    SessionId,
    Slot,
    TrainerId,
)
from planner.engine.people.attend import begin, course_people
from planner.engine.people.freed_hours import (
    instead_of,
    keep_off_machines,
    note_cut_short,
    place_freed_hours,
    place_urgent_hours,
    within,
)
from planner.engine.people.freed_support import Helped
from planner.engine.people.rest_of_class import place_rest_of_classes
from planner.model import Placed
from tests.rules import build as b

MINOR = b.learner("mineure", birth=date(2010, 1, 1))
ADULT = b.learner("adulte")
LIBRARIAN = TrainerId("documentaliste")
CDI = b.room("CDI", seats=6, shared=3, supervised_by=LIBRARIAN)
COURSE = b.item("cours-01", course_id=b.COURSE)
EXEMPT = Exemption(MINOR.id, "matière")


def centre(*learners: Learner, **changes: object) -> Problem:
    """A class with its course, two rooms, a library and who watches it."""
    plain = {
        "learners": learners or (MINOR, ADULT),
        "courses": [b.course()],
        "rooms": [b.room(), b.room(b.SECOND_ROOM), CDI],
        "trainers": [b.trainer(), b.trainer(b.SECOND), b.trainer(LIBRARIAN, role="documentaliste")],
    }
    return b.problem(**{**plain, **changes})  # type: ignore[arg-type]


def started(problem: Problem, *placed: Placed) -> Board:
    """The board on which what is placed begins, each course in the first room."""
    rooms = {item.id: b.ROOM for item, _o in placed}
    return begin(problem, RULES, {b.MONDAY: placed}, rooms)


def people(board: Board, name: str) -> list[str]:
    """Who is in a session, in order."""
    return sorted(board.people[SessionId(name)])


# Who attends


def test_course_is_attended_by_the_class_as_it_is_that_day() -> None:
    """One is away, one enters on Tuesday; a guest who follows it from another class comes."""
    away = b.learner("ailleurs", absences=(Absence(),))
    guest = b.learner("invitée", b.OTHER)
    problem = centre(
        ADULT, away, b.learner("demain", entry=b.TUESDAY), guest,
        classes=[b.group(), b.group(b.OTHER)], paths=(PersonalPath(guest.id, None, b.COURSE),),
    )  # fmt: skip
    board = started(problem, (COURSE, b.option()))
    assert people(board, "cours-01") == ["adulte", "invitée"]
    session = board.sessions[COURSE.id]
    assert (session.label, session.room_id, session.trainer_ids) == ("matière – classe", b.ROOM, (b.TRAINER,))


def test_exempted_learner_is_noted_as_freed() -> None:
    """She is not in the session, and waits for a place to be."""
    board = started(centre(exemptions=(EXEMPT,)), (COURSE, b.option()))
    assert people(board, "cours-01") == ["adulte"]
    assert [(s.id, person) for s, person in board.freed] == [("cours-01", "mineure")]


def test_minor_without_authorisation_is_freed_from_regulated_work() -> None:
    """From the day of the authorisation on she attends."""
    kitchen = [b.course(regulated=True)]
    allowed = b.learner("mineure", birth=date(2010, 1, 1), regulated_ok=b.MONDAY)
    board = started(centre(courses=kitchen), (COURSE, b.option()))
    assert people(board, "cours-01") == ["adulte"]
    assert people(started(centre(allowed, ADULT, courses=kitchen), (COURSE, b.option())), "cours-01") == [
        "adulte",
        "mineure",
    ]


def test_event_comes_before_a_course_of_the_same_hour() -> None:
    """The jury names the minor: she is at it, and the course goes on with the other."""
    event = FixedEvent("jury", "Jury", b.MONDAY, 480, 540, apprentice_ids=(MINOR.id,))
    jury = b.item("fixe-jury", kind=Kind.FIXED, class_ids=(), learners=(MINOR.id,))
    board = started(centre(events=(event,)), (COURSE, b.option()), (jury, b.option(team=())))
    assert (people(board, "fixe-jury"), people(board, "cours-01")) == (["mineure"], ["adulte"])


def test_event_of_a_part_calls_that_part() -> None:
    """Part A of the class; its label is told as it is written, unless it says something private."""
    parts = [b.learner("a", part="A"), b.learner("b", part="B"), b.learner("c", b.OTHER, part="A")]
    item = b.item("fixe-ccf", kind=Kind.FIXED, part="A")
    for label, public in (("CCF", "CCF"), ("Rendez-vous médical", "Rendez-vous")):
        event = FixedEvent("ccf", label, b.MONDAY, 480, 540, class_ids=(b.CLASS,), part="A")
        classes = [b.group(), b.group(b.OTHER)]
        problem = centre(*parts, events=(event,), courses=[b.course(parts=2)], classes=classes)
        board = started(problem, (item, b.option(team=())))
        assert people(board, "fixe-ccf") == ["a"]
        assert board.sessions[item.id].public_label == public


def test_barrette_keeps_the_hours_of_its_people_and_rooms() -> None:
    """No session yet, but the hour is taken for the people, the team and the room."""
    barrette = b.item("B-P1-o1", kind=Kind.BARRETTE, fixed_rooms=(b.ROOM,))
    board = started(centre(), (barrette, b.option()))
    assert not board.sessions
    assert [len(board.attended(a, b.MONDAY)) for a in (MINOR.id, ADULT.id)] == [1, 1]
    assert board.held(b.ROOM, b.MONDAY)
    assert not board.usage.trainer_free(b.TRAINER, b.MONDAY, 480, 540, 60, b.SITE, without=None)


def test_daily_limit_keeps_the_last_hour_away() -> None:
    """An hour a day at most: the second course of the day is without her."""
    row = Arrangement(ADULT.id, "max_day", minutes=60)
    problem = centre(arrangements=(row,))
    later = b.item("cours-02", course_id=b.COURSE)
    board = started(problem, (later, b.option(start="9", end="10")), (COURSE, b.option()))
    assert (people(board, "cours-01"), people(board, "cours-02")) == (["adulte", "mineure"], ["mineure"])
    assert [p.id for p in course_people(board, board.sessions[later.id])] == []


# Freed hours


def freed(problem: Problem, *, urgent: bool = True, owed: tuple[Owed, ...] = ()) -> Board:
    """The board once freed hours of one course have been served."""
    board = started(problem, (COURSE, b.option()))
    (place_urgent_hours if urgent else place_freed_hours)(board, owed)
    return board


def test_hours_freed_by_an_exemption_are_watched_for_a_minor() -> None:
    """Before barrettes are composed she has a place in the library, at the hour of the course."""
    board = freed(centre(exemptions=(EXEMPT,)))
    (study,) = (s for s in board.sessions.values() if s.kind == Kind.STUDY)
    assert (study.room_id, study.trainer_ids, study.start, study.end) == (CDI.id, (LIBRARIAN,), 480, 540)
    assert people(board, study.id) == ["mineure"]
    assert not board.freed


def cut_short(*talks: tuple[str, str], **changes: object) -> Board:
    """A lesson from 8 to 10 and talks with both people at some hours, once what is left of it has been served."""
    both = (MINOR.id, ADULT.id)
    spans = [b.option(start=start, end=end, team=()) for start, end in talks]
    events = tuple(
        FixedEvent(f"e{n}", "Bilan", b.MONDAY, s.start, s.end, apprentice_ids=both) for n, s in enumerate(spans)
    )
    items = [b.item(f"fixe-e{n}", kind=Kind.FIXED, class_ids=(), learners=both) for n in range(len(talks))]
    board = started(centre(events=events, **changes), (COURSE, b.option(end="10")), *zip(items, spans, strict=True))
    note_cut_short(board, both, b.MONDAY)
    place_urgent_hours(board, ())
    return board


def test_minor_called_away_from_a_part_of_a_lesson_is_watched_in_the_other() -> None:
    """The second hour in the library, the adult is free; after a talk in each hour nothing is left."""
    board = cut_short(("8", "9"))
    (study,) = (s for s in board.sessions.values() if s.kind == Kind.STUDY)
    assert (study.start, study.end, people(board, study.id)) == (540, 600, ["mineure"])
    assert not any(s.kind == Kind.STUDY for s in cut_short(("8", "9"), ("9", "10")).sessions.values())


def test_rest_of_a_lesson_that_nobody_can_watch_is_listed() -> None:
    """No adult is free: a line names the minor and the lesson; it is not left out in silence."""
    board = cut_short(("8", "9"), trainers=[b.trainer()], rooms=[b.room(), b.room(b.SECOND_ROOM)])
    assert [(row.session_id, row.apprentice_ids) for row in board.unwatched] == [("encadrement-cours-01", ("mineure",))]


def test_adult_waits_until_groups_are_made() -> None:
    """Her hour is not urgent; afterwards she has a place too."""
    exempt = Exemption(ADULT.id, "matière")
    board = freed(centre(exemptions=(exempt,)))
    assert [person for _s, person in board.freed] == ["adulte"]
    place_freed_hours(board, ())
    assert any(s.kind == Kind.STUDY and "adulte" in board.people[s.id] for s in board.sessions.values())


def test_minor_whom_nobody_can_watch_goes_back_to_class() -> None:
    """No other adult is there: she sits in the class; from regulated work she is listed instead."""
    alone = {"trainers": [b.trainer()], "rooms": [b.room(), b.room(b.SECOND_ROOM)]}
    board = freed(centre(exemptions=(EXEMPT,), **alone))
    assert people(board, "cours-01") == ["adulte", "mineure"]
    assert not board.unwatched
    listed = freed(centre(courses=[b.course(regulated=True)], **alone))
    assert [(row.cause, row.apprentice_ids) for row in listed.unwatched] == [(Cause.NOBODY_TO_WATCH, ("mineure",))]


def test_what_the_workbook_puts_in_place_of_a_course() -> None:
    """Free means free for an adult and study for a minor; `other` on a path is study where it leaves an hour."""
    session = b.session(course_id=b.COURSE)
    for who, word, expected in (
        (ADULT, "free", "free"), (MINOR, "free", "study"), (ADULT, "company", "company"), (MINOR, "support", "support"),
    ):  # fmt: skip
        problem = centre(exemptions=(Exemption(who.id, "matière", word),))
        assert instead_of(problem, who, session) == expected
    path = PersonalPath(ADULT.id, b.COURSE, b.SECOND_COURSE, "other")
    assert instead_of(centre(paths=(path,)), ADULT, session) == "study"


NEED = Owed(MINOR.id, "besoin", "LIT1", 60, b.SUNDAY, b.MONDAY)


def helpful(**changes: object) -> Problem:
    """The minor is exempted in favour of support, which a second trainer can give."""
    leader = b.trainer(b.SECOND, skills=frozenset({"lit1"}))
    return centre(
        exemptions=(Exemption(MINOR.id, "matière", "support"),), modules=[b.module()],
        trainers=[b.trainer(), leader, b.trainer(LIBRARIAN, role="documentaliste")], **changes,
    )  # fmt: skip


def test_support_in_a_freed_hour_pays_what_is_owed() -> None:
    """An hour of literacy at the hour of the course; what is given is counted as extra support, and no longer lacks."""
    board = freed(helpful(), owed=(NEED,))
    (support,) = (s for s in board.sessions.values() if s.kind == Kind.SUPPORT)
    assert (support.module_id, support.start, support.trainer_ids) == ("LIT1", 480, (b.SECOND,))
    assert board.extra_support == 60
    helped = Helped.of(board, (NEED,), [MINOR.id])
    assert helped.left == {(MINOR.id, "besoin"): 0}


def test_support_that_is_not_owed_any_more_is_study() -> None:
    """The need is due before the day: she has a watched place instead."""
    late = Owed(MINOR.id, "besoin", "LIT1", 60, b.MONDAY - timedelta(days=1), b.MONDAY - timedelta(days=7))
    board = freed(helpful(), owed=(late,))
    assert [s.kind for s in board.sessions.values()] == [Kind.COURSE, Kind.STUDY]


def test_support_fills_the_hours_of_a_long_course_one_after_the_other() -> None:
    """Three hours are owed in three modules of an hour, of a course of two: two of them at 8 and 9, and no more."""
    two_hours = (b.item("cours-01", minutes=120, course_id=b.COURSE), b.option(end="10"))
    modules = [b.module(f"LIT{n}") for n in (1, 2, 3)]
    skilled = b.trainer(b.SECOND, skills=frozenset({"lit1", "lit2", "lit3"}))
    problem = helpful()
    problem = replace(
        problem,
        modules={m.id: m for m in modules},
        trainers={**problem.trainers, b.SECOND: skilled},
    )
    needs = [
        Owed(MINOR.id, f"besoin {m.id}", m.id, 60, b.MONDAY, b.MONDAY, priority=n) for n, m in enumerate(modules, 1)
    ]
    board = started(problem, two_hours)
    place_urgent_hours(board, needs)
    given = sorted((s.start, s.module_id) for s in board.sessions.values() if s.kind == Kind.SUPPORT)
    assert given == [(480, "LIT1"), (540, "LIT2")]
    assert board.extra_support == 120


def test_place_is_looked_for_slot_by_slot_where_none_is_free_throughout() -> None:
    """A course of two hours; the librarian comes at 9: one hour of study, and the other one is listed."""
    late = b.trainer(LIBRARIAN, role="documentaliste", absences=(Absence(end=540),))
    problem = centre(exemptions=(EXEMPT,), trainers=[b.trainer(), late], courses=[b.course(max_group=1)])
    board = started(problem, (b.item("cours-01", minutes=120, course_id=b.COURSE), b.option(end="10")))
    place_urgent_hours(board, ())
    study = [(s.start, s.end) for s in board.sessions.values() if s.kind == Kind.STUDY]
    assert study == [(540, 600)]
    (row,) = board.unwatched
    assert (row.apprentice_ids, row.start, row.end, row.minutes) == (("mineure",), 480, 540, 60)


def test_newcomer_keeps_off_machines_until_the_safety_block() -> None:
    """The regulated course of Monday comes before the block of Tuesday, that of Wednesday after it."""
    new = b.learner("mineure", birth=date(2010, 1, 1), entry=b.MONDAY, regulated_ok=b.MONDAY)
    safety = b.module("SECURITE", theme="safety")
    problem = centre(new, ADULT, courses=[b.course(regulated=True)], modules=[safety])
    later = b.item("cours-02", course_id=b.COURSE)
    board = started(problem, (COURSE, b.option()), (later, b.option(b.WEDNESDAY)))
    board.call(b.session("bloc", b.TUESDAY, module_id=safety.id, kind=Kind.ONBOARDING), [new])
    keep_off_machines(board)
    assert (people(board, "cours-01"), people(board, "cours-02")) == (["adulte"], ["adulte", "mineure"])
    assert [person for _s, person in board.freed] == ["mineure"]


def test_slot_is_cut_only_where_the_bells_allow_it() -> None:
    """A slot of two hours: cut to its first hour where one may end inside it, whole otherwise."""
    assert within(Slot(480, 600, inside=True), 480, 540) == (480, 540)
    assert within(Slot(480, 600), 480, 540) == (480, 600)
    assert within(Slot(480, 600, inside=True), 480, 550) == (480, 600)


# The rest of a class


def event(rest: str = "study", start: int = 480, end: int = 600) -> FixedEvent:
    """A jury of the minor from 8 to 10; what the others do is said."""
    return FixedEvent("jury", "Jury", b.MONDAY, start, end, class_ids=(b.CLASS,), apprentice_ids=(MINOR.id,), rest=rest)


def rest(problem: Problem, **changes: object) -> tuple[Board, list[Cause]]:
    """The board once the rest of classes has its place, and the causes of what has none."""
    board = Board(problem, RULES)
    jury = b.session("fixe-jury", end="10", kind=Kind.FIXED, class_ids=(), trainer_ids=(), room_id=None, label="Jury")
    board.call(jury, [MINOR])
    return board, [row.cause for row in place_rest_of_classes(board, **changes)]  # type: ignore[arg-type]


def test_rest_of_the_class_has_a_place_during_the_event() -> None:
    """One session for the two hours, for those who are not at it."""
    board, missing = rest(centre(events=(event(),)))
    (study,) = (s for s in board.sessions.values() if s.kind == Kind.STUDY)
    assert (study.start, study.end, study.minutes, study.room_id) == (480, 600, 120, CDI.id)
    assert (people(board, study.id), missing) == (["adulte"], [])


def test_released_adults_have_no_place_and_minors_do() -> None:
    """Those who may leave do; another minor stays in the library."""
    other = b.learner("jeune", birth=date(2010, 1, 1))
    board, _missing = rest(centre(MINOR, ADULT, other, events=(event("released"),)))
    (study,) = (s for s in board.sessions.values() if s.kind == Kind.STUDY)
    assert people(board, study.id) == ["jeune"]


def test_event_that_keeps_everybody_counts_beside_an_absence_that_lets_adults_go() -> None:
    """The courses of the class are put off all day, and its rest works on its own during the event: the adult too."""
    away = b.learner(
        "absente", birth=date(2010, 1, 1), absences=(Absence(first=b.MONDAY, last=b.MONDAY, postponed=True),)
    )
    board, missing = rest(centre(MINOR, ADULT, away, events=(event(),)))
    first, *others = (s for s in board.sessions.values() if s.kind == Kind.STUDY)
    assert (first.start, first.end, people(board, first.id)) == (480, 600, ["adulte"])
    assert all(s.start >= 600 and people(board, s.id) == ["mineure"] for s in others)
    assert missing == []


def test_hour_without_a_place_is_listed_slot_by_slot() -> None:
    """The librarian, the only adult, is there from 9 on: the first hour is listed, the second has its place."""
    late = b.trainer(LIBRARIAN, role="documentaliste", absences=(Absence(end=540),))
    board, missing = rest(centre(events=(event(),), trainers=[late]))
    assert missing == [Cause.NO_WATCHED_PLACE]
    assert [(s.start, s.guidance) for s in board.sessions.values() if s.kind == Kind.STUDY] == [
        (540, Guidance.AUTONOMOUS)
    ]


def test_days_before_the_first_of_a_resolve_are_left() -> None:
    """From Tuesday on there is no event."""
    board, missing = rest(centre(events=(event(),)), first=b.TUESDAY)
    assert (len(board.sessions), missing) == (1, [])
