"""Pre-check on who leads support: modules that people owe, and that nobody in the team of their barrette may lead."""

from collections.abc import Iterator
from datetime import date

from planner.check.precheck.alert import Alert, many, origin, some
from planner.check.precheck.case import Case
from planner.domain import ApprenticeId, Barrette, Guidance, ModuleId, Period, Problem
from planner.hours.levels import counted_level

Owing = dict[ModuleId, set[ApprenticeId]]
"""Module → who owes hours of it."""


def barrette_leaders(case: Case) -> Iterator[Alert]:
    """Barrettes with a team in which nobody may lead a module that the results of their classes ask for."""
    problem = case.problem
    for barrette in problem.barrettes.values():
        if not barrette.trainer_ids or barrette.nature == "teaching":
            continue
        team = frozenset(barrette.trainer_ids)
        without: dict[ModuleId, list[Period]] = {}
        people: Owing = {}
        for period, day in _last_days(problem, barrette):
            for module_id, who in _owing(problem, barrette, day).items():
                if team.isdisjoint(problem.leaders(problem.modules[module_id], day)):
                    without.setdefault(module_id, []).append(period)
                    people.setdefault(module_id, set()).update(who)
        if without:
            text = _text(problem, barrette, without, people)
            yield Alert("barrette_leaders", text, origin(problem, "barrette", barrette.id))


def _text(problem: Problem, barrette: Barrette, without: dict[ModuleId, list[Period]], people: Owing) -> str:
    names = some([f"{problem.modules[m].label} ({many(len(people[m]), 'apprenant')})" for m in without])
    periods = [period.label for period in problem.periods if all(period in found for found in without.values())]
    when = f", {some(periods)}" if 0 < len(periods) < len(problem.periods) else ""
    return (
        f"{barrette.name}{when} : personne, dans son équipe, ne peut animer {names} ; ces heures seront à trouver "
        "ailleurs, ou listées. Solution : un formateur de plus dans la feuille Barrettes, ou sa compétence dans la "
        "feuille Compétences."
    )


def _last_days(problem: Problem, barrette: Barrette) -> Iterator[tuple[Period, date]]:
    """Each period in which the classes of a barrette meet, with the last of these days."""
    met = [day for day in problem.days if all(problem.class_presence(c, day) for c in barrette.class_ids)]
    for period in problem.periods:
        last = max((day for day in met if day in period), default=None)
        if last is not None:
            yield period, last


def _owing(problem: Problem, barrette: Barrette, day: date) -> Owing:
    """Modules of a barrette that rules of need give to the people of its classes, by the levels of a day."""
    found: Owing = {}
    people = [learner for class_id in barrette.class_ids for learner in problem.roster(class_id, day)]
    for rule in problem.need_rules:
        module = problem.modules.get(ModuleId(rule.target))
        if module is None or not rule.domain or not rule.levels or module.guidance != Guidance.LED:
            continue
        if barrette.module_ids and module.id not in barrette.module_ids:
            continue
        who = {x.id for x in people if counted_level(problem, x, rule.domain, day) in rule.levels}
        if who:
            found.setdefault(module.id, set()).update(who)
    return found
