"""Ways of planning an island that other processes can be given: they stand at the top of a module."""

import os
import time
from pathlib import Path

from constraints import RULES
from planner.domain import Kind, Problem, Session, SessionId, Timetable
from planner.engine.flow import solve
from planner.engine.options import Options, Progress
from planner.engine.solvers.cpsat import Interrupt
from tests.rules import build as b

PATIENCE = 30.0
"""Seconds after which a test that waits for another process has failed."""


def alone(name: str) -> Timetable:
    """A timetable of one session, as an island gives it."""
    session = Session(SessionId(name), Kind.COURSE, b.MONDAY, 480, 540, 60, "", "")
    figures = {"weeks_cost": 2, "hours_payable": 0.0, "deterministic_time": 1.0, "seconds": {"placement": 1.5}}
    return Timetable((session,), summary=figures)


def planned(problem: Problem, options: Options, told: Progress, stop: Interrupt) -> Timetable:
    """As the engine plans it."""
    return solve(problem, RULES, options, told, stop)


def says_where(problem: Problem, options: Options, told: Progress, _stop: Interrupt) -> Timetable:
    """One session, with the process that planned it and the threads it had."""
    told("placement", {"elapsed": 1.0})
    told("bilan", {})
    found = alone(next(iter(problem.classes)))
    return Timetable(found.sessions, summary={**found.summary, "process": os.getpid(), "threads": options.workers})


def until_stopped(problem: Problem, _options: Options, told: Progress, stop: Interrupt) -> Timetable:
    """One session, once a stop is asked."""
    told("placement", {})
    assert stop.asked.wait(PATIENCE)
    return alone(next(iter(problem.classes)))


def fails(problem: Problem, _options: Options, _told: Progress, _stop: Interrupt) -> Timetable:
    """No timetable: the last class is not one it knows."""
    raise KeyError(next(iter(problem.classes)))


class NeedsTwoError(Exception):
    """An error that cannot be read back by another process."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def fails_oddly(_problem: Problem, _options: Options, _told: Progress, _stop: Interrupt) -> Timetable:
    """No timetable, and an error of a sort that does not travel."""
    raise NeedsTwoError("un", "deux")


def dies(_problem: Problem, _options: Options, _told: Progress, _stop: Interrupt) -> Timetable:
    """The process is gone, as when the system is out of memory."""
    os._exit(9)


def dies_once(folder: str, problem: Problem, options: Options, told: Progress, stop: Interrupt) -> Timetable:
    """The first process that gets an island is gone in the middle; the next one plans it. Firsts are in a folder."""
    if _first(folder, problem):
        dies(problem, options, told, stop)
    return says_where(problem, options, told, stop)


def waits_to_be_killed(folder: str, problem: Problem, options: Options, told: Progress, stop: Interrupt) -> Timetable:
    """The first process that gets an island waits for its end; the next one plans it as the engine does."""
    if _first(folder, problem):
        time.sleep(PATIENCE)
    return planned(problem, options, told, stop)


def _first(folder: str, problem: Problem) -> bool:
    """Whether nobody has begun this island before; who has is in the folder, by their process."""
    seen = Path(folder) / next(iter(problem.classes))
    if seen.exists():
        return False
    seen.with_suffix(".new").write_text(str(os.getpid()), encoding="utf-8")
    seen.with_suffix(".new").rename(seen)
    return True
