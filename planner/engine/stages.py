"""The stages of a run, one after the other: what is told on the way, the seconds of each, and the guard on them all.

Made by `flow.solve` and `flow.update`, and handed to the start of either; `flow.plan` and the starts run every stage
through it. It knows neither board nor problem.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from planner.engine.options import Options, Progress, silent
from planner.engine.solvers.cpsat import Interrupt

YOUNG = 50_000
"""Values made between two looks for rubbish that refers to itself: a third of the time of building a week otherwise."""
OfStage = TypeVar("OfStage")


@dataclass
class Stages:
    """One run of the engine, first solve or re-solve: its options, and what its stages have cost so far."""

    options: Options = field(default_factory=Options)
    progress: Progress = silent
    interrupt: Interrupt = field(default_factory=Interrupt)
    seconds: dict[str, float] = field(default_factory=dict)
    """Name of a stage, in French → seconds of the wall clock."""

    def __post_init__(self) -> None:
        self.started = time.monotonic()
        # Models are millions of values that refer to nothing of themselves: Python looks through them for nothing.
        gc.set_threshold(max(gc.get_threshold()[0], YOUNG), *gc.get_threshold()[1:])

    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.started

    def run(self, name: str, work: Callable[[], OfStage]) -> OfStage:
        """Do the work of a stage. Past the guard every search ends with what it has: there is always a timetable.

        ``name``: as a planner reads it. The work is done once, in this thread; what it raises goes through.
        """
        begun = self.elapsed
        self.progress(name, {"elapsed": begun})
        # Looked at between stages only: a stage that has begun is never cut by the clock, so that what it gives is
        # whole.
        if self.options.seconds is not None and begun > self.options.seconds:
            self.interrupt.stop()
        result = work()
        self.seconds[name] = round(self.elapsed - begun, 3)
        return result
