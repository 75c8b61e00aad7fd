"""The rows of ``debts.csv`` that say who will not reach the minimum hours of the diploma at the present rhythm."""

import math
from collections.abc import Iterator, Sequence

from planner.domain import Attendance, Debt, Learner, Problem, Session, clock
from planner.hours.balances import done_minutes, known
from planner.hours.owed import SOURCE_PROGRAMME

CYCLE = "cycle"
"""Target and id of such a row."""


def cycle_rows(problem: Problem, sessions: Sequence[Session], attendance: Sequence[Attendance]) -> Iterator[Debt]:
    """One row for each learner whose hours done, planned and to come stay under the minimum.

    Due: what the horizon should have given for the rest of the cycle to be enough at that rhythm; planned: what it
    gives. Nothing is said of people whose earlier hours or end of contract are not known.
    """
    minutes = {s.id: s.minutes for s in sessions}
    planned: dict[str, int] = {}
    for row in attendance:
        if not problem.missed(row.session_id, row.apprentice_id):
            planned[row.apprentice_id] = planned.get(row.apprentice_id, 0) + minutes.get(row.session_id, 0)
    days = (problem.last - problem.first).days + 1
    for learner in problem.learners.values():
        least = _least(problem, learner)
        if least is None or learner.contract_end is None or not known(problem, learner):
            continue
        given, done = planned.get(learner.id, 0), done_minutes(problem, learner)
        terms = 1 + max(0, (learner.contract_end - problem.last).days) / days
        lack = least - done - given * terms
        if lack > 0:
            reason = (
                f"{clock(done)} faites et {clock(given)} prévues : à ce rythme, il manquera {clock(math.ceil(lack))} "
                f"sur {clock(least)} à la fin du contrat"
            )
            due = given + math.ceil(lack / terms)
            yield Debt(learner.id, CYCLE, CYCLE, due, given, problem.last, 3, SOURCE_PROGRAMME, reason)


def _least(problem: Problem, learner: Learner) -> int | None:
    membership = learner.membership(problem.last) or learner.membership(problem.first)
    group = problem.classes.get(membership.class_id) if membership else None
    programme = problem.programmes.get(group.programme_id) if group else None
    return programme.cycle_minutes if programme else None
