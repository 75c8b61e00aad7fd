"""Who sits in which of several parallel groups of one activity: few moves, people apart or together, levels, sizes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.domain import ApprenticeId, Pairing
from planner.model.groups import Member

ROUNDS = 200
BROKEN, MOVED = 10_000, 30


@dataclass(frozen=True)
class Split:
    """The question: people, capacity of each group, where each was, who must (not) meet, and the policy."""

    people: Sequence[Member]
    seats: Sequence[int]
    """On-site places of each group."""
    fits: Sequence[frozenset[ApprenticeId] | None]
    """People with arrangements for whom a group's room is right; None: right for all."""
    usual: Mapping[ApprenticeId, int]
    """Number of the group where a person was, this period or the one before."""
    pairings: tuple[Pairing, ...] = ()
    mixed: bool = False

    def solve(self) -> list[int]:
        """Group of each person: a first deal, then single moves and swaps as long as they help."""
        place = self._first()
        cost = self.cost(place)
        for _round in range(ROUNDS):
            better = self._better(place, cost)
            if better is None:
                break
            cost, place = better
        return place

    def cost(self, place: Sequence[int]) -> int:
        """Broken limits first, then moves, then levels (alike, or spread when mixed) and sizes."""
        total = 0
        for group, seats in enumerate(self.seats):
            inside = [p for p, g in zip(self.people, place, strict=True) if g == group]
            heads = sum(not p.remote for p in inside)
            total += BROKEN * max(0, heads - seats) + 2 * len(inside) ** 2
            total += BROKEN * (not inside)
            fit = self.fits[group]
            total += BROKEN * sum(fit is not None and p.rooms is not None and p.id not in fit for p in inside)
            levels = [_level(p) for p in inside]
            spread = 10 * (max(levels) - min(levels)) if levels else 0
            total += -spread if self.mixed else spread
        names = {p.id: g for p, g in zip(self.people, place, strict=True)}
        total += MOVED * sum(names[a] != g for a, g in self.usual.items() if a in names)
        return total + BROKEN * sum(self._broken(pairing, names) for pairing in self.pairings)

    def _broken(self, pairing: Pairing, names: Mapping[ApprenticeId, int]) -> int:
        places = [names[a] for a in sorted(pairing.apprentice_ids) if a in names]
        different = len(set(places))
        return max(0, different - 1) if pairing.together else len(places) - different

    def _first(self) -> list[int]:
        """The usual group, else by level: in a row, or dealt out when mixed."""
        count = len(self.seats)
        order = sorted(range(len(self.people)), key=lambda n: (_level(self.people[n]), self.people[n].class_id, n))
        place = [0] * len(self.people)
        for rank, n in enumerate(order):
            dealt = rank % count if self.mixed else rank * count // len(order)
            place[n] = self.usual.get(self.people[n].id, dealt)
        return place

    def _better(self, place: list[int], cost: int) -> tuple[int, list[int]] | None:
        best: tuple[int, list[int]] | None = None
        for n in range(len(place)):
            tries: list[tuple[int, int | None]] = [(g, None) for g in range(len(self.seats)) if g != place[n]]
            tries += [(place[other], other) for other in range(n) if place[other] != place[n]]
            for group, other in tries:
                trial = list(place)
                trial[n] = group
                if other is not None:
                    trial[other] = place[n]
                found = self.cost(trial)
                if found < (cost if best is None else best[0]):
                    best = (found, trial)
        return best


def _level(member: Member) -> int:
    """The most urgent level of a member's needs, 4 for none."""
    return min([want.level for want in member.wants if want.level], default=4)
