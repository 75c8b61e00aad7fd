"""Facts that are rules: those of *Règles* that speak of no line of the workbook; and the lines of *Limites*."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from planner.domain import Problem, WeekLimit
from planner.explain.facts import Fact, lifting_by
from planner.explain.facts_people import classes_asked, trainers_asked
from planner.explain.question import Question
from planner.rule import Rules, active
from planner.words import class_name, say_some, trainer_name

OF_THEMSELVES = frozenset(
    {"H4b", "H4c", "H4d", "H4e", "H4f", "H4g", "H4h", "H6d", "H10c", "H11b", "H11c", "H11d", "H12"}
)
"""Rules that no line says: what the others ask stands in a line, which is the fact."""


def rule_facts(question: Question, rules: Rules) -> Iterator[Fact]:
    """Each hard rule that is a fact by itself."""
    for rule in active(rules, question.problem):
        if rule.key in OF_THEMSELVES and (rule.enforce.week or rule.enforce.domain or rule.enforce.room):
            where = question.problem.origins.get(f"rule:{rule.key}")
            yield Fact(
                *("rule", f"rule:{rule.key}", f"règle {rule.key} : {rule.statement[0].lower()}{rule.statement[1:-1]}"),
                lifting_by(partial(_switched_off, rule=rule.key)),
                (where,) if where else (),
                {"rule": rule.key},
            )


def _switched_off(problem: Problem, rule: str) -> Problem:
    return replace(problem, rules_off=problem.rules_off | {rule})


def limit_facts(question: Question) -> Iterator[Fact]:
    """Each line of *Limites* that binds somebody of the question."""
    problem = question.problem
    trainers, classes = {*trainers_asked(question)}, {*classes_asked(question)}
    for number, limit in enumerate(problem.week_limits):
        if not limit.hard or not (trainers & {*limit.trainer_ids} or classes & {*limit.class_ids}):
            continue

        def lift(found: Problem, gone: WeekLimit = limit) -> Problem:
            return replace(found, week_limits=tuple(one for one in found.week_limits if one is not gone))

        names = [trainer_name(problem, t) for t in limit.trainer_ids] + [
            class_name(problem, c) for c in limit.class_ids
        ]
        cells = tuple(at for key, at in problem.origins.items() if key.startswith(f"limit:{number}:"))
        yield Fact(
            "limit", f"limit:{number}", f"une limite de {say_some(names)}", lifting_by(lift), cells, {"limit": limit}
        )
