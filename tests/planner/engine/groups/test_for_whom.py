"""For whom an activity is by level: a first result counts from its day, and nobody is taken for who needs nothing."""

from dataclasses import replace
from datetime import timedelta

from planner.domain import (
    CONSOLIDATION,
    GUIDANCE,
    PERSONAL,
    ApprenticeId,
    ModuleId,
    NeedRule,
    Owed,
    Problem,
    Result,
    ScaleBand,
)
from planner.engine.groups.catalogue import choices
from planner.engine.groups.scene import Scene
from planner.engine.groups.setup import Setup, scene_model
from planner.engine.groups.suiting import Suiting, ask_one_level
from planner.engine.solvers.milp import solve
from planner.hours.owed import SOURCE_PROGRAMME
from planner.model.groups import GroupActivity
from planner.prices import SECOND_LEVEL
from tests.planner.scenes import BARRETTE, MODULES, PERIOD, tiny
from tests.rules import build as b

DOMAIN = "littératie"
SCALES = tuple(ScaleBand("niveaux", str(n), str(n), n) for n in (1, 2, 3, 4))
BASES, DEEPER = (
    b.module(name, strand=CONSOLIDATION, domains=frozenset({DOMAIN}), levels=levels)
    for name, levels in (("LIT1", frozenset({1})), ("LIT3", frozenset({3, 4})))
)
READS = b.module("AP-METHODE", strand="PERSONAL")
STUDY = MODULES[-1]
RESULT = Result(DOMAIN, "1", "niveaux", b.MONDAY + timedelta(days=8))
"""Between the second moment and the third one."""
TESTED, UNKNOWN = b.learner("testée", results=(RESULT,)), b.learner("sans résultat")


def suiting(unknown: int | None = None) -> tuple[Suiting, Problem]:
    """Three weekly moments of LIT1, which only a need gives, LIT3 and AP-METHODE."""
    scene = tiny({}, skills={}, learners=[TESTED, UNKNOWN], moments=3, scales=SCALES)
    settings = replace(scene.problem.settings, unknown_level=unknown)
    problem = replace(scene.problem, settings=settings)
    activities = [GroupActivity(module) for module in (BASES, DEEPER, READS)]
    return Suiting(problem, scene.occasions, activities, {"LIT1"}, {}), problem


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


CHOICES = (
    NeedRule("1", "ORI-POURSUITE", choice="poursuite", minutes_total=60),
    NeedRule("2", "ORI-INSERTION", choice="insertion", minutes_total=60),
    NeedRule("3", "ORI-DECOUVERTE", choice="à décider", minutes_total=60),
)


def test_whoever_has_chosen_is_not_taken_to_discover_and_has_the_module_of_the_choice() -> None:
    """Hours of orientation that the programme expects: open to all before the choice, of the choice afterwards.

    One has chosen, one chooses after the first moment, one has nothing written.
    """
    later = b.MONDAY + timedelta(days=3)
    people = [
        b.learner("choisi", guidance_choice="poursuite"),
        b.learner("plus-tard", guidance_choice="insertion", choice_on=later),
        b.learner("rien"),
    ]
    modules = [*(b.module(str(rule.target), strand=GUIDANCE) for rule in CHOICES), STUDY]
    skills = {"A": [rule.target for rule in CHOICES]}
    found = tiny(
        {p.id: [GUIDANCE] for p in people},
        skills=skills, learners=people, modules=modules, moments=2, need_rules=CHOICES,
    )  # fmt: skip
    owed = [replace(need, source=SOURCE_PROGRAMME) for need in found.owed]
    setup = Setup(Scene(found.problem, PERIOD, found.occasions, tuple(owed), barrette=BARRETTE))

    def may(person: str, o: int) -> set[str]:
        member = setup.member(ApprenticeId(person))
        mine = (n for n in member.may if (n, o) not in {*member.never, *member.pays_only})
        return {str(setup.activities[n].module.id) for n in mine} - {STUDY.id}

    assert [may(p.id, o) for p in people for o in range(2)] == [
        {"ORI-POURSUITE"}, {"ORI-POURSUITE"}, {"ORI-DECOUVERTE"}, {"ORI-INSERTION"}, {"ORI-DECOUVERTE"},
        {"ORI-DECOUVERTE"},
    ]  # fmt: skip


def test_a_module_that_some_rule_gives_whatever_the_choice_is_for_everybody() -> None:
    """Discovering is given to all of the first year too, by a row without a choice: it is closed to nobody."""
    assert choices(b.problem(need_rules=CHOICES)) == {
        "ORI-POURSUITE": {"poursuite"}, "ORI-INSERTION": {"insertion"}, "ORI-DECOUVERTE": {"a decider"},
    }  # fmt: skip
    rules = (*CHOICES, NeedRule("4", "ORI-DECOUVERTE", years=frozenset({1}), minutes_total=60))
    assert "ORI-DECOUVERTE" not in choices(b.problem(need_rules=rules))


def test_what_is_for_who_owes_it_is_closed_until_it_is_owed() -> None:
    """A contract broken in the second week opens employer search then: nobody searches before; AP is for all."""
    found, _problem = suiting()
    rows = [
        Owed(
            UNKNOWN.id, f"{name}-{days}", ModuleId(name), 60, b.MONDAY + timedelta(days=20), b.MONDAY + timedelta(days)
        )
        for name, days in (("LIT1", 14), ("LIT1", 3), ("AP-METHODE", 14))
    ]
    assert found.early([0, 1, 2], [0, 2], rows, ()) == {(0, 0)}
    assert found.early([0, 1, 2], [0, 2], rows, ("LIT1",)) == frozenset()


def test_who_has_no_result_stays_in_one_level_of_a_domain() -> None:
    """Bases and deeper work of one domain are two groups for one person; method beside either costs nothing more."""
    owed = {"ana": ["LIT1", "LIT3", "AP-METHODE"]}
    scene = tiny(owed, skills={"A": ["LIT1", "LIT3", "AP-METHODE"]}, moments=2, modules=(BASES, DEEPER, READS, STUDY))
    made = scene_model(Scene(scene.problem, PERIOD, scene.occasions, scene.owed, barrette=BARRETTE), {})
    ask_one_level(made)

    def cost(*modules: str) -> float:
        low, high = list(made.low), list(made.high)
        for o, module in enumerate(modules):
            (variable,) = made.of(0, made.modules([ModuleId(module)]), [o])
            made.fix(variable, 1)
        answer = solve(made, continuous=made.continuous, gap=0.0)
        made.low[:], made.high[:] = low, high
        assert answer is not None
        return answer.objective

    assert cost("LIT1", "LIT3") - cost("LIT1", "LIT1") == SECOND_LEVEL
    assert cost("LIT1", "AP-METHODE") == cost("LIT1", "LIT1")
