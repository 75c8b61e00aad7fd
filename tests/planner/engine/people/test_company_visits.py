"""Company visits: a half-day of the visitor in weeks in the company, side by side, and why there is none."""

from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.domain import Absence, Cause, Kind, Learner, VisitRule
from planner.engine.people.visits import place_visits, renew_visits
from tests.planner.engine.people.test_sessions_of_people import ANA, BEN, CHLOE, board, centre, made
from tests.rules import build as b

APART = b.group(calendar=dict.fromkeys((b.MONDAY, b.TUESDAY), 3))
"""At the centre on Monday and Tuesday, in the company for the rest of the week."""


def visit(*people: Learner, first: date = b.MONDAY, **changes: object) -> Board:
    """A board on which each of some people is to be visited in the week, by the second trainer."""
    rules = tuple(
        VisitRule(p.id, number=1, first=first, last=b.FRIDAY, done=0, dated=True, trainer_id=b.SECOND) for p in people
    )
    return board(centre(*people, classes=[APART], visits=rules, **changes))


def test_visit_is_on_a_half_day_in_the_company_that_the_visitor_has_free() -> None:
    """Wednesday morning is taught: the visit is in the afternoon."""
    found = visit(ANA)
    found.call(b.session("cours", b.WEDNESDAY, trainer_ids=(b.SECOND,)), [])
    assert place_visits(found) == []
    assert made(found, Kind.VISIT) == [(b.WEDNESDAY, 13 * 60, ("ana",))]


def test_visits_of_one_company_are_side_by_side() -> None:
    """Ana may be visited on Friday only: Chloé, of the same employer, follows her there though Wednesday is free."""
    people = [replace(one, employer=where) for one, where in ((ANA, "Fournil"), (BEN, "Garage"), (CHLOE, "Fournil"))]
    found = visit(*people)
    rules = tuple(replace(r, first=b.FRIDAY if r.apprentice_id == ANA.id else r.first) for r in found.problem.visits)
    found = board(replace(found.problem, visits=rules))
    place_visits(found)
    minutes = found.problem.settings.visit_minutes
    assert made(found, Kind.VISIT) == [
        (b.WEDNESDAY, 480, ("ben",)),
        (b.FRIDAY, 480, ("ana",)),
        (b.FRIDAY, 480 + minutes, ("chloe",)),
    ]


def test_visit_without_a_half_day_says_why() -> None:
    """Nobody to visit; never in the company when the visitor works; no half-day left."""
    nobody = visit(ANA)
    rule = replace(nobody.problem.visits[0], trainer_id=None)
    never = visit(ANA, trainers=[b.trainer(b.SECOND, absences=(Absence(first=b.WEDNESDAY),))])
    full = visit(ANA)
    for day in (b.WEDNESDAY, b.THURSDAY, b.FRIDAY):
        full.call(b.session(f"{day}", day, "8", "17", trainer_ids=(b.SECOND,)), [])
    causes = [
        [row.cause for row in place_visits(found)]
        for found in (board(replace(nobody.problem, visits=(rule,))), never, full)
    ]
    assert causes == [[Cause.NO_VISITOR], [Cause.NO_HALF_DAY], [Cause.NO_FREE_HALF_DAY]]


def test_visit_that_is_not_asked_any_more_goes_and_its_id_is_not_used_again() -> None:
    """Announced for Wednesday, asked from Thursday on: it is cancelled and comes back under another id."""
    found = visit(ANA)
    place_visits(found)
    ((name, session),) = ((s.id, s) for s in found.sessions.values() if s.kind == Kind.VISIT)
    assert session.day == b.WEDNESDAY
    later = visit(ANA, first=b.THURSDAY)
    later.put(session, dict(found.people[name]))
    assert renew_visits(later, b.MONDAY, b.FRIDAY) == []
    assert made(later, Kind.VISIT) == [(b.THURSDAY, 480, ("ana",))]
    assert f"{name}-r1" in later.sessions
