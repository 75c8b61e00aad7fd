"""What the commands print: plain French lines, or JSON; progress on a terminal or in a pipe."""

import errno
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click

from planner.rule import Finding, Rules

MOST = 20
"""Lines of one kind shown before the rest is counted."""


def say(text: str = "") -> None:
    """One line for the planner."""
    click.echo(text)


def complain(text: str) -> None:
    """One line on the error stream."""
    click.echo(text, err=True)


def why(error: OSError) -> str:
    """Why the system refused to write, in French where it is one of the usual reasons."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


_REASONS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "le disque est plein"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "le dossier est protégé"),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR), "un fichier porte le nom d’un dossier"),
    errno.ENOENT: "ce chemin n’existe pas",
}


def as_json(value: Mapping[str, Any]) -> None:
    """One JSON value on the output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, default=str))


def listing(lines: Sequence[str], most: int = MOST) -> None:
    """Indented lines, the rest counted."""
    for line in lines[:most]:
        say(f"  • {line}")
    if len(lines) > most:
        say(f"  … et {len(lines) - most} de plus")


def findings(found: Sequence[Finding], rules: Rules) -> None:
    """Findings by rule, each under the sentence of its rule."""
    statements = {rule.key: rule.statement for rule in rules}
    by_rule: dict[str, list[str]] = {}
    for finding in found:
        by_rule.setdefault(finding.key, []).append(finding.text)
    for key, texts in by_rule.items():
        say(f"{key} – {statements.get(key, '')}")
        listing(texts)


def doubts(found: Sequence[Finding]) -> str:
    """``H3b (heures déjà faites inconnues), H16 (…)``: each rule to be verified, with its own reason."""
    reasons: dict[str, list[str]] = {}
    for finding in found:
        reasons.setdefault(finding.key, []).append(finding.why)
    return ", ".join(f"{key} ({' ; '.join(sorted(filter(None, set(reasons[key]))))})" for key in sorted(reasons))


def count(number: int, one: str, many: str | None = None) -> str:
    """« 1 séance », « 2 séances »; zero is singular in French."""
    return f"{number} {one if number < 2 else many or one + 's'}"


@contextmanager
def silence() -> Iterator[None]:
    """Keep what compiled libraries print by themselves off the output, which is for the result only."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


class Progress:
    """One line a phase, since the beginning; on a terminal the figures of a long phase are rewritten in place."""

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet
        self.live = sys.stderr.isatty()
        self.phase = ""
        self.begun = time.monotonic()

    def __call__(self, phase: str, figures: Mapping[str, Any]) -> None:
        """Show where the run is."""
        if self.quiet:
            return
        text = f"[{time.monotonic() - self.begun:6.1f} s] {phase}{_details(figures)}"
        if self.live and phase == self.phase:
            click.echo(f"\r\x1b[K{text}", err=True, nl=False)
        else:
            click.echo(("\n" if self.live and self.phase else "") + text, err=True, nl=not self.live)
        self.phase = phase

    def done(self) -> None:
        """End the line in place."""
        if self.live and self.phase and not self.quiet:
            click.echo(err=True)


def _details(figures: Mapping[str, Any]) -> str:
    if "placed" not in figures:
        return ""
    cost = f" · coût {figures['objective']}"
    bound = f" (au mieux {figures['bound']})" if figures.get("bound") is not None else ""
    left = "non placée" if figures["unplaced"] < 2 else "non placées"
    return (
        f" · semaines {figures['weeks']} · {figures['placed']} séances placées, "
        f"{figures['unplaced']} {left}{cost}{bound}"
    )
