"""The question that the composition asks of one barrette or open period in one period, before any model.

Made by `compose`, `seats` and `placeable`, once for each barrette or open period and period; read by `setup`,
`carried`, `standing` and `read`. A frozen value: where only some of the hours are asked about, a copy has these
occasions alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planner.board.paid import Paid
from planner.domain import (
    ApprenticeId,
    Barrette,
    ClassId,
    Group,
    GroupMembership,
    ModuleId,
    OpenPeriod,
    Owed,
    Pairing,
    Period,
    Problem,
    Session,
)
from planner.engine.groups.helpers import sharing
from planner.model.groups import Met, Occasion

Previous = Sequence[Group | GroupMembership]
Standing = Mapping[tuple[ApprenticeId, str], Session]
"""(learner, key of an occasion) → the group session in which they are already."""


KnownTeams = Mapping[tuple[ApprenticeId, ModuleId], Met]
"""(learner, module) → the trainers who lead it for them in the period already, and the rooms."""


@dataclass(frozen=True)
class Scene:
    """One barrette or open period in one period, its occasions, and everything owed then."""

    problem: Problem
    period: Period
    occasions: tuple[Occasion, ...]
    owed: tuple[Owed, ...]
    paid: Paid = field(default_factory=dict)
    """(learner, need) → minutes that are planned elsewhere already."""
    barrette: Barrette | None = None
    open_period: OpenPeriod | None = None
    previous: Previous = ()
    """Groups of the period before, or of the last term, which the new ones stay near to."""
    seed: int = 0
    quick: bool = False
    """Whether near enough will do: a guess made before the times are known."""
    standing: Standing = field(default_factory=dict)
    known: KnownTeams = field(default_factory=dict)
    beside: frozenset[tuple[ApprenticeId, str]] = frozenset()
    """(learner, need) that modules of the level beside pay too: those that get nothing from their own."""
    later: Mapping[ClassId, int] = field(default_factory=dict)
    """Minutes of support that each class has in the periods after; missing: none."""

    def ways(self, need: Owed) -> frozenset[str]:
        """The module or strand of a need, and the modules of the level beside where these pay it here."""
        return frozenset({need.target, *(need.neighbours if (need.apprentice_id, need.need_id) in self.beside else ())})

    @property
    def place(self) -> Barrette | OpenPeriod:
        """The barrette or the open period."""
        found = self.barrette or self.open_period
        assert found is not None, "a scene is of a barrette or of an open period"
        return found

    @property
    def pairings(self) -> tuple[Pairing, ...]:
        """Whom the workbook keeps together or apart, and those who share a helper."""
        return (*self.problem.pairings, *sharing(self.problem, self.occasions))
