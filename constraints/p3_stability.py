"""P3: from one period to the next, few people change group and few groups change trainer.

A unit of cost is a trainer new to a module that this barrette had before. A module that a person of the barrette takes
up or leaves counts twenty; supervised autonomy that they leave, five.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from planner.domain import ApprenticeId, BarretteId, Group, GroupMembership, ModuleId, Problem, Timetable
from planner.model.groups import GroupsModel
from planner.model.support_hours import ModulesOfOne
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_barrette, trainer_name

KEY = "P3"
STUDY = ModuleId("AUTONOMIE")
MODULE = 20
"""Units for a module taken up or left: six hours of a strand. Hours owed are settled before, so that none is lost."""
STUDY_LEFT = 5
"""Units for supervised autonomy that is left: a change of group, though nothing is missed by it."""


def groups(problem: Problem, model: GroupsModel) -> None:
    """A price on each module that people take up or leave, and on each new trainer of a known module."""
    for n, member in enumerate(model.members):
        for module in sorted(member.previous):
            gone = model.new_int(0, 1)
            model.continuous.add(gone)
            model.add([*model.of(n, model.modules([module])), gone], 1, low=1)
            model.penalise(KEY, [gone], STUDY_LEFT if module == STUDY else MODULE)
        # A strand of which somebody has had nothing is cause enough.
        modules = (model.activities[m].module for m in member.may if member.previous)
        others = {module.id for module in modules if module.strand not in member.unmet} - member.previous
        for ways in filter(None, (model.of(n, model.modules([module])) for module in sorted(others))):
            model.penalise(KEY, [model.any_of(ways)], MODULE)
        _between(model, n)
    fresh: dict[tuple[int, str], list[int]] = {}
    for m, trainer, _o, variable in model.leaders():
        usual = model.usual.get(model.activities[m].module.id)
        if usual and trainer not in usual:
            fresh.setdefault((m, trainer), []).append(variable)
    for variables in fresh.values():
        model.penalise(KEY, [model.any_of(variables)])


def _between(model: GroupsModel, n: int) -> None:
    """The same price where the periods are asked about together: a module of one of two that follow each other."""
    mine = [sorted(span & model.members[n].at) for span in model.spans]
    modules = sorted({model.activities[m].module.id for m in model.members[n].may})
    for before, after in pairwise(hours for hours in mine if hours):
        for module in modules:
            old, new = (model.either(model.of(n, model.modules([module]), hours)) for hours in (before, after))
            for one, other, price in ((new, old, MODULE), (old, new, STUDY_LEFT if module == STUDY else MODULE)):
                changed = model.excess([one, other], [1, -1], 0, 1)
                model.continuous.add(changed)
                model.penalise(KEY, [changed], price)


def alone(model: ModulesOfOne) -> None:
    """The same price on what one person takes up or leaves, whoever leads it."""
    for before, after in (pair for periods in model.spans for pair in pairwise(periods)):
        for old, new, left in ((before, after, True), (after, before, False)):
            for module, variable in sorted(old.items()):
                kept = [new[module]] if module in new else []
                changed = model.new_int(0, 1)
                model.add([changed, *kept, variable], [1, *(1 for _v in kept), -1], low=0)
                model.penalise(KEY, [changed], STUDY_LEFT if left and module == STUDY else MODULE)


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Compares the groups of each barrette with those of the period before, or with those typed for the last one."""
    for barrette_id in problem.barrettes:
        rows: Sequence[Group | GroupMembership] = [g for g in problem.last_groups if g.barrette_id == barrette_id]
        for period in problem.periods:
            now = [g for g in timetable.groups if (g.barrette_id, g.period_id) == (barrette_id, period.id)]
            if rows and now:
                yield from _moves(problem, barrette_id, rows, now)
            rows = now or rows


def _moves(
    problem: Problem, barrette_id: BarretteId, before: Sequence[Group | GroupMembership], now: Sequence[Group]
) -> Iterator[Finding]:
    name = problem.barrettes[barrette_id].name
    period = next((p.label for p in problem.periods if p.id == now[0].period_id), now[0].period_id)
    old, new = _modules(before), _modules(now)
    for person, modules in new.items():
        left = old.get(person, set())
        if left and left != modules:
            changed = MODULE * len(left ^ modules) - (MODULE - STUDY_LEFT) * (STUDY in left - modules)
            text = f"{learner_name(problem, person)} change de groupe à la {say_barrette(name)} ({period})."
            yield Finding(KEY, text, changed, people=(person,))
    teams: dict[str, set[str]] = {}
    for group in before:
        teams.setdefault(group.module_id, set()).update(group.trainer_ids)
    for group in now:
        for trainer in group.trainer_ids if teams.get(group.module_id) and group.module_id != STUDY else ():
            if trainer not in teams[group.module_id]:
                text = f"{trainer_name(problem, trainer)} prend un groupe de la {say_barrette(name)} ({period})."
                yield Finding(KEY, text, trainers=(trainer,))


def _modules(groups: Sequence[Group | GroupMembership]) -> dict[ApprenticeId, set[ModuleId]]:
    """Modules of each person."""
    found: dict[ApprenticeId, set[ModuleId]] = {}
    for group in groups:
        people = group.apprentice_ids if isinstance(group, Group) else (group.apprentice_id,)
        for person in people:
            found.setdefault(person, set()).add(group.module_id)
    return found


RULE = Rule(
    KEY,
    "D'une période à la suivante, peu d'apprenants changent de groupe et peu de groupes changent de formateur.",
    "soft",
    check,
    Enforce(groups=groups, alone=alone),
    weight=20,
    name="changements de groupe",
)
