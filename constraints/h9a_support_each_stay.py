"""H9a: support in each stay at the centre, or in every n-th, as the programme promises it.

Serving the promise is the composition's work (it prices the hours owed with source ``programme``); what it cannot
give is a row of the hours owed with an empty target. Nothing to enforce at the stages of times and rooms, which hold
the time of barrettes and open periods anyway.
"""

from collections.abc import Iterator
from datetime import date

from planner.domain import ApprenticeId, Learner, Problem, Session, Timetable
from planner.rule import Finding, Rule
from planner.words import say_day

KEY = "H9a"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Each run of n stays has a support session that the learner attends, or a row that says why not."""
    listed: dict[ApprenticeId, list[date]] = {}
    for row in timetable.debts:
        if row.source == "programme" and not row.target and row.planned < row.due:
            listed.setdefault(row.apprentice_id, []).append(row.deadline)
    for learner in problem.learners.values():
        stays = _stays(problem, learner)
        every = _every(problem, learner, stays[0][0]) if stays else 0
        given = [s.day for s in timetable.by_apprentice.get(learner.id, ()) if _is_support(problem, s)]
        days = [*given, *listed.get(learner.id, ())]
        for number in range(len(stays) // every if every else 0):
            first, last = stays[number * every][0], stays[(number + 1) * every - 1][-1]
            if not any(first <= d <= last for d in days):
                span = f"du {say_day(first)} au {say_day(last)}"
                text = f"{learner.name} : aucun accompagnement {span}, et rien ne le dit dans les heures dues."
                yield Finding(KEY, text, people=(learner.id,))


def _stays(problem: Problem, learner: Learner) -> list[list[date]]:
    """Runs of days at the centre of one learner that no other open day interrupts."""
    runs: list[list[date]] = []
    inside = False
    for day in problem.days:
        here = bool(problem.presence(learner, day))
        if here and inside:
            runs[-1].append(day)
        elif here:
            runs.append([day])
        inside = here
    return runs


def _every(problem: Problem, learner: Learner, day: date) -> int:
    membership = learner.membership(day)
    group = problem.classes.get(membership.class_id) if membership else None
    programme = problem.programmes.get(group.programme_id) if group else None
    return programme.promise_every if programme else 0


def _is_support(problem: Problem, session: Session) -> bool:
    module = problem.modules.get(session.module_id) if session.module_id else None
    return bool(session.strand) or (module is not None and module.theme != "study")


RULE = Rule(
    KEY,
    "Chaque apprenant a un accompagnement à chaque séjour au CFA (ou tous les n séjours) si son diplôme le promet ; "
    "ce qui manque est listé dans les heures dues.",
    "shortfall",
    check,
)
