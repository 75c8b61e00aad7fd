"""Who sits at the terminal: what comes up during the work is printed, Ctrl-C keeps the best that was found."""

import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click

from planner.cli.show.out import complain, say
from planner.cli.show.time_left import time_left
from planner.engine.solvers.cpsat import Interrupt
from planner.listener import Listener
from planner.words import say_number, say_share

STOPS = [sign for name in ("SIGINT", "SIGBREAK") if (sign := getattr(signal, name, None)) is not None]
"""Ctrl-C, and on Windows what one program may send to another: the board does."""


class Terminal(Listener):
    """One line a phase, since the beginning; on a terminal the figures of a long phase are rewritten in place.

    ``quiet``: only warnings, since the result is for a program.
    """

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet
        self.live = sys.stderr.isatty()
        self.last = self.stage = ""
        self.begun = time.monotonic()

    def say(self, text: str) -> None:
        """One line for the planner."""
        if not self.quiet:
            say(text)

    def warn(self, text: str) -> None:
        """One line on the error stream."""
        complain(text)

    def phase(self, name: str, figures: Mapping[str, Any]) -> None:
        """Show where the run is."""
        self.stage = name
        if self.quiet:
            return
        text = f"[{time.monotonic() - self.begun:6.1f} s] {name}{_details(figures)}"
        if self.live and name == self.last:
            click.echo(f"\r\x1b[K{text}", err=True, nl=False)
        else:
            click.echo(("\n" if self.live and self.last else "") + text, err=True, nl=not self.live)
        self.last = name

    def arrived(self) -> None:
        """End the line in place."""
        if self.live and self.last and not self.quiet:
            click.echo(err=True)

    @contextmanager
    def searching(self, interrupt: Interrupt) -> Iterator[None]:
        """Ctrl-C asks the search to end with the best it has; a second one stops at once."""

        def ask(_signal: int, _frame: FrameType | None) -> None:
            if interrupt.asked.is_set():
                raise KeyboardInterrupt
            left = time_left(self.stage, time.monotonic() - self.begun)
            kept = "Arrêt demandé : le meilleur emploi du temps trouvé est gardé"
            complain(f"\n{', '.join(filter(None, (kept, left)))} (Ctrl-C à nouveau pour tout arrêter).")
            interrupt.stop()

        self.begun = time.monotonic()
        before = {sign: signal.signal(sign, ask) for sign in STOPS}
        try:
            with _silence():
                yield
        finally:
            for sign, handler in before.items():
                signal.signal(sign, handler)


@contextmanager
def _silence() -> Iterator[None]:
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


def _details(figures: Mapping[str, Any]) -> str:
    cost = _cost(figures) if "objective" in figures else ""
    if "placed" not in figures:
        return cost
    left = "non placée" if figures["unplaced"] < 2 else "non placées"
    return f" · semaines {figures['weeks']} · {figures['placed']} séances placées, {figures['unplaced']} {left}{cost}"


def _cost(figures: Mapping[str, Any]) -> str:
    """The cost of the preferences so far, and what is proven of the best there is."""
    bound = figures.get("bound")
    said = (
        "" if bound is None else f" (au mieux {say_number(round(bound))}, écart de {say_share(figures['gap'])} au plus)"
    )
    return f" · coût {say_number(round(figures['objective']))}{said}"
