"""What `planner.check.precheck.locked` and `locks` propose for locks: hours that pass, and one for each lock."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.check.precheck.case import Case
from planner.check.precheck.locked import sessions_of_locks, shared
from planner.check.precheck.locks import lock_moves
from planner.domain import Absence, Problem, TrainerId
from tests.planner.test_precheck import COOKS, MONDAY, centre, only
from tests.planner.test_precheck_order import BAKER, CHEF, lock, locked


def away_at_eight(problem: Problem, who: TrainerId = CHEF) -> Problem:
    """The same problem, with somebody who is away each day before ten o'clock."""
    gone = replace(problem.trainers[who], absences=(Absence(end=600),))
    return replace(problem, trainers={**problem.trainers, who: gone})


def test_pair_is_moved_to_an_hour_of_its_trainer() -> None:
    """A at 10 h, B as well: B at 8 h would be free for the class, but its trainer is away before 10 h."""
    pair = lock("B", 0, 600), lock("A", 0, 600)
    assert "B (CAP CUI) à 8 h, ou" in only(locked(*pair), "lock_pairs").text
    assert "B (CAP CUI) à 13 h, ou" in only(away_at_eight(locked(*pair), BAKER), "lock_pairs").text


def test_locks_that_move_do_not_meet() -> None:
    """Two locks of one trainer at 8 h, who is away then: each is told an hour of its own; B stays where it is."""
    problem = away_at_eight(locked(lock("A", 0, 480), lock("C", 0, 480), lock("B", 0, 780)))
    moves = lock_moves(Case(problem))
    assert len(moves.moved) == 2
    rows = list(moves.rows.values())
    assert not [1 for a in rows for b in rows if a is not b and a.meets(b) and shared(problem, a, b)]
    assert {row.lock.start for row in sessions_of_locks(Case(problem))} == {480, 780}


@pytest.mark.parametrize(
    ("closing", "sheet"),
    [
        ("company", "Calendrier"),
        ("closed", "Fermetures"),
        ("away", "Indisponibilités"),
    ],
)
def test_day_without_course_names_the_sheet_that_closes_it(closing: str, sheet: str) -> None:
    """A day of the company, a closure or an absence of the class: one sheet is named."""
    plain = locked(lock("A", 1, 480))
    day, cooks = MONDAY + timedelta(days=1), plain.classes[COOKS]
    changed = {
        "company": {"classes": {**plain.classes, COOKS: replace(cooks, calendar={**cooks.calendar, day: 0})}},
        "closed": {"closed": frozenset({day})},
        "away": {"classes": {**plain.classes, COOKS: replace(cooks, absences=(Absence(first=day, last=day),))}},
    }[closing]
    text = only(replace(plain, **changed), "lock_places").text
    assert f"(feuille {sheet})" in text
    assert "autant de séances" not in text
    assert centre().classes[COOKS].name in text or closing == "closed"
