"""Lessons that nobody attends since everybody is called elsewhere go to another hour."""

from dataclasses import replace
from datetime import timedelta

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import Absence, Kind, Learner, Lock, Problem
from planner.engine.people.emptied import move_emptied
from tests.rules import build as b

ANA, BEN = b.learner("ana"), b.learner("ben")
LESSON = b.session("cours-01", course_id=b.COURSE)
ENTRY = b.session("entree", kind=Kind.ONBOARDING, trainer_ids=(b.SECOND,), room_id=b.SECOND_ROOM)
NEXT = b.MONDAY + timedelta(days=7)


def centre(*learners: Learner, **changes: object) -> Problem:
    """A class of two and its course."""
    plain = {"learners": learners or (ANA, BEN), "courses": [b.course()]}
    return b.problem(**{**plain, **changes})  # type: ignore[arg-type]


def board(problem: Problem, *entering: Learner) -> Board:
    """A lesson at the hour of an entry block, nobody in it."""
    found = Board(problem, RULES)
    found.put(LESSON, {})
    found.call(ENTRY, entering)
    return found


def test_lesson_under_the_entry_module_goes_to_another_hour_of_its_week() -> None:
    """With its people, its trainer and its room; the list of who is freed from it is made anew."""
    found = board(centre(), ANA, BEN)
    found.freed = [(LESSON, ANA.id)]
    move_emptied(found)
    assert not found.freed
    moved = found.sessions[LESSON.id]
    assert (moved.day, moved.start) != (LESSON.day, LESSON.start)
    assert moved.day < NEXT
    assert (moved.trainer_ids, moved.room_id, set(found.people[moved.id])) == ((b.TRAINER,), b.ROOM, {"ana", "ben"})


def test_lesson_goes_to_another_week_where_its_own_has_no_hour() -> None:
    """The class is there on one Monday, when its trainer has that hour only, and on the Monday after."""
    away = (Absence(0, start=b.hour("9"), last=b.MONDAY),)
    calendar = {day: mask for day, mask in b.present(last=NEXT).items() if day.weekday() == 0}
    problem = centre(
        last=NEXT, classes=[b.group(calendar=calendar)], trainers=[b.trainer(absences=away), b.trainer(b.SECOND)]
    )
    found = board(problem, ANA, BEN)
    move_emptied(found)
    assert found.sessions[LESSON.id].day == NEXT


REST = b.session("reste-01", start="14", end="15", course_id=b.SECOND_COURSE, trainer_ids=(b.SECOND,))
LONG = b.session("long-01", day=b.WEDNESDAY, start="8", end="10", course_id="long", trainer_ids=(b.SECOND,))


def bound(**changes: object) -> Problem:
    """The class does not come for less than two hours; the trainer of the lesson has no other hour on Monday."""
    others = [b.course(name, subject=name, teams=((b.SECOND,),)) for name in (b.SECOND_COURSE, "long")]
    away = Absence(0, start=b.hour("9"), last=b.MONDAY)
    plain = {
        "classes": [b.group(min_day=120, min_day_hard=True)],
        "courses": [b.course(), *others],
        "trainers": [b.trainer(absences=(away,)), b.trainer(b.SECOND)],
    }
    return centre(**{**plain, **changes})


def full(problem: Problem) -> Board:
    """The lesson that nobody attends, an hour beside it, and a longer day."""
    found = board(problem, ANA, BEN)
    for session in (REST, LONG):
        found.put(session, {ANA.id: False, BEN.id: False})
    found.freed = [(LESSON, ANA.id)]
    return found


def test_rest_of_a_short_day_goes_with_the_lesson() -> None:
    """An hour would be left on Monday of two that bind: it goes to a day that is long enough, with all its people."""
    found = full(bound())
    move_emptied(found)
    assert [found.sessions[s.id].day for s in (LESSON, REST)] == [b.WEDNESDAY] * 2
    assert [set(found.people[s.id]) for s in (LESSON, REST)] == [{"ana", "ben"}] * 2


@pytest.mark.parametrize(
    "changes",
    [
        {"locks": (Lock(b.SECOND_COURSE, day=b.MONDAY, start=b.hour("14")),)},
        {"trainers": [b.trainer(absences=(Absence(0, start=b.hour("9"), last=b.MONDAY),)),
                      b.trainer(b.SECOND, absences=tuple(Absence(n) for n in range(1, 5)))]},
    ],
    ids=["rest is locked", "rest has no other day"],
)  # fmt: skip
def test_lesson_stays_where_the_rest_of_its_day_cannot_go(changes: dict[str, object]) -> None:
    """Nothing has moved then, and who was freed is freed."""
    found = full(bound(**changes))
    sessions, people = dict(found.sessions), {key: dict(rows) for key, rows in found.people.items()}
    move_emptied(found)
    assert (found.sessions, found.people, found.freed) == (sessions, people, [(LESSON, ANA.id)])


@pytest.mark.parametrize("changes", [{"rules_off": frozenset({"H6f"})}, {"classes": [b.group(min_day=120)]}])
def test_rest_stays_where_no_minimum_binds(changes: dict[str, object]) -> None:
    """The rule is off, or the minimum is only a wish: the lesson goes alone."""
    found = full(bound(**changes))
    move_emptied(found)
    assert found.sessions[REST.id] == REST
    assert found.sessions[LESSON.id].day > b.MONDAY


@pytest.mark.parametrize(
    ("problem", "entering"),
    [
        (centre(locks=(Lock(b.COURSE, day=b.MONDAY, start=b.hour("8")),)), (ANA, BEN)),
        (centre(*(replace(p, absences=(Absence(0),)) for p in (ANA, BEN))), ()),
        (centre(last=b.MONDAY, classes=[b.group(calendar={b.MONDAY: 1})], trainers=[
            b.trainer(absences=(Absence(0, start=b.hour("9")),)), b.trainer(b.SECOND)]), (ANA, BEN)),
    ],
    ids=["locked", "everybody away", "no other hour"],
)  # fmt: skip
def test_lesson_stays_where_it_is_held_or_has_no_other_hour(problem: Problem, entering: tuple[Learner, ...]) -> None:
    """A lock holds it; who is away would miss it anyway; no hour is left."""
    found = board(problem, *entering)
    move_emptied(found)
    assert found.sessions[LESSON.id] == LESSON
    assert not found.people[LESSON.id]
