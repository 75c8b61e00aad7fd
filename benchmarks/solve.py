"""Samples solved and verified by the commands of a planner, each a process of its own: seconds, memory, what is left.

Needs a system that says what a child process used (not Windows).
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from benchmarks.record import record

BARRETTE = (sys.executable, "-c", "from planner.cli import main; main()")
"""The command of this checkout, whichever is installed."""
_ROOT = Path(__file__).parent.parent
_PER_MB = 1024 * 1024 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that has ended. ``printed``: its JSON, empty where it printed none; ``memory_mb``: its peak.

    ``processor``: seconds of processor, of the command and of what it started and waited for.
    """

    code: int
    seconds: float
    memory_mb: float
    printed: dict[str, Any]
    processor: float = 0.0


def run(*words: str, errors: IO[str] | None = None) -> Ran:
    """Run ``barrette`` with these words. Errors, and what it tells on the way, go to the error stream of the benchmark.

    ``errors``: where they go instead.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        begun = time.perf_counter()
        child = subprocess.Popen([*BARRETTE, *words], stdout=output, stderr=errors, cwd=_ROOT)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    printed = json.loads(text) if text.startswith("{") else {}
    processor = round(used.ru_utime + used.ru_stime, 2)
    return Ran(child.returncode, round(seconds, 2), round(used.ru_maxrss / _PER_MB, 1), printed, processor)


def measure(name: str, seed: int, workers: int, effort: float) -> tuple[str, dict[str, Any]]:
    """Write, solve and verify one sample in a temporary folder; the line to print and the record."""
    with tempfile.TemporaryDirectory() as folder:
        found = solve_into(Path(folder), name, seed, workers, effort)
    return describe(found), found


def solve_into(folder: Path, name: str, seed: int, workers: int, effort: float) -> dict[str, Any]:
    """Write one sample into a folder as ``classeur.xlsx``, solve it there and verify it; the record."""
    book, limits = folder / "classeur.xlsx", ("--workers", str(workers), "--effort", f"{effort:g}")
    run("new", str(book), "--sample", name, "--seed", str(seed))
    solved = run("solve", str(book), "--out", str(folder), *limits, "--json")
    checked = run("verify", str(folder), "--json")
    return build(name, seed, workers, effort, folder, solved, checked)


def build(name: str, seed: int, workers: int, effort: float, folder: Path, solved: Ran, checked: Ran) -> dict[str, Any]:
    """The record of a run: quality from the files in the folder, correctness from ``verify`` alone."""
    summary = _summary(folder)
    sizes = {k: v for k, v in summary.get("sizes", {}).items() if isinstance(v, int)}
    broken = checked.printed.get("hard_violations")
    payable, planned = summary.get("hours_payable"), summary.get("hours_planned")
    return record(
        name,
        seed=seed,
        workers=workers,
        effort=effort,
        sizes=sizes,
        seconds=solved.seconds,
        seconds_cpu=solved.processor,
        seconds_export=summary.get("seconds_export", solved.printed.get("seconds_export")),
        seconds_verify=checked.seconds,
        seconds_phases=summary.get("seconds", {}),
        deterministic_time=summary.get("deterministic_time"),
        memory_mb=solved.memory_mb,
        unplaced=summary.get("unplaced"),
        unplaced_courses=_unplaced_courses(folder),
        hard_violations=None if broken is None else sum(broken.values()),
        verified=checked.printed.get("verified"),
        objective=summary.get("objective"),
        components=checked.printed.get("soft_penalties", {}),
        soft_cost=checked.printed.get("soft_cost"),
        bound=summary.get("bound"),
        gap=summary.get("gap"),
        hours_owed=summary.get("hours_owed"),
        hours_payable=payable,
        hours_planned=planned,
        share=round(planned / payable, 4) if payable else None,
        exit_codes={"solve": solved.code, "verify": checked.code},
    )


def describe(found: dict[str, Any]) -> str:
    """One line for a reader."""
    title = f"{found['instance']} seed {found['seed']}: {found['seconds']} s, {found['memory_mb']:.0f} MB"
    if found["verified"] is None:
        codes = ", ".join(f"{command} ended with {code}" for command, code in found["exit_codes"].items())
        return f"{title}, not verified ({codes})"
    share = "" if found["share"] is None else f" ({found['share']:.1%})"
    return (
        f"{title}, {found['unplaced_courses']} course sessions unplaced, {found['hard_violations']} hard violations, "
        f"hours {found['hours_owed']:g} owed / {found['hours_payable']:g} payable / "
        f"{found['hours_planned']:g} planned{share}"
    )


def _summary(folder: Path) -> dict[str, Any]:
    path = folder / "csv" / "summary.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def _unplaced_courses(folder: Path) -> int | None:
    path = folder / "csv" / "unplaced.csv"
    if not path.exists():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        return [row["kind"] for row in csv.DictReader(file)].count("course")
