"""Composition: for each barrette and period, which groups open, with whom and where, and who joins which."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.compose_plan import greedy, pairings, plan_of
from planner.compose_read import Composition, Reader, Run
from planner.compose_setup import Previous, Scene, scene_model
from planner.compose_teaching import Teaching, teaching_occasions
from planner.domain import ApprenticeId, Barrette, OpenPeriod, Owed, Period, Problem
from planner.milp import solve
from planner.model.groups import Occasion
from planner.rule import Rules, weights

__all__ = ["Composition", "Occasion", "Run", "compose_barrette", "compose_open"]

NODES = 20
SECONDS = 15.0
GAP = 4e-3


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
) -> Composition:
    """Groups of a barrette for all its occurrences of one period together.

    Everyone in an occasion is in exactly one of its runs. ``paid``: minutes of each (learner, need id) already
    planned elsewhere, strand targets and promises included. ``rules``: the active ones; P1 is what makes hours owed
    worth paying.
    """
    if not occasions:
        return Composition()
    scene = Scene(
        problem=problem,
        period=period,
        occasions=tuple(occasions),
        owed=tuple(owed),
        paid=dict(paid or {}),
        barrette=barrette,
        previous=tuple(previous),
        seed=seed,
    )
    teaching = teaching_occasions(scene)
    if not teaching:
        return _support(scene, rules)
    lessons = Teaching(replace(scene, occasions=tuple(o for n, o in enumerate(occasions) if n in teaching))).compose()
    rest = replace(scene, occasions=tuple(o for n, o in enumerate(occasions) if n not in teaching))
    support = _support(rest, rules)
    return Composition((*lessons.groups, *support.groups), (*lessons.runs, *support.runs))


def compose_open(
    problem: Problem,
    open_period: OpenPeriod,
    period: Period,
    occasion: Occasion,
    owed: Sequence[Owed],
    paid: Mapping[tuple[ApprenticeId, str], int] | None = None,
    previous: Previous = (),
    seed: int = 0,
    rules: Rules = (),
) -> Composition:
    """Groups of one occurrence of an open period: runs of those called; the runs of ``AUTONOMIE`` hold the others."""
    scene = Scene(
        problem=problem,
        period=period,
        occasions=(occasion,),
        owed=tuple(owed),
        paid=dict(paid or {}),
        open_period=open_period,
        previous=tuple(previous),
        seed=seed,
    )
    return _support(scene, rules)


def _support(scene: Scene, rules: Rules) -> Composition:
    """The cheapest groups by the rules, within a small gap; a greedy plan if the solver finds none."""
    if not any(occasion.learners for occasion in scene.occasions):
        return Composition()
    model = scene_model(scene, weights(rules, scene.problem))
    pairings(scene.problem, model)
    for rule in rules:
        if rule.enforce.groups is not None:
            rule.enforce.groups(scene.problem, model)
    worth = model.new_int(1, 1)
    model.penalise("open", [worth], max(1, sum(w.minutes for member in model.members for w in member.wants) * 10))
    answer = solve(model, continuous=frozenset(model.continuous), nodes=NODES, seconds=SECONDS, gap=GAP)
    if answer is None:
        return Reader(scene, model, greedy(model)).read()
    model.keep([v for v in model.joined() if answer.on(v)])
    settled = solve(model, continuous=frozenset(model.continuous), nodes=NODES, seconds=SECONDS, gap=GAP)
    return Reader(scene, model, plan_of(model, settled or answer)).read()
