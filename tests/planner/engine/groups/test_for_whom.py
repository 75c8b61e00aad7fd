"""For whom an activity is by level: a first result counts from its day, and nobody is taken for who needs nothing."""

from dataclasses import replace
from datetime import timedelta

from planner.domain import CONSOLIDATION, PERSONAL, Problem, Result, ScaleBand
from planner.engine.groups.scene import Scene
from planner.engine.groups.setup import Setup
from planner.engine.groups.suiting import Suiting
from planner.model.groups import GroupActivity
from tests.planner.scenes import BARRETTE, MODULES, PERIOD, tiny
from tests.rules import build as b

DOMAIN = "littératie"
SCALES = tuple(ScaleBand("niveaux", str(n), str(n), n) for n in (1, 2, 3, 4))
BASES, DEEPER = (
    b.module(name, strand=CONSOLIDATION, domains=frozenset({DOMAIN}), levels=levels)
    for name, levels in (("LIT1", frozenset({1})), ("LIT3", frozenset({3, 4})))
)
READS = b.module("AP-METHODE", strand="PERSONAL")
RESULT = Result(DOMAIN, "1", "niveaux", b.MONDAY + timedelta(days=8))
"""Between the second moment and the third one."""
TESTED, UNKNOWN = b.learner("testée", results=(RESULT,)), b.learner("sans résultat")


def suiting(unknown: int | None = None) -> tuple[Suiting, Problem]:
    """Three weekly moments of LIT1, which only a need gives, LIT3 and AP-METHODE."""
    scene = tiny({}, skills={}, learners=[TESTED, UNKNOWN], moments=3, scales=SCALES)
    settings = replace(scene.problem.settings, unknown_level=unknown)
    problem = replace(scene.problem, settings=settings)
    activities = [GroupActivity(module) for module in (BASES, DEEPER, READS)]
    return Suiting(problem, scene.occasions, activities, {"LIT1"}), problem


def test_who_has_no_result_may_be_in_any_group_that_consolidates() -> None:
    """Not to know a level is not to need nothing; what asks for no level is for everybody."""
    found, _problem = suiting()
    assert [found.suits(UNKNOWN, n, 0) for n in range(3)] == [True, True, True]
    assert found.offers(UNKNOWN, [1], CONSOLIDATION, [0, 1, 2]) == {0, 1}


def test_level_of_the_settings_stands_for_the_unknown_one() -> None:
    """As of level 3, the bases are for others."""
    found, _problem = suiting(3)
    assert [found.suits(UNKNOWN, n, 0) for n in range(3)] == [False, True, True]


def test_first_result_counts_from_the_next_stay() -> None:
    """Tested after two moments: as unknown until then, of level 1 at the third one, where deeper work is closed."""
    found, _problem = suiting()
    assert [found.suits(TESTED, 1, o) for o in range(3)] == [True, True, False]
    assert found.never(TESTED, [0, 1, 2], [1, 2], ()) == {(1, 2)}
    assert found.never(TESTED, [0, 1, 2], [1, 2], {("LIT3", 2)}) == frozenset()


def test_offers_are_rather_modules_for_which_somebody_is_named() -> None:
    """Anybody may lead AP1; two others have a trainer of theirs: these are offered to whoever owes hours of the strand.

    With one such module alone there is too little to choose from, and the first two are offered.
    """
    for named, offered in ((("AP2", "AP3"), {"AP2", "AP3"}), (("AP3",), {"AP1", "AP2"})):
        skills = {"A": ["AP1", "AP2", "AP3"], "B": ["AP1", *({"AP2", "AP3"} - set(named))]}
        modules = [*(b.module(name, strand=PERSONAL) for name in ("AP1", "AP2", "AP3")), MODULES[-1]]
        found = tiny({"lectrice": [PERSONAL]}, skills=skills, modules=modules)
        setup = Setup(Scene(found.problem, PERIOD, found.occasions, found.owed, barrette=BARRETTE))
        assert {setup.activities[n].module.id for n in setup.offered[PERSONAL]} == offered
