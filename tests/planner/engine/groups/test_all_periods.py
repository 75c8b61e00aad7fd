"""Every group of the term: the barrettes of a period, then its open periods, then the next period."""

from dataclasses import replace
from datetime import date

import pytest

from constraints import RULES
from planner.board.board import Board
from planner.domain import Period, PeriodId
from planner.engine.groups import all_periods
from planner.engine.groups.all_periods import compose_all
from planner.engine.groups.portions import Portions
from tests.planner.scenes import PERIOD
from tests.rules import build as b

SECOND = replace(PERIOD, id=PeriodId("P2"))


def test_open_periods_of_a_period_come_before_the_barrettes_of_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """What they give counts as paid there. The occasions of both periods come back, those of open periods in order."""
    done: list[str] = []
    asked: list[object] = []

    def barrettes(board: Board, *rest: object) -> object:
        for period in (PERIOD, SECOND):
            done.append(f"barrettes {period.id}")
            yield period, {("B", period.id): (period.id,)}
        asked.append((board, *rest))

    def open_periods(_board: Board, _weeks: object, period: Period, *_rest: object) -> list[str]:
        done.append(f"ouvertes {period.id}")
        return [f"heure {period.id}"]

    monkeypatch.setattr(all_periods, "period_after_period", barrettes)
    monkeypatch.setattr(all_periods, "fill_open_periods", open_periods)
    board, weeks, split = Board(b.problem(), RULES), dict[date, list[object]](), Portions({})
    occasions, opens = compose_all(board, weeks, RULES, (), 3, 1, {}, {}, split)  # type: ignore[arg-type]
    assert done == ["barrettes P1", "ouvertes P1", "barrettes P2", "ouvertes P2"]
    assert (dict(occasions), opens) == ({("B", "P1"): ("P1",), ("B", "P2"): ("P2",)}, ["heure P1", "heure P2"])
    assert asked == [(board, weeks, RULES, (), 3, 1, {}, {}, split)]


def test_nothing_to_compose_leaves_the_board_as_it_is() -> None:
    """No hour of a barrette and no open period: no occasion, no session."""
    board = Board(b.problem(periods=(PERIOD,), last=PERIOD.last), RULES)
    assert compose_all(board, {}, RULES, (), 0) == ({}, [])
    assert not board.sessions
