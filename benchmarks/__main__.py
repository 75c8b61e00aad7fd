"""``python -m benchmarks COMMAND``: one line per instance, and the JSON of the run where ``--json`` asks for it."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.baseline import baseline
from benchmarks.record import record, write
from data import read, samples
from planner.domain import Problem

Command = Callable[[argparse.Namespace], Iterator[tuple[str, dict[str, Any]]]]
"""Yields the line to print and the record of each instance."""


def instance(name: str, seed: int) -> Problem:
    """A sample, written as a workbook and read back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.xlsx"
        samples.write(path, name, seed)
        reading = read(path)
    if reading.problem is None:
        raise SystemExit("\n".join(map(str, reading.faults)))
    return reading.problem


def run_baseline(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the baseline leaves unplaced."""
    for name in options.sample:
        for seed in options.seed:
            problem = instance(name, seed)
            begun = time.perf_counter()
            total, left, _weeks = baseline(problem)
            seconds = round(time.perf_counter() - begun, 2)
            line = f"{name} seed {seed}: {left} of {total} sessions unplaced ({left / total:.1%}), {seconds} s"
            sizes = {"classes": len(problem.classes), "learners": len(problem.learners), "sessions": total}
            yield line, record(name, seed=seed, workers=1, sizes=sizes, seconds=seconds, unplaced=left)


def run_tightness(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    """How tight the planted timetable of each sample is in its full weeks."""
    for name in options.sample:
        for seed in options.seed:
            found = samples.tightness(name, seed)
            used = {"room_type": found.room_type, "rooms": round(found.rooms, 3), "trainers": round(found.trainers, 3)}
            line = f"{name} seed {seed}: {found.room_type} {found.rooms:.1%}, busiest trainers {found.trainers:.1%}"
            yield line, record(name, seed=seed, tightness=used)


COMMANDS: Mapping[str, tuple[str, Command]] = {
    "baseline": ("what a greedy placement without going back leaves unplaced", run_baseline),
    "tightness": ("how much of the scarcest rooms and busiest trainers a full timetable takes", run_tightness),
}


def parser() -> argparse.ArgumentParser:
    """The command line; every command takes samples, seeds and ``--json``."""
    top = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    for name, (about, _run) in COMMANDS.items():
        one = commands.add_parser(name, help=about, description=about)
        one.add_argument("--sample", nargs="+", choices=samples.NAMES, default=["small"], help="samples to draw")
        one.add_argument("--seed", nargs="+", type=int, default=[1], help="seeds, one instance each")
        one.add_argument("--json", type=Path, metavar="OUT", help="write the records there")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    options = parser().parse_args(arguments)
    records = []
    for line, found in COMMANDS[options.command][1](options):
        print(line, flush=True)
        records.append(found)
    if options.json:
        words = sys.argv[1:] if arguments is None else list(arguments)
        write(options.json, options.command, ["python", "-m", "benchmarks", *words], records)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
