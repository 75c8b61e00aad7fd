"""Which modules anybody may join, and the one that is always there: supervised autonomy.

Asked as the activities of a composition are listed (`setup`, `held`) and wherever autonomy is opened (`seats`,
`teaching`). Only the workbook is read. A module of a theme of `BY_NEED_ONLY`, or one that `by_need` names, is for those
who owe it; any other one may take people who owe none of it: a group of writing fills up, an hour of employer search
does not.
"""

from collections.abc import Collection

from planner.domain import Guidance, Module, ModuleId, Problem, key

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


def open_to_all(module: Module, owed_only: Collection[str]) -> bool:
    """Whether those who owe none of a module may be in it; ``owed_only``: what `by_need` names."""
    return module.id not in owed_only and module.theme not in BY_NEED_ONLY
