"""P1: hours owed are served by priority, and fairly.

A unit of cost is a minute owed and not planned by its deadline, counted 6, 5 or 4 times by priority 1, 2 or 3; someone
to whom nothing at all of what is owed is planned costs 30 units more. Strand targets, promises of support and the
entry module have rules of their own (P11, H9a, H10a).
"""

from collections.abc import Iterator

from planner.domain import ApprenticeId, Debt, ModuleId, Problem, Timetable
from planner.model.groups import GroupsModel
from planner.model.support_hours import SupportModel
from planner.prices import minute_owed
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_minutes

KEY = "P1"
NOTHING = 30


def groups(problem: Problem, model: GroupsModel) -> None:
    """A price on each minute left unpaid, and on each person left with nothing."""
    for n, member in enumerate(model.members):
        unmet = [model.unmet[n, k] for k in range(len(member.wants))]
        model.penalise(KEY, unmet, [minute_owed(want.priority) for want in member.wants])
        if unmet and member.fresh:
            due = sum(want.minutes for want in member.wants)
            least = min(due, *(occasion.minutes for occasion in model.occasions))
            nothing = model.new_int(0, 1)
            model.continuous.add(nothing)
            model.add([*unmet, nothing], [1] * len(unmet) + [-least], high=due - least)
            model.penalise(KEY, [nothing], NOTHING)


def support(problem: Problem, model: SupportModel) -> None:
    """The same price on each minute of a need left unpaid, whatever it is that people then have."""
    del problem
    for key, need in model.needs.items():
        model.penalise(KEY, [model.unmet[key]], minute_owed(need.priority))


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """One finding for each need that is not met, one more for each person with nothing."""
    people: dict[ApprenticeId, list[Debt]] = {}
    for row in timetable.debts:
        if row.source not in ("programme", "entrée"):
            people.setdefault(row.apprentice_id, []).append(row)
    for person, rows in people.items():
        name = learner_name(problem, person)
        for row in rows:
            missing = row.due - row.planned
            if missing > 0:
                module = problem.modules.get(ModuleId(row.target))
                target = f"« {module.label} »" if module else row.target or "accompagnement"
                text = f"{name} : {say_minutes(missing)} restant à placer sur {say_minutes(row.due)} dues ({target})."
                yield Finding(KEY, text, missing * minute_owed(row.priority), people=(person,))
        if not any(row.planned for row in rows):
            yield Finding(KEY, f"{name} : aucune des heures dues n'est prévue.", NOTHING, people=(person,))


RULE = Rule(
    KEY,
    "Les heures dues sont prévues par ordre de priorité, et personne ne reste sans aucune des siennes.",
    "soft",
    check,
    Enforce(groups=groups, support=support),
    weight=3,
    name="heures dues non prévues",
)
