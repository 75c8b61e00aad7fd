"""Commands that write, killed at random moments: the history opens, what is published is one whole version.

A kill is ``SIGKILL``: the process has no chance to tidy up. What is checked after each one is what a planner and a
subscriber would find; then the command runs to its end, as the planner would have it do. Not for Windows.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.record import record
from benchmarks.solve import BARRETTE, run
from data import samples
from data.writing.template import write_workbook
from outputs.csv.files import read_csv
from outputs.ics.published import owned, prove
from planner.store.database import SALT, Store, open_store
from planner.store.keeping import keep_version, recall
from planner.store.publication import addresses
from planner.store.snapshot import fingerprint

PLACE = Path("public", "ics")
TELLING = ("publish", "rollback")
"""Commands that change what subscribers see."""
FRESH = Path("public", ".ics.nouveau")
COMMANDS = ("publish", "update", "restore", "update", "rollback", "update", "solve")
"""The first one every second time, the others in turn."""
_ROOT = Path(__file__).parent.parent


@dataclass
class Target:
    """A folder whose commands are killed; ``books``: its own and a changed one; ``seconds``: of whole commands."""

    folder: Path
    books: tuple[Path, Path]
    dice: random.Random
    found: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def words(self, command: str) -> Sequence[str]:
        """The command to kill; a publication always changes what is published."""
        folder = str(self.folder)
        with open_store(self.folder) as store:
            published, last = store.published(), store.version().number
            first, before = store.problem(last).first, store.version(last).workbook
        other = 2 if published and published[0].number == 1 else 1
        return {
            "publish": ("publish", folder, "--rewrite-past", "--version", str(other)),
            "restore": ("versions", folder, "--restore", str(1 if last % 2 else 2)),
            "rollback": ("rollback", folder, "--rewrite-past"),
            "solve": ("solve", str(self.books[0]), "--out", folder, "--effort", "0.1", "--seed", str(last)),
            "update": ("update", folder, "--workbook", str(self.other(before)), "--from", first.isoformat()),
        }[command]

    def other(self, before: str) -> Path:
        """The workbook that the last version was not made from: an update with it changes something."""
        return self.books[Path(before).name == self.books[0].name]

    def strike(self, command: str) -> None:
        """Start a command, kill it at a random moment, look at what is left, let it run to its end."""
        words = self.words(command)
        before, versions = self.files(), self.versions()
        if words[0] not in self.seconds:
            self.seconds[words[0]] = self.complete(words)
            return self.strike(command)
        sign = self.folder / FRESH if command == "publish" and self.dice.random() < 0.7 else None
        ended = self.killed(words, self.dice.uniform(0.0, 1.0), sign)
        self.found["ended" if ended else "killed"] += 1
        self.found[f"{command}_{'ended' if ended else 'killed'}"] += 1
        state = self.state(before, words)
        self.found[state] += 1
        self.found[f"{command}_{state}"] += 1
        if state == "broken" or (command not in TELLING and state != "old") or self.versions() < versions:
            self.faults.append(f"{command}: {state}")
        if not self.whole():
            self.faults.append(f"{command}: the files are those of no version")
        if command in TELLING:
            self.complete(words)
            if not self.shows(self.told(words)):
                self.faults.append(f"{command} again did not end with the version")
        return None

    def killed(self, words: Sequence[str], share: float, sign: Path | None) -> bool:
        """Run a command for a share of what it takes in full; whether it had ended by itself.

        ``sign``: a path that the command makes when it begins to write; the share is then of what comes after.
        """
        seconds = self.seconds[words[0]]
        child = subprocess.Popen([*BARRETTE, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=_ROOT)
        begun = time.perf_counter()
        while sign is not None and not sign.exists() and child.poll() is None:
            time.sleep(0.001)
        passed = time.perf_counter() - begun if sign is not None else 0.0
        try:
            child.wait(max(seconds - passed, seconds / 5) * share)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            return False
        return True

    def complete(self, words: Sequence[str]) -> float:
        """Run a command to its end; its seconds."""
        begun = time.perf_counter()
        done = subprocess.run([*BARRETTE, *words], capture_output=True, text=True, cwd=_ROOT, check=False)
        if done.returncode not in (0, 1):
            self.faults.append(f"{words[0]}: {done.returncode} {done.stderr.strip()[-300:]}")
        return time.perf_counter() - begun

    def files(self) -> dict[str, bytes]:
        """What subscribers see."""
        return {str(p.relative_to(self.folder)): p.read_bytes() for p in (self.folder / PLACE).rglob("*.ics")}

    def versions(self) -> int:
        """Versions of the history, each of which can be read; the file itself is sound."""
        with open_store(self.folder) as store:
            with store.reading() as connection:
                said = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
            recall(store, store.version())
            if said != "ok":
                self.faults.append(f"history: {said}")
            return len(store.versions())

    def state(self, before: dict[str, bytes], words: Sequence[str]) -> str:
        """``old``: every byte as it was; ``new``: every calendar equals the new version; else ``broken``."""
        if self.files() == before:
            return "old"
        return "new" if words[0] in TELLING and self.shows(self.told(words)) else "broken"

    def told(self, words: Sequence[str]) -> int:
        """The version that subscribers see after a command: the one it names, else the one made last."""
        if words[0] == "publish":
            return int(words[-1])
        with open_store(self.folder) as store:
            return store.version().number

    def whole(self) -> bool:
        """Whether the files of the folder are exactly those of one version."""
        with open_store(self.folder) as store:
            known = {version.timetable_hash for version in store.versions()}
        return fingerprint(read_csv(self.folder / "csv")) in known

    def shows(self, number: int) -> bool:
        """Whether what is published, read back, is exactly a version."""
        with open_store(self.folder) as store:
            problem, timetable = recall(store, store.version(number))
            secrets = {owner: address.secret for owner, address in addresses(store).items()}
            return not prove(self.folder / PLACE, store.about(SALT), owned(problem, timetable), secrets)


def measure(name: str, seed: int, count: int, commands: Sequence[str] = COMMANDS) -> Any:
    """Kill ``count`` commands on a sample, publications every second time."""
    with tempfile.TemporaryDirectory() as place:
        book, folder = Path(place, f"{name}.xlsx"), Path(place, "out")
        run("new", str(book), "--sample", name, "--seed", str(seed))
        run("solve", str(book), "--out", str(folder), "--effort", "0.1", "--json")
        begun = time.perf_counter()
        target = strikes(folder, (book, changed(folder, name, seed)), seed, count, commands)
        seconds = round(time.perf_counter() - begun, 1)
    found = record(
        name, seed=seed, seconds=seconds, count=count, **dict(target.found), faults=target.faults,
        hard_violations=len(target.faults), verified=not target.faults,
    )  # fmt: skip
    return describe(found), found


def changed(folder: Path, name: str, seed: int) -> Path:
    """The workbook of a sample with its busiest trainer away on the day on which he teaches most."""
    sessions = read_csv(folder / "csv").sessions
    count = Counter((s.trainer_ids[0], s.day) for s in sessions if s.trainer_ids)
    (who, day), _number = max(count.items(), key=lambda one: (one[1], one[0]))
    rows = samples.build(name, seed)
    rows.setdefault("Indisponibilités", []).append({"qui": who, "du": day, "au": day})
    path = folder.with_name("change.xlsx")
    write_workbook(path, rows)
    return path


def strikes(folder: Path, books: tuple[Path, Path], seed: int, count: int, commands: Sequence[str]) -> Target:
    """Kill commands in a solved folder, which gets a second version and a publication first."""
    target = Target(folder, books, random.Random(seed))
    with open_store(folder) as store:
        second(store, folder)
    target.complete(("publish", str(folder), "--rewrite-past", "--version", "1"))
    others = commands[1:] or commands
    for number in range(count):
        target.strike(commands[0] if number % 2 == 0 else others[number // 2 % len(others)])
    return target


def second(store: Store, folder: Path) -> None:
    """Keep a second version in which every third session has another public title."""
    problem, timetable = recall(store, store.version(1))
    sessions = tuple(
        replace(s, public_label=f"{s.public_label} (bis)") if n % 3 == 0 else s
        for n, s in enumerate(timetable.sessions)
    )
    keep_version(folder, problem, replace(timetable, sessions=sessions), "edit")


def describe(found: dict[str, Any]) -> str:
    """One line of what was found."""
    states = ", ".join(f"{found.get(state, 0)} {state}" for state in ("old", "new", "broken"))
    return (
        f"{found['instance']} seed {found['seed']}: {found['count']} runs, {found.get('killed', 0)} killed; published "
        f"set {states}; {len(found['faults'])} faults {found['faults'][:3] or ''}"
    )


def lines(names: Sequence[str], seeds: Sequence[int], count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """One line and record for each sample and seed."""
    if sys.platform == "win32":
        raise SystemExit("kills: not on this system")
    for name in names:
        for seed in seeds:
            yield measure(name, seed, count)
