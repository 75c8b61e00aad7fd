"""The table of floors, what it allows as noise, and what a run is beside it.

The table is a CSV file, one figure a line, so that a change of it reads well: group, instance, figure, value, noise.
A figure is worse when it is on the wrong side of its value by more than the noise, which is

- nothing for whatever must be right or be there: violations, sessions unplaced, hours, what is proven. With one worker
  a run gives the same result every time;
- 10 % of an instance and 2 % of a sum for what a search finds in another order when code is moved: the weighted cost
  of the preferences, changes and memberships changed;
- 10 % (and 5 units) of a sum for the cost of one preference, in units of its rule. Those of one instance are not
  judged: they say which ones made its weighted cost;
- for seconds of processor, reduced by the yardstick, 15 % of an instance (and 0.3 s, for short ones) and 8 % of a sum;
  10 % for memory.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.record import machine

Key = tuple[str, str]
"""Group and instance; the instance that sums up others ends with ``SUM``."""
Figures = Mapping[str, float | None]
Table = MutableMapping[Key, Figures]

SUM = ": all"
COST = "cost "
"""What the name of the cost of one preference begins with."""
COLUMNS = ("group", "instance", "figure", "value", "noise")
MORE, LESS, SAME = 1, -1, 0


@dataclass(frozen=True, slots=True)
class Floor:
    """Which way a figure is better; its noise as a share of an instance and of a sum, and in units.

    ``machine``: whether it is a figure of the machine too.
    """

    better: int
    single: float = 0.0
    total: float = 0.0
    units: float = 0.0
    machine: bool = False

    def noise(self, instance: str) -> float:
        """The share that is allowed for an instance."""
        return self.total if instance.endswith(SUM) else self.single

    def allowed(self, instance: str, value: float) -> float:
        """What is allowed beside a value; sums of decimals are equal to a hundred thousandth."""
        return max(self.noise(instance) * abs(value), self.units) + 1e-5

    def text(self, instance: str) -> str:
        """The noise for a reader."""
        if not self.noise(instance):
            return "0"
        return f"{self.noise(instance):.0%}" + (f" or {self.units:g}" if self.units else "")


_FOUND = Floor(LESS, 0.10, 0.02)
_SECONDS = Floor(LESS, 0.15, 0.08, 0.3, machine=True)
FLOORS: Mapping[str, Floor] = {
    "number": Floor(SAME),
    "exit code": Floor(LESS),
    "violations": Floor(LESS),
    "courses unplaced": Floor(LESS),
    "unplaced": Floor(LESS),
    "unplaced unproven": Floor(LESS),
    "hours owed": Floor(SAME),
    "hours payable": Floor(SAME),
    "hours planned": Floor(MORE),
    "proven": Floor(MORE),
    "changes": _FOUND,
    "memberships": _FOUND,
    "preferences": _FOUND,
    "seconds": _SECONDS,
    "seconds median": Floor(LESS, 0.15, 0.08, 0.1, machine=True),
    "seconds 95 %": Floor(LESS, 0.15, 0.15, 0.3, machine=True),
    "memory MB": Floor(LESS, 0.10, 0.10, machine=True),
}
"""Every figure that is judged, in the order of the table; after them the cost of each preference."""


def floor(figure: str, instance: str) -> Floor | None:
    """How a figure of an instance is judged; none where it is not."""
    if figure.startswith(COST):
        return Floor(LESS, total=0.10, units=5) if instance.endswith(SUM) else None
    return FLOORS.get(figure)


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not what the table says."""

    key: Key
    figure: str
    before: float
    now: float | None
    why: str = ""

    @property
    def line(self) -> str:
        """One line for a reader."""
        now, change = "nothing", ""
        if self.now is not None:
            share = f", {(self.now - self.before) / abs(self.before):+.1%}" if self.before else ""
            now, change = f"{self.now:g}", f"{self.now - self.before:+.6g}{share}"
        noise = _noise(self.figure, self.key[1])
        return f"  {self.key[0]:9} {self.key[1]:34} {self.figure:17} {self.before:>9g} {now:>9}  {change} ({noise})"


@dataclass(frozen=True, slots=True)
class Compared:
    """What a run is beside the table. ``new``: measured without a floor; ``unmeasured``: floors without a measure."""

    worse: Sequence[Difference]
    better: Sequence[Difference]
    within: int
    new: Sequence[Key]
    unmeasured: Sequence[Key]


def compare(table: Mapping[Key, Figures], found: Mapping[Key, Figures], machine: bool = True) -> Compared:
    """Hold what was measured against the table; ``machine``: seconds and memory too."""
    worse: list[Difference] = []
    better: list[Difference] = []
    within = 0
    for key in (key for key in table if key in found):
        for figure, before in table[key].items():
            judged = floor(figure, key[1])
            if judged is None or before is None or (judged.machine and not machine):
                continue
            now = found[key].get(figure)
            one = Difference(key, figure, before, now, _reason(table[key], found[key], figure))
            side = _side(judged, key[1], before, now)
            within += side == 0
            if side:
                (better if side > 0 else worse).append(one)
    new = [key for key in found if key not in table]
    return Compared(worse, better, within, new, [key for key in table if key not in found])


def _side(judged: Floor, instance: str, before: float, now: float | None) -> int:
    """1 where a figure is better by more than the noise, -1 where it is worse or gone."""
    if now is None:
        return -1
    if abs(now - before) <= judged.allowed(instance, before):
        return 0
    return 1 if (now - before) * judged.better > 0 else -1


def _reason(before: Figures, now: Figures, figure: str) -> str:
    """The preferences that changed, where it is their weighted cost that did."""
    if figure != "preferences":
        return ""
    changes = {name: (now.get(name) or 0) - (before.get(name) or 0) for name in (*before, *now) if COST in name}
    return ", ".join(
        f"{name.removeprefix(COST)} {change:+.6g}" for name, change in changes.items() if abs(change) > 1e-5
    )


def report(compared: Compared, drawn: str) -> str:
    """Text of a comparison; ``drawn``: versions and cores of the machine that made the table."""
    lines = []
    for title, rows in (("below the floor", compared.worse), ("above the floor", compared.better)):
        if rows:
            lines += [f"{title} (floor, now, change, noise allowed):", *(text for row in rows for text in _texts(row))]
    if compared.new:
        lines += ["without a floor:", *(f"  {group:9} {instance}" for group, instance in compared.new)]
    if compared.unmeasured:
        counts = Counter(group for group, _instance in compared.unmeasured)
        lines.append(f"not measured: {', '.join(f'{n} instances of {group}' for group, n in counts.items())}")
    if drawn and drawn != about():
        lines.append(f"the table is of another machine ({drawn}; here {about()}): seconds do not compare")
    counted = f"{len(compared.worse)} figures worse, {len(compared.better)} better, {compared.within} within the noise"
    return "\n".join([*lines, counted])


def _texts(row: Difference) -> Iterator[str]:
    yield row.line
    if row.why:
        yield f"    {row.why}"


def about() -> str:
    """Versions and cores, on which results and seconds depend."""
    return ", ".join(f"{name} {value}" for name, value in machine().items())


def read_table(path: Path) -> tuple[Table, str]:
    """The table and the machine that made it; nothing where there is no file yet."""
    if not path.exists():
        return {}, ""
    first, *lines = path.read_text(encoding="utf-8").splitlines()
    table: dict[Key, dict[str, float | None]] = {}
    for row in csv.DictReader(lines):
        table.setdefault((row["group"], row["instance"]), {})[row["figure"]] = float(row["value"])
    return dict(table), first.removeprefix("# ")


def write_table(path: Path, table: Mapping[Key, Figures], groups: Sequence[str]) -> None:
    """Write the table, always in the same order: groups as given, instances by name, figures as judged."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {about()}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for key in sorted(table, key=lambda key: (groups.index(key[0]), _natural(key[1]))):
            for figure, value in sorted(table[key].items(), key=_place):
                if value is not None:
                    writer.writerow((*key, figure, f"{value:.10g}", _noise(figure, key[1])))


def _noise(figure: str, instance: str) -> str:
    judged = floor(figure, instance)
    return judged.text(instance) if judged else "not judged"


def _place(row: tuple[str, float | None]) -> tuple[int, list[tuple[str, int]]]:
    """Judged figures in their order, the others by name after them."""
    names = list(FLOORS)
    return (names.index(row[0]) if row[0] in FLOORS else len(names)), _natural(row[0])


def _natural(text: str) -> list[tuple[str, int]]:
    """A key by which 2 comes before 12, and sums after what they sum up."""
    return [(word, int(part or 0)) for word, part in re.findall(r"(\D*)(\d*)", text.replace(SUM, "~"))]
