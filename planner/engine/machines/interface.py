"""One interface over wherever islands are planned, and the plainest of them: this process, one after the other.

What goes to another process is pickled: the function that plans stands at the top of a module, and all that it is told
is values. What comes back is a timetable.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Protocol

from planner.domain import Problem, Timetable
from planner.engine.options import Options, Progress
from planner.engine.solvers.cpsat import Interrupt

PlanIsland = Callable[[Problem, Options, Progress, Interrupt], Timetable]
"""Plans one island, with options whose seconds are those that are left, and progress and a stop of its own."""
ToldOf = Callable[[int, str, Mapping[str, Any]], None]
"""Gets the number of an island, from 0 on, and what its progress gets; ``elapsed`` is since the whole run began."""


class MachinesLostError(Exception):
    """The machines that were to plan do not answer, or not any more: why, and what to do, in French."""


@dataclass(frozen=True)
class Task:
    """One island that is to be planned."""

    work: PlanIsland
    problem: Problem
    options: Options


class Machines(Protocol):
    """Where islands are planned."""

    @property
    def far(self) -> bool:
        """Whether an island that is alone goes there too; otherwise whoever asks plans it."""

    def submit(self, work: PlanIsland, problem: Problem, options: Options) -> None:
        """Take an island, to be planned by `gather`; ``seconds`` of the options count from now on."""

    def gather(self, told: ToldOf, interrupt: Interrupt) -> list[Timetable]:
        """The timetables of all that was submitted, in that order; progress is told in this thread.

        A stop reaches every one, which ends with what it has. What one raises is raised here, the others being ended.
        """


@dataclass
class Tasks:
    """What was submitted and is still to be gathered, with the clock of the whole run."""

    far: ClassVar[bool] = False
    tasks: list[Task] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    def submit(self, work: PlanIsland, problem: Problem, options: Options) -> None:
        """Take an island."""
        self.tasks.append(Task(work, problem, options))

    def due(self, number: int) -> Task:
        """A task that begins now: its options have the seconds that are left."""
        task = self.tasks[number]
        asked = task.options.seconds
        left = None if asked is None else max(0.0, asked - (time.monotonic() - self.begun))
        return replace(task, options=replace(task.options, seconds=left))

    def largest_first(self) -> list[int]:
        """The numbers of the tasks in the order to begin them: a large island that comes last leaves machines idle."""
        return sorted(range(len(self.tasks)), key=lambda number: -len(self.tasks[number].problem.learners))

    def teller(self, number: int, told: ToldOf) -> Progress:
        """The progress of a task that begins now, on the clock of the whole run."""
        gone = time.monotonic() - self.begun

        def tell(name: str, figures: Mapping[str, Any]) -> None:
            later = {"elapsed": gone + figures["elapsed"]} if "elapsed" in figures else {}
            told(number, name, {**figures, **later})

        return tell


class Here(Tasks):
    """The process itself: one island after the other."""

    def gather(self, told: ToldOf, interrupt: Interrupt) -> list[Timetable]:
        """The timetables in the order of the tasks."""
        found = []
        for number in range(len(self.tasks)):
            task = self.due(number)
            found.append(task.work(task.problem, task.options, self.teller(number, told), interrupt))
        return found
