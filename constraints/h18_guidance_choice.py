"""H18: in the final year, the guidance module of one's choice: further study or employment, not the other one.

Who joins which module is decided by the composition; a learner whom it cannot serve has a row of the hours owed.
Whoever is undecided has a place in both until the day of the choice, then in one; nothing written is a choice that is
still to be made.
"""

from collections.abc import Iterator
from datetime import date

from planner.domain import GUIDANCE, ApprenticeId, Learner, ModuleId, Problem, Timetable, key
from planner.hours.choosing import final_days
from planner.rule import Finding, Rule
from planner.words import say_when

KEY = "H18"
STUDY, WORK = ModuleId("ORI-POURSUITE"), ModuleId("ORI-INSERTION")
CHOSEN = {"poursuite": (STUDY,), "insertion": (WORK,)}
NAMES = {STUDY: "poursuite d'études", WORK: "insertion professionnelle"}


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Modules followed by each learner of a final year, against the choice."""
    listed: dict[ApprenticeId, set[str]] = {}
    for row in timetable.debts:
        if row.planned < row.due:
            listed.setdefault(row.apprentice_id, set()).add(row.target)
    for learner in problem.learners.values():
        attended = timetable.by_apprentice.get(learner.id, ())
        followed = [s for s in attended if s.module_id in (STUDY, WORK)]
        for session in followed:
            if session.module_id and session.module_id not in _allowed(learner, session.day):
                text = (
                    f"{learner.name} est inscrit au module {NAMES[session.module_id]}, {say_when(session)}, non choisi."
                )
                yield Finding(KEY, text, 1, (session.id,), (learner.id,))
        days = final_days(problem, learner)
        if not days or any(learner.done_minutes.get(m) for m in (STUDY, WORK, GUIDANCE)):
            continue
        rows = listed.get(learner.id, set())
        yield from _missing(problem, learner, days, {s.module_id for s in followed} | rows)


def _allowed(learner: Learner, day: date) -> tuple[ModuleId, ...]:
    return CHOSEN.get(key(learner.choice(day)), (STUDY, WORK))


def _missing(
    problem: Problem, learner: Learner, days: list[date], known: set[ModuleId | str | None]
) -> Iterator[Finding]:
    """Modules that somebody of a final year neither follows nor is listed for."""
    for module in (STUDY, WORK):
        asked = module in problem.modules and any(module in _allowed(learner, d) for d in days)
        if asked and module not in known:
            text = f"{learner.name}, en dernière année, n'a pas de place au module {NAMES[module]}, sans être listé."
            yield Finding(KEY, text, people=(learner.id,))


RULE = Rule(
    KEY,
    "En dernière année de CAP ou de bac pro, chaque apprenant a un module d'orientation, celui de son choix "
    "(poursuite d'études ou insertion professionnelle), et une place dans les deux tant qu'il n'a pas choisi ; ce qui "
    "manque est listé.",
    "shortfall",
    check,
    asks_people=True,
)
