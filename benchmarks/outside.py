"""Problems that others have stated, solved through the workbook: rows in, a checked timetable out.

What the workbook cannot say is in no row: the adapter lists it (``dropped``), and scores what came out with a scorer of
its own, which knows neither the problem nor the engine.
"""

import csv
import resource
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.random_rows import Cells, Rows, problem_of
from benchmarks.record import record
from constraints import RULES
from planner.check.verify import Report, verify
from planner.domain import CourseId, Kind, Problem, Session, Timetable
from planner.engine.flow import solve
from planner.engine.options import Options
from planner.engine.solvers.cpsat import Interrupt

LOOK = 0.2
"""Seconds between two looks at the time used."""
_PER_MB = 1024 * 1024 if sys.platform == "darwin" else 1024


class UnknownError(SystemExit):
    """A file says something that its adapter does not know: nothing is dropped in silence."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to search: ``seconds`` of processor of each worker at most (None: no guard), and the work.

    Of processor, since a machine that others use too gives less of it: on an idle one they are those of the clock.
    """

    workers: int = 1
    seed: int = 1
    effort: float = 1.0
    seconds: float | None = None


@dataclass(frozen=True)
class Computed:
    """What came out; ``seconds`` by the clock and ``processor``: of the engine, reading and check left out."""

    problem: Problem
    timetable: Timetable
    report: Report
    seconds: float
    processor: float
    phases: Mapping[str, float] = field(default_factory=dict)

    def sessions(self) -> Mapping[CourseId, tuple[Session, ...]]:
        """Sessions of each course, in order of time."""
        found: dict[CourseId, list[Session]] = {}
        for session in sorted(self.timetable.sessions, key=lambda s: (s.day, s.start, s.id)):
            if session.kind == Kind.COURSE and session.course_id:
                found.setdefault(session.course_id, []).append(session)
        return {course: tuple(rows) for course, rows in found.items()}


def compute(rows: Rows, limits: Limits) -> Computed:
    """The timetable of some rows, as ``solve`` makes it, and what the checker says; faults of the rows end it."""
    problem, faults = problem_of(rows)
    if problem is None:
        raise SystemExit("\n".join(faults))
    begun, used = time.perf_counter(), time.process_time()
    with guarded(limits) as interrupt:
        options = Options(effort=limits.effort, workers=limits.workers, seed=limits.seed)
        timetable = solve(problem, RULES, options, interrupt=interrupt)
    seconds, processor = round(time.perf_counter() - begun, 2), round(time.process_time() - used, 2)
    report = verify(problem, RULES, timetable)
    return Computed(problem, timetable, report, seconds, processor, timetable.summary["seconds"])


@contextmanager
def guarded(limits: Limits) -> Iterator[Interrupt]:
    """A stop that is asked once the seconds are used up."""
    interrupt, over, used = Interrupt(), threading.Event(), time.process_time()

    def watch() -> None:
        while limits.seconds is not None and not over.wait(LOOK):
            if time.process_time() - used >= limits.seconds * limits.workers:
                interrupt.stop()
                break

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield interrupt
    finally:
        over.set()
        watcher.join()


def recorded(instance: str, limits: Limits, computed: Computed, wrong: int, **values: Any) -> dict[str, Any]:
    """The record of an instance; ``wrong``: what the adapter's own scorer says is broken, beside the checker."""
    summary = computed.timetable.summary
    values = {
        "deterministic_time": summary["deterministic_time"],
        "seconds_cpu": computed.processor,
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _PER_MB, 1),
        "hard_violations": wrong + len(computed.report.hard),
        "verified": computed.report.passed and not wrong,
        "phases": {name: seconds for name, seconds in computed.phases.items() if seconds >= 0.01},
        "effort": limits.effort,
        **values,
    }
    return record(instance, seed=limits.seed, workers=limits.workers, seconds=computed.seconds, **values)


def centre(name: str, first: date, last: date, **settings: object) -> Rows:
    """*Paramètres* of a centre of one term, and the sheets that must be there though nobody stands in them."""
    values = {"établissement": name, "zone": "B", "début": first, "fin": last, "présence minimale": "0 min"}
    values |= {"durée max jour majeur": 24, "durée max semaine majeur": 60, "repos majeur": 0}
    values |= {key.replace("_", " "): value for key, value in settings.items()}
    rows: Rows = {"Paramètres": [{"paramètre": key, "valeur": value} for key, value in values.items()]}
    for sheet in ("Horaires", "Classes", "Calendrier", "Formateurs", "Salles", "Cours", "Apprenants", "Règles"):
        rows[sheet] = []
    rows["Indisponibilités"] = []
    return rows


def add_class(rows: Rows, name: str, programme: str, **cells: object) -> None:
    """A class that is there all the time."""
    settings = {row["paramètre"]: row["valeur"] for row in rows["Paramètres"]}
    rows["Classes"].append({"classe": name, "formation": programme, "année": 1, **cells})
    rows["Calendrier"].append({"qui": name, "du": settings["début"], "au": settings["fin"]})


def add_person(rows: Rows, group: str) -> None:
    """Somebody of a class, an adult who has long been there and has nothing else to do than to follow its courses."""
    person: Cells = {"nom": group, "prénom": "Un", "classe": group, "naissance": date(1990, 1, 1)}
    signed: Cells = {"entrée": date(2025, 9, 1), "contrat début": date(2025, 9, 1), "contrat fin": date(2028, 8, 31)}
    rows["Apprenants"].append(person | signed)


def add_slots(rows: Rows, name: str, days: str, edges: Iterable[Sequence[int]]) -> None:
    """*Horaires*: slots between these minutes, name by name."""
    for start, end in edges:
        rows["Horaires"].append(_filled(site=name, jours=days, début=hour(start), fin=hour(end)))


def _filled(**cells: object) -> Cells:
    return {name: value for name, value in cells.items() if value != ""}


def hour(minutes: int) -> str:
    """A time of day as the workbook has it."""
    return f"{minutes // 60}h{minutes % 60:02d}"


def duration(minutes: int) -> str:
    """A length as the workbook has it."""
    return f"{minutes} min"


def table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Rows of a CSV file whose columns must be these and no others."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if set(reader.fieldnames or ()) != set(columns):
            other = sorted(set(reader.fieldnames or ()) ^ set(columns))
            raise UnknownError(f"{path}: unknown or missing columns: {', '.join(other)}")
        return list(reader)
