"""Random single disruptions of a solved sample: seconds of the re-solve, changes and bound, what `verify` says."""

import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import data
from benchmarks.disruptions import Disruption, Draw
from benchmarks.record import record
from constraints import RULES
from data.samples import write as write_sample
from outputs.csv.files import read_csv
from planner.check.verify import Report, verify
from planner.domain import Before, Kind, ModuleId, Problem, Session, Timetable
from planner.engine.change.left import Left
from planner.engine.change.options import UpdateOptions, notice
from planner.engine.change.updated import Updated
from planner.engine.flow import solve, update
from planner.engine.options import Options
from planner.hours.owed import SOURCE_PROGRAMME
from planner.report.compare import MembershipChange
from planner.store.snapshot import bare


def published(sample: str, seed: int, folder: Path | None = None) -> tuple[Problem, Timetable]:
    """The sample and its timetable: solved anew, or read from a folder that holds ``classeur.xlsx`` and ``csv/``."""
    if folder is not None:
        read = data.read(folder / "classeur.xlsx").problem
        assert read is not None, f"{folder}/classeur.xlsx has faults"
        return bare(read), read_csv(folder / "csv")
    with tempfile.TemporaryDirectory() as place:
        book = Path(place, "classeur.xlsx")
        write_sample(book, sample, seed)
        read = data.read(book).problem
    assert read is not None, f"sample {sample} has faults"
    problem = bare(read)
    return problem, solve(problem, RULES, Options())


def measure(
    sample: str, count: int, seed: int, folder: Path | None = None, known: Collection[int] = ()
) -> Iterator[dict[str, Any]]:
    """One record for each disruption, as it comes; ``known``: numbers that are drawn only, for those that follow."""
    problem, timetable = published(sample, 1, folder)
    before = verify(problem, RULES, timetable)
    draw = Draw(problem, timetable, seed)
    for number in range(count):
        disruption = draw.next(number)
        if number not in known:
            yield one(sample, seed, number, problem, timetable, before, disruption)


def one(
    sample: str,
    seed: int,
    number: int,
    problem: Problem,
    timetable: Timetable,
    before: Report,
    disruption: Disruption,
) -> dict[str, Any]:
    """Re-solve after one disruption, and have the result checked."""
    moves = notice(disruption.problem, disruption.known)
    options = UpdateOptions(disruption.known, moves, seed=0, front=False)
    wall, cpu = time.perf_counter(), time.process_time()
    found = update(problem, disruption.problem, timetable, RULES, options)
    seconds, processor = time.perf_counter() - wall, time.process_time() - cpu
    frozen = disruption.known - timedelta(days=1)
    checked = replace(disruption.problem, before=Before(timetable, frozen, moves))
    report = verify(checked, RULES, found.timetable)
    new = {k: n - before.by_rule.get(k, 0) for k, n in report.by_rule.items() if n > before.by_rule.get(k, 0)}
    changes, bound, proven = _changes(found, disruption, timetable)
    hours = (*_hours(timetable), *_hours(found.timetable))
    return record(
        f"{sample}/{disruption.kind}/{number}",
        seed=seed,
        workers=1,
        kind=disruption.kind,
        seconds=round(seconds, 3),
        seconds_cpu=round(processor, 3),
        seconds_phases=dict(found.seconds),
        deterministic_time=found.work,
        unplaced=sum(not _unplaceable(row) for row in found.left),
        unplaceable=sum(_unplaceable(row) for row in found.left),
        hard_violations=sum(new.values()),
        broken=new,
        verified=not new,
        objective=changes,
        bound=bound,
        gap=round((changes - bound) / changes, 4) if changes else 0.0,
        proven=proven,
        memberships=len(found.diff.memberships),
        times_moved=sum(c.what == "moved" for c in found.diff.sessions),
        hours=dict(zip(("owed_before", "planned_before", "owed", "planned"), hours, strict=True)),
        added=sum(c.what == "added" for c in found.diff.sessions),
        cancelled=sum(c.what == "cancelled" for c in found.diff.sessions),
    )


def _hours(timetable: Timetable) -> tuple[float, float]:
    """Hours due and planned of needs, without the targets of the programme."""
    rows = [d for d in timetable.debts if d.source != SOURCE_PROGRAMME]
    return round(sum(d.due for d in rows) / 60, 2), round(sum(d.planned for d in rows) / 60, 2)


def _unplaceable(row: Left) -> bool:
    """Whether no hour takes a session: a course in any week, anything else in its stay, which is its week."""
    return row.everywhere or (row.session.kind != Kind.COURSE and row.proven)


def _changes(found: Updated, disruption: Disruption, before: Timetable) -> tuple[int, int, bool]:
    """Changes without those that the disruption makes itself, the fewest that there can be, whether that is known."""
    own = (m for m in found.diff.memberships if m.apprentice_id not in disruption.own)
    mine = [m for m in own if not _taken_away(m, before, found.timetable)]
    changes = len(found.diff.counted) + len(mine)
    needed = max(min(len(mine), disruption.named), sum(_forced(m, before, found.timetable, disruption) for m in mine))
    bound = min(changes, found.bound + needed)
    return changes, bound, found.proven and bound == changes


def _taken_away(change: MembershipChange, before: Timetable, after: Timetable) -> bool:
    """Whether somebody only loses modules of which no session is held any more."""
    lost = set(change.before) - set(change.after)
    gone = {s.module_id for s in _sessions(change, before) if s.id not in after.session}
    return not set(change.after) - set(change.before) and lost <= gone


def _forced(change: MembershipChange, before: Timetable, after: Timetable, disruption: Disruption) -> bool:
    """Whether somebody's group is gone at an hour at which none of those that are left was theirs."""
    held: dict[int, set[ModuleId | None]] = {}
    for session in _sessions(change, after):
        held.setdefault(session.occurrence, set()).add(session.module_id)
    mine = set(change.before)
    return any(
        s.day >= disruption.known
        and s.id not in after.session
        and change.apprentice_id in {row.apprentice_id for row in before.attendees[s.id]}
        and s.occurrence in held
        and held[s.occurrence].isdisjoint(mine)
        for s in _sessions(change, before)
    )


def _sessions(change: MembershipChange, timetable: Timetable) -> list[Session]:
    key = change.barrette_id, change.period_id
    return [s for s in timetable.sessions if s.kind == Kind.BARRETTE and (s.barrette_id, s.period_id) == key]


def line(found: dict[str, Any]) -> str:
    """One record for a reader."""
    proof = "proven" if found["proven"] else f"bound {found['bound']}"
    return (
        f"{found['instance']}: {found['seconds']} s ({found['seconds_cpu']} s CPU), {found['objective']} changes "
        f"({proof}), {found['unplaced']} unplaced and {found['unplaceable']} unplaceable, "
        f"{found['hard_violations']} new violations {found['broken'] or ''}"
    )


def describe(records: list[dict[str, Any]]) -> str:
    """The table of a run, kind by kind, then all."""
    lines = [f"{'kind':16} {'n':>4} {'median s':>9} {'95 % s':>8} {'proven':>7} {'unplaced':>9} {'violations':>10}"]
    kinds = Counter(r["kind"] for r in records)
    for kind in [*kinds, ""]:
        rows = [r for r in records if kind in ("", r["kind"])]
        seconds = sorted(r["seconds"] for r in rows)
        late = seconds[min(len(seconds) - 1, round(0.95 * len(seconds)))]
        lines.append(
            f"{kind or 'all':16} {len(rows):4} {statistics.median(seconds):9.2f} {late:8.2f} "
            f"{sum(r['proven'] for r in rows) / len(rows):7.0%} {sum(r['unplaced'] for r in rows):9} "
            f"{sum(r['hard_violations'] for r in rows):10}"
        )
    return "\n".join(lines)
