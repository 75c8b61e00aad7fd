"""Centres of every size, from 120 learners to 12,000: what the whole of `barrette solve` costs and gives as they grow.

Each is solved, verified by `barrette verify`, and read by another program where one is given. At the end the growth:
seconds of processor to the power of what, in the number of sessions.
"""

import argparse
import math
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.solve import build, describe, run
from outputs.csv.read import read_csv

SIZES = ("small", "medium", "large", "network")
"""Samples, from the smallest to the largest."""
_STAMP = re.compile(r"^\[\s*(?P<seconds>[\d.]+) s\] (?:sites (?P<number>\d+)/(?P<of>\d+) : )?(?P<name>.*)$")


def arguments(one: argparse.ArgumentParser) -> None:
    """What the command takes."""
    one.add_argument("--sizes", type=_names, default=SIZES, metavar="A,B", help=f"sizes ({','.join(SIZES)})")
    one.add_argument("--workers", type=int, default=1, help="searches side by side")
    one.add_argument("--seed", nargs="+", type=int, default=[1], help="seeds, one instance each")
    one.add_argument("--time-limit", type=float, metavar="S", help="seconds after which the best is kept")
    one.add_argument("--reader", type=Path, metavar="FILE.py", help="another program that reads a folder")


def _names(text: str) -> tuple[str, ...]:
    """Sizes as typed, with commas."""
    found = tuple(name.strip() for name in text.split(",") if name.strip())
    if not found or set(found) - set(SIZES):
        raise argparse.ArgumentTypeError(f"choose from {', '.join(SIZES)}")
    return found


def measure(
    name: str, seed: int, workers: int, time_limit: float | None, reader: Path | None
) -> tuple[str, dict[str, Any]]:
    """Write, solve and verify one size in a temporary folder; the line to print and the record."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        book, told = folder / "classeur.xlsx", folder / "told"
        written = run("new", str(book), "--sample", name, "--seed", str(seed))
        words = ["--workers", str(workers), *(["--time-limit", f"{time_limit:g}"] if time_limit else [])]
        with told.open("w+", encoding="utf-8") as errors:
            solved = run("solve", str(book), "--out", str(folder), "--no-export", "--json", *words, errors=errors)
        checked = run("verify", str(folder), "--json")
        found = build(name, seed, workers, 1.0, folder, solved, checked)
        seen = None if reader is None else read_again(reader, folder)
        class_weeks = _class_weeks(folder)
        found |= {
            "seconds_write": written.processor,
            "seconds_first": first_complete(told.read_text(encoding="utf-8").splitlines()),
            "second_reader": seen,
            "class_weeks": class_weeks,
            "objective_per_class_week": _share(found["objective"], class_weeks),
        }
    return line(found), found


def read_again(reader: Path, folder: Path) -> bool:
    """Whether another program, given the folder, ends with 0."""
    return subprocess.run([sys.executable, str(reader), str(folder)], capture_output=True, check=False).returncode == 0


def first_complete(lines: Iterable[str]) -> float | None:
    """Seconds until every class has its whole term, from what a run has told; None where it came to no end.

    The first search is over once it is verified or another one begins; of several islands, side by side or one after
    the other, the last of their first searches counts.
    """
    over = set[str]()
    for found in (m for text in lines if (m := _STAMP.match(text))):
        if found["name"].startswith(("vérification", "autre essai")):
            over.add(found["number"] or "")
            if not found["number"] or len(over) == int(found["of"]):
                return float(found["seconds"])
    return None


def _class_weeks(folder: Path) -> int:
    """Weeks in which a class has a session, counted class by class."""
    if not (folder / "csv").is_dir():
        return 0
    sessions = read_csv(folder / "csv").sessions
    return len({(c, date.isocalendar(s.day)[:2]) for s in sessions for c in s.class_ids})


def _share(whole: float | None, parts: int) -> float | None:
    return round(whole / parts, 2) if whole is not None and parts else None


def line(found: dict[str, Any]) -> str:
    """One line for a reader."""
    first = "" if found["seconds_first"] is None else f", complete after {found['seconds_first']:.0f} s"
    cost = found["objective_per_class_week"]
    each = "" if cost is None else f", {cost:g} a class and week"
    reader = {None: "", True: ", second reader agrees", False: ", second reader disagrees"}[found["second_reader"]]
    return f"{describe(found)}, {found['seconds_cpu']:.0f} s of processor{first}{each}{reader}"


def growth(records: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Between each size and the next: to which power of the sessions the seconds of processor have grown."""
    known = [r for r in records if r["sizes"].get("sessions") and r["seconds_cpu"]]
    for one, two in pairwise(known):
        more = two["sizes"]["sessions"] / one["sizes"]["sessions"]
        if more > 1:
            power = math.log(two["seconds_cpu"] / one["seconds_cpu"]) / math.log(more)
            yield f"{one['instance']} to {two['instance']}: {more:.1f} times the sessions, power {power:.2f}"
