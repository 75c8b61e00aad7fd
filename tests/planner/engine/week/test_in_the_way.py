"""Which rule keeps a course from every free hour of the week that left it out."""

from datetime import date, timedelta

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import Cause, Kind, Link, Problem, Relation, Session
from planner.engine.week.draft import Draft, missing
from planner.engine.week.in_the_way import explained, in_the_way
from tests.rules import build as b

YOUNG = b.learner("jeune", birth=date(2010, 1, 1))
ITEM = b.item("cours-36", course_id=b.COURSE, rooms=(b.ROOM,), heads=2)


def full(hours: int) -> list[Session]:
    """So many hours of a week, from 8 to 12 and from 13 on, as many on each of its days."""
    starts = [8, 9, 10, 11, 13, 14, 15, 16][: hours // 5]
    return [
        b.session(f"s{day}-{h}", b.MONDAY + timedelta(days=day), f"{h}", f"{h + 1}", kind=Kind.SUPPORT)
        for day in range(5)
        for h in starts
    ]


def why(hours: int, problem: Problem) -> str:
    """What is said of the course, once the class has had so many hours."""
    board, draft = Board(problem, RULES), Draft(problem)
    for session in full(hours):
        board.put(session, dict.fromkeys(problem.learners, False))
    draft.remember(b.MONDAY, (), (ITEM,))
    return in_the_way(board, RULES, draft).get(ITEM.id, "")


def centre(*, young: bool) -> Problem:
    """A class with a minor in it, or with adults alone."""
    people = [YOUNG, b.learner("adulte")] if young else [b.learner("adulte")]
    return b.problem(learners=people, courses=[b.course()])


@pytest.mark.parametrize(
    ("hours", "young", "named"),
    [(35, True, True), (30, True, False), (35, False, False), (40, True, False)],
    ids=["no hour left for the minor", "there is one", "adults may have it", "no hour is free"],
)
def test_rule_and_person_are_named_only_where_they_are_in_the_way(hours: int, young: bool, named: bool) -> None:
    """A minor has 35 hours of 40 at most: the last hour of each day is free, and none is allowed."""
    text = why(hours, centre(young=young))
    assert bool(text) is named
    assert not named or ("jeune" in text and "36 h" in text and not text.endswith("."))


def test_rule_that_is_against_most_hours_is_named_whatever_it_says_of_each() -> None:
    """Five days apart from the lesson of Thursday: no hour of the week is. One a day, said in the same words of all
    hours of that Thursday, is against fewer of them.
    """
    apart = Link(Relation.DAYS_APART, (b.COURSE,), days=5)
    people, cells = [b.learner()], {"link:0": "Liens!C2"}
    problem = b.problem(learners=people, courses=[b.course()], links=(apart,), origins=cells)
    board, draft = Board(problem, RULES), Draft(problem)
    board.put(b.session("jeudi", b.THURSDAY, course_id=b.COURSE), {b.LEARNER: False})
    draft.remember(b.MONDAY, (), (ITEM,))
    text = in_the_way(board, RULES, draft)[ITEM.id]
    assert "devrait être à 5 jours au moins" in text
    assert text.endswith("(Liens!C2)")


def test_row_says_the_rule_instead_of_the_search() -> None:
    """To search longer would not help; what has a cause of its own keeps it."""
    for cause, said in ((Cause.NOT_FOUND_IN_TIME, True), (Cause.WEEK_FULL, True), (Cause.NO_ROOM_THEN, False)):
        row = explained(missing(ITEM, cause, b.MONDAY), {ITEM.id: "Jeune aurait 36 h"})
        assert (row.cause, row.said) == ((Cause.REFUSED_WHEN_FREE, "Jeune aurait 36 h") if said else (cause, ""))
    other = missing(ITEM, Cause.NOT_FOUND_IN_TIME, b.MONDAY)
    assert explained(other, {}) == other
