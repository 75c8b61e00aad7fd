"""A part of a week as one model: the searches that prove its best, teams and rooms that may not meet, its offers."""

from dataclasses import replace

import pytest

from constraints import RULES
from planner.domain import Absence, Problem, Session, SiteId
from planner.engine.change import piece as pieces
from planner.engine.change.offer import Offer
from planner.engine.change.piece import Found, Piece, proofs
from planner.engine.change.repair import Repair
from planner.engine.change.repair_model import Place
from planner.engine.change.taking_weeks import TakingWeek
from planner.engine.change.team_rooms import keep_apart
from planner.engine.change.week_sessions import Known, WeekSessions
from planner.engine.solvers.cpsat import Answer, Interrupt, Outcome, Search
from planner.prices import HOUR_LOST
from planner.rule import active
from tests.planner.engine.change.scene import ANA, LESSON, LIMITS, board, centre
from tests.rules import build as b

FAR = SiteId("annexe")
TWO_TEAMS = b.course(teams=((b.TRAINER,), (b.SECOND,)), lengths=(60, 60))


def of_week(problem: Problem, lesson: Session = LESSON) -> Repair:
    """The week of a lesson of Monday at eight that has to change."""
    found = board(problem, (lesson, (ANA,)))
    week = WeekSessions(found, active(RULES, problem), b.MONDAY, LIMITS, Known())
    return Repair(week, frozenset({lesson.id}), interrupt=Interrupt())


def searches(monkeypatch: pytest.MonkeyPatch, first: Answer, *, thorough: bool) -> list[Search]:
    """The searches that are made of a piece where the first gives some answer."""
    asked: list[Search] = []

    def solve(_model: object, search: Search, **_rest: object) -> Answer:
        asked.append(search)
        return first

    monkeypatch.setattr(pieces, "solve", solve)
    repair = of_week(centre(ANA))
    assert len(list(proofs(repair.whole(), 4.0, 7, None, thorough=thorough))) == len(asked)
    return asked


@pytest.mark.parametrize(("outcome", "thorough"), [(Outcome.OPTIMAL, True), (Outcome.FEASIBLE, False)])
def test_one_search_is_enough_with_a_proof_or_unless_more_is_asked(
    monkeypatch: pytest.MonkeyPatch, outcome: Outcome, thorough: bool
) -> None:
    """The first one has the work that was given, and looks for a proof."""
    (only,) = searches(monkeypatch, Answer(outcome), thorough=thorough)
    assert only == Search(4.0, 7, proof=True)


@pytest.mark.parametrize(("bound", "second"), [(HOUR_LOST - 1, Search(8.0, 7)), (HOUR_LOST, Search(6.0, 7, core=True))])
def test_bound_of_the_first_search_chooses_the_second(
    monkeypatch: pytest.MonkeyPatch, bound: int, second: Search
) -> None:
    """Below the price of an hour all may have a place: twice the work, plainly. From it on something is left out."""
    asked = searches(monkeypatch, Answer(Outcome.FEASIBLE, bound=bound), thorough=True)
    assert asked[1:] == [second]


def places_of(problem: Problem, lesson: Session = LESSON) -> tuple[Repair, Piece]:
    """The lesson free to change, with its rooms as the rules leave them."""
    repair = of_week(problem, lesson)
    return repair, repair.piece(repair.base)


def test_best_of_a_piece_is_found_and_proven() -> None:
    """The trainer is away on Monday: the lesson goes to another day, and no other answer is better."""
    problem = centre(ANA, trainers=[b.trainer(absences=(Absence(first=b.MONDAY, last=b.MONDAY),))])
    repair, piece = places_of(problem)
    (answer,) = proofs(piece, 2.0, 0, Interrupt(), thorough=True)
    found = repair.read(piece, answer)
    assert (answer.outcome, found.left, found.changes) == (Outcome.OPTIMAL, frozenset(), 1)
    assert found.places[LESSON.id].option.day > b.MONDAY


def test_team_and_room_that_may_not_meet_are_kept_apart() -> None:
    """The class and its trainer are on two sites, the colleague on one: a row each hour keeps her out of the other."""
    staff = [b.trainer(), b.trainer(b.SECOND, sites=(b.SITE,))]
    rooms = [b.room(), b.room(b.SECOND_ROOM, site_id=FAR)]
    both = b.group(calendar=b.present(), site_id="")
    problem = centre(ANA, courses=[TWO_TEAMS], trainers=staff, rooms=rooms, classes=[both])
    repair, piece = places_of(problem, replace(LESSON, site_id=SiteId("")))
    (n,) = repair.hit
    model, known = piece.model, len(piece.model.rows)
    keep_apart(repair.week, model, piece.rooms, [n])
    places = {v: place for place, v in piece.rooms.of(n).items()}
    found = [(model.options[row.ids[0]][1], places[row.ids[1]], row.high) for row in model.rows[known:]]
    assert all((o.day, o.start, o.end) == time and high == 1 for o, (time, _room), high in found)
    assert {(option.team, room) for option, (_time, room), _high in found} == {((b.SECOND,), b.SECOND_ROOM)}
    assert len(found) == len({time for time, _room in piece.rooms.of(n)})


def test_team_that_may_be_in_every_room_has_no_row() -> None:
    """Nobody is bound to a site, and items that are not asked about have none either."""
    repair, piece = places_of(centre(ANA, courses=[TWO_TEAMS]))
    known = len(piece.model.rows)
    keep_apart(repair.week, piece.model, piece.rooms, repair.hit)
    assert len(piece.model.rows) == known


def test_offer_costs_what_all_its_preferences_do() -> None:
    """Three units of one and four of another; without any it costs nothing."""
    assert Offer(1, 2, {"P4": 3, "P5": 4}).cost == 7
    assert Offer(1).cost == 0


def test_who_has_too_many_hours_keeps_the_hour_of_each_session() -> None:
    """Another hour of the week is none less: the lesson stays, goes to a colleague, or leaves the week.

    What may stay as it is counts as moved for another, like any session beside those that must change.
    """
    repair = of_week(centre(ANA))
    held = Repair(repair.week, repair.hits, interrupt=Interrupt(), keep_hour=repair.hits)
    assert len({option[:3] for option in repair._options(0)}) > 1
    assert {option[:3] for option in held._options(0)} == {(LESSON.day, LESSON.start, LESSON.end)}
    found = repair.stand()
    assert (found.changes, repair.kept, repair.lacking) == (0, repair.hit, frozenset())
    moved = Found({LESSON.id: Place(repair._options(0)[1], b.ROOM)}, 1, frozenset(), 0, {}, repair.hit, 0.0, True)
    week = TakingWeek(b.MONDAY, repair, {k: k for k in repair.hits}, found)
    assert (week.extra(found), week.extra(moved)) == (0, 1)
