"""H10a: the entry module of a newcomer ends before the first company day.

Its blocks are placed on days of each person's own calendar before the company, outside the models of the weeks;
what comes too late or not at all is a row of the hours owed.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.domain import Debt, Learner, Module, Problem, Timetable
from planner.rule import Finding, Rule
from planner.words import say_day, say_minutes

KEY = "H10a"
THEMES = ("safety", "rights", "onboarding")
FAR = 60


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Each block attended in full before the company, or listed with a reason."""
    blocks = sorted(
        (m for m in problem.modules.values() if m.theme in THEMES), key=lambda m: (m.theme != "safety", m.order, m.id)
    )
    rows = {(row.apprentice_id, row.target): row for row in timetable.debts if row.source != "programme"}
    for learner in problem.learners.values():
        company = _company(problem, learner)
        if company is None or not _owes(problem, learner, company) or company > problem.last:
            continue
        done = learner.done_minutes.get("entry", 0)
        for module in blocks:
            due, done = max(0, module.minutes - done), max(0, done - module.minutes)
            if _before(timetable, learner, module, company) < due and not _listed(rows.get((learner.id, module.id))):
                text = (
                    f"{learner.name} : « {module.label} » ({say_minutes(due)}) n'est pas fait avant l'entreprise "
                    f"({say_day(company)}), et les heures dues ne le disent pas."
                )
                yield Finding(KEY, text, people=(learner.id,))


def _owes(problem: Problem, learner: Learner, company: date) -> bool:
    """Enters in the horizon, or begins in the company in it."""
    if (learner.entry and learner.entry > problem.last) or (learner.exit and learner.exit < problem.first):
        return False
    enters = learner.entry is not None and learner.entry >= problem.first
    return enters or problem.first <= company


def _company(problem: Problem, learner: Learner) -> date | None:
    """As typed, else the first open weekday of the contract that is not spent at the centre."""
    if learner.first_company_day or learner.contract_start is None:
        return learner.first_company_day
    for number in range(FAR):
        day = learner.contract_start + timedelta(days=number)
        if day.weekday() < 5 and day not in problem.closed and not _at_centre(problem, learner, day):
            return day
    return None


def _at_centre(problem: Problem, learner: Learner, day: date) -> bool:
    if learner.calendar is not None:
        return bool(learner.calendar.get(day, 0))
    membership = learner.membership(day) or next(iter(learner.memberships), None)
    if membership is None or membership.class_id not in problem.classes:
        return False
    return bool(problem.class_calendar(membership.class_id, membership.part).get(day, 0))


def _before(timetable: Timetable, learner: Learner, module: Module, company: date) -> int:
    """Minutes of a block attended before the company."""
    attended = timetable.by_apprentice.get(learner.id, ())
    return sum(s.minutes for s in attended if s.module_id == module.id and s.day < company)


def _listed(row: Debt | None) -> bool:
    return row is not None and (row.planned < row.due or bool(row.late)) and bool(row.reason.strip())


RULE = Rule(
    KEY,
    "Le module de préparation d'un nouvel entrant est terminé avant son premier jour en entreprise, ou le retard est "
    "listé avec sa raison.",
    "shortfall",
    check,
    held=True,
)
