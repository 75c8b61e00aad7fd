"""What would plan hours that somebody waits for: made on the board, checked; why nothing does, else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from benchmarks.missing_hours import asked_for
from constraints import RULES
from planner.board.board import Board
from planner.domain import Arrangement, ExplicitNeed, Owed, Problem, Timetable
from planner.engine.people.shared import Extra, asked_apart, not_waiting, place_extra
from planner.hours.ledger import settle
from planner.why.hours_due import HourSeeker, HoursSought
from tests.rules import build as b

ANA, BEN = b.learner("ana"), b.learner("ben")
SKILLED, OTHER = b.trainer(skills=frozenset({"lit1"})), b.trainer(b.SECOND)
NEED = Owed(ANA.id, "LIT1-N1", "LIT1", 60, b.MONDAY, b.MONDAY)
"""An hour of literacy, due on Monday, that only groups give: no day of one's own serves it."""
LESSONS = [b.session(f"cours-{n}", start=str(n), end=str(n + 1), course_id=b.COURSE) for n in (8, 9)]


def centre(**changes: Any) -> Problem:
    """Two people, a module that one of two trainers leads, a course of the class."""
    plain: dict[str, Any] = {"trainers": [SKILLED, OTHER]}
    plain |= {"learners": [ANA, BEN], "courses": [b.course()], "modules": [b.module()]}
    return b.problem(**{**plain, **changes})


def timetable(problem: Problem, *more: Any, need: Owed = NEED) -> Timetable:
    """Two lessons of Monday morning, with both; more sessions with whom they have."""
    board = Board(problem, RULES)
    for session, people in [*((lesson, (ANA, BEN)) for lesson in LESSONS), *more]:
        board.call(session, people)
    made = board.timetable()
    return replace(made, debts=settle(problem, [need], made.sessions, made.attendance))


def sought(problem: Problem, *more: Any, need: Owed = NEED, **changes: Any) -> tuple[HourSeeker, HoursSought]:
    """What is said of a need."""
    seeker = HourSeeker(problem, timetable(problem, *more, need=need), RULES, (need,), **changes)
    return seeker, seeker.sought(need)


def test_an_hour_beside_the_barrettes_is_found_and_changes_nothing() -> None:
    """The person, the skilled trainer and a room are free on Monday at ten: that is the solution, checked."""
    seeker, found = sought(centre())
    (solution,) = found.solutions
    assert (solution.kind, solution.minutes, found.left, found.given, found.none) == ("apart", 60, 60, 60, "")
    (session,) = solution.sessions
    assert (session.day, session.trainer_ids) == (b.MONDAY, (b.TRAINER,))
    after, broken = seeker.made(found)
    assert broken == ()
    assert session.id in after.session
    assert len(seeker.timetable.sessions) == len(LESSONS)


def test_a_skill_more_is_a_solution_where_nobody_able_is_free() -> None:
    """The only one who may lead it is at the end of the day's two hours; the other trainer could."""
    problem = centre(trainers=[replace(SKILLED, max_day=120), OTHER])
    _seeker, found = sought(problem)
    (solution,) = found.solutions
    assert (solution.kind, solution.trainer_id) == ("skill", b.SECOND)
    assert "lit1" in asked_for(problem, found).trainers[b.SECOND].skills


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"arrangements": (Arrangement(ANA.id, "max_day", 120),)}, "journée pleine à 2 h par aménagement"),
        ({"rooms": [b.room(seats=2), b.room(b.SECOND_ROOM, seats=0)]}, ""),
    ],
)
def test_no_solution_says_what_is_against_every_hour(changes: dict[str, Any], said: str) -> None:
    """Where two hours of a day are all that somebody may have, no hour more has a place, whoever leads."""
    _seeker, found = sought(centre(**changes))
    assert (found.none != "") == bool(said)
    assert said in found.none
    assert bool(found.solutions) == (not said)


def test_nothing_is_placed_before_the_first_day_that_may_change() -> None:
    """The deadline is over: there is no day left, and no solution."""
    _seeker, found = sought(centre(), first=b.TUESDAY)
    assert found.solutions == ()
    assert found.none == "plus aucun jour à venir avant l’échéance"


def test_row_of_needs_gives_hours_that_are_owed_already() -> None:
    """*séance à part* owes nothing of its own: the hour that is due is placed, once, within its days."""
    row = ExplicitNeed("A-PART", "LIT1", (ANA.id,), response="apart", opened=b.MONDAY, deadline=b.MONDAY)
    problem = centre(explicit_needs=(row,))
    assert asked_apart(problem) == (Extra("A-PART", b.module().id, (ANA.id,), b.MONDAY, b.MONDAY, instead=True),)
    whole = replace(row, apprentice_ids=(), class_id=b.CLASS, deadline=None)
    (extra,) = asked_apart(centre(explicit_needs=(whole,)))
    assert (set(extra.apprentice_ids), extra.last) == ({ANA.id, BEN.id}, problem.last)
    board = Board.of(problem, timetable(problem), RULES)
    for _again in range(2):
        place_extra(board, [NEED], asked_apart(problem), b.MONDAY)
    assert [board.people[k] for k in board.sessions if k.startswith("LIT1-")] == [{ANA.id: False}]


def test_twice_on_one_day_rather_than_not_at_all() -> None:
    """Two hours are due and Monday is the only day."""
    need = replace(NEED, minutes=120)
    _seeker, found = sought(centre(), need=need)
    assert found.given == 120
    assert len({s.day for s in found.solutions[0].sessions}) == 1


def test_an_hour_that_the_programme_alone_promises_is_left_as_a_last_resort() -> None:
    """Two hours of the day are all that Ana may have: support that answers no need of hers makes way, at its hour."""
    ap = b.module("AP", strand="PERSONAL")
    held = b.session(
        "ap", kind="support", start="10", end="11", module_id=ap.id, strand="PERSONAL", trainer_ids=(b.SECOND,)
    )
    changes: dict[str, Any] = {"modules": [b.module(), ap], "arrangements": (Arrangement(ANA.id, "max_day", 180),)}
    problem = centre(**changes)
    seeker, found = sought(problem, (held, (ANA,)))
    (solution,) = found.solutions
    assert (solution.kind, [s.id for s in solution.left]) == ("instead", ["ap"])
    assert (solution.sessions[0].day, solution.sessions[0].start) == (held.day, held.start)
    without = replace(seeker, instead=False).sought(NEED)
    assert without.solutions == ()
    assert "journée pleine à 3 h par aménagement" in without.none


def test_autonomy_is_left_for_an_hour_that_is_owed() -> None:
    """Whoever has something else at that hour has left autonomy; who has nothing is in it again."""
    study = b.module("AUTONOMIE", theme="study", guidance="autonomous", max_size=60)
    waits = b.session("attente", kind="barrette", start="10", end="11", module_id=study.id, trainer_ids=(b.SECOND,))
    later = replace(waits, id="plus-tard", day=b.MONDAY + timedelta(days=1))
    problem = centre(modules=[b.module(), study])
    board = Board.of(problem, timetable(problem, (waits, (ANA, BEN)), (later, (ANA, BEN))), RULES)
    given = b.session("essai", kind="support", start="10", end="11", module_id="LIT1", room_id=b.SECOND_ROOM)
    with not_waiting(board, [ANA.id], b.MONDAY, b.SUNDAY):
        assert ANA.id not in board.people["attente"] | board.people["plus-tard"]  # type: ignore[index]
        board.call(given, [ANA])
    assert set(board.people["attente"]) == {BEN.id}  # type: ignore[index]
    assert set(board.people["plus-tard"]) == {ANA.id, BEN.id}  # type: ignore[index]
