"""From when sessions may change, and which stay whatever happens.

Made from the options of an update, read by nearly every module of this folder, changed by none: whoever asks a narrower
or a wider question makes a copy with other ``moves`` or ``hours``.

From the 3rd on, with a notice of two weeks: a session of the 2nd stays as it is; one of the 10th keeps its time, and
may get another room or trainer, be watched or be cancelled; one of the 20th may move.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.domain import BarretteId, Lock, Session, SessionId


@dataclass(frozen=True)
class Limits:
    """From when on what may change: nothing before ``first``, no time before ``moves``; locked sessions keep theirs."""

    first: date
    moves: date
    locked: frozenset[SessionId] = frozenset()
    hours: Mapping[BarretteId, tuple[int, int]] = field(default_factory=dict, hash=False)
    """Weekday and start that barrettes are asked to take, and no others."""

    locks: Mapping[SessionId, Lock] = field(default_factory=dict, hash=False)
    """Dated locks of the workbook that sessions are asked to obey; they go nowhere else."""

    def stays(self, session: Session) -> bool:
        """Whether the time of a session may not change: it is announced, or locked."""
        return session.day < self.moves or session.id in self.locked
