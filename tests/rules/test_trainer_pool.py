"""A barrette whose groups are not staffed yet leaves enough of its pool free (H1a)."""

import pytest

from constraints.h1a_trainer_once import enforce_week
from planner.domain import Absence
from planner.model import WeekModel
from tests.rules.build import SECOND, TRAINER, item, option, problem, trainer

POOL = frozenset({TRAINER, SECOND})
BARRETTE = item("barrette", kind="barrette", teams=((),), staff=2, pool=POOL)


@pytest.mark.parametrize(("staff", "high"), [(1, 2), (2, 2), (3, 2)])
def test_pool_counts_the_barrette_and_those_who_teach(staff: int, high: int) -> None:
    """Two in the pool: the barrette takes its staff, or the whole pool when that is less, a course of one of them 1."""
    barrette = item("barrette", kind="barrette", teams=((),), staff=staff, pool=POOL)
    model = WeekModel((barrette, item("cours")), ((0, option(team=())), (1, option())))
    before = len(model.rows)
    enforce_week(problem(), model)
    (row,) = model.rows[before:]
    assert row.coefs == (min(staff, 2), 1)
    assert row.high == high


def test_pool_leaves_out_those_who_are_away() -> None:
    """One of the two is away at that hour: one place is left, which the barrette takes whole."""
    away = problem(trainers=(trainer(), trainer(SECOND, absences=(Absence(weekday=0),))))
    model = WeekModel((BARRETTE, item("cours")), ((0, option(team=())), (1, option())))
    enforce_week(away, model)
    assert (model.rows[-1].coefs, model.rows[-1].high) == ((1, 1), 1)
