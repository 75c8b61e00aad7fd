"""What *Règles* says, beside the rules that there are: a name that is none, a rule out of service, an idle weight."""

from collections.abc import Iterator

from constraints import RULES
from data.faults import Fault
from planner.domain import Problem

LINE = "rule:"
"""Kind of the lines of *Règles* among the origins of a problem."""


def said_of_rules(problem: Problem) -> Iterator[tuple[str, str, str]]:
    """A sentence, its sheet and its cell, for each line that changes nothing or puts a rule out of service."""
    for key, origin in problem.origins.items():
        if key.startswith(LINE):
            name = key.removeprefix(LINE)
            sheet, _mark, cell = origin.rpartition("!")
            message = _message(problem, name)
            if message:
                yield str(Fault(sheet, cell, name, message)), sheet, cell


def _message(problem: Problem, name: str) -> str:
    """What is to be said of a line of a rule; empty where it does what it says."""
    rule = next((rule for rule in RULES if rule.key == name), None)
    if rule is None:
        return "n'est pas une règle : cette ligne ne change rien. Corrigez le numéro ; la liste est dans le README."
    if name in problem.rules_off:
        return f"est hors service, plus rien ne la fait respecter : {rule.statement}"
    if name in problem.rule_weights and rule.kind != "soft":
        return "n'est pas une préférence : son poids ne compte pas. Videz « poids »."
    return ""
