"""Which modules anybody may join, and the one that is always there: supervised autonomy.

Asked as the activities of a composition are listed (`setup`, `held`) and wherever autonomy is opened (`seats`,
`teaching`). Only the workbook is read. A module of a theme of `BY_NEED_ONLY`, or one that `by_need` names, is for those
who owe it; any other one may take people who owe none of it: a group of writing fills up, an hour of employer search
does not.
"""

from collections.abc import Collection, Mapping
from datetime import date

from planner.domain import Guidance, Learner, Module, ModuleId, Problem, key

STUDY = ModuleId("AUTONOMIE")
BY_NEED_ONLY = frozenset({"employer_search", "follow_up", "interview", "social", "aid", "licence", "next_path"})
"""Themes that are for those who owe them."""
OPEN_CHOICES = ("", "a decider")
"""Choices of guidance whose module is open to those who have not chosen yet."""


def study_module(problem: Problem) -> Module:
    """Supervised autonomy: the workbook's own, or a plain one."""
    plain = Module(STUDY, "Autonomie encadrée", theme="study", guidance=Guidance.AUTONOMOUS, max_size=60)
    return problem.modules.get(STUDY, plain)


def by_need(problem: Problem) -> frozenset[str]:
    """Modules that only those who owe them may join: for a status, at a distance, after a choice.

    A module that is owed by level alone stays open to all.
    """
    rules = problem.need_rules
    return frozenset(r.target for r in rules if r.statuses or r.remote is not None or key(r.choice) not in OPEN_CHOICES)


def choices(problem: Problem) -> Mapping[str, frozenset[str]]:
    """Modules that are for some choices of guidance only → these choices, one that is still open among them.

    To discover what there is comes before the choice: whoever has made it is in no such group beside what they owe. A
    module that some rule gives whatever the choice is for everybody, unless only those who owe it may be in it.
    """
    found: dict[str, set[str]] = {}
    for rule in problem.need_rules:
        found.setdefault(rule.target, set()).add(key(rule.choice))
    owed_only = by_need(problem)
    named = {target: {*own} - {""} for target, own in found.items() if "" not in own or target in owed_only}
    return {target: frozenset(own) for target, own in named.items() if own}


def chosen_otherwise(choices: Mapping[str, Collection[str]], learner: Learner, module: Module, day: date) -> bool:
    """Whether somebody has a choice of guidance on a day for which a module is not; ``choices``: as above."""
    own, choice = choices.get(module.id, ()), key(learner.choice(day))
    return bool(own and choice) and choice not in own


def of_choice(choices: Mapping[str, Collection[str]], learner: Learner, module: Module, day: date) -> bool:
    """Whether a module is that of the choice that somebody has made by a day; False where it is open still."""
    choice = key(learner.choice(day))
    return choice not in OPEN_CHOICES and choice in choices.get(module.id, ())


def open_to_all(module: Module, owed_only: Collection[str]) -> bool:
    """Whether those who owe none of a module may be in it; ``owed_only``: what `by_need` names."""
    return module.id not in owed_only and module.theme not in BY_NEED_ONLY
