"""A long command, run beside the board: what it says while it goes on, its end, stopping and cancelling it.

It is `barrette` itself, in a process of its own: it holds the folder against other commands, reads and refuses the
workbook, and keeps a version or nothing, whatever becomes of the board meanwhile.
"""

import os
import re
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.spawn import get_executable
from pathlib import Path
from threading import Lock, Thread

from planner.answer import USAGE, Refused

PROGRAM = "from planner.cli.main import main; main()"
PROGRESS = re.compile(r"\[ *(?P<seconds>[\d.]+) s\] (?P<said>.+)")
"""A line of progress, as the command line prints it."""
COST = re.compile(r"coût (?P<cost>[\d\s]+)")
POINTS, LINES = 2000, 500
"""How many figures of the cost, and lines of what is said, are held at most."""
ANSWER_SECONDS = 120.0
"""Seconds in which a question must be answered."""
CONSOLE_BREAK = getattr(signal, "CTRL_BREAK_EVENT", None)
"""What asks a process to stop where there is no SIGINT for a single one (Windows)."""
NEW_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


@dataclass
class Command:
    """One command: how it was called, and what came of it so far."""

    what: str
    version: int
    """The last version when it began."""
    process: "subprocess.Popen[str]"
    begun: float
    phase: str = ""
    points: list[tuple[float, float]] = field(default_factory=list)
    """(second, cost of the preferences) as it was told."""
    lines: list[str] = field(default_factory=list)
    """What the command printed beside its progress."""
    ended: float | None = None
    asked: str = ""
    """``stop`` or ``cancel``, once it was asked."""

    @property
    def state(self) -> str:
        """``running``, ``done``, ``refused`` (its exit code says why) or ``cancelled``."""
        if self.ended is None:
            return "running"
        if self.asked == "cancel":
            return "cancelled"
        return "done" if self.process.returncode == 0 else "refused"


class Calculation:
    """The one command that may run at a time for a board; used by several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.run: Command | None = None

    @property
    def running(self) -> bool:
        """Whether a command goes on."""
        return self.run is not None and self.run.ended is None

    def start(self, what: str, words: Sequence[str], version: int) -> None:
        """Run `barrette` with some words; raises Refused while another one goes on. ``what``: its name for the page."""
        with self._lock:
            if self.running:
                raise Refused(USAGE, "Un calcul est déjà en cours : attendez sa fin, ou arrêtez-le.")
            process = _begun(words)
            self.run = Command(what, version, process, time.monotonic())
            Thread(target=_follow, args=(self.run,), daemon=True).start()

    def stop(self) -> None:
        """Ask the search to end with the best it has, which is kept."""
        with self._lock:
            if self.run is not None and self.run.ended is None:
                self.run.asked = "stop"
                self.run.process.send_signal(signal.SIGINT if CONSOLE_BREAK is None else CONSOLE_BREAK)

    def cancel(self) -> None:
        """End the command at once, with all that it has started: nothing of it is kept."""
        with self._lock:
            if self.run is not None and self.run.ended is None:
                self.run.asked = "cancel"
                _end(self.run.process.pid)


def answer_of(words: Sequence[str]) -> list[str]:
    """The lines that `barrette` answers a question with, which it reads and changes nothing for."""
    with _begun(words) as process:
        try:
            said, _errors = process.communicate(timeout=ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            _end(process.pid)
            raise
    return [line for line in said.splitlines() if line.strip() and not PROGRESS.fullmatch(line)][:LINES]


def _begun(words: Sequence[str]) -> "subprocess.Popen[str]":
    """`barrette` with some words, all that it says on one stream."""
    return subprocess.Popen(
        [get_executable(), "-c", PROGRAM, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_environment(),
        encoding="utf-8",
        errors="replace",
        creationflags=NEW_GROUP,  # Ctrl-C at the terminal of the board is not one for the command
        start_new_session=CONSOLE_BREAK is None,
    )


def _end(pid: int) -> None:
    if CONSOLE_BREAK is not None:
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(pid)], check=False, capture_output=True)
        return
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGTERM)


def _environment() -> dict[str, str]:
    root = str(Path(__file__).parents[2])  # where this very program is, installed or not
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}


def _follow(run: Command) -> None:
    """Read what a command says until it ends."""
    with run.process as process:
        for line in process.stdout or ():
            _note(run, line.rstrip())
    run.ended = time.monotonic()


def _note(run: Command, line: str) -> None:
    told = PROGRESS.fullmatch(line)
    if told is None:
        if line.strip() and len(run.lines) < LINES:
            run.lines.append(line)
        return
    run.phase = told["said"]
    cost = COST.search(line)
    if cost is not None and len(run.points) < POINTS:
        run.points.append((float(told["seconds"]), float("".join(cost["cost"].split()))))
