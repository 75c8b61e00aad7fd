"""Processes beside this one: as many islands at once as there are workers, each in a process of its own.

A process listens for a stop while it plans, and ends when this one is gone. Ctrl-C is for this one alone.
"""

import os
import pickle
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

from planner.domain import Timetable
from planner.engine.machines.interface import MachinesLostError, Task, Tasks, ToldOf
from planner.engine.options import Progress
from planner.engine.solvers.cpsat import Interrupt
from planner.failed import happened_at, note_place

LISTEN = 0.2
"""Seconds between two looks at whether a stop is asked."""
MOST_DEATHS = 2
"""Times that an island's process may end before its timetable is there: the last one is not followed by another."""

_TOLD, _FOUND, _FAILED = "told", "found", "failed"


@dataclass
class _Child:
    """A process that plans an island."""

    number: int
    process: Any
    tell: Progress


class Processes(Tasks):
    """Some processes of this machine, one an island, so many at a time, the largest first; they share the workers."""

    def __init__(self, workers: int) -> None:
        super().__init__()
        self.workers = workers
        self.children: dict[Connection, _Child] = {}
        self.found: dict[int, Timetable] = {}
        self.deaths: dict[int, int] = {}

    def gather(self, told: ToldOf, interrupt: Interrupt) -> list[Timetable]:
        """The timetables in the order of the tasks; raises MachinesLostError where processes end again and again."""
        waiting = self.largest_first()
        most, stopped = min(self.workers, len(waiting)), False
        try:
            while waiting or self.children:
                while waiting and len(self.children) < most:
                    self._start(waiting.pop(0), told)
                    stopped = False
                if interrupt.asked.is_set() and not stopped:
                    self._stop()
                    stopped = True
                for line in wait(list(self.children), LISTEN):
                    assert isinstance(line, Connection)
                    waiting = [*self._hear(line, interrupt), *waiting]
        finally:
            self._end()
        return [self.found[number] for number in range(len(self.tasks))]

    def _start(self, number: int, told: ToldOf) -> None:
        """Begin an island in a new process, which may use every processor that the others leave to it."""
        task = self.due(number)
        apart = get_context("spawn")
        ours, theirs = apart.Pipe()
        with _deaf():
            process = apart.Process(target=_plan, args=(theirs, task), daemon=True)
            process.start()
        theirs.close()
        self.children[ours] = _Child(number, process, self.teller(number, told))

    def _hear(self, line: Connection, interrupt: Interrupt) -> Iterator[int]:
        """Take what a process sends; the island is to be begun again where it has ended without a word."""
        child = self.children[line]
        try:
            what, *rest = line.recv()
        except (EOFError, OSError):
            self._forget(line)
            self.deaths[child.number] = self.deaths.get(child.number, 0) + 1
            if self.deaths[child.number] >= MOST_DEATHS:
                raise MachinesLostError(
                    "Un des calculs menés de front s’est interrompu deux fois, sans doute faute de mémoire. "
                    "Relancez avec --workers 1 : les sites sont alors calculés l’un après l’autre."
                ) from None
            yield child.number
            return
        if what == _TOLD:
            child.tell(*rest)
        elif what == _FOUND:
            self.found[child.number], cut = rest
            self._forget(line)
            # Its guard of seconds is that of the whole run.
            if cut:
                interrupt.stop()
        else:
            raise rest[0]

    def _stop(self) -> None:
        """Ask every process to end with what it has."""
        for line in self.children:
            try:
                line.send(None)
            except OSError:
                continue  # gone meanwhile: that is seen when it is listened to

    def _forget(self, line: Connection) -> None:
        child = self.children.pop(line)
        line.close()
        child.process.join()

    def _end(self) -> None:
        """End whatever still runs."""
        for child in self.children.values():
            child.process.kill()
        for line in list(self.children):
            self._forget(line)


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes that begin meanwhile never hear Ctrl-C, from their first moment on, where the system knows how."""
    mask = getattr(signal, "pthread_sigmask", None)
    before = mask(signal.SIG_BLOCK, {signal.SIGINT}) if mask else None
    try:
        yield
    finally:
        if mask:
            mask(signal.SIG_SETMASK, before)


def _plan(line: Connection, task: Task) -> None:
    """What a process does: plan an island, and send what it tells, finds, or raises."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    interrupt = Interrupt()
    threading.Thread(target=_listen, args=(line, interrupt), daemon=True).start()

    def tell(name: str, figures: Mapping[str, Any]) -> None:
        line.send((_TOLD, name, dict(figures)))

    try:
        found = task.work(task.problem, task.options, tell, interrupt)
        line.send((_FOUND, found, interrupt.asked.is_set()))
    except Exception as error:
        line.send((_FAILED, as_sent(error)))


def _listen(line: Connection, interrupt: Interrupt) -> None:
    """Stop when asked; end the process when nobody is there any more to ask."""
    while True:
        try:
            line.recv()
        except (EOFError, OSError):
            os._exit(1)
        interrupt.stop()


def as_sent(error: Exception) -> Exception:
    """An error as another process can read it, with where it happened; one of its own name where it cannot be sent."""
    note_place(error)
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        plain = RuntimeError(f"{type(error).__name__}: {error}")
        plain.__dict__.update({"happened_elsewhere": happened_at(error), "__notes__": error.__notes__})
        return plain
    return error
