"""Pre-check on who leads support: a team in which nobody may lead what the results of its classes ask for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.check.precheck import precheck
from planner.domain import (
    ApprenticeId,
    Barrette,
    BarretteId,
    Module,
    ModuleId,
    NeedRule,
    Problem,
    Result,
    ScaleBand,
    Trainer,
    TrainerId,
)
from tests.planner.precheck_centre import COOKS, MONDAY, centre, learner

CHEF = Trainer(TrainerId("CHEF"), "Anne Roux", max_day=480, max_week=1560)
LED = replace(CHEF, skills=frozenset({"lecture"}))
READING = Module(ModuleId("LIT1"), "Lecture", domains=frozenset({"lecture"}), levels=frozenset({1}), min_size=1)
SUPPORT = Barrette(BarretteId("X"), "Barrette X", (COOKS,), 60, per_week=1, trainer_ids=(CHEF.id,))


def needing(result: str, trainer: Trainer, barrette: Barrette = SUPPORT) -> Problem:
    """A centre where level 1 in reading gives hours of a module."""
    reader = learner("A", results=(Result("lecture", result, "n", MONDAY - timedelta(days=7)),))
    return centre(
        learners={ApprenticeId("A"): reader},
        modules={READING.id: READING},
        scales=tuple(ScaleBand("n", str(n), str(n), n) for n in (1, 4)),
        need_rules=(NeedRule("R", "LIT1", "lecture", frozenset({1}), minutes_per_week=60),),
        trainers={CHEF.id: trainer},
        barrettes={barrette.id: barrette},
        origins={"barrette:X": "Barrettes!A2"},
    )


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (needing("1", CHEF), True),
        (needing("1", LED), False),
        (needing("4", CHEF), False),
        (needing("1", replace(LED, skill_until={"lecture": MONDAY})), True),
        (needing("1", CHEF, replace(SUPPORT, module_ids=(ModuleId("NUM1"),))), False),
        (needing("1", CHEF, replace(SUPPORT, trainer_ids=())), False),
    ],
    ids=["nobody", "somebody", "no need", "until Monday only", "another module", "no team of its own"],
)
def test_team_without_anybody_for_what_is_owed(problem: Problem, said: bool) -> None:
    """Somebody of the barrette owes reading: it is worth a look where its team cannot lead it to the end."""
    found = [alert for alert in precheck(problem) if alert.kind == "barrette_leaders"]
    assert [(alert.origin, alert.blocking) for alert in found] == [("Barrettes!A2", False)] * said
    assert all("personne, dans son équipe, ne peut animer Lecture (1 apprenant)" in alert.text for alert in found)
