"""A fixed set of solves, re-solves of a year and single disruptions, measured and held against a committed table.

``solve``: samples solved and verified by the commands of a planner. ``scenarios``: the re-solves of a year.
``resolve``: 200 single disruptions of one sample, 100 of each of two seeds; the table has their figures kind by kind,
for all of them and for the first 40. Everything runs with one worker: on one machine, results are the same every time,
and so nearly are seconds of processor, reduced by `benchmarks.yardstick`. The table and its noise:
`benchmarks.floor_table`.
"""

import json
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import resolve, scenarios
from benchmarks.floor_table import Figures, Key, Table, compare, read_table, report, write_table
from benchmarks.record import record
from benchmarks.solve import describe, solve_into
from benchmarks.yardstick import even, paced

Record = dict[str, Any]

TABLE = Path(__file__).with_name("floors.csv")
SOLVED: Mapping[str, tuple[int, ...]] = {"small": (1, 2, 3, 4, 5, 12), "medium": (1, 2, 3, 13)}
"""Samples and seeds that are solved."""
CHANGED: Mapping[str, tuple[int, ...]] = {"small": (1,), "medium": (1,)}
"""Samples and seeds whose timetables go through a year."""
DISRUPTED, DISRUPTED_SEED = "medium", 1
DRAWS, EACH = (3, 4), 100
"""Seeds of the draws, and single disruptions of each."""
FIRST = 40
"""Disruptions of a quick run: those of the first draw, five of each kind."""
MOST = EACH * len(DRAWS)
UNSUMMED = ("memory MB", "exit code")


@dataclass(frozen=True, slots=True)
class Asked:
    """What to measure: groups, then samples, seeds and number of disruptions of the fixed set; empty: all."""

    groups: Sequence[str] = ()
    samples: Sequence[str] = ()
    seeds: Sequence[int] = ()
    count: int = MOST

    def of(self, table: Mapping[str, tuple[int, ...]]) -> Iterator[tuple[str, list[int]]]:
        """Samples and seeds of a table that are asked for."""
        for name, seeds in table.items():
            chosen = [seed for seed in seeds if not self.seeds or seed in self.seeds]
            if chosen and (not self.samples or name in self.samples):
                yield name, chosen


@dataclass
class Kept:
    """Records and solved samples in a folder, kept as they come: a run that was stopped goes on from there."""

    folder: Path
    records: dict[str, Record] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.path.exists():
            rows = map(json.loads, self.path.read_text(encoding="utf-8").splitlines())
            self.records = {row["key"]: row["record"] for row in rows}

    @property
    def path(self) -> Path:
        """One line for each record."""
        return self.folder / "records.jsonl"

    def measure(self, key: str, run: Callable[[], Record]) -> Record:
        """A record that is kept, or else measured beside a yardstick and kept."""
        if key not in self.records:
            found, pace = paced(run)
            self.keep(key, found | {"yardstick": round(pace, 7)})
        return self.records[key]

    def keep(self, key: str, found: Record) -> None:
        """Add a record."""
        self.records[key] = found
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"key": key, "record": found}, ensure_ascii=False) + "\n")

    def place(self, name: str, seed: int) -> Path:
        """The folder of a solved sample."""
        return self.folder / f"{name}-{seed}"

    def solve(self, name: str, seed: int) -> Record:
        """The record of a sample, solved once, in a folder without what a stopped run left there."""
        place, key = self.place(name, seed), f"solve {name} {seed}"
        if key not in self.records:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
        return self.measure(key, lambda: solve_into(place, name, seed, 1, 1.0))


def _solve(asked: Asked, kept: Kept, table: Table) -> Iterator[tuple[str, Record]]:
    """Each sample solved."""
    for name, seeds in asked.of(SOLVED):
        for seed in seeds:
            found = kept.solve(name, seed)
            table["solve", f"{name} {seed}"] = _solve_figures(found)
            yield f"{describe(found)}, {found['seconds_cpu']} s CPU, {_even(found)} s even", found
        _add_sum(table, "solve", name, [f"{name} {seed}" for seed in SOLVED[name]])


def _even(found: Record) -> float:
    """Seconds of processor, reduced by the yardstick."""
    return round(even(found["seconds_cpu"], found["yardstick"]), 3)


def _solve_figures(found: Record) -> Figures:
    costs = {f"cost {rule}": cost for rule, cost in found["components"].items()}
    return {
        "exit code": found["exit_codes"]["solve"],
        "violations": found["hard_violations"],
        "courses unplaced": found["unplaced_courses"],
        "unplaced": found["unplaced"],
        "hours owed": found["hours_owed"],
        "hours payable": found["hours_payable"],
        "hours planned": found["hours_planned"],
        "preferences": found["soft_cost"],
        **costs,
        "seconds": _even(found),
        "memory MB": found["memory_mb"],
    }


def _scenarios(asked: Asked, kept: Kept, table: Table) -> Iterator[tuple[str, Record]]:
    """Each re-solve of a year, of each sample."""
    for name, seeds in asked.of(CHANGED):
        for seed in seeds:
            kept.solve(name, seed)
            for kind in scenarios.SCENARIOS:
                drawn = scenarios.measure(name, seed, kept.place(name, seed), (kind,))
                found = kept.measure(f"scenario {name} {seed} {kind}", partial(next, drawn))
                table["scenarios", f"{name} {seed} {kind}"] = _update_figures([found])
                yield scenarios.line(found), found
        _add_sum(
            table, "scenarios", name, [f"{name} {s} {kind}" for s in CHANGED[name] for kind in scenarios.SCENARIOS]
        )


def _update_figures(rows: Sequence[Record]) -> Figures:
    """Sums of one or several re-solves."""
    return {
        "violations": sum(r["hard_violations"] for r in rows),
        "unplaced": sum(r["unplaced"] + r["unplaceable"] for r in rows),
        "unplaced unproven": sum(r["unplaced"] for r in rows),
        "changes": sum(r["objective"] for r in rows),
        "memberships": sum(r["memberships"] for r in rows),
        "hours planned": round(sum(r["hours"]["planned"] for r in rows), 2),
        "seconds": round(sum(map(_even, rows)), 2),
    }


def _resolve(asked: Asked, kept: Kept, table: Table) -> Iterator[tuple[str, Record]]:
    """Each single disruption; the figures are those of the first ones and of all."""
    if dict(asked.of({DISRUPTED: (DISRUPTED_SEED,)})):
        kept.solve(DISRUPTED, DISRUPTED_SEED)
        rows = []
        for number, seed in enumerate(DRAWS):
            for found in _drawn(kept, seed, max(0, min(EACH, asked.count - number * EACH))):
                rows.append(found)
                yield resolve.line(found), found
        for count in sorted({FIRST, len(rows)}):
            if 0 < count <= len(rows):
                _add_kinds(table, f"{DISRUPTED} {DISRUPTED_SEED} first {count}", rows[:count])


def _drawn(kept: Kept, seed: int, count: int) -> Iterator[Record]:
    """The first disruptions of a draw, in their order: those that are known, then the others as they come."""
    keys = [f"resolve {DISRUPTED} {DISRUPTED_SEED} draw {seed} {number}" for number in range(count)]
    known = [number for number, key in enumerate(keys) if key in kept.records]
    new = resolve.measure(DISRUPTED, count, seed, kept.place(DISRUPTED, DISRUPTED_SEED), known)
    for key in keys:
        yield kept.measure(key, partial(next, new))


def _add_kinds(table: Table, title: str, rows: Sequence[Record]) -> None:
    """Add the figures of disruptions, of each kind and of all."""
    for kind in dict.fromkeys(r["kind"] for r in rows):
        table["resolve", f"{title} {kind}"] = _disruption_figures([r for r in rows if r["kind"] == kind])
    table["resolve", f"{title}: all"] = _disruption_figures(rows)


def _disruption_figures(rows: Sequence[Record]) -> Figures:
    seconds = sorted(map(_even, rows))
    return {
        "number": len(rows),
        "proven": sum(r["proven"] for r in rows),
        **_update_figures(rows),
        "seconds median": round(statistics.median(seconds), 2),
        "seconds 95 %": round(seconds[min(len(seconds) - 1, round(0.95 * len(seconds)))], 2),
    }


def _add_sum(table: Table, group: str, name: str, instances: Sequence[str]) -> None:
    """Add the sums of a sample, where each of its instances was measured."""
    rows = [table[group, instance] for instance in instances if (group, instance) in table]
    if len(rows) == len(instances):
        names = dict.fromkeys(figure for row in rows for figure in row if figure not in UNSUMMED)
        table[group, f"{name}: all"] = {figure: _sum([row.get(figure) for row in rows]) for figure in names}


def _sum(values: Sequence[float | None]) -> float | None:
    """The sum; none where one is missing, since less would look better."""
    known = [value for value in values if value is not None]
    return round(sum(known), 4) if len(known) == len(values) else None


GROUPS: Mapping[str, Callable[[Asked, Kept, Table], Iterator[tuple[str, Record]]]] = {
    "solve": _solve,
    "scenarios": _scenarios,
    "resolve": _resolve,
}


def measure(
    asked: Asked, folder: Path | None = None, write: bool = False, machine: bool = True
) -> Iterator[tuple[str, Record]]:
    """A line and a record for each instance; at the end what is below and above the table, with the exit code.

    ``folder``: where records and solved samples are kept. ``write``: rewrite the rows of what was measured.
    ``machine``: judge seconds and memory too.
    """
    found: dict[Key, Figures] = {}
    with tempfile.TemporaryDirectory() if folder is None else nullcontext(folder) as place:
        Path(place).mkdir(parents=True, exist_ok=True)
        kept = Kept(Path(place))
        for group, run in GROUPS.items():
            if not asked.groups or group in asked.groups:
                yield from ((line, row | {"exit_codes": {}}) for line, row in run(asked, kept, found))
    yield judge(TABLE, found, write, machine)


def judge(path: Path, found: Table, write: bool, machine: bool) -> tuple[str, Record]:
    """What is below and above a table, which is then rewritten on request; the exit code is 1 where a figure is worse.

    Rewriting what is worse lowers the floor for good: the text says so, and the exit code stays 1.
    """
    table, drawn = read_table(path)
    compared = compare(table, found, machine)
    text = report(compared, drawn)
    if write:
        write_table(path, {**table, **found}, list(GROUPS))
        lowered = f", and {len(compared.worse)} floors with it: they are lower now" if compared.worse else ""
        text += f"\n{path.name} is rewritten{lowered}."
    worse = [f"{one.key[0]} {one.key[1]} {one.figure}" for one in compared.worse]
    return text, record("floors", worse=worse, exit_codes={"floors": int(bool(worse))})
