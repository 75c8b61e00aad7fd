"""H10b: rights, duties and safety are told within the first CFA days of a newcomer.

Placed with the entry module, outside the models of the weeks; what comes later is a row of the hours owed.
"""

from collections.abc import Iterator
from datetime import date

from planner.domain import Learner, Problem, Timetable
from planner.rule import Finding, Rule
from planner.words import say_day

KEY = "H10b"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Blocks of rights and safety attended by the n-th CFA day after the entry, or listed."""
    blocks = sorted(
        (m for m in problem.modules.values() if m.theme in ("safety", "rights", "onboarding")),
        key=lambda m: (m.theme != "safety", m.order, m.id),
    )
    rows = (r for r in timetable.debts if r.source != "programme" and (r.planned < r.due or r.late))
    listed = {(r.apprentice_id, r.target) for r in rows}
    for learner in problem.learners.values():
        limit = _limit(problem, learner)
        if limit is None:
            continue
        done = learner.done_minutes.get("entry", 0)
        for module in blocks:
            due, done = max(0, module.minutes - done), max(0, done - module.minutes)
            attended = timetable.by_apprentice.get(learner.id, ())
            told = sum(s.minutes for s in attended if s.module_id == module.id and s.day <= limit)
            if module.theme != "onboarding" and told < due and (learner.id, module.id) not in listed:
                text = (
                    f"{learner.name} : « {module.label} » n'est pas fait au {say_day(limit)} "
                    f"({problem.settings.rights_days}e jour au CFA), et les heures dues ne le disent pas."
                )
                yield Finding(KEY, text, people=(learner.id,))


def _limit(problem: Problem, learner: Learner) -> date | None:
    """The n-th CFA day of someone who enters in the horizon; None for the others, or when the horizon is too short."""
    if learner.entry is None or not problem.first <= learner.entry <= problem.last:
        return None
    days = [d for d in problem.days if d >= learner.entry and problem.presence(learner, d)]
    number = problem.settings.rights_days
    return days[number - 1] if len(days) >= number else None


RULE = Rule(
    KEY,
    "Les droits et devoirs et la sécurité sont présentés à tout nouvel entrant dans ses premiers jours au CFA, ou le "
    "retard est listé.",
    "shortfall",
    check,
    held=True,
)
