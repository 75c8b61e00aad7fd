"""How fast the processor is while something is measured: seconds of processor of a fixed piece of work, all along.

On a machine that others use too, a second of processor does not always hold the same work: a neighbour on the same core
takes up to half of it. One solve took 31 to 46 of them within ten minutes, and always the same number of yardsticks,
give or take 3 %. So a small process reads a yardstick ten times a second, on the one core on which everything runs, and
seconds are told as they would be if the yardstick took `EVEN`.
"""

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

EVEN = 0.001
"""Seconds of processor of a yardstick to which seconds are reduced."""
ENTRIES, STEP, PLACES = 4000, 7919, 100_003
PAUSE = 0.1
_ROOT = Path(__file__).parent.parent


def yardstick() -> float:
    """Seconds of processor of what Python mostly does: numbers, texts, a dictionary and a sort."""
    begun = time.process_time()
    found = {n * STEP % PLACES: (n, str(n)) for n in range(ENTRIES)}
    sorted(found.values(), key=lambda one: one[1])
    return time.process_time() - begun


def paced(run: Callable[[], T]) -> tuple[T, float]:
    """What a function returns, and the seconds of a yardstick meanwhile; all on one core, where the system can."""
    with tempfile.NamedTemporaryFile("w+", encoding="utf-8") as readings:
        cores = _pin(None)
        reader = subprocess.Popen([sys.executable, "-m", "benchmarks.yardstick"], stdout=readings, cwd=_ROOT)
        try:
            while not Path(readings.name).stat().st_size and reader.poll() is None:
                time.sleep(PAUSE / 10)
            found = run()
        finally:
            reader.kill()
            reader.wait()
            _pin(cores)
        return found, pace(Path(readings.name).read_text(encoding="utf-8"))


def pace(readings: str) -> float:
    """Seconds of a yardstick over a while: readings are of equal times, so that what counts is how many go into one."""
    return statistics.harmonic_mean([float(line) for line in readings.split("\n")[:-1]])


def even(seconds: float, pace: float) -> float:
    """Seconds of processor as they would be if the yardstick took `EVEN`."""
    return seconds * EVEN / pace


def _pin(cores: set[int] | None) -> set[int]:
    """Run on these cores, or on the last one; those on which this process ran before."""
    if sys.platform != "linux":
        return set()
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores or {max(before)})
    return before


def _read() -> None:
    """Print readings until the process that asked for them is gone."""
    gc.disable()
    parent = os.getppid()
    while os.getppid() == parent:
        print(f"{yardstick():.6f}", flush=True)
        time.sleep(PAUSE)


if __name__ == "__main__":
    _read()
