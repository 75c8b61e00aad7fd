"""What chains are told of limits on weeks, from the options of a week."""

from dataclasses import replace

import pytest

from planner.domain import Problem, WeekLimit
from planner.model import WeekModel
from planner.model.limits import held_by_owner, keep_days
from planner.model.week_hints import tell_chains
from tests.rules.build import CLASS, TRAINER, TUESDAY, item, option, problem

OPTIONS = [option(), option(start="9", end="10"), option(TUESDAY, "13", "14")]


def model(of: Problem, *limits: WeekLimit) -> WeekModel:
    """Two sessions of one hour, each at any of three places."""
    found = WeekModel((item("une"), item("deux")), tuple((n, o) for n in (0, 1) for o in OPTIONS))
    tell_chains(replace(of, week_limits=limits), found)
    return found


def test_gaps_are_a_budget_of_what_is_to_be_placed() -> None:
    """Two hours, and one of gaps: three; starts and ends are those of the teaching day."""
    (found,) = model(problem(), WeekLimit(class_ids=(CLASS,), gaps_week=60)).spans
    assert (found.limit, found.from_origin, found.least) == (180, False, 0)
    assert found.spans[2] == (TUESDAY, 240, 300)


def test_first_hours_and_least_hours_are_told_with_them() -> None:
    """A day that may begin late has a slot more; a day with anything counts for its least."""
    rows = (
        WeekLimit(trainer_ids=(TRAINER,), gaps_day=0, late_starts=1),
        WeekLimit(trainer_ids=(TRAINER,), least_day=120, least_days=5),
    )
    (found,) = model(problem(), *rows).spans
    assert (found.limit, found.from_origin, found.least, found.every_day) == (180, True, 120, True)


def test_least_hours_alone_are_fills() -> None:
    """Without a limit on gaps the hours of days count, not their spans."""
    found = model(problem(), WeekLimit(class_ids=(CLASS,), least_day=120))
    assert found.spans == []
    assert [(f.least, f.whole) for f in found.fills] == [(120, 120)]


@pytest.mark.parametrize("off", [{"hard": False}, {}])
def test_what_does_not_bind_is_not_told(off: dict[str, bool]) -> None:
    """A wish, and a rule that is switched off, bound nothing."""
    of = problem(rules_off=frozenset() if off else frozenset({"H31"}))
    assert model(of, replace(WeekLimit(class_ids=(CLASS,), gaps_week=0), **off)).spans == []


@pytest.mark.parametrize(("off", "rows"), [((), 3), (("H1a",), 4)])
def test_a_day_that_is_used_needs_a_row_for_each_start(off: tuple[str, ...], rows: int) -> None:
    """Three starts on two days, whatever the number of sessions; item by item where two may be held at once."""
    of = problem(rules_off=frozenset(off), week_limits=(WeekLimit(trainer_ids=(TRAINER,), days=1),))
    found = WeekModel((item("une"), item("deux")), tuple((n, o) for n in (0, 1) for o in OPTIONS))
    before = len(found.rows)
    ((_limit, _owner, held),) = held_by_owner(of, found)
    keep_days(held, 1, None)
    assert len(found.rows) - before == rows + 1
