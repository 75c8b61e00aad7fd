"""H3b: each learner reaches the minimum hours of the diploma over the cycle.

Hours done before (opening balances), planned, and what the same rhythm gives until the contract ends. Without balances
or without an end of contract the rule is only to be verified.
"""

from collections.abc import Iterator
from datetime import timedelta

from planner.domain import Learner, Problem, Programme, Timetable
from planner.rule import Finding, Rule
from planner.words import say_minutes

TARGET = "cycle"
"""Target of the row of hours due that lists what a learner will lack."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Learners whose projection stays under the minimum; programmes that cannot be judged."""
    unknown: dict[str, Programme] = {}
    listed = {debt.apprentice_id for debt in timetable.debts if debt.target == TARGET and debt.reason}
    for learner in problem.learners.values():
        membership = learner.membership(problem.last) or learner.membership(problem.first)
        group = problem.classes.get(membership.class_id) if membership else None
        programme = problem.programmes.get(group.programme_id) if group else None
        if programme is None or programme.cycle_minutes is None:
            continue
        if not problem.has_balances or learner.contract_end is None:
            unknown[programme.id] = programme
            continue
        lack = programme.cycle_minutes - _projected(problem, timetable, learner)
        if lack > 0 and learner.id not in listed:
            text = (
                f"{learner.name} n'atteindra pas le minimum du diplôme ({say_minutes(programme.cycle_minutes)} sur le "
                f"cycle) : il manquera {say_minutes(lack)} à ce rythme."
            )
            yield Finding("H3b", text, amount=lack, people=(learner.id,))
    for programme in unknown.values():
        text = (
            f"Le minimum de {say_minutes(programme.cycle_minutes or 0)} sur le cycle est à vérifier pour "
            f"{programme.id} : les heures déjà faites ou la fin des contrats ne sont pas connues."
        )
        yield Finding("H3b", text, to_verify=True)


def _projected(problem: Problem, timetable: Timetable, learner: Learner) -> float:
    """Minutes done, planned, and to come at the same rhythm until the contract ends."""
    done = sum(minutes for name, minutes in learner.done_minutes.items() if name in problem.courses)
    planned = sum(s.minutes for s in timetable.by_apprentice.get(learner.id, ()))
    days = (problem.last - problem.first + timedelta(days=1)).days
    left = max(0, ((learner.contract_end or problem.last) - problem.last).days)
    return done + planned * (1 + left / days)


RULE = Rule(
    key="H3b",
    statement="Chaque apprenant atteint le minimum d'heures du diplôme sur l'ensemble du cycle.",
    kind="shortfall",
    check=check,
)
