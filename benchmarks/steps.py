"""Hundreds of random steps on a small centre, as a planner types them; after each, what must always hold is checked.

The same seed gives the same steps, so that ``python -m benchmarks steps --seed S --count N`` comes to step N again.
"""

import contextlib
import importlib
import io
import json
import os
import pkgutil
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import planner
from benchmarks.random_centres import patience
from benchmarks.random_people import centre
from benchmarks.random_rows import MONDAY, Dice
from benchmarks.record import record
from benchmarks.steps_invariants import KEPT, Memory, Step, judged, read_again
from benchmarks.steps_moves import Move, Planner, follow, helpers, next_move, solve
from benchmarks.steps_seen import Seen, seen
from planner.cli.main import main
from planner.store import database

WEEKS = 12
"""Length of the term of a run of 300 steps; time goes on by two days every eighth step."""
SHARE = 1 / 8


Say = Callable[[str], None]
"""Told a line as soon as there is one."""


class Fault(NamedTuple):
    """What a step broke, by the name of the invariant."""

    kind: str
    text: str
    line: str


@dataclass
class Run:
    """What became of one seed."""

    seed: int
    steps: list[Step] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def ends(self) -> Counter[str]:
        """How often each command ended with each code, and for which rules it kept nothing."""
        return Counter(" ".join((step.words[0], str(step.code), *_rules(step))) for step in self.steps)


def _rules(step: Step) -> list[str]:
    """The hard rules that an answer names where it ends with 1."""
    return sorted({*re.findall(r"\bH\d+[a-z]?\b", step.output)}) if step.code == 1 else []


class Clock:
    """The moment at which commands believe to be typed; goes on by a few minutes, sometimes by days, rarely back."""

    def __init__(self) -> None:
        self.moment = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 5) - timedelta(days=3)

    def now(self) -> datetime:
        """UTC, without zone."""
        return self.moment

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Every module that asks the clock of the store is told this moment."""
        for found in pkgutil.walk_packages(planner.__path__, "planner."):
            importlib.import_module(found.name)
        real = database.now
        asking = [m for name, m in sys.modules.items() if name.startswith("planner.") and vars(m).get("now") is real]
        for module in asking:
            vars(module)["now"] = self.now
        try:
            yield
        finally:
            for module in asking:
                vars(module)["now"] = real


def play(
    seed: int, count: int, place: Path, weeks: int = WEEKS, reader: Path | None = None, say: Say = lambda _line: None
) -> Run:
    """Run the steps of a seed in a folder, and say each fault as it comes.

    ``reader``: another program that says what is wrong with a folder.
    """
    run, clock, memory, begun = Run(seed), Clock(), Memory(), time.perf_counter()
    last = MONDAY + timedelta(days=7 * weeks - 3)
    me = Planner(place, centre(seed, weeks), Dice(f"steps {seed}"), clock.moment.date(), last)
    with clock.told():
        _step(run, me, solve(me), memory, reader, say)
        while len(run.steps) <= count:
            _pass(clock, me)
            me.number += 1
            _step(run, me, next_move(me), memory, reader, say)
    run.seconds = round(time.perf_counter() - begun, 1)
    return run


def _pass(clock: Clock, me: Planner) -> None:
    """Time goes on, by days now and then, and not beyond the last week of the term."""
    clock.moment += timedelta(minutes=me.dice.randint(1, 3))
    if me.dice.chance(0.02):
        clock.moment -= timedelta(hours=1)
    if me.dice.chance(SHARE) and not me.mind:
        day = min(me.today + timedelta(days=me.dice.randint(1, 3)), me.last - timedelta(days=4))
        me.today = max(me.today, day)
        clock.moment = datetime(me.today.year, me.today.month, me.today.day, 7)


def _step(run: Run, me: Planner, move: Move, memory: Memory, reader: Path | None, say: Say) -> None:
    """Type one command, and look at what is left."""
    before = me.seen
    code, output = barrette(move.words)
    step = Step(me.number, move.words, me.today, max(move.first or me.today, me.today), code, output, move.frees)
    run.steps.append(step)
    after = me.seen = seen(Path(me.folder))
    memory.helpers |= helpers(move.rows or me.rows)
    found = [Fault(k, text, step.line) for k, text in _wrong(step, before, after, memory, Path(me.folder), reader)]
    run.faults += found
    for line in told(found):
        say(line)
    follow(me, move, code, output)


def _wrong(
    step: Step, before: Seen | None, after: Seen, memory: Memory, folder: Path, reader: Path | None
) -> Iterator[tuple[str, str]]:
    memory.versions.setdefault(after.last, after)
    if before is not None:
        for name, kept in KEPT.items():
            yield from ((name, text) for text in kept(step, before, after, memory))
    if before is not None and before.files == after.files:
        return
    code, output = barrette(("verify", str(folder), "--json"))
    if code not in (0, 1):
        yield "verify", f"exit {code}: {output.strip()[-300:]}"
    else:
        yield from (("verify", text) for text in judged(output, memory))
    if reader is not None:
        yield from (("reader", text) for text in read_again(reader, folder, step.today, memory))


def barrette(words: Sequence[str]) -> tuple[int, str]:
    """Run a command in this process: its exit code, and what it printed."""
    output, told = io.StringIO(), mock.patch.dict(os.environ, {"BARRETTE_DEBUG": "1"})
    try:
        with told, contextlib.redirect_stdout(output), contextlib.redirect_stderr(output), patience():
            main.main(list(words), prog_name="barrette")
    except SystemExit as ended:
        return int(ended.code or 0), output.getvalue()
    raise AssertionError("a command ends with its exit code")


def measure(
    count: int, seeds: Sequence[int], weeks: int = WEEKS, keep: Path | None = None, reader: Path | None = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """A line and a record for each seed, after the faults, printed as they come; the folders stay in ``keep``."""
    for seed in seeds:
        with tempfile.TemporaryDirectory() as place:
            here = Path(place) if keep is None else keep / f"seed-{seed}"
            here.mkdir(parents=True, exist_ok=True)
            run = play(seed, count, here, weeks, reader, partial(print, flush=True))
        found = record(
            f"steps/{seed}", seed=seed, workers=1, seconds=run.seconds, count=count, ends=dict(run.ends),
            faults=[fault._asdict() for fault in run.faults], hard_violations=len(run.faults),
            verified=not run.faults,
        )  # fmt: skip
        yield _summary(run, count), found


def _summary(run: Run, count: int) -> str:
    kinds = Counter(fault.kind for fault in run.faults)
    said = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items())) or "no fault"
    ends = ", ".join(f"{end} × {number}" for end, number in sorted(run.ends.items()))
    return f"seed {run.seed}: {count} steps, {run.seconds} s, {said} ({ends})"


def told(faults: Sequence[Fault], most: int = 3) -> Iterator[str]:
    """The faults step by step, a few of each kind."""
    groups: dict[tuple[str, str], list[str]] = {}
    for fault in faults:
        groups.setdefault((fault.line, fault.kind), []).append(fault.text)
    for (line, kind), texts in groups.items():
        yield f"  {line}"
        yield from (f"    {kind}: {text}" for text in texts[:most])
        if len(texts) > most:
            yield f"    {kind}: and {len(texts) - most} more"


def describe(records: Sequence[dict[str, Any]]) -> str:
    """How many steps of how many seeds, and faults by kind."""
    kinds = Counter(fault["kind"] for one in records for fault in one["faults"])
    steps, seconds = (sum(one[name] for one in records) for name in ("count", "seconds"))
    said = json.dumps(dict(sorted(kinds.items())), ensure_ascii=False)
    return f"{len(records)} seeds, {steps} steps, {seconds:.0f} s, faults by kind: {said}"
