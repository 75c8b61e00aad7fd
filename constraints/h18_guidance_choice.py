"""H18: in the final year, the guidance module of one's choice: further study or employment, not the other one.

Who joins which module is decided by the composition; a learner whom it cannot serve has a row of the hours owed.
Whoever has not chosen yet is served by any guidance: to discover what there is comes before the choice.
"""

from collections.abc import Iterator
from datetime import date

from planner.domain import GUIDANCE, ApprenticeId, Learner, ModuleId, Problem, Timetable, key
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
        chosen = CHOSEN.get(key(learner.guidance_choice), ())
        allowed = chosen or (STUDY, WORK)
        followed = [s for s in attended if s.module_id in (STUDY, WORK)]
        for session in followed:
            if session.module_id not in allowed and session.module_id:
                text = (
                    f"{learner.name} est inscrit au module {NAMES[session.module_id]}, {say_when(session)}, non choisi."
                )
                yield Finding(KEY, text, 1, (session.id,), (learner.id,))
        offered = [m for m in allowed if m in problem.modules]
        served = followed or (not chosen and any(s.strand == GUIDANCE for s in attended))
        if served or not offered or not _final_year(problem, learner):
            continue
        if not listed.get(learner.id, set()) & {*allowed, GUIDANCE}:
            text = f"{learner.name}, en dernière année, n'a pas de module d'orientation, sans être listé."
            yield Finding(KEY, text, people=(learner.id,))


def _final_year(problem: Problem, learner: Learner) -> bool:
    """At the centre in the horizon, in the last year of a programme with the three strands."""
    days: Iterator[date] = (d for d in problem.days if problem.presence(learner, d))
    first = next(days, None)
    membership = learner.membership(first) if first else None
    group = problem.classes.get(membership.class_id) if membership else None
    programme = problem.programmes.get(group.programme_id) if group else None
    return group is not None and programme is not None and programme.three_strands and group.year >= programme.years


RULE = Rule(
    KEY,
    "En dernière année de CAP ou de bac pro, chaque apprenant a un module d'orientation, celui de son choix "
    "(poursuite d'études ou insertion professionnelle) ; ce qui manque est listé.",
    "shortfall",
    check,
)
