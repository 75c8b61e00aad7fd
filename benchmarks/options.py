"""What each command of ``python -m benchmarks`` may be told, beside samples, seeds and ``--json``."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from benchmarks import explain, floors, steps

COUNTS: Mapping[str, tuple[int, str]] = {
    "kills": (100, "commands to kill"),
    "random": (100, "centres, from the seed on"),
    "steps": (300, "steps of each seed"),
    "events": (160, "events of each sample and seed"),
    "resolve": (24, "disruptions of each sample and seed"),
    "hours": (60, "solutions of each sample and seed that are done"),
    "board": (60, "sessions picked, of each sample and seed"),
    "drops": (100, "drops, of each sample and seed"),
}
"""Commands that are told how many, the usual number, and of what."""


def own(one: argparse.ArgumentParser, name: str) -> None:
    """What a command alone takes."""
    if name in COUNTS:
        one.add_argument("--count", type=int, default=COUNTS[name][0], help=COUNTS[name][1])
    if name == "reading":
        one.add_argument("--rows", nargs="+", type=int, default=[50_000], help="rows in all, one workbook each")
    if name == "random":
        one.add_argument("--write", type=Path, metavar="DIR", help="write the workbooks of what breaks there")
    if name == "steps":
        one.add_argument("--weeks", type=int, default=steps.WEEKS, help="length of the term")
        one.add_argument("--keep", type=Path, metavar="DIR", help="leave workbooks and folders there")
        one.add_argument("--reader", type=Path, metavar="FILE.py", help="another program that reads a folder")
    if name == "explain":
        explain.arguments(one)
    if name == "why":
        one.add_argument("--questions", type=int, default=1000, help="questions of each sample and seed")
    if name in ("resolve", "scenarios", "regulation", "why", "hours", "board", "drops"):
        one.add_argument("--folder", type=Path, help="a folder with classeur.xlsx and csv/, instead of solving")
    if name == "solve":
        one.add_argument("--workers", type=int, default=2, help="searches side by side")
        one.add_argument("--effort", type=float, default=1.0, help="work of the search")


def limited(one: argparse.ArgumentParser) -> None:
    """How long a search of files of others may take."""
    one.add_argument("--workers", type=int, default=1, help="searches side by side")
    one.add_argument("--time-limit", type=float, metavar="S", help="seconds of processor of each search")
    one.add_argument("--effort", type=float, help="work of the search (1, or enough for the limit of seconds)")


def of_fixed_set(one: argparse.ArgumentParser) -> None:
    """What part of the fixed set is measured, and whether its table is written again."""
    one.add_argument("--group", nargs="+", choices=list(floors.GROUPS), default=[], help="groups (all)")
    one.add_argument("--sample", nargs="+", choices=list(floors.SOLVED), default=[], help="samples of the set (all)")
    one.add_argument("--seed", nargs="+", type=int, default=[], help="seeds of the set (all)")
    one.add_argument(
        "--count", type=int, default=floors.MOST, help=f"single disruptions; {floors.FIRST} have floors too"
    )
    one.add_argument("--keep", type=Path, metavar="DIR", help="keep all there, and go on from what a stopped run kept")
    one.add_argument("--write", action="store_true", help="rewrite the table; makes sense when nothing is worse")
    one.add_argument("--any-machine", action="store_true", help="do not judge seconds and memory")
