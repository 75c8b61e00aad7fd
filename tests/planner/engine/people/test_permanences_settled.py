"""A permanence stands where somebody may drop in, as everybody is called in the end."""

from dataclasses import replace
from datetime import date

from constraints import RULES
from planner.board.board import Board
from planner.domain import Kind, SessionId
from planner.engine.people.permanences import place_permanences, settle_permanences
from tests.rules import build as b

NAME = SessionId(f"permanence-PERM-{b.MONDAY:%Y%m%d}")
PERM = replace(b.module("PERM"), theme="permanence", trainer_ids=(b.SECOND,))
PEOPLE = [b.learner(name) for name in ("ana", "bea", "cleo")]


def board(*hours: tuple[date, str, str, Kind, int]) -> Board:
    """Three people of a class, each hour with so many of them, and who holds the permanence."""
    problem = b.problem(
        learners=PEOPLE,
        modules=[PERM],
        trainers=[b.trainer(), b.trainer(b.SECOND)],
        rooms=[b.room(), b.room(b.SECOND_ROOM)],
    )
    found = Board(problem, RULES)
    for number, (day, start, end, kind, heads) in enumerate(hours):
        held = replace(b.session(f"s{number}", kind=kind, day=day, start=start, end=end), trainer_ids=(b.TRAINER,))
        found.put(held, {p.id: False for p in PEOPLE[:heads]})
    return found


def test_it_leaves_an_open_hour_to_which_everybody_is_called() -> None:
    """Open at 9 for all three, who are called then to groups: an hour when two of them are free serves."""
    found = board(
        (b.MONDAY, "8", "9", Kind.COURSE, 3),
        (b.MONDAY, "9", "10", Kind.OPEN, 3),
        (b.MONDAY, "10", "11", Kind.COURSE, 3),
        (b.MONDAY, "11", "12", Kind.COURSE, 1),
    )
    assert place_permanences(found, b.MONDAY) == []
    assert (found.sessions[NAME].day, found.sessions[NAME].start) == (b.MONDAY, 540)
    called = replace(found.sessions[SessionId("s1")], kind=Kind.SUPPORT)
    found.put(called, {p.id: False for p in PEOPLE})
    settle_permanences(found, b.MONDAY, {NAME})
    assert found.sessions[NAME].start == 540
    settle_permanences(found, b.MONDAY, ())
    assert found.sessions[NAME].start != 540
    assert (
        sum(
            not found.presence.clashes(p.id, b.MONDAY, found.sessions[NAME].start, found.sessions[NAME].end)
            for p in PEOPLE
        )
        >= 2
    )


def test_nobody_comes_in_the_morning_for_a_lesson_of_the_afternoon() -> None:
    """The class comes at 15 on Monday alone: the hour before it, or after, not eight in the morning."""
    found = board((b.MONDAY, "15", "16", Kind.COURSE, 3))
    place_permanences(found, b.MONDAY)
    assert (found.sessions[NAME].day, found.sessions[NAME].start in (14 * 60, 16 * 60)) == (b.MONDAY, True)
