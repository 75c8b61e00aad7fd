"""Sessions made for people: personal needs, sessions in common, hours made up, and how they are led."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import (
    Absence,
    ExplicitNeed,
    Guidance,
    Kind,
    Learner,
    Owed,
    Problem,
    Result,
    ScaleBand,
    SessionId,
    TrainerId,
)
from planner.engine.people.makeup import drop_makeups, place_makeups
from planner.engine.people.modes import by_course, by_module, on_their_own
from planner.engine.people.personal import module_activity, module_of, place_personal_needs
from planner.engine.people.place import Wish, best, take
from planner.engine.people.shared import Extra, place_extra, place_shared_needs
from tests.rules import build as b

ANA, BEN, CHLOE = (b.learner(name) for name in ("ana", "ben", "chloe"))
LIBRARIAN = TrainerId("documentaliste")
CDI = b.room("CDI", seats=6, shared=3, supervised_by=LIBRARIAN)
STAFF = [
    b.trainer(skills=frozenset({"lit1"})),
    b.trainer(b.SECOND),
    b.trainer(LIBRARIAN, role="documentaliste"),
]


def centre(*learners: Learner, **changes: object) -> Problem:
    """A class, its course, a module of literacy that one trainer leads, and a watched library."""
    plain = {
        "learners": learners or (ANA, BEN),
        "courses": [b.course()],
        "modules": [b.module()],
        "rooms": [b.room(), b.room(b.SECOND_ROOM), CDI],
        "trainers": STAFF,
    }
    return b.problem(**{**plain, **changes})  # type: ignore[arg-type]


def board(problem: Problem, *held: tuple[object, tuple[Learner, ...]]) -> Board:
    """A board under every rule, with some sessions and their people."""
    found = Board(problem, RULES)
    for session, people in held:
        found.call(session, people)  # type: ignore[arg-type]
    return found


def need(person: Learner, minutes: int = 60, target: str = "LIT1", **changes: object) -> Owed:
    """Minutes of a module that somebody is owed in the week, on days of their own too."""
    plain = Owed(person.id, f"besoin-{person.id}", target, minutes, b.SUNDAY, b.MONDAY, personal=True)
    return replace(plain, **changes)  # type: ignore[arg-type]


def made(found: Board, kind: Kind = Kind.SUPPORT) -> list[tuple[date, int, tuple[str, ...]]]:
    """(day, start, people) of the sessions of a kind, in order."""
    rows = [s for s in found.sessions.values() if s.kind == kind]
    return sorted((s.day, s.start, tuple(sorted(found.people[s.id]))) for s in rows)


BUSY = b.session("pris", start="8", end="12", course_id=b.COURSE)
"""Monday morning, with the first trainer."""


# One session for some people


def activity(problem: Problem, **changes: object) -> object:
    """Literacy, an hour."""
    return replace(module_activity(problem, b.module(), SessionId("LIT1-s001")), **changes)  # type: ignore[arg-type]


def wishes(*people: Learner, last: date = b.FRIDAY) -> list[Wish]:
    """An hour each, in the week."""
    return [Wish(person, b.MONDAY, last, 60) for person in people]


def test_day_on_which_most_can_come_is_chosen() -> None:
    """Ben is away on Monday: Tuesday, for both, though Monday is earlier."""
    away = replace(BEN, absences=(Absence(first=b.MONDAY, last=b.MONDAY),))
    found = board(centre(ANA, away))
    chosen = best(found, activity(found.problem), wishes(ANA, away))  # type: ignore[arg-type]
    assert chosen is not None
    assert (chosen.session.day, [p.id for p in chosen.people]) == (b.TUESDAY, ["ana", "ben"])


def test_limit_of_people_and_what_is_taken() -> None:
    """One at most: the first wish is served, lacks nothing any more, and the second one still does."""
    found = board(centre())
    asked = wishes(ANA, BEN)
    chosen = best(found, activity(found.problem, most=1), asked)  # type: ignore[arg-type]
    assert chosen is not None
    take(found, chosen)
    assert [wish.left for wish in asked] == [0, 60]
    assert made(found) == [(chosen.session.day, chosen.session.start, ("ana",))]


def test_nobody_to_come_or_to_lead_is_no_session() -> None:
    """No wish on an open day; no trainer with the skill."""
    found = board(centre())
    assert best(found, activity(found.problem), []) is None  # type: ignore[arg-type]
    skilled = board(centre(trainers=[b.trainer()]))
    assert best(skilled, activity(skilled.problem), wishes(ANA)) is None  # type: ignore[arg-type]


# How it is led


def test_led_module_needs_its_trainer_and_a_room() -> None:
    """Monday at 8 the trainer teaches: no place; on Tuesday one, with the trainer, in an ordinary room."""
    found = board(centre(), (BUSY, (BEN,)))
    led = by_module(b.module())
    bare = b.session("s", kind=Kind.SUPPORT, trainer_ids=(), room_id=None, module_id="LIT1")
    assert led(found, bare, [ANA]) is None
    full = board(centre(rooms=[b.room(), CDI]), (b.session("pris", trainer_ids=(b.SECOND,)), (BEN,)))
    assert led(full, bare, [replace(ANA, id=SessionId(f"a{n}")) for n in range(7)]) is None  # type: ignore[arg-type]
    placed = led(found, replace(bare, day=b.TUESDAY), [ANA])
    assert placed is not None
    assert (placed.trainer_ids, placed.room_id, placed.modality) == ((b.TRAINER,), b.ROOM, "on_site")


def test_module_that_needs_no_trainer_has_a_watched_place() -> None:
    """Autonomy goes to the library; at a distance it needs no room at all."""
    found = board(centre())
    free = b.module("AUTO", guidance=Guidance.AUTONOMOUS)
    bare = b.session("s", kind=Kind.SUPPORT, trainer_ids=(), room_id=None)
    here = by_module(free)(found, bare, [ANA])
    far = by_module(replace(free, modality="remote_sync"))(found, bare, [ANA])
    assert here is not None
    assert far is not None
    assert (here.room_id, here.trainer_ids) == (CDI.id, (LIBRARIAN,))
    assert (far.room_id, far.modality) == (None, "remote_sync")


def test_half_led_work_shares_the_watched_place_of_others() -> None:
    """The librarian watches both groups, and the trainer who could lead this one keeps the hour."""
    half = b.module(guidance=Guidance.SEMI_LED)
    inside = b.session("autres", kind=Kind.SUPPORT, room_id=CDI.id, trainer_ids=(LIBRARIAN,))
    found = board(centre(), (replace(inside, guidance=Guidance.AUTONOMOUS), (BEN,)))
    bare = b.session("s", kind=Kind.SUPPORT, trainer_ids=(), room_id=None, guidance=Guidance.SEMI_LED)
    placed = by_module(half)(found, bare, [ANA])
    assert placed is not None
    assert (placed.room_id, placed.trainer_ids) == (CDI.id, (LIBRARIAN,))
    typed = by_module(replace(half, room_types=("salle",)))(found, bare, [ANA])
    assert typed is not None
    assert (typed.room_id, typed.trainer_ids) == (b.ROOM, (b.TRAINER,))


def test_module_on_the_spot_and_at_a_distance_is_both() -> None:
    """A room and its trainer, and said to be followed both ways, though Ana is on the spot."""
    found = board(centre())
    bare = b.session("s", b.TUESDAY, kind=Kind.SUPPORT, trainer_ids=(), room_id=None, modality="blended")
    placed = by_module(b.module(modality="blended"))(found, bare, [ANA])
    assert placed is not None
    assert (placed.room_id, placed.trainer_ids, placed.modality) == (b.ROOM, (b.TRAINER,), "blended")


def test_work_in_ones_own_time_takes_no_hour_no_room_and_no_adult() -> None:
    """On a day full of lessons, without any trainer; what else is placed on that day does not mind."""
    own = b.module(modality="remote_async")
    found = board(centre(ANA, modules=[own, b.module("LIT2", trainer_ids=(b.TRAINER,))], trainers=[b.trainer()]))
    found.call(b.session("matin", b.MONDAY, "8", "12", course_id=b.COURSE), [ANA])
    place_personal_needs(found, [need(ANA, deadline=b.MONDAY), need(ANA, target="LIT2", deadline=b.MONDAY)])
    first, second = sorted((s for s in found.sessions.values() if s.kind == Kind.SUPPORT), key=lambda s: s.id)
    assert (first.modality, first.room_id, first.trainer_ids) == ("remote_async", None, ())
    assert (first.start, first.end, first.minutes) == (b.hour("8"), b.hour("17"), 60)
    assert (second.modality, second.start, second.trainer_ids) == ("on_site", b.hour("13"), (b.TRAINER,))


def test_course_is_led_by_its_team_in_a_room_of_its_own() -> None:
    """Unless everybody follows from elsewhere; alone, it is work in the library."""
    found = board(centre())
    bare = b.session("s", kind=Kind.SUPPORT, trainer_ids=(), room_id=None, course_id=b.COURSE)
    led = by_course(found.problem.courses[b.COURSE])(found, bare, [ANA])
    far = by_course(found.problem.courses[b.COURSE])(found, bare, [replace(ANA, remote=True)])
    own = on_their_own(found, bare, [ANA])
    assert led is not None
    assert far is not None
    assert own is not None
    assert (led.trainer_ids, led.room_id) == ((b.TRAINER,), b.ROOM)
    assert (far.room_id, far.modality) == (None, "remote_sync")
    assert (own.room_id, own.trainer_ids, own.guidance) == (CDI.id, (LIBRARIAN,), Guidance.AUTONOMOUS)


# Personal needs


def test_two_who_lack_the_same_share_a_session() -> None:
    """An hour each: one session of both; who is paid already asks for nothing."""
    found = board(centre())
    place_personal_needs(found, [need(ANA), need(BEN)])
    assert [people for _day, _start, people in made(found)] == [("ana", "ben")]
    place_personal_needs(found, [need(ANA), need(BEN)])
    assert len(made(found)) == 1


def test_who_would_be_alone_joins_a_session_that_stands() -> None:
    """Ben has literacy on Tuesday: Ana comes too, and no session is opened for her."""
    stands = b.session("s", b.TUESDAY, kind=Kind.SUPPORT, module_id="LIT1")
    found = board(centre(), (stands, (BEN,)))
    place_personal_needs(found, [need(ANA)])
    assert made(found) == [(b.TUESDAY, stands.start, ("ana", "ben"))]


def test_hours_of_one_person_are_on_different_days() -> None:
    """Three hours of a module: one a day."""
    found = board(centre())
    place_personal_needs(found, [need(ANA, 180)])
    assert len({day for day, _start, _people in made(found)}) == 3


def test_what_is_not_personal_is_left_to_barrettes() -> None:
    """And the entry module to its own stage."""
    found = board(centre(modules=[b.module(), b.module("SECURITE", theme="safety")]))
    place_personal_needs(found, [need(ANA, personal=False), need(ANA, target="SECURITE")])
    assert not made(found)


def test_strand_is_paid_by_a_module_that_suits_the_level_and_is_led() -> None:
    """Level 1 in French: not the module of level 4, nor the first one, which nobody leads."""
    scale = tuple(ScaleBand("n", str(n), str(n), n) for n in (1, 4))
    modules = [
        b.module("A", strand="CONSOLIDATION", domains=frozenset({"francais"}), levels=frozenset({1})),
        b.module("LIT1", strand="CONSOLIDATION", domains=frozenset({"francais"}), levels=frozenset({1})),
        b.module("LIT0", strand="CONSOLIDATION", domains=frozenset({"francais"}), levels=frozenset({4})),
    ]
    someone = replace(ANA, results=(Result("français", "1", "n", date(2026, 9, 1)),))
    also = b.module("LIT2", strand="CONSOLIDATION", trainer_ids=(b.TRAINER,))
    problem = centre(someone, modules=[also, *modules], scales=scale)
    found = module_of(problem, need(someone, target="CONSOLIDATION"))
    assert found is not None
    assert found.id == "LIT1"
    assert module_of(problem, need(someone, target="inconnu")) is None
    settings = replace(problem.settings, unknown_level=4)
    untested = replace(problem, learners={ANA.id: ANA}, settings=settings)
    fourth = replace(modules[2], trainer_ids=(b.TRAINER,))
    found = module_of(
        replace(untested, modules={m.id: m for m in (*modules, fourth)}), need(ANA, target="CONSOLIDATION")
    )
    assert found is fourth


# Sessions in common


def test_shared_need_is_given_to_all_at_once() -> None:
    """Two hours for the class: two sessions of everybody, counted as extra support."""
    shared = ExplicitNeed("B1", "LIT1", class_id=b.CLASS, together=True, minutes_total=120)
    found = board(centre(explicit_needs=(shared,)))
    place_shared_needs(found, [need(p, 120, need_id="B1", personal=False) for p in (ANA, BEN)])
    assert [people for _day, _start, people in made(found)] == [("ana", "ben")] * 2
    assert found.extra_support == 240


def test_group_larger_than_the_module_is_cut_in_equal_ones() -> None:
    """Three people in a module for two: two and one."""
    shared = ExplicitNeed("B1", "LIT1", class_id=b.CLASS, together=True, minutes_total=60)
    found = board(centre(ANA, BEN, CHLOE, modules=[b.module(max_size=2)], explicit_needs=(shared,)))
    place_shared_needs(found, [need(p, need_id="B1") for p in (ANA, BEN, CHLOE)])
    assert sorted(len(people) for _day, _start, people in made(found)) == [1, 2]


def test_need_that_is_not_in_common_waits() -> None:
    """It is for the barrettes."""
    plain = ExplicitNeed("B1", "LIT1", class_id=b.CLASS, minutes_total=60)
    found = board(centre(explicit_needs=(plain,)))
    place_shared_needs(found, [need(ANA, need_id="B1")])
    assert not made(found)


def test_extra_hours_are_for_what_is_still_lacking() -> None:
    """Ana lacks an hour, Ben nothing: a session of Ana alone, from the day asked on."""
    found = board(centre())
    extra = Extra("X", b.module().id, (ANA.id, BEN.id), b.TUESDAY, b.FRIDAY)
    place_extra(found, [need(ANA)], [extra], b.WEDNESDAY)
    ((day, _start, people),) = made(found)
    assert (day >= b.WEDNESDAY, people) == (True, ("ana",))
    place_extra(found, [need(ANA)], [extra], b.WEDNESDAY)
    assert len(made(found)) == 1


# Hours made up

MISSING = replace(ANA, absences=(Absence(first=b.MONDAY, last=b.MONDAY, makeup="led"),))
LESSON = b.session("cours-01", course_id=b.COURSE)


def test_hour_missed_is_made_up_with_a_trainer_of_the_course() -> None:
    """Ana was away on Monday: an hour with the trainer of the course on another day, at a free hour."""
    found = board(centre(MISSING, BEN), (LESSON, (BEN,)))
    result = place_makeups(found)
    ((day, _start, people),) = made(found)
    assert (day > b.MONDAY, people) == (True, ("ana",))
    assert [row.minutes for row in result.owed] == [60]
    assert not result.reasons
    again = place_makeups(found)
    assert len(made(found)) == 1
    assert not again.reasons


def test_nobody_sits_through_more_than_they_missed() -> None:
    """Ana missed two hours and Ben one: a session of two hours for Ana alone, one of an hour for Ben."""
    away = Absence(first=b.MONDAY, last=b.MONDAY, makeup="led")
    ben = replace(BEN, absences=(replace(away, start=0, end=540),))
    lessons = [LESSON, b.session("cours-02", start="9", end="10", course_id=b.COURSE)]
    found = board(centre(MISSING, ben, CHLOE, courses=[b.course(lengths=(120,))]), *((s, (CHLOE,)) for s in lessons))
    found.join(lessons[1].id, BEN.id)
    assert not place_makeups(found).reasons
    given = {tuple(found.people[s.id]): s.minutes for s in found.sessions.values() if s.kind == Kind.SUPPORT}
    assert given == {("ana",): 120, ("ben",): 60}


@pytest.mark.parametrize(("back", "stays"), [(True, False), (False, True)])
def test_hour_that_is_missed_no_more_is_not_made_up(back: bool, stays: bool) -> None:
    """Ana is in the lesson after all: the hour for it goes, unless it is announced, or locked."""
    found = board(centre(MISSING, BEN), (LESSON, (BEN,)))
    place_makeups(found)
    if back:
        found.join(LESSON.id, ANA.id)
    ((key, day),) = ((s.id, s.day) for s in found.sessions.values() if s.kind == Kind.SUPPORT)
    drop_makeups(found, day + timedelta(days=1), frozenset())
    drop_makeups(found, day, frozenset({key}))
    assert made(found)
    drop_makeups(found, day, frozenset())
    assert bool(made(found)) == stays


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"trainers": [b.trainer(absences=(Absence(first=b.TUESDAY),))]}, "aucun formateur du cours libre"),
        ({"rooms": [b.room(absences=(Absence(first=b.TUESDAY),))]}, "aucune salle du cours libre"),
        ({"last": b.MONDAY}, "aucun jour au centre"),
    ],
)
def test_hour_that_cannot_be_made_up_says_why(changes: dict[str, object], reason: str) -> None:
    """No trainer, no room or no day after it."""
    found = board(centre(MISSING, BEN, **changes), (LESSON, (BEN,)))
    ((_who, text),) = place_makeups(found).reasons.items()
    assert text.startswith(reason)


def test_hour_that_may_be_made_up_alone_is_where_no_trainer_is() -> None:
    """`study`: the library is enough when the trainer has no hour."""
    alone_ok = replace(MISSING, absences=(Absence(first=b.MONDAY, last=b.MONDAY, makeup="study"),))
    away = [b.trainer(absences=(Absence(first=b.TUESDAY),)), b.trainer(LIBRARIAN, role="documentaliste")]
    found = board(centre(alone_ok, BEN, trainers=away), (LESSON, (BEN,)))
    assert not place_makeups(found).reasons
    (session,) = (s for s in found.sessions.values() if s.kind == Kind.SUPPORT)
    assert (session.room_id, session.guidance) == (CDI.id, Guidance.AUTONOMOUS)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"courses": [b.course(room_types=("gymnase",))]}, "en autonomie non plus : ce cours demande une salle « gymn"),
        ({"rooms": [b.room()]}, "en autonomie non plus : aucune place encadrée"),
    ],
    ids=["a course for a gymnasium", "nowhere to be"],
)
def test_hour_that_nobody_watches_says_why_not_alone_either(changes: dict[str, object], said: str) -> None:
    """`study`, no trainer, and the library no place for it, or none."""
    alone_ok = replace(MISSING, absences=(Absence(first=b.MONDAY, last=b.MONDAY, makeup="study"),))
    trainers = [b.trainer(absences=(Absence(first=b.TUESDAY),)), b.trainer(LIBRARIAN, role="documentaliste")]
    if "rooms" in changes:
        trainers = trainers[:1]
    found = board(centre(alone_ok, BEN, trainers=trainers, **changes), (LESSON, (BEN,)))
    ((_who, text),) = place_makeups(found).reasons.items()
    assert text.startswith("aucun formateur du cours libre")
    assert said in text


def test_colleague_who_is_skilled_makes_up_no_hour_of_a_course_with_a_trainer() -> None:
    """Listed with its reason; where the course names nobody, the colleague gives it."""
    colleague = b.trainer(b.SECOND, skills=frozenset({"matiere"}))
    away = b.trainer(absences=(Absence(first=b.TUESDAY),))
    for teams, told in ((b.course().teams, ["aucun formateur du cours libre"]), ((), [])):
        problem = centre(MISSING, BEN, trainers=[away, colleague], courses=[b.course(teams=teams)])
        found = board(problem, (LESSON, (BEN,)))
        assert [text[:30] for text in place_makeups(found).reasons.values()] == told
