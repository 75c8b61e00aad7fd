"""The choice of guidance as it counts: in a final year nothing written is a choice that is still to be made."""

from collections.abc import Mapping
from datetime import date

from planner.domain import GUIDANCE, UNDECIDED, Learner, Problem, monday


def choice_on(problem: Problem, learner: Learner, day: date) -> str:
    """Choice of somebody on a day; undecided where nothing is written and the day is of a final year."""
    return learner.choice(day) or (UNDECIDED if _final(problem, learner, day) else "")


def final_days(problem: Problem, learner: Learner) -> list[date]:
    """Days at the centre in the last year of a programme with the three strands; a week is of its first class."""
    begun: dict[date, date] = {}
    days = [day for day in problem.days if problem.presence(learner, day)]
    return [day for day in days if _final(problem, learner, begun.setdefault(monday(day), day))]


def unchosen(problem: Problem) -> list[Learner]:
    """Those of a final year whose choice is not written, in the order of the workbook, where a rule gives by choice.

    Whoever has had guidance before, as the opening balance says, is asked for nothing.
    """
    targets = {rule.target for rule in problem.need_rules if rule.choice}
    return [
        learner
        for learner in (problem.learners.values() if targets else ())
        if not learner.guidance_choice and not _had(learner.done_minutes, targets) and final_days(problem, learner)
    ]


def _had(done: Mapping[str, int], targets: set[str]) -> bool:
    return any(done.get(target) for target in (*targets, GUIDANCE))


def _final(problem: Problem, learner: Learner, day: date) -> bool:
    """Whether a day is of the last year of a programme with the three strands."""
    membership = learner.membership(day)
    group = problem.classes.get(membership.class_id) if membership else None
    programme = problem.programmes.get(group.programme_id) if group else None
    return bool(group and programme and programme.three_strands and group.year >= programme.years)
