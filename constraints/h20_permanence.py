"""H20: a permanence is held in each week in which somebody is at the centre, on such a day, or is listed."""

from collections.abc import Iterator
from datetime import timedelta

from planner.domain import Module, Problem, Timetable, monday
from planner.rule import Finding, Rule
from planner.words import say_when

KEY = "H20"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Weeks without a permanence that is not listed, then permanences on a day on which nobody is there."""
    for module in problem.modules.values():
        if module.theme == "permanence":
            yield from _of_module(problem, timetable, module)


def _of_module(problem: Problem, timetable: Timetable, module: Module) -> Iterator[Finding]:
    held = [s for s in timetable.sessions if s.module_id == module.id]
    weeks = {monday(s.day) for s in held if s.minutes >= module.minutes}
    listed = {row.session_id for row in timetable.unplaced}
    there = {d for d in problem.days if any(problem.presence(p, d) for p in problem.learners.values())}
    for week in problem.weeks:
        if there.isdisjoint(week + timedelta(days=n) for n in range(7)) or week in weeks:
            continue
        if f"permanence-{module.id}-{week:%Y%m%d}" not in listed:
            yield Finding(KEY, f"« {module.label} », semaine du {week:%d/%m/%Y} : ni placée ni listée.")
    for session in held:
        if session.day not in there:
            text = f"« {module.label} », {say_when(session)} : aucun apprenant n'est au CFA ce jour-là."
            yield Finding(KEY, text, sessions=(session.id,))


RULE = Rule(
    key=KEY,
    statement="Une permanence (feuille Modules) a lieu chaque semaine où des apprenants sont au CFA, un jour où il y "
    "en a, sinon elle est listée.",
    kind="shortfall",
    check=check,
)
