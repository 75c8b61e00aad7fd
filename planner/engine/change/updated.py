"""What a re-solve gives.

`again.Again.told` makes it at the end of an update, `flow.update` returns it; the command line shows it and the
regulation reads it. Plain values: nothing is computed from the board any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.domain import Missing, Noticed, SessionId, Timetable, Unplaced
from planner.engine.change.alone import Alone
from planner.engine.change.left import Left
from planner.engine.change.offer import Offer
from planner.engine.change.regulate import OfBarrette
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
    fewest: int
    """Changes of any sort (`Diff.cost`) at the least: those of sessions, and people who cannot stay where they were."""
    front: tuple[Offer, ...]
    """What a few changes more than the fewest would buy, the fewest first; empty where none was found or asked."""
    left: tuple[Left, ...]
    """What lost its hour or never had one, and has no place now, with its people."""
    rows: tuple[Unplaced, ...]
    """What of it the planner finds in the list of what is not placed."""
    seconds: Mapping[str, float]
    """Name of a stage, in French, and ``total`` → seconds of the wall clock."""
    work: float
    """Deterministic work of the searches for times, the same on every machine."""
    waiting: tuple[Missing, ...] = ()
    """What of it lost its place, or is new and has none, with its cause."""
    fell: tuple[Missing, ...] = ()
    """Sessions of days that their class has no more, which are not due again."""
    alone: tuple[Alone, ...] = ()
    """Minors without anything at an hour, and who could watch them."""
    elsewhere: Mapping[SessionId, date] = field(default_factory=dict)
    """Sessions that a course asks for more, in another week than their own → the Monday of their own."""
    notices: tuple[Noticed, ...] = ()
    """Whom an event that is new, or other, leaves out."""
    stuck: tuple[str, ...] = ()
    """Barrettes that keep their former hour in a week, the new one being taken, in words."""
    apart: tuple[str, ...] = ()
    """Groups that an earlier change took from their hour and that are not back, though their people are, in words."""
    renewed: frozenset[OfBarrette] = frozenset()
    """Barrettes and periods whose groups were composed anew."""

    @property
    def surely(self) -> bool:
        """Whether nobody could place as much with fewer changes, of whatever sort."""
        return self.proven and self.fewest == self.diff.cost
