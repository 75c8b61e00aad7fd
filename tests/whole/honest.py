"""Solves the rows of a workbook and checks that nothing is broken and that all that is missing is listed."""

from pathlib import Path

import data
from constraints import RULES
from planner.check.precheck import precheck
from planner.check.verify import verify
from planner.domain import Problem, Timetable
from planner.engine.flow import solve
from planner.engine.options import Options
from tests.whole.tiny import Rows, written


def read(folder: Path, rows: Rows) -> Problem:
    """The problem that rows tell, which have no fault."""
    reading = data.read(written(folder, rows))
    assert reading.problem is not None, [str(fault) for fault in reading.faults]
    return reading.problem


def honest(folder: Path, rows: Rows) -> tuple[Problem, Timetable]:
    """The problem and its timetable, which `verify` accepts."""
    problem = read(folder, rows)
    timetable = solve(problem, RULES, Options(effort=0.05, workers=1))
    report = verify(problem, RULES, timetable)
    assert [f.text for f in report.hard] == []
    assert [f.text for f in report.shortfalls] == []
    return problem, timetable


def said(problem: Problem, kind: str) -> list[str]:
    """What one pre-check says."""
    return [str(alert) for alert in precheck(problem) if alert.kind == kind]
