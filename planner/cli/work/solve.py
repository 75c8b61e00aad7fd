"""`barrette solve`: read, compute, verify, keep as a version, write its files."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data.building.done import ROLLS_TOLD, TOLD
from data.reading.workbook import Reading
from planner.answer import NOTHING, Done, Refused
from planner.check.verify import Report
from planner.domain import Problem, Timetable
from planner.engine.machines.interface import Machines, MachinesLostError
from planner.engine.options import Options
from planner.engine.solvers.cpsat import Interrupt
from planner.folder.explaining import with_what_clashes
from planner.folder.formats import VIEWS
from planner.folder.keep import checked, judged, with_summary, write_files
from planner.folder.locked import lock_warnings, with_seats_kept
from planner.folder.past import past_warnings
from planner.folder.reasons import neutral
from planner.folder.tries import solve_well
from planner.folder.workbook import read_workbook, tell_outside
from planner.listener import NOBODY, Listener
from planner.store.alone import alone
from planner.store.database import Version, open_store
from planner.store.failures import using
from planner.store.identity import with_mark, with_salt, with_salt_before
from planner.store.keeping import keep_version


@dataclass(frozen=True)
class SolveRequest:
    """What is asked beside the calculation."""

    export: bool = True
    author: str = ""
    reason: str = ""
    cluster: str = ""
    """Address of the scheduler whose workers plan; empty: this machine does."""


@dataclass(frozen=True)
class Solved(Done):
    """A timetable, what the checker says of it, and the version that it is."""

    folder: Path
    problem: Problem
    timetable: Timetable
    report: Report
    version: Version
    new: bool
    seconds_export: float


def solve_workbook(
    file: Path, out: Path | None, options: Options, asked: SolveRequest = SolveRequest(), listener: Listener = NOBODY
) -> Solved:
    """The timetable of a workbook, in a folder that is by default beside it."""
    neutral(asked.reason)
    problem, reading = read_workbook(file)
    if problem.realised:
        listener.say(TOLD)
    if problem.rolls:
        listener.say(ROLLS_TOLD)
    tell_outside(reading, listener)
    folder = out or file.with_name(f"{file.stem}-emploi-du-temps")
    with using(folder, after=""):
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder):
            # a history that cannot be used is said before anything is computed
            with open_store(folder, create=True) as store:
                with store.writing():
                    pass
                problem = with_mark(problem, store)
            problem = with_salt(with_salt_before(problem, file), folder, listener)
            timetable, report = _computed(file, folder, problem, reading, options, listener, asked.cluster)
            return _kept(folder, problem, timetable, report, asked, listener)


def _computed(
    file: Path,
    folder: Path,
    problem: Problem,
    reading: Reading,
    options: Options,
    listener: Listener,
    cluster: str,
) -> tuple[Timetable, Report]:
    interrupt, asks = Interrupt(), with_seats_kept(folder, problem)
    try:
        with listener.searching(interrupt), _limited(options.seconds, interrupt), _machines(cluster) as machines:
            best = solve_well(asks, options, listener, interrupt, machines)
    except MachinesLostError as lost:
        raise Refused(NOTHING, str(lost)) from lost
    told = {
        "seed": options.seed, "workers": options.workers, "effort": options.effort,
        "interrupted": interrupt.asked.is_set(),
    }  # fmt: skip
    # What the planner has locked is asked of the calculation; whether it is kept is said, as it is of locked sessions.
    report = best.report if asks is problem else checked(problem, best.timetable)
    timetable = best.timetable if interrupt.asked.is_set() else with_what_clashes(problem, best.timetable, listener)
    return with_summary(timetable, file, folder, reading, report, told), report


def _kept(
    folder: Path, problem: Problem, timetable: Timetable, report: Report, asked: SolveRequest, listener: Listener
) -> Solved:
    """Keep a version, then write its files; raises StoreError when the version cannot be kept."""
    version, new = keep_version(folder, problem, timetable, "solve", asked.reason, author=asked.author)
    begun = time.monotonic()
    formats = VIEWS if asked.export else ()
    write_files(folder, version, problem, timetable, formats, listener, cause_first=True)
    seconds = time.monotonic() - begun
    listener.arrived()
    warnings = past_warnings(folder, problem, timetable) + lock_warnings(folder, problem, timetable)
    return Solved(folder, problem, timetable, report, version, new, seconds, code=judged(report), warnings=warnings)


@contextmanager
def _machines(cluster: str) -> Iterator[Machines | None]:
    """The machines that plan; None: this one."""
    if not cluster:
        yield None
        return
    from planner.engine.machines.cluster import cluster_at

    with cluster_at(cluster) as found:
        yield found


@contextmanager
def _limited(seconds: float | None, interrupt: Interrupt) -> Iterator[None]:
    """Ask the search to end after some seconds, also in the middle of a phase; None: never."""
    timer = threading.Timer(seconds or 0, interrupt.stop)
    timer.daemon = True
    if seconds is not None:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
