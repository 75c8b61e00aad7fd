"""How a run of the engine goes: its limits, and what it tells on the way.

Below the stages, since all of them read it; the command line and the benchmarks make these values.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Progress = Callable[[str, Mapping[str, Any]], None]
"""Gets the name of a phase, in French, and figures."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to run: ``effort`` multiplies every deterministic limit; ``seconds`` is a guard on the whole run.

    ``workers``: threads, which change how long a run takes and never what it gives. ``seconds``: looked at between
    stages; None: no guard, so that results do not depend on the machine.
    """

    effort: float = 1.0
    workers: int = 2
    seed: int = 0
    seconds: float | None = None


def silent(phase: str, figures: Mapping[str, Any]) -> None:
    """No progress shown: for tests, benchmarks, and whoever only wants the result."""
