"""Groups of a barrette or of an open period: who goes where, with whom, in which room, so that hours owed are paid.

The door to the composition. It reads a scene (occasions with who is there and free, hours owed, what was paid) and
gives back groups and runs; nothing is put on a board. Asked three times in a run: roughly before the weeks
(`planner.engine.week.precompose`), finally after them (`final`, `open_periods`), and by a re-solve with groups that
stand, in which people stay unless a move pays hours owed.

Hours owed are settled first, alone, then the offers around them: one question of both takes far longer, and its gap,
being relative to all of it, would let hours owed go for offers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.domain import ApprenticeId, Barrette, ClassId, OpenPeriod, Owed, Period, Problem
from planner.engine.groups.beside import (
    LearnerNeeds,
    hold_others,
    price_neighbours,
    taken,
    where_they_stand,
    with_neighbours,
)
from planner.engine.groups.carried import teaching_occasions
from planner.engine.groups.helpers import without_helpers
from planner.engine.groups.plan import greedy, owed_only, pairings, plan_of, settle_owed
from planner.engine.groups.read import Composition, Reader, Run
from planner.engine.groups.same_rooms import SameRooms
from planner.engine.groups.scene import KnownTeams, Previous, Scene, Standing
from planner.engine.groups.setup import scene_model
from planner.engine.groups.staffing import ask_few_trainers, few_trainers
from planner.engine.groups.standing import cheapest_standing, hold, stood
from planner.engine.groups.suiting import ask_one_level
from planner.engine.groups.teaching import Teaching
from planner.engine.solvers.milp import FEW_NODES, GUARD, Effort, MilpAnswer, Program
from planner.model.groups import GroupsModel, Occasion
from planner.prices import STRAND_OF_PERSON, UNWATCHED_MINORS
from planner.rule import Rules, weights

__all__ = ["Composition", "Occasion", "Run", "compose_barrette", "compose_open"]

OWED, OFFERED, ROUGH = 2e-3, 1.5e-2, 8e-2
"""Gaps: of hours owed, of what is offered around them, of a first composition made before the times are known."""
WORTH = 10
"""Cost units of a minute owed, for the gap: an hour in 88 is about one per cent."""


def compose_barrette(
    problem: Problem,
    barrette: Barrette,
    period: Period,
    occasions: Sequence[Occasion],
    owed: Sequence[Owed],
    paid: Mapping[tuple[ApprenticeId, str], int] | None = None,
    previous: Previous = (),
    seed: int = 0,
    rules: Rules = (),
    quick: bool = False,
    standing: Standing | None = None,
) -> Composition:
    """Groups of a barrette for all its occurrences of one period together.

    Everyone in an occasion is in exactly one of its runs. ``paid``: minutes of each (learner, need id) already
    planned elsewhere, strand targets and promises included. ``quick``: near enough will do. ``rules``: the active
    ones; P1 is what makes hours owed worth paying. ``standing``: groups in which people are already, and stay unless
    a move pays hours owed.
    """
    if not occasions:
        return Composition()
    scene = Scene(
        problem=problem,
        period=period,
        occasions=without_helpers(problem, occasions),
        owed=tuple(owed),
        paid=dict(paid or {}),
        barrette=barrette,
        quick=quick,
        previous=tuple(previous),
        seed=seed,
        standing=dict(standing or {}),
    )
    teaching = teaching_occasions(scene)
    if not teaching:
        return _support(scene, rules)
    taught = tuple(o for n, o in enumerate(scene.occasions) if n in teaching)
    lessons = Teaching(replace(scene, occasions=taught)).compose()
    rest = replace(scene, occasions=tuple(o for n, o in enumerate(scene.occasions) if n not in teaching))
    support = _support(rest, rules)
    return Composition((*lessons.groups, *support.groups), (*lessons.runs, *support.runs))


def compose_open(
    problem: Problem,
    open_period: OpenPeriod,
    period: Period,
    occasions: Sequence[Occasion],
    owed: Sequence[Owed],
    paid: Mapping[tuple[ApprenticeId, str], int] | None = None,
    previous: Previous = (),
    seed: int = 0,
    rules: Rules = (),
    known: KnownTeams | None = None,
    later: Mapping[ClassId, int] | None = None,
    beside: LearnerNeeds = frozenset(),
) -> Composition:
    """Groups of an open period in a formation period: runs of those called; those of ``AUTONOMIE`` hold the others.

    ``known``: who leads a module for somebody already. ``later``: minutes of support of each class in periods after.
    ``beside``: needs that the level beside pays, and nothing else.
    """
    scene = Scene(
        problem=problem,
        period=period,
        occasions=without_helpers(problem, occasions),
        owed=tuple(owed),
        paid=dict(paid or {}),
        open_period=open_period,
        previous=tuple(previous),
        seed=seed,
        known=dict(known or {}),
        later=dict(later or {}),
        beside=beside,
    )
    return _support(scene, rules)


def _support(scene: Scene, rules: Rules) -> Composition:
    """Hours owed first, alone; then what is offered to everyone, around them; a greedy plan if no answer is found.

    Nothing where nobody is at any occasion. A rough composition (``quick``) stops before trainers are made few.
    """
    if not any(occasion.learners for occasion in scene.occasions):
        return Composition()
    scene = where_they_stand(scene)
    whole = _asked(scene, rules)
    standing = bool(scene.standing)
    answer = cheapest_standing(whole, _worth(whole)) if standing else _owed_first(scene, rules, whole)
    if answer is None:
        return Reader(scene, whole, greedy(whole), stood(scene, whole)).read()
    if not scene.quick:
        scene, whole, answer = _with_neighbours(scene, rules, whole, answer)
    stands = stood(scene, whole)
    if standing and not scene.quick:
        # Who does what is settled. What is left to choose is who leads.
        whole.keep([v for v in whole.joined() if answer.on(v)])
        ask_few_trainers(scene.problem, whole)
        answer = cheapest_standing(whole, _worth(whole)) or answer
    elif not scene.quick:
        answer = few_trainers(whole, answer, _worth(whole))
    plan = plan_of(whole, answer, stands.rooms)
    if not (standing or scene.quick):
        SameRooms(whole, plan).run()
    return Reader(scene, whole, plan, stands).read()


def _asked(scene: Scene, rules: Rules) -> GroupsModel:
    """The whole question of a scene, with all that it costs."""
    whole = scene_model(scene, weights(rules, scene.problem))
    speak(scene, rules, whole)
    if not (scene.quick or scene.standing):
        ask_few_trainers(scene.problem, whole)
        ask_one_level(whole)
    hold(scene, whole, stood(scene, whole))
    price_neighbours(scene, whole)
    return whole


def _with_neighbours(
    scene: Scene, rules: Rules, whole: GroupsModel, answer: MilpAnswer
) -> tuple[Scene, GroupsModel, MilpAnswer]:
    """The question and its answer with the level beside for those who get nothing; the ones given where none helps."""
    wider = with_neighbours(scene, whole, answer)
    if wider is None:
        return scene, whole, answer
    model = _asked(wider, rules)
    before = list(model.low), list(model.high)
    hold_others(wider, model, whole, answer)
    # With nearly everybody held it is a small question: no hour of the few goes for its gap.
    found = _solve(model, OWED)
    model.low[:], model.high[:] = before
    if found is None or not taken(wider, model, found):
        return scene, whole, answer
    settle_owed(model, model, found)
    return wider, model, found


def _owed_first(scene: Scene, rules: Rules, whole: GroupsModel) -> MilpAnswer | None:
    """Hours owed alone, then the offers around them; both at once where the first leaves no way for the second.

    None where no answer was found at all. An answer that leaves more minors alone than hours owed alone do counts as no
    way.
    """
    owed = owed_only(whole)
    speak(scene, rules, owed)
    first = _solve(owed, ROUGH if scene.quick else OWED)
    if first is None:
        return None
    # Settling raises lower bounds only, so that they are all there is to take back.
    before = list(whole.low)
    settle_owed(whole, owed, first)
    gap = ROUGH if scene.quick else OFFERED
    answer = _solve(whole, gap)
    alone = owed.units("place", first.values.tolist()) + UNWATCHED_MINORS
    if answer is None or whole.units("place", answer.values.tolist()) >= alone:
        whole.low[:] = before
        answer = _solve(whole, gap) or answer
    return answer


def speak(scene: Scene, rules: Rules, model: GroupsModel) -> None:
    """What every rule, and the pairings, ask of a model; the worth of all hours owed gives the gap its meaning."""
    pairings(scene.pairings, model)
    for rule in rules:
        if rule.enforce.groups is not None:
            rule.enforce.groups(scene.problem, model)
    # A variable that is always 1: HiGHS measures the gap against the objective, which without it is near 0 when
    # everything is paid.
    model.penalise("open", [model.new_int(1, 1)], _worth(model))


def _worth(model: GroupsModel) -> int:
    """What all minutes owed and all strands of people weigh, from which a relative gap gets its meaning; at least 1."""
    owed = WORTH * sum(want.minutes for member in model.members for want in member.wants)
    return max(1, owed + STRAND_OF_PERSON * sum(len(member.unmet) for member in model.members))


def _solve(model: GroupsModel, gap: float) -> MilpAnswer | None:
    """An answer within a gap, a share of the objective, or within five of them where only the whole is left to ask."""
    return Program(model, model.continuous).near(frozenset(model.joined()), Effort(FEW_NODES, GUARD, gap, 5 * gap))
