"""A week planted by hand, so to speak: a randomised constructive packing with ejections, in pure Python.

A week is 40 slots of an hour, ten half-days of four; a set of slots is a bit mask. Half-days are numbered 0 (Monday
morning) to 9 (Friday afternoon).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

SLOTS, HALVES = 40, 10
FULL = (1 << SLOTS) - 1
STEPS = 16
"""Steps of a packing, by session."""
PATIENCE = 8
"""Ejections of one session before the hours of its trainers are widened."""


def half_mask(half: int) -> int:
    """The four slots of a half-day."""
    return 0b1111 << (4 * half)


def day_mask(day: int) -> int:
    """The eight slots of a day."""
    return 0xFF << (8 * day)


@lru_cache(maxsize=4096)
def slots_of(mask: int) -> tuple[int, ...]:
    """Numbers of the slots that a mask holds, in order."""
    return tuple(b for b in range(SLOTS) if mask >> b & 1)


@lru_cache(maxsize=4096)
def room_counts(rooms: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """How many rooms of each kind, in the order in which they are named first."""
    return tuple(Counter(rooms).items())


@lru_cache(maxsize=64)
def runs(length: int) -> tuple[int, ...]:
    """Masks of every run of slots inside a half-day."""
    run = (1 << length) - 1
    return tuple(run << (4 * half + at) for half in range(HALVES) for at in range(5 - length))


def bits(mask: int) -> int:
    """How many slots a mask holds."""
    return mask.bit_count()


def halves_of(mask: int) -> Iterator[int]:
    """Half-days that a mask touches."""
    return (half for half in range(HALVES) if mask & half_mask(half))


@dataclass(frozen=True, slots=True)
class Need:
    """A session to plant, or several that take place at once: everything it takes for ``length`` slots.

    ``series``: sessions of one series never share a day. ``allowed``: slots where it may be.
    """

    key: str
    classes: tuple[str, ...]
    trainers: tuple[str, ...]
    rooms: tuple[str, ...]
    length: int
    series: tuple[str, ...] = ()
    allowed: int = FULL


@dataclass
class Packing:
    """One week being packed. ``hours``: trainer → mask of available slots, widened in place when nothing else helps."""

    needs: Sequence[Need]
    hours: dict[str, int]
    capacity: dict[str, int]
    rng: Random
    opened: int = FULL
    frozen: frozenset[str] = frozenset()
    """Needs that nothing ejects, once placed; where there are some, hours are not widened either."""
    placed: dict[str, int] = field(default_factory=dict)
    """Key of the need → mask of its slots."""

    def __post_init__(self) -> None:
        self.of = {need.key: need for need in self.needs}
        self.slot: dict[tuple[str, str], dict[int, list[str]]] = {}
        self.ejected: Counter[str] = Counter()

    def run(self, steps: int = 0) -> bool:
        """Place every need; False when that takes too many steps."""
        order = {n.key: (n.length * (1 + len(n.classes)) + len(n.trainers), self.rng.random()) for n in self.needs}
        todo = sorted((n.key for n in self.needs if n.key not in self.placed), key=lambda k: order[k])
        for _step in range(steps or STEPS * len(self.needs)):
            if not todo:
                return True
            key = todo.pop(max(range(len(todo)), key=lambda n: (self.ejected[todo[n]], order[todo[n]])))
            out = self._place(self.of[key])
            if out is None:
                return False
            todo += out
        return not todo

    def fix(self, key: str, mask: int) -> None:
        """Place a need where it was planted before."""
        self._put(self.of[key], mask)

    def _place(self, need: Need) -> list[str] | None:
        """Place a need and tell which ones had to go; None when it has no place at all."""
        moves, blocked = self._moves(need), self._blocked(need)
        free = [m for m in moves if not m & blocked]
        if free:
            self._put(need, min(free, key=lambda m: (self._cost(need, m), self.rng.random())))
            return []
        self.ejected[need.key] += 1
        if self.ejected[need.key] % PATIENCE == 0 and not self.frozen:
            self._widen(need, anyhow=self.ejected[need.key] > 4 * PATIENCE)
            moves = self._moves(need)
        ways = {m: self._clashes(need, m) for m in moves}
        able = {m: out for m, out in ways.items() if not out & self.frozen}
        if not able:
            return None
        best = min(able, key=lambda m: (sum(1 + 3 * self.ejected[k] for k in able[m]), self.rng.random()))
        for key in sorted(able[best]):
            self._take(key)
        self._put(need, best)
        return sorted(able[best])

    def _moves(self, need: Need) -> list[int]:
        allowed = need.allowed & self.opened
        for trainer in need.trainers:
            allowed &= self.hours[trainer]
        found = [m for m in runs(need.length) if m & allowed == m]
        if not found and not self.frozen:
            self._widen(need, anyhow=True)
            return self._moves(need)
        return found

    def _resources(self, need: Need) -> Iterator[tuple[str, str]]:
        for name in need.classes:
            yield "class", name
        for name in need.trainers:
            yield "trainer", name

    def _blocked(self, need: Need) -> int:
        """Slots at which a need would drive another one out."""
        found = 0
        for resource in self._resources(need):
            found |= sum(1 << bit for bit, held in self.slot.get(resource, {}).items() if held)
        for name in need.series:
            days = self.slot.get(("series", name), {})
            found |= sum(day_mask(day) for day, held in days.items() if held)
        for kind, wanted in room_counts(need.rooms):
            most = self.capacity.get(kind, 999) - wanted
            held = self.slot.get(("room", kind), {})
            found |= sum(1 << bit for bit, users in held.items() if users and len(users) > most)
        return found

    def _clashes(self, need: Need, mask: int) -> set[str]:
        found: set[str] = set()
        bits = slots_of(mask)
        for resource in self._resources(need):
            held = self.slot.get(resource, {})
            for bit in bits:
                found.update(held.get(bit, ()))
        for name in need.series:
            day = bits[0] // 8
            held = self.slot.get(("series", name), {})
            found.update(held.get(day, ()))
        for kind, wanted in room_counts(need.rooms):
            held = self.slot.get(("room", kind), {})
            for bit in bits:
                users = [k for k in held.get(bit, ()) if k not in found]
                over = len(users) + wanted - self.capacity.get(kind, 999)
                if over > 0:
                    users.sort(key=lambda k: (self.ejected[k], self.of[k].length, k))
                    found.update(dict.fromkeys(users[:over]))
        return found

    def _cost(self, need: Need, mask: int) -> int:
        """Trainers like full half-days; a workshop likes to be filled from one end; one free slot alone is wasted."""
        half = next(halves_of(mask))
        cost = 0
        for kind, name in self._resources(need):
            held = self.slot.get((kind, name), {})
            used = sum(1 for bit in range(4 * half, 4 * half + 4) if held.get(bit))
            cost += (0 if used else 4 - need.length) if kind == "trainer" else 0
            left = 4 - used - need.length
            cost += 2 if left == 1 and kind == "class" else 0
        return cost

    def _put(self, need: Need, mask: int) -> None:
        self.placed[need.key] = mask
        for resource, at in self._cells(need, mask):
            self.slot.setdefault(resource, {}).setdefault(at, []).append(need.key)

    def _take(self, key: str) -> None:
        need = self.of[key]
        for resource, at in self._cells(need, self.placed.pop(key)):
            self.slot[resource][at].remove(key)

    def _cells(self, need: Need, mask: int) -> Iterator[tuple[tuple[str, str], int]]:
        bits = slots_of(mask)
        for resource in self._resources(need):
            yield from ((resource, bit) for bit in bits)
        for kind in need.rooms:
            yield from ((("room", kind), bit) for bit in bits)
        for name in need.series:
            yield ("series", name), bits[0] // 8

    def _widen(self, need: Need, anyhow: bool = False) -> None:
        """Give the trainers of a stubborn session the half-day more that would let it in, if there is one."""
        moves = [m for m in runs(need.length) if m & need.allowed & self.opened == m and self._missing(need, m)]
        blocked = self._blocked(need)
        better = [m for m in moves if not m & blocked] or (moves if anyhow else [])
        if better:
            best = min(better, key=lambda m: (self._missing(need, m), self.rng.random()))
            for trainer in need.trainers:
                self.hours[trainer] |= half_mask(next(halves_of(best)))

    def _missing(self, need: Need, mask: int) -> int:
        """Trainers who are not there at these slots."""
        return sum(1 for t in need.trainers if mask & ~self.hours[t])
