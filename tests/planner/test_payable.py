"""The bound on hours owed that could be planned."""

import itertools
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from planner.domain import Owed
from planner.engine.groups.placeable import payable_minutes
from tests.planner.scenes import MODULES, PERIOD, Tiny, tiny
from tests.rules import build as b


def bound(scene: Tiny) -> float:
    """The bound of a tiny barrette."""
    return payable_minutes(scene.problem, scene.owed, scene.occasions)


def test_hours_beyond_the_moments_are_not_payable() -> None:
    """Three hours owed, two moments: two hours."""
    assert bound(tiny({"a": ["LIT1"]}, skills={"A": ["LIT1"]}, moments=2, minutes=180)) == pytest.approx(120)


def test_need_without_a_skilled_trainer_is_not_payable() -> None:
    """Nobody leads NUM1."""
    assert bound(tiny({"a": ["NUM1"]}, skills={"A": ["LIT1"]})) == 0


def test_one_trainer_for_two_modules_pays_the_larger_group() -> None:
    """Two people in LIT1 or one in NUM1; cutting the trainer in two halves gains nothing."""
    scene = tiny({"a": ["LIT1"], "b": ["LIT1"], "c": ["NUM1"]}, skills={"A": ["LIT1", "NUM1"]})
    assert bound(scene) == pytest.approx(120)


def test_places_in_the_module_bound_the_hours() -> None:
    """Three places for five people."""
    small = [b.module("LIT1", strand="CONSOLIDATION", max_size=3), MODULES[-1]]
    assert bound(tiny({n: ["LIT1"] for n in "abcde"}, skills={"A": ["LIT1"]}, modules=small)) == pytest.approx(180)


def test_entry_module_counts_the_days_before_the_deadline() -> None:
    """Twelve hours owed, one day left, ten hours a day at most for an adult; none once the deadline has passed."""
    scene = tiny({"a": []}, skills={})
    need = Owed(b.learner("a").id, "entree", "ENTREE", 720, b.MONDAY, b.MONDAY, source="entrée", personal=True)
    assert payable_minutes(scene.problem, [need], ()) == 600
    assert payable_minutes(scene.problem, [replace(need, deadline=b.MONDAY - timedelta(days=1))], ()) == 0


@pytest.mark.parametrize("seed", range(8))
def test_bound_and_composition_against_every_composition(seed: int) -> None:
    """Random needs of five people, one trainer, two moments: best of all choices ≤ bound, and the composition has it.

    A choice is the module that the only trainer leads at each moment; everyone who owes it joins, up to two places.
    """
    rng = random.Random(seed)
    needs = {f"p{n}": rng.sample(["LIT1", "NUM1"], rng.randint(0, 2)) for n in range(5)}
    modules = [replace(m, max_size=2) if m.guidance == "led" else m for m in MODULES]
    scene = tiny(needs, skills={"A": ["LIT1", "NUM1"]}, moments=2, modules=modules)
    best = max(
        sum(60 * min(2 * chosen.count(m), sum(m in owed for owed in needs.values())) for m in ("LIT1", "NUM1"))
        for chosen in itertools.product(("LIT1", "NUM1"), repeat=2)
    )
    composed = sum(scene.paid(scene.compose()).values())
    assert composed == best
    assert bound(scene) >= best - 1e-6


def test_period_of_the_occasion_decides_which_needs_count() -> None:
    """A need whose window ends before the moment is not payable."""
    scene = tiny({"a": ["LIT1"]}, skills={"A": ["LIT1"]})
    early = tuple(replace(n, deadline=PERIOD.first - timedelta(days=1)) for n in scene.owed)
    assert bound(replace(scene, owed=early)) == 0
