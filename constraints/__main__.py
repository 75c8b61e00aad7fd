"""``python -m constraints`` prints the table of the rules; with a file (the README), it renews the table in it."""

import sys
from pathlib import Path

from constraints import RULES
from planner.rule import Rule, Rules

BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"
"""Markers between which the table stands in a document."""
KINDS = {"hard": "règle impérative", "shortfall": "manque listé", "soft": "préférence"}


def table(rules: Rules) -> str:
    """Markdown table of the rules in the order of reports: key, kind (and weight of a preference), sentence."""
    return "\n".join(("| règle | nature | énoncé |", "|---|---|---|", *map(_line, rules)))


def _line(rule: Rule) -> str:
    kind = f"{KINDS[rule.kind]}, poids {rule.weight}" if rule.kind == "soft" else KINDS[rule.kind]
    statement = rule.statement.replace("|", "\\|")
    return f"| {rule.key} | {kind} | {statement} |"


def renew(text: str, rules: Rules) -> str:
    """A document with the table put between its markers. Raises ValueError when they are missing."""
    before, found, rest = text.partition(BEGIN)
    _old, closed, after = rest.partition(END)
    if not (found and closed):
        raise ValueError(f"no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{table(rules)}\n{END}{after}"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        document = Path(sys.argv[1])
        document.write_text(renew(document.read_text(encoding="utf-8"), RULES), encoding="utf-8")
    else:
        print(table(RULES))
