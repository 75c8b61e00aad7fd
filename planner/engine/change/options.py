"""What is asked of a re-solve: from when on, what is locked, how far it may go, and what the planner has decided.

The command line fills it from what was typed, the workbook, the locks and what was decided (`cli/work/update.py`); the
engine reads it and changes none of it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain import Problem, SessionId
from planner.engine.change.regulate import Decided


@dataclass(frozen=True, slots=True)
class UpdateOptions:
    """From when on things may change (``first``), and from when on times may (``moves``); limits on moves."""

    first: date
    moves: date
    locked: frozenset[SessionId] = frozenset()
    """Sessions that keep their time whatever happens, or are listed as not placed."""
    seed: int = 0
    effort: float = 1.0
    """Factor of the deterministic work that each search may do."""
    workers: int = 2
    """Threads: they change how long a run takes, and nothing of what it gives."""
    most_per_apprentice: int | None = None
    """Sessions of one apprentice that may be at another hour than before, in the whole update; None: no limit."""
    most_per_trainer: int | None = None
    """Sessions of one trainer that may change hour, room or team, in the whole update; None: no limit."""
    more: int = 0
    """Changes more than the fewest that are accepted, for quality."""
    front: bool = True
    """Whether answers with a few changes more are looked for."""
    decided: Decided = Decided()
    adds: date = date.min
    """First day on which what is new may be placed, where it is later than ``first``: hours of today may be over."""
    begun: int = 0
    """Minute of the day of ``first`` before which no hour is given back: it has begun."""


def notice(problem: Problem, first: date, days: int | None = None) -> date:
    """First day on which times may change: the notice of the workbook, or of the command, after ``first``."""
    return first + timedelta(days=problem.settings.notice_days if days is None else days)
