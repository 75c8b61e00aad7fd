"""Who attends which options of a week: people whose sets of options are the same are counted once."""

from collections.abc import Callable, Iterator
from datetime import date

from planner.domain import ApprenticeId, Learner, Problem
from planner.model.week import Item, Option, WeekModel


def audiences(
    problem: Problem, model: WeekModel, test: Callable[[Learner], bool] = lambda _learner: True
) -> Iterator[tuple[Learner, list[int]]]:
    """(one learner of those who attend the same options, variables of these options), for learners who pass a test.

    A learner attends the items of the own class and part that day, those that name them, none while away or exempted.
    """
    exempt: dict[ApprenticeId, list[tuple[str, Callable[[date], bool]]]] = {}
    for row in problem.exemptions:
        exempt.setdefault(row.apprentice_id, []).append((row.subject, row.on))
    shared: dict[object, list[int]] = {}
    seen: set[tuple[int, ...]] = set()
    for learner in problem.learners.values():
        if not test(learner):
            continue
        own = learner.calendar is not None or learner.absences or learner.id in exempt
        alike = (learner.memberships, learner.entry, learner.exit, learner.contract_break, learner.contract_end)
        kind: object = learner.id if own or _named(model, learner) else (alike, learner.contract_start is None)
        if kind not in shared:
            shared[kind] = _variables(problem, model, learner, exempt.get(learner.id, []))
        variables = shared[kind]
        if variables and tuple(variables) not in seen:
            seen.add(tuple(variables))
            yield learner, variables


def _named(model: WeekModel, learner: Learner) -> bool:
    return any(learner.id in item.learners for item in model.items)


def _variables(
    problem: Problem, model: WeekModel, learner: Learner, exempt: list[tuple[str, Callable[[date], bool]]]
) -> list[int]:
    found = []
    for number, item in enumerate(model.items):
        if item.learners and learner.id not in item.learners:
            continue
        subject = problem.courses[item.course_id].subject if item.course_id else None
        for k in model.of(number):
            option = model.options[k][1]
            if any(subject == name and on(option.day) for name, on in exempt):
                continue
            if learner.id in item.learners or _calls(problem, item, option, learner):
                found.append(k)
    return found


def _calls(problem: Problem, item: Item, option: Option, learner: Learner) -> bool:
    membership = learner.membership(option.day)
    return (
        membership is not None
        and membership.class_id in item.class_ids
        and item.part in ("", membership.part)
        and problem.here(learner, option.day, option.start, option.end)
    )
