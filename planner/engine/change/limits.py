"""From when sessions may change, and which stay whatever happens.

Made from the options of an update, read by nearly every module of this folder, changed by none: whoever asks a narrower
or a wider question makes a copy with other ``moves`` or ``hours``.

From the 3rd on, with a notice of two weeks: a session of the 2nd stays as it is; one of the 10th keeps its time, and
may get another room or trainer, be watched or be cancelled; one of the 20th may move.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

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

    displaced: int | None = None
    """Other sessions that may move, at most, for one that has no place otherwise; None: any number."""

    def stays(self, session: Session) -> bool:
        """Whether the time of a session may not change: it is announced, or locked."""
        return session.day < self.moves or session.id in self.locked

    def late(self, week: date) -> bool:
        """Whether no session may go to a week any more (its Monday): it is over, or announced."""
        return week + timedelta(days=6) < self.moves


def fewest_sessions(
    sessions: Iterable[Session], minutes: int, spare: Sequence[Callable[[Session], bool]]
) -> set[SessionId]:
    """The fewest of some sessions that give so many minutes back; all of them, where that is not enough.

    Each time the shortest that is enough, else the longest, of those alike the last. ``spare``: what tells those that
    go before the others, the weightiest reason first; a reason that leaves none of them counts for nothing.
    """
    mine, found = list(sessions), set[SessionId]()
    while minutes > 0 and mine:
        some = mine
        for may_go in spare:
            some = [s for s in some if may_go(s)] or some
        enough = [s for s in some if s.minutes >= minutes]
        least = min((s.minutes for s in enough), default=max(s.minutes for s in some))
        one = max((s for s in some if s.minutes == least), key=lambda s: (s.day, s.start, s.id))
        mine.remove(one)
        found.add(one.id)
        minutes -= one.minutes
    return found
