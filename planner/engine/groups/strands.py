"""What one person is still to be given of the three strands, at a barrette or open period, and what of it may wait.

Made by `setup.Setup` for each member; it reads the scene and changes nothing. Strands are met all along the term: a
barrette gives the part that falls on its period, and whoever owes other hours there has their strands in open periods,
so that they stay in what they need.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from planner.domain import STRANDS, ClassId, Learner, Owed
from planner.engine.groups.scene import Scene
from planner.hours.owed import SOURCE_ENTRY, SOURCE_PROGRAMME


@dataclass
class StrandsOf:
    """The strands of a person in a scene; ``owed``: what they owe in its period, the strands of the programme too."""

    scene: Scene
    learner: Learner
    owed: Sequence[Owed]

    @cached_property
    def minutes(self) -> dict[str, int]:
        """What the programme still expects of each strand, at a barrette the part of it that falls on the period."""
        left = {n.target: max(0, n.minutes - self._paid(n)) for n in self._rows}
        return {strand: round(minutes * self._part) for strand, minutes in left.items()}

    @property
    def unmet(self) -> frozenset[str]:
        """Strands that the programme expects and of which nothing is given so far.

        The last day counts too: what may still be given later in the term is not left to later.
        """
        met = {n.target for n in self._rows if self._paid(n)}
        return frozenset(strand for strand, minutes in self.minutes.items() if minutes > 0 and strand not in met)

    @cached_property
    def comes_later(self) -> bool:
        """Whether the person is at the centre after the period."""
        problem, last = self.scene.problem, self.scene.period.last
        return any(problem.presence(self.learner, d) for d in problem.days if d > last)

    def now(self, class_id: ClassId) -> bool:
        """Whether an hour of a strand that is unmet comes before hours owed: later hours may not give it.

        At a barrette the open periods of the period follow, and those after it; from an open period on, the support of
        the class in later periods has to hold what is owed then, and an hour of each such strand beside it.
        """
        if self.scene.barrette is not None or not self.comes_later:
            return not self.comes_later
        rows = (n for n in self.scene.owed if n.apprentice_id == self.learner.id and n.opens > self.scene.period.last)
        owed = sum(n.minutes for n in rows if n.source not in (SOURCE_PROGRAMME, SOURCE_ENTRY) and not n.personal)
        hour = max(occasion.minutes for occasion in self.scene.occasions)
        return owed + hour * len(self.unmet) > self.scene.later.get(class_id, 0)

    def wait(self, *, owes: bool) -> bool:
        """Whether they are not even offered here; ``owes``: whether the person owes other hours here."""
        return owes and self.scene.barrette is not None and self.comes_later

    @property
    def _rows(self) -> list[Owed]:
        return [n for n in self.owed if n.source == SOURCE_PROGRAMME and n.target in STRANDS]

    def _paid(self, need: Owed) -> int:
        return self.scene.paid.get((self.learner.id, need.need_id), 0)

    @cached_property
    def _part(self) -> float:
        """Of the days on which somebody still comes, the part that lies in the period; all for an open period.

        Whoever owes nothing else would have all of a strand at once, and autonomy ever after.
        """
        period, problem = self.scene.period, self.scene.problem
        if self.scene.barrette is None:
            return 1.0
        days = [d for d in problem.days if d >= period.first and problem.presence(self.learner, d)]
        return sum(d <= period.last for d in days) / len(days) if days else 1.0
