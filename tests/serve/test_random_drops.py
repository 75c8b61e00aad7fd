"""A few random drops on the board of the tiny centre: what it says of each is what the checker says."""

from pathlib import Path

import pytest

from benchmarks import random_drops
from benchmarks.random_drops import Drops, drops_on, line
from tests.serve.test_desk import MATHS


def test_what_the_board_takes_the_checker_lets_stand(folder: Path) -> None:
    """And what it refuses names a rule that the checker names too; both happen, and some drops stay."""
    found = drops_on(folder, 1, 45)
    assert found.wrong == []
    assert min(found.taken, found.refused) > 3
    assert found.taken + found.refused + found.held == 45
    assert found.rules


def test_a_drop_that_breaks_a_rule_would_be_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the board to take anything, the checker would say so."""
    real = random_drops.Desk.drop

    def careless(self: random_drops.Desk, seen: str, session_id: str, place: object) -> object:
        judge = self.plan().scene.judge
        monkeypatch.setattr(judge.board, "judged", lambda _placement: iter(()))
        return real(self, seen, session_id, place)  # type: ignore[arg-type]

    monkeypatch.setattr(random_drops.Desk, "drop", careless)
    assert any("taken" in text for text in drops_on(folder, 1, 20).wrong)


def test_the_line_names_what_differs() -> None:
    """Each drop on a line of its own."""
    found = {"instance": "small", "seed": 1, "drops": 2, "taken": 1, "refused": 1, "held": 0, "rules": {"H1c": 1}}
    told = line({**found, "wrong": [f"{MATHS}: taken"], "off": 0.0})
    assert "2 drops: 1 taken, 1 refused by 1 rules" in told
    assert told.endswith(f"\n  {MATHS}: taken")
    assert Drops().wrong == []
