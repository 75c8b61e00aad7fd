"""New entrants: when the company begins, who owes the entry module, and of which blocks it is made."""

from datetime import date, timedelta

from planner.domain import Learner, Module, Problem

ENTRY_THEMES = frozenset({"safety", "rights", "onboarding"})
LOOKED_AHEAD = 60
"""How many days after the contract's start a first company day is looked for."""


def first_company_day(problem: Problem, learner: Learner) -> date | None:
    """The day as typed, else the first working day of the contract that the class does not spend at the centre.

    A working day is Monday to Friday and no closed day. None without a contract.
    """
    if learner.first_company_day is not None:
        return learner.first_company_day
    if learner.contract_start is None:
        return None
    days = (learner.contract_start + timedelta(days=n) for n in range(LOOKED_AHEAD))
    return next(
        (d for d in days if d.weekday() < 5 and d not in problem.closed and not _at_centre(problem, learner, d)), None
    )


def _at_centre(problem: Problem, learner: Learner, day: date) -> bool:
    """Whether the calendar puts the learner at the centre that day, before the horizon too."""
    if learner.calendar is not None:
        return bool(learner.calendar.get(day, 0))
    membership = learner.membership(day) or next(iter(learner.memberships), None)
    if membership is None or membership.class_id not in problem.classes:
        return False
    return bool(problem.class_calendar(membership.class_id, membership.part).get(day, 0))


def is_new_entrant(problem: Problem, learner: Learner) -> bool:
    """Whether the entry module is owed: enters in the horizon, or is enrolled and the company begins in it.

    Not when the opening balance ``entry`` says that the whole module is done.
    """
    if learner.entry is not None and learner.entry > problem.last:
        return False
    if learner.exit is not None and learner.exit < problem.first:
        return False
    if learner.done_minutes.get("entry", 0) >= sum(module.minutes for module in entry_modules(problem)):
        return False
    if learner.entry is not None and learner.entry >= problem.first:
        return True
    company = first_company_day(problem, learner)
    return company is not None and problem.first <= company <= problem.last


def entry_modules(problem: Problem) -> tuple[Module, ...]:
    """Blocks of the entry module in order, safety first."""
    blocks = [m for m in problem.modules.values() if m.theme in ENTRY_THEMES]
    return tuple(sorted(blocks, key=lambda m: (m.theme != "safety", m.order, m.id)))
