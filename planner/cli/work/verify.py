"""`barrette verify`: what is on disk, rule by rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from constraints import RULES
from planner.answer import Done
from planner.check.verify import Report
from planner.domain import Timetable
from planner.folder.keep import checked, judged
from planner.folder.written import read_written
from planner.listener import NOBODY, Listener
from planner.rule import weights


@dataclass(frozen=True)
class Verified(Done):
    """A timetable, and what the independent checker says of it."""

    timetable: Timetable
    report: Report
    weights: Mapping[str, int]
    """What a unit of each preference weighs."""


def verify_folder(folder: Path, workbook: Path | None = None, listener: Listener = NOBODY) -> Verified:
    """Check the timetable that the files of a folder hold."""
    problem, timetable = read_written(folder, workbook, listener)
    report = checked(problem, timetable)
    return Verified(timetable, report, weights(RULES, problem), code=judged(report))
