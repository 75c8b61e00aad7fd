"""Random small centres: plan, verify, change, plan again, verify, twice; whatever breaks is told with its seed."""

import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.random_changes import changed
from benchmarks.random_people import centre
from benchmarks.random_rows import MONDAY, Dice, Rows, problem_of
from benchmarks.record import record
from constraints import RULES
from data.writing.template import write_workbook
from outputs.csv.files import in_file_order, read_csv, write_csv
from outputs.evidence.record import Record, VersionTold
from outputs.evidence.registry import REPORTS
from planner.check.precheck import precheck
from planner.check.verify import broken_since, verify
from planner.cli.work.new_alerts import locks_out_of_reach, weeks_too_long
from planner.domain import Before, Problem, Timetable, with_absences
from planner.domain.past_rows import with_past_rows
from planner.engine.change.limits import Limits
from planner.engine.change.options import UpdateOptions, notice
from planner.engine.flow import solve, update
from planner.engine.options import Options
from planner.store.snapshot import bare, digest, pack

EFFORT = 0.05
PATIENCE = 120
"""Seconds after which a stage is taken for a hang."""
REFUSED = ("standing", "lock_places")
"""Alerts of `check` about what stands at an hour that cannot be: the planner asked for it, nothing is proven by it."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a stage broke, or its crash: ``rule`` is then ``crash``."""

    stage: str
    rule: str
    text: str
    alarms: tuple[str, ...] = ()
    """Blocking alerts of `check` on the same workbook."""

    def __str__(self) -> str:
        """One line, without the seed."""
        alarm = f" (check: {', '.join(self.alarms)})" if self.alarms else ""
        return f"{self.stage} {self.rule} {self.text}{alarm}"


@dataclass(frozen=True, slots=True)
class Stage:
    """A workbook and the day on which it is read; the first one is solved, the others update."""

    name: str
    rows: Rows
    today: date


@dataclass
class Story:
    """What became of one centre."""

    seed: int
    stages: list[Stage] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rules(self) -> set[str]:
        """What broke, in keys."""
        return {one.rule for one in self.broken}


def play(seed: int, updates: int = 2) -> Story:
    """The story of a seed: a centre, and what happens to it."""
    story, rows = Story(seed), centre(seed)
    dice, today = Dice(f"changes {seed}"), MONDAY

    def following(before: Stage, timetable: Timetable) -> Stage | None:
        nonlocal today
        number = len(story.stages)
        if number > updates:
            return None
        last = max((s.day for s in timetable.sessions), default=MONDAY)
        today += timedelta(days=dice.randint(0, max(0, (last - today).days)))
        found, kinds = changed(before.rows, timetable, dice, today, number)
        story.kinds += kinds
        return Stage(f"update {number} of {today} ({', '.join(kinds)})", found, today)

    run(story, Stage("solve", rows, MONDAY), following)
    return story


def replay(stages: Sequence[Stage]) -> Story:
    """The same stages again, or what is left of them."""
    story = Story(0)
    run(story, stages[0], lambda _before, _timetable: dict(enumerate(stages)).get(len(story.stages)))
    return story


def run(story: Story, first: Stage, following: Callable[[Stage, Timetable], Stage | None]) -> None:
    """Stage after stage, until one crashes or none follows."""
    stage: Stage | None = first
    old: Problem | None = None
    timetable, begun = Timetable(), time.perf_counter()
    while stage is not None:
        story.stages.append(stage)
        read, faults = problem_of(stage.rows)
        if read is None:
            story.broken.append(Broken(stage.name, "faults", "; ".join(faults)))
            break
        # Rows keep the names that the version before gave them, as `barrette update` reads them.
        problem = bare(read)
        if old is not None:
            problem = with_absences(with_past_rows(problem, old, stage.today), timetable, stage.today)
        try:
            with patience():
                after, found = solved(problem) if old is None else updated(old, problem, timetable, stage.today)
                reported(problem, after, stage.today)
        except Exception as error:
            story.broken.append(Broken(stage.name, "crash", crash(error)))
            break
        said = precheck(read)
        if old is not None:
            said += weeks_too_long(old, problem, timetable, RULES, stage.today)
            said += locks_out_of_reach(old, problem, timetable, Limits(stage.today, notice(problem, stage.today)))
        alarms = tuple(sorted({alert.kind for alert in said if alert.blocking}))
        story.broken += [replace(one, stage=stage.name, alarms=alarms) for one in found]
        old, timetable = problem, after
        stage = following(stage, timetable)
    story.seconds = round(time.perf_counter() - begun, 2)


def solved(problem: Problem) -> tuple[Timetable, list[Broken]]:
    """A first timetable, and what it breaks."""
    timetable = solve(problem, RULES, Options(effort=EFFORT, workers=1))
    report = verify(problem, RULES, timetable)
    return timetable, [*_said((*report.hard, *report.shortfalls)), *sound(problem, timetable)]


def updated(old: Problem, new: Problem, before: Timetable, today: date) -> tuple[Timetable, list[Broken]]:
    """The timetable on the changed workbook, and what it breaks more than the one before."""
    options = UpdateOptions(today, notice(new, today), effort=EFFORT, workers=1)
    timetable = update(old, new, before, RULES, options).timetable
    checked = replace(new, before=Before(before, today - timedelta(days=1), options.moves))
    was, now = verify(old, RULES, before), verify(checked, RULES, timetable)
    worse = {key for key, number in now.by_rule.items() if number > was.by_rule.get(key, 0)}
    new_ones = [finding for finding in broken_since(was, now) if finding.key in worse]
    return timetable, [*_said(new_ones), *sound(new, timetable)]


def reported(problem: Problem, timetable: Timetable, today: date) -> None:
    """Build every report of everybody: whatever one cannot say is a crash."""
    made = datetime(2026, 9, 1, 8)
    record = Record(problem, timetable, VersionTold(1, made, "calcul", "", "", digest(pack(timetable))), today)
    for report in REPORTS:
        for part in report.build(record, record.people):
            for table in part.tables:
                assert all(len(row) == len(table.headers) for row in table.rows), f"{report.key}: {table.title}"


def _said(findings: Sequence[Any]) -> list[Broken]:
    return [Broken("", finding.key, finding.text) for finding in findings]


def sound(problem: Problem, timetable: Timetable) -> Iterator[Broken]:
    """What no rule says: ids that name one thing, people and sessions that are known, files that say the same."""
    twice = [str(name) for name, number in Counter(s.id for s in timetable.sessions).items() if number > 1]
    twice += [f"{row[0]} {row[1]}" for row, number in _pairs(timetable).items() if number > 1]
    if twice:
        yield Broken("", "ids", f"twice: {', '.join(twice[:3])}")
    strangers = {a.apprentice_id for a in timetable.attendance} - set(problem.learners)
    lost = {a.session_id for a in timetable.attendance} - {s.id for s in timetable.sessions}
    if strangers or lost:
        yield Broken("", "known", f"unknown: {sorted({*strangers, *lost})[:3]}")
    with tempfile.TemporaryDirectory() as folder:
        write_csv(Path(folder), problem, timetable)
        if replace(read_csv(Path(folder)), summary={}) != replace(in_file_order(timetable), summary={}):
            yield Broken("", "csv", "the files do not give back what was written")


def _pairs(timetable: Timetable) -> Counter[tuple[str, str]]:
    return Counter((str(row.session_id), str(row.apprentice_id)) for row in timetable.attendance)


def crash(error: Exception) -> str:
    """The last line of a traceback, and where in the project it was raised."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename]
    where = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames[:-4:-1])
    return f"{type(error).__name__}: {error} at {where}"


@contextmanager
def patience(seconds: int = PATIENCE) -> Iterator[None]:
    """Raises TimeoutError when what is inside takes longer, as far as Python is asked in time."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {seconds} s")

    former = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)


def refused(one: Broken) -> bool:
    """Whether `check` refuses the workbook for what stands at an hour, so that what breaks was asked for."""
    return any(kind.startswith(REFUSED) for kind in one.alarms)


def measure(count: int, seed: int, folder: Path | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """A line and a record for each centre, as it comes; the workbooks of what breaks in ``folder``."""
    for number in range(seed, seed + count):
        story = play(number)
        if folder is not None and story.broken:
            keep(story, folder / f"seed-{number}")
        lines = [f"seed {number}: {story.seconds} s, {len(story.stages)} stages, {len(story.broken)} broken"]
        lines += [f"  seed {number} {one}" for one in story.broken]
        rows = [{"stage": b.stage, "rule": b.rule, "text": b.text, "alarms": list(b.alarms)} for b in story.broken]
        yield "\n".join(lines), record(
            f"random/{number}", seed=number, workers=1, seconds=story.seconds, changes=story.kinds, broken=rows,
            hard_violations=len(story.broken), verified=not story.broken,
        )  # fmt: skip


def keep(story: Story, folder: Path) -> None:
    """Write the workbooks of a story, stage by stage, for `barrette solve` and `barrette update`."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, stage in enumerate(story.stages):
        write_workbook(folder / f"{number}-{stage.today}.xlsx", stage.rows)


def describe(records: Sequence[dict[str, Any]]) -> str:
    """The table of a run: rule by rule, how many centres break it in the plan and in an update, the first seeds."""
    rules = sorted({b["rule"] for r in records for b in r["broken"]})
    lines = [f"{'rule':8} {'solve':>6} {'update':>7} {'silent':>7}  seeds ({len(records)} centres)"]
    for rule in rules:
        mine = [(r["seed"], b) for r in records for b in r["broken"] if b["rule"] == rule]
        first = {seed for seed, b in mine if b["stage"] == "solve"}
        later = {seed for seed, b in mine if b["stage"] != "solve"}
        silent = {seed for seed, b in mine if not b["alarms"]}
        seeds = ", ".join(map(str, sorted({*first, *later})[:8]))
        lines.append(f"{rule:8} {len(first):6} {len(later):7} {len(silent):7}  {seeds}")
    return "\n".join(lines)
