"""Who sits in which of several parallel groups: few moves, people apart or together, levels, sizes.

A small question of its own, asked for each activity that opens several groups at once. A deal by level, then single
moves, then swaps: which is enough for the few dozen people of an hour; where people had groups before, also from the
seats dealt at once. What is broken (seats, sizes,
pairings) weighs more than everything else together (`LIMIT_BROKEN`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from planner.domain import ApprenticeId, Pairing
from planner.engine.solvers.assignment import assign
from planner.model.groups import Member
from planner.prices import CHANGED_GROUP, CROWDED, LEVEL_APART, LIMIT_BROKEN, SIZE_SQUARED

SMALL = 8
ROUNDS = 30


@dataclass(frozen=True)
class Split:
    """The question: people, places of each group, where each person was, who must (not) meet, and the policy.

    ``seats``, ``fits``: one entry a group; ``usual``, ``levels``: by person, those who are missing being new, or
    without a need. The answer is one number of a group for each of ``people``.
    """

    people: Sequence[Member]
    seats: Sequence[int]
    """On-site places of each group."""
    fits: Sequence[frozenset[ApprenticeId]]
    """People with arrangements for whom a group's room is right."""
    usual: Mapping[ApprenticeId, int]
    """Number of the group where a person was, in this period or the one before."""
    levels: Mapping[ApprenticeId, int] = field(default_factory=dict)
    """Level of each person, 1 urgent to 4; missing: 4."""
    pairings: tuple[Pairing, ...] = ()
    least: int = 1
    """People in a group at least."""
    mixed: bool = False
    kept: Mapping[ApprenticeId, int] = field(default_factory=dict)
    """Number of the group where a lock keeps a person."""

    def solve(self) -> list[int]:
        """Group of each person: single moves from a first deal, then swaps, and the same from seats dealt at once.

        Numbers of groups in the order of ``people``. Always an answer: a limit that nothing can keep stays broken, as
        little as was found.
        """
        first = self._first(self.usual)
        near = () if self.mixed or not self.usual else (first, self._renamed(self._first({})))
        dealt = [place for deal in near if (place := self._by_seats(deal)) is not None]
        return min((self._settled(place) for place in (first, *dealt)), key=self.cost)

    def _renamed(self, place: Sequence[int]) -> list[int]:
        """A deal whose groups have the numbers of those where most of their people were."""
        groups = range(len(self.seats))
        same = {(g, k): 0 for g in groups for k in groups}
        for person, g in zip(self.people, place, strict=True):
            if person.id in self.usual:
                same[g, self.usual[person.id]] += 1
        names = assign([{k: -same[g, k] for k in groups} for g in groups], len(groups)) or list(groups)
        return [names[g] for g in place]

    def _settled(self, place: list[int]) -> list[int]:
        """The best that moves and swaps make of a place; it is changed.

        Swaps come where no move helps: whoever changes level finds the group full until somebody leaves it.
        """
        cost = self.cost(place)
        for _round in range(ROUNDS):
            before = cost
            cost = self._moves(place, cost)
            if cost >= LIMIT_BROKEN or cost == before:
                cost = self._swaps(place, cost)
            if cost == before:
                break
        return place

    def _by_seats(self, deal: Sequence[int]) -> list[int] | None:
        """Everybody on a seat at once, near the levels that the groups of a deal have; None where seats lack.

        Exact, where moves and swaps may end: three who change in a ring need neither. Pairings and smallest sizes are
        not looked at.
        """
        groups = range(len(self.seats))
        levels = [[self._level(p) for p, g in zip(self.people, deal, strict=True) if g == group] for group in groups]
        middles = [median(found) if found else None for found in levels]
        far = sum(p.remote for p in self.people)
        seats = [(g, k) for g in groups for k in range(min(len(self.people), self.seats[g] + far))]
        rows = []
        for person in self.people:
            fit = [g for g in groups if self._may_be(person, g)]
            prices = {g: self._price(person, g, middles[g]) for g in fit}
            rows.append({n: prices[g] + 2 * SIZE_SQUARED * (2 * k + 1) for n, (g, k) in enumerate(seats) if g in fit})
        dealt = assign(rows, len(seats)) if len(seats) >= len(rows) else None
        return None if dealt is None else [seats[n][0] for n in dealt]

    def _may_be(self, person: Member, group: int) -> bool:
        """Whether the room of a group is right for a person, and no lock keeps them in another one."""
        fits = person.rooms is None or person.id in self.fits[group]
        return fits and self.kept.get(person.id, group) == group

    def _price(self, person: Member, group: int, middle: float | None) -> int:
        """Twice what a person costs in a group whose levels have a median, so that it is whole; sizes aside."""
        apart = 0 if middle is None else abs(self._level(person) - middle)
        return round(2 * (LEVEL_APART * apart + CHANGED_GROUP * (self.usual.get(person.id, group) != group)))

    def cost(self, place: Sequence[int]) -> float:
        """Broken limits first, then moves, then levels (alike, or the same mean when mixed) and sizes.

        ``place``: group of each person. In the units of `planner.prices`; `LIMIT_BROKEN` and more: some limit is
        broken.
        """
        total = 0.0
        for group, seats in enumerate(self.seats):
            inside = [p for p, g in zip(self.people, place, strict=True) if g == group]
            heads = sum(not p.remote for p in inside)
            wrong = sum(not self._may_be(p, group) for p in inside)
            broken = max(0, heads - seats) + wrong + max(0, self.least - len(inside))
            total += LIMIT_BROKEN * broken + SIZE_SQUARED * len(inside) ** 2
            total += self._levels([self._level(p) for p in inside])
        names = {p.id: g for p, g in zip(self.people, place, strict=True)}
        total += CHANGED_GROUP * sum(names[a] != g for a, g in self.usual.items() if a in names)
        return total + LIMIT_BROKEN * sum(_broken(pairing, names) for pairing in self.pairings)

    def _levels(self, levels: Sequence[int]) -> float:
        """What the levels in one group cost: away from its median, or its mean away from everybody's when mixed.

        Nothing for an empty group. Beside the most urgent level, each person beyond the size for it costs more.
        """
        if not levels:
            return 0.0
        if self.mixed:
            mean = sum(self._level(p) for p in self.people) / len(self.people)
            return LEVEL_APART * abs(sum(levels) - mean * len(levels))
        middle = median(levels)
        crowd = CROWDED * max(0, len(levels) - SMALL) if middle < 2 else 0
        return LEVEL_APART * sum(abs(n - middle) for n in levels) + crowd

    def _level(self, member: Member) -> int:
        """The level of a person; 4 (no need) where none is known."""
        return self.levels.get(member.id, 4)

    def _first(self, usual: Mapping[ApprenticeId, int]) -> list[int]:
        """The usual group, else by level: in a row, or dealt out when mixed. Limits are not looked at yet."""
        count = len(self.seats)
        order = sorted(range(len(self.people)), key=lambda n: (self._level(self.people[n]), self.people[n].class_id, n))
        place = [0] * len(self.people)
        for rank, n in enumerate(order):
            # Mixed: dealt out like cards, so that each group has all levels. Alike: cut into runs, so that neighbours
            # in level sit together.
            dealt = rank % count if self.mixed else rank * count // len(order)
            place[n] = usual.get(self.people[n].id, dealt)
        return place

    def _moves(self, place: list[int], cost: float) -> float:
        """Each person in turn goes where the whole costs least; ``place`` is changed. Returns the cost then."""
        for n in range(len(place)):
            old, best = place[n], place[n]
            for group in range(len(self.seats)):
                place[n] = group
                found = self.cost(place)
                if found < cost - 1e-9:
                    cost, best = found, group
            place[n] = best if best != old else old
        return cost

    def _swaps(self, place: list[int], cost: float) -> float:
        """Two people change places as soon as that helps; ``place`` is changed. Returns the cost then."""
        for n in range(len(place)):
            for other in range(n):
                if place[n] != place[other] and (cost >= LIMIT_BROKEN or not self._alike(n, other, place)):
                    place[n], place[other] = place[other], place[n]
                    found = self.cost(place)
                    if found < cost - 1e-9:
                        cost = found
                    else:
                        place[n], place[other] = place[other], place[n]
        return cost

    def _alike(self, n: int, other: int, place: Sequence[int]) -> bool:
        """Whether two people are of one level, each where they were: to change places is worth nothing."""
        settled = (self.usual.get(self.people[k].id, place[k]) == place[k] for k in (n, other))
        return self._level(self.people[n]) == self._level(self.people[other]) and all(settled)


def _broken(pairing: Pairing, names: Mapping[ApprenticeId, int]) -> int:
    """People of a pairing on the wrong side: groups too many of those who belong together, or who share one."""
    places = [names[a] for a in pairing.apprentice_ids if a in names]
    different = len(set(places))
    return max(0, different - 1) if pairing.together else len(places) - different
