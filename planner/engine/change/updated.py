"""What a re-solve gives."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain import Missing, Timetable, Unplaced
from planner.engine.change.left import Left
from planner.engine.change.regulate import OfBarrette
from planner.engine.change.times import Offer
from planner.report.compare import Diff


@dataclass(frozen=True)
class Updated:
    """What an update gives: the new timetable, what differs, and what is known about the fewest changes."""

    timetable: Timetable
    diff: Diff
    bound: int
    """Sessions whose time, room or trainer changes at the least, as far as is known."""
    proven: bool
    """Whether no more can be placed, and no fewer sessions change."""
    front: tuple[Offer, ...]
    left: tuple[Left, ...]
    rows: tuple[Unplaced, ...]
    """What of it the planner finds in the list of what is not placed."""
    seconds: Mapping[str, float]
    work: float
    fell: tuple[Missing, ...] = ()
    """Sessions of days that their class has no more, which are not due again."""
    stuck: tuple[str, ...] = ()
    """Barrettes that keep their former hour in a week, the new one being taken, in words."""
    renewed: frozenset[OfBarrette] = frozenset()
    """Barrettes and periods whose groups were composed anew."""
