"""What each barrette and open period is to pay of the hours owed, as the whole term would pay most of them.

Groups are composed barrette after barrette and period after period: the first one pays what it can, and may leave to a
later one needs that cannot be given there. Where hours are lost by it, all of them are asked at once, hours owed alone,
for a plan near to the groups that were found; each is then asked again, for no more than its portion and what is left
over. Nothing is composed here.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from planner.board.board import Board
from planner.board.paid import Paid
from planner.domain import ApprenticeId, Kind, Owed, Period, Problem
from planner.engine.groups.placeable import Doing, Relaxation, components, for_groups, scenes_of
from planner.engine.solvers.milp import FEW_NODES, GUARD, Effort
from planner.hours.owed import SOURCE_PROGRAMME
from planner.model.groups import Occasion

PORTIONS_GAP = 1e-3
"""Gap of the question: hours owed of all barrettes of some people."""
PlaceInTurn = tuple[str, str]
"""A barrette or open period, in a period."""


@dataclass(frozen=True)
class Portions:
    """Minutes of each (learner, need) that each place is to pay; with none, every place pays what it can.

    ``by_place``: places in the order in which they are composed.
    """

    by_place: Mapping[PlaceInTurn, Mapping[tuple[ApprenticeId, str], int]] = field(default_factory=dict)

    def left_to(self, place_id: str, period: Period, owed: Sequence[Owed]) -> Sequence[Owed]:
        """Hours owed without what the places that are composed after this one are to pay."""
        if (place_id, period.id) not in self.by_place:
            return owed
        order = list(self.by_place)
        kept = Counter[tuple[ApprenticeId, str]]()
        for place in order[order.index((place_id, period.id)) + 1 :]:
            kept.update(self.by_place[place])
        left = ((n, kept.get((n.apprentice_id, n.need_id), 0)) for n in owed)
        return [replace(n, minutes=max(0, n.minutes - later)) if later else n for n, later in left]


UNDIVIDED = Portions()


def portions(
    problem: Problem, occasions: Sequence[Occasion], owed: Sequence[Owed], paid: Paid, doing: Doing
) -> Portions:
    """The portions of all barrettes and open periods at some occasions, near to what people do there (``doing``).

    ``paid``: minutes planned beside them. Places of one learner only have nothing to divide.
    """
    found: dict[PlaceInTurn, Mapping[tuple[ApprenticeId, str], int]] = {}
    for together in components(scenes_of(problem, for_groups(owed), occasions, paid)):
        if len(together) > 1:
            parts = Relaxation(together, doing).split(Effort(FEW_NODES, GUARD, PORTIONS_GAP, 5 * PORTIONS_GAP))
            places = ((scene.place.id, scene.period.id) for scene in together)
            found |= dict(zip(places, parts, strict=True)) if parts else {}
    return Portions({place: found[place] for place in sorted(found, key=partial(_turn, problem))})


def _turn(problem: Problem, place: PlaceInTurn) -> tuple[int, bool, str]:
    """When a place is composed: period by period, barrettes before open periods."""
    number = next(n for n, period in enumerate(problem.periods) if period.id == place[1])
    return number, place[0] not in problem.barrettes, place[0]


def doing(board: Board) -> Doing:
    """The module of everybody in a group on the board, by day and start."""
    led = (s for s in board.sessions.values() if s.kind in (Kind.BARRETTE, Kind.OPEN, Kind.SUPPORT) and s.module_id)
    return {(person, s.day, s.start): s.module_id for s in led for person in board.people[s.id] if s.module_id}


def planned_minutes(owed: Sequence[Owed], paid: Paid) -> int:
    """Minutes planned (``paid``) of the needs that only groups serve."""
    needs = [n for n in for_groups(owed) if n.source != SOURCE_PROGRAMME]
    return sum(paid.get((n.apprentice_id, n.need_id), 0) for n in needs)
