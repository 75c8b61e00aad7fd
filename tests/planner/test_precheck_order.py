"""Chains of order against the days that are left, and locks that contradict one another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.check.precheck import precheck
from planner.domain import (
    Absence,
    Barrette,
    BarretteId,
    ClassId,
    Course,
    CourseId,
    Lock,
    Problem,
    Room,
    RoomId,
    Trainer,
    TrainerId,
)
from tests.planner.precheck_centre import BAKERS, COOKS, MONDAY, centre, course, only

CHEF, BAKER = TrainerId("CHEF"), TrainerId("BAKER")
THEORY, PRACTICE, LAST = CourseId("Techno"), CourseId("TP"), CourseId("Bilan")


def days(*numbers: int) -> tuple[Absence, ...]:
    """Absences of who is there on some weekdays only."""
    return tuple(Absence(weekday=n) for n in range(5) if n not in numbers)


def people(chef: tuple[Absence, ...] = (), baker: tuple[Absence, ...] = ()) -> dict[TrainerId, Trainer]:
    """The two trainers and when each is away."""
    return {
        CHEF: Trainer(CHEF, "Anne Roux", max_day=480, absences=chef),
        BAKER: Trainer(BAKER, "Luc Blanc", max_day=480, absences=baker),
    }


def rooms() -> dict[RoomId, Room]:
    """Rooms enough."""
    return {RoomId(r): Room(RoomId(r), f"Salle {r}", "banalisée", 20) for r in "123"}


def rows(*courses: Course) -> dict[CourseId, Course]:
    """Courses by id."""
    return {c.id: c for c in courses}


def ordered(theory: int, practice: int, **more: object) -> Problem:
    """Theory by the chef on one weekday, then practice by the baker on another; 2 h each, sessions of 2 h."""
    first = course("Techno", 2, lengths=(120,), teams=((CHEF,),))
    then = course("TP", 2, lengths=(120,), teams=((BAKER,),), after=THEORY, **more)
    plain = centre(trainers=people(days(theory), days(practice)), courses=rows(first, then), rooms=rooms())
    return replace(plain, origins={"course:Techno": "Cours!A2", "course:TP": "Cours!A3"})


def test_practice_that_is_over_before_theory() -> None:
    """Theory on Friday and practice on Monday of the only week: no session of practice has an hour."""
    assert precheck(ordered(0, 4)) == ()
    assert precheck(ordered(0, 0)) == ()
    alert = only(ordered(4, 0), "course_orders")
    assert alert.blocking
    assert (alert.origin, alert.cells) == ("Cours!A3", ("Cours!A2",))
    assert "la séance 1 de Techno ne peut finir avant le vendredi 11 septembre à 10 h" in alert.text
    assert "jusqu'au lundi 7 septembre à 17 h ; il manque 1 séance sur 1" in alert.text


def test_chain_of_three_that_is_longer_than_the_days() -> None:
    """Three courses on one Monday of two half-days, sessions of 3 h: the third has no hour left, and why is told."""
    chain = (
        course("Techno", 3, lengths=(180,), teams=((CHEF,),)),
        course("TP", 3, lengths=(180,), teams=((BAKER,),), after=THEORY),
        course("Bilan", 1, lengths=(60,), teams=((CHEF,),), after=PRACTICE),
    )
    held = {CHEF: days(0), BAKER: days(0)}
    at = centre(trainers=people(held[CHEF], held[BAKER]), courses=rows(*chain), rooms=rooms())
    assert precheck(at) == ()
    long = replace(chain[2], volume=replace(chain[2].volume, weekly=120), lengths=(120,))
    alert = only(replace(at, courses=rows(*chain[:2], long)), "course_orders")
    assert "dans l'ordre : Techno, puis TP, puis Bilan" in alert.text


def test_number_of_sessions_that_is_a_guess_is_said_to_be_likely() -> None:
    """Without typed lengths the second session of theory is a guess: the alert does not block."""
    first = course("Techno", 4, lengths=(), teams=((CHEF,),), max_per_day=1)
    then = course("TP", 4, lengths=(), teams=((BAKER,),), after=THEORY, max_per_day=1)
    held = people(days(0, 4), days(1, 2, 3))
    alert = only(centre(trainers=held, courses=rows(first, then), rooms=rooms()), "course_orders")
    assert not alert.blocking
    assert "ne finira sans doute pas avant" in alert.text


def test_nothing_is_said_where_the_rule_is_off() -> None:
    """Without the rule of order, nothing."""
    assert precheck(replace(ordered(4, 0), rules_off=frozenset({"H14"}))) == ()


def lock(name: str, day: int, start: int, **more: object) -> Lock:
    """A lock of a course on a day of the week."""
    return replace(
        Lock(CourseId(name), day=MONDAY + timedelta(days=day), start=start, origin=f"Verrous!{name}"), **more
    )


def locked(*locks: Lock, **more: object) -> Problem:
    """Two courses of the cooks and one of the bakers, 2 h each; the chef gives the first and the last."""
    courses = rows(
        course("A", 2, lengths=(120,), teams=((CHEF,),)),
        course("B", 2, lengths=(120,), teams=((BAKER,),)),
        course("C", 2, lengths=(120,), teams=((CHEF,),), class_ids=(BAKERS,)),
    )
    return replace(centre(trainers=people(), courses=courses, rooms=rooms(), locks=locks), **more)


@pytest.mark.parametrize(
    ("two", "who"),
    [
        ((lock("A", 0, 480), lock("B", 0, 540)), "la classe CAP CUI au même moment"),
        ((lock("A", 0, 480), lock("C", 0, 540)), "Anne Roux au même moment"),
        ((lock("B", 0, 480, room_id=RoomId("1")), lock("C", 0, 540, room_id=RoomId("1"))), "Salle 1 au même moment"),
    ],
)
def test_two_locks_at_one_moment(two: tuple[Lock, Lock], who: str) -> None:
    """A session of 2 h from 8 h and another from 9 h; one hour later both are kept."""
    one, other = two
    assert precheck(locked(one, replace(other, start=600))) == ()
    alert = only(locked(*two), "lock_pairs")
    assert alert.blocking
    assert f"Deux verrous demandent {who} le lundi 7 septembre" in alert.text
    assert "à 10 h, ou retirer l'une des deux lignes" in alert.text
    assert (alert.origin, *alert.cells) == (one.origin, other.origin)


def test_locks_of_parts_may_be_at_one_moment() -> None:
    """The two parts of a class have different people; the same row twice contradicts nothing."""
    parts = course("A", 2, lengths=(120,), parts=2, teams=((CHEF,), (BAKER,)))
    both = (lock("A", 0, 480, part="A"), lock("A", 0, 480, part="B"))
    assert precheck(centre(trainers=people(), courses=rows(parts), rooms=rooms(), locks=both)) == ()
    twice = lock("A", 0, 480)
    assert {a.kind for a in precheck(locked(twice, replace(twice, origin="Verrous!Z")))} == {"lock_places"}


def test_more_locks_on_a_day_than_sessions() -> None:
    """Two sessions of a course on one day, where it may have one."""
    wide = course("A", 4, lengths=(120,), teams=((CHEF,),), max_per_day=1)
    locks = (lock("A", 0, 480), lock("A", 0, 780))
    problem = centre(trainers=people(), courses=rows(wide), rooms=rooms(), locks=locks)
    assert "A (CAP CUI) a 2 verrous le lundi 7 septembre, pour 1 séance par jour" in only(problem, "lock_pairs").text
    assert precheck(replace(problem, courses=rows(replace(wide, max_per_day=2)))) == ()


def test_more_locked_hours_than_a_trainer_has_in_a_day() -> None:
    """Two locks of 2 h on a day of a trainer of 3 h; of 4 h they fit."""
    short = {**people(), CHEF: Trainer(CHEF, "Anne Roux", max_day=180)}
    locks = (lock("A", 0, 480), lock("C", 0, 780))
    text = only(locked(*locks, trainers=short), "lock_pairs").text
    assert "4 h de cours à Anne Roux, qui en a 3 h par jour au plus" in text
    assert precheck(locked(*locks, trainers={**short, CHEF: replace(short[CHEF], max_day=240)})) == ()


def test_barrette_locked_more_often_than_it_meets() -> None:
    """Two hours of one week for a barrette of one hour a week."""
    name = BarretteId("X")
    barrette = Barrette(name, "Barrette X", (COOKS, ClassId(BAKERS)), 60, per_week=1)
    times = [Lock(barrette_id=name, day=MONDAY + timedelta(days=n), start=480, origin=f"Verrous!A{n}") for n in (0, 1)]
    problem = centre(barrettes={name: barrette}, locks=tuple(times))
    assert "Barrette X a 2 verrous la semaine du lundi 7 septembre" in only(problem, "lock_pairs").text
    assert [a for a in precheck(replace(problem, locks=tuple(times[:1]))) if a.kind == "lock_pairs"] == []


def test_order_is_said_beside_hours_that_do_not_fit() -> None:
    """What a flow says of some courses hides nothing that is said of their order."""
    problem = ordered(4, 0)
    more = course("Plus", 9, lengths=(60,), teams=((BAKER,),), class_ids=(BAKERS,))
    kinds = {a.kind for a in precheck(replace(problem, courses={**problem.courses, more.id: more})) if a.blocking}
    assert "course_orders" in kinds
    assert kinds & {"trainer_load", "class_days"}
