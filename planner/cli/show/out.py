"""Lines for the planner, findings by rule, JSON: how everything is printed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from json import dumps
from typing import Any, TypeVar

import click

from planner.answer import Done, Refused
from planner.check.verify import Report
from planner.rule import Finding
from planner.words import MOST_LINES, bulleted

D = TypeVar("D", bound=Done)

LONG_LISTING = 100
"""Lines of a listing that is what was asked for."""
TRIED = "Essai seulement (--dry-run) : rien n’a été changé."


def say(text: str = "") -> None:
    """One line for the planner."""
    click.echo(text)


def complain(text: str) -> None:
    """One line on the error stream."""
    click.echo(text, err=True)


def listing(lines: Sequence[str], most: int = MOST_LINES) -> None:
    """Indented lines, the rest counted."""
    for line in bulleted(lines, most):
        say(line)


def print_json(value: Mapping[str, Any]) -> None:
    """One JSON value on the output."""
    click.echo(dumps(value, ensure_ascii=False, indent=2, sort_keys=True, default=str))


def answer(
    work: Callable[[], D],
    tell: Callable[[D], None],
    plain: Callable[[D], Mapping[str, Any] | None] | None = None,
    *,
    json: bool = False,
) -> int:
    """Let a command work and print what came of it; returns the exit code.

    ``plain``: the same where ``json``; None for what a program too is told in words.
    """
    try:
        done = work()
    except Refused as refused:
        if json and refused.plain is not None:
            print_json(refused.plain)
        else:
            _complain_all(refused.lines)
        return refused.code
    value = plain(done) if json and plain is not None else None
    if value is not None:
        print_json(value)
    else:
        tell(done)
    _complain_all(done.warnings)
    return done.code


def _complain_all(lines: Iterable[str]) -> None:
    for line in lines:
        complain(line)


def findings(found: Sequence[Finding], most: int = MOST_LINES) -> None:
    """Findings by rule, each under the sentence of its rule; ``most``: of one rule, the rest counted."""
    from constraints import RULES

    statements = {rule.key: rule.statement for rule in RULES}
    by_rule: dict[str, list[str]] = {}
    for finding in found:
        by_rule.setdefault(finding.key, []).append(finding.text)
    for key, texts in by_rule.items():
        say(f"{statements[key].rstrip('.')} ({key}) :" if key in statements else f"{key} :")
        listing(texts, most)


def broken(report: Report) -> tuple[Finding, ...]:
    """Everything for which a timetable may not be published."""
    return (*report.hard, *report.shortfalls)


def plain_findings(found: Iterable[Finding]) -> list[dict[str, str]]:
    """Findings for a program."""
    return [{"rule": finding.key, "text": finding.text} for finding in found]


def doubts(found: Sequence[Finding]) -> str:
    """``heures déjà faites inconnues (H3b), …``: each rule to be verified, by its reason, else in its own words."""
    from constraints import RULES

    statements = {rule.key: rule.statement.rstrip(".") for rule in RULES}
    reasons: dict[str, set[str]] = {}
    for finding in found:
        reasons.setdefault(finding.key, set()).update(filter(None, (finding.why,)))
    said = {key: " ; ".join(sorted(why)) or statements.get(key, "") for key, why in reasons.items()}
    return ", ".join(f"{said[key]} ({key})" for key in sorted(said))


def kept_as(number: int) -> str:
    """A changed timetable is the last version, and not published yet."""
    return f"Gardé : version {number}. Pour que les calendriers publiés suivent : barrette publish."


def not_kept(what: str, found: Sequence[Finding]) -> None:
    """Nothing is kept because of hard rules; ``what`` would not respect them, with its verb."""
    say(f"Rien n’a été gardé : {what} pas des règles impératives.")
    findings(found)


def fields(value: object, *names: str) -> dict[str, Any]:
    """Some fields of a value, for a program, under their own names."""
    return {name: getattr(value, name) for name in names}
