"""A command of `barrette` that serves, started as it is typed; and what times of many requests come to."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).parent.parent


@contextmanager
def serving(*words: object, lines: int = 2) -> Iterator[list[str]]:
    """A server while it is asked, and the first lines that it prints; it ends as by Ctrl-C."""
    command = [sys.executable, "-c", "from planner.cli.main import main; main()", *map(str, words)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as running:
        assert running.stdout is not None
        try:
            yield [running.stdout.readline().strip() for _line in range(lines)]
        finally:
            running.terminate()
            running.communicate()


def milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    """How many, the median, the 99th hundredth and the most of some times, in milliseconds."""
    if not seconds:
        return {"count": 0}
    cuts = quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else [seconds[0]] * 99
    told = {"p50": cuts[49], "p99": cuts[98], "most": max(seconds)}
    return {"count": len(seconds), **{name: round(value * 1000, 2) for name, value in told.items()}}
