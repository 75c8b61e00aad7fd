"""What of a department's week hangs together, in the words of the workbook: courses of several sessions, and rooms.

Two courses back to back are one session of both lengths; alike courses that may not share a day are one course with a
session a day. What only *order* links stays apart, one after the other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.iut_files import Institute, Lecture, Link


@dataclass(frozen=True, slots=True)
class Unit:
    """A course of the workbook: ``sessions`` of the same length, each of some lectures back to back.

    Sessions are in the order in which the files want them; ``after``: the unit that comes before.
    """

    id: str
    sessions: tuple[tuple[Lecture, ...], ...]
    starts: tuple[int, ...]
    after: str = ""

    @property
    def like(self) -> Lecture:
        """The lecture that says tutors, group and room of all."""
        return self.sessions[0][0]

    @property
    def minutes(self) -> int:
        """Length of one session."""
        return sum(one.minutes for one in self.sessions[0])


def units(lectures: Sequence[Lecture], links: Iterable[Link]) -> tuple[tuple[Unit, ...], dict[str, int]]:
    """Units of a week, and how many links no unit states, by kind (their two ends both in the week)."""
    known = {one.id: one for one in lectures}
    inside = [link for link in links if link.first in known and link.second in known]
    dropped: dict[str, int] = {}
    chains = _chains(known, [link for link in inside if link.back_to_back], dropped)
    blocks = [_block(chain) for chain in chains]
    home = {one.id: number for number, block in enumerate(blocks) for one in block.sessions[0]}
    groups = _groups(blocks, home, [link for link in inside if link.other_day], dropped)
    made = [_joined([blocks[n] for n in group], inside) for group in groups]
    return _ordered(made, inside, dropped), dropped


def _same(first: Lecture, second: Lecture) -> bool:
    """Whether two lectures want the same people and the same rooms."""
    asked = [(one.tutors, one.group, one.room_type, one.programme) for one in (first, second)]
    return asked[0] == asked[1]


def _drop(dropped: dict[str, int], what: str) -> None:
    dropped[what] = dropped.get(what, 0) + 1


def _chains(known: Mapping[str, Lecture], links: Sequence[Link], dropped: dict[str, int]) -> list[list[Lecture]]:
    """Lectures back to back, in order; each other lecture alone."""
    following: dict[str, str] = {}
    for link in links:
        fits = _same(known[link.first], known[link.second]) and link.first not in following
        if fits and link.second not in following.values():
            following[link.first] = link.second
        else:
            _drop(dropped, "back to back")
    found = []
    for name in (name for name in known if name not in following.values()):
        chain = [known[name]]
        while chain[-1].id in following:
            chain.append(known[following[chain[-1].id]])
        found.append(chain)
    return found


def _block(chain: Sequence[Lecture]) -> Unit:
    """One session of lectures back to back: it starts where each of them may start in its turn."""
    starts = []
    for start in chain[0].starts:
        at = [start + sum(one.minutes for one in chain[:n]) for n in range(len(chain))]
        if all(minute in one.starts for minute, one in zip(at, chain, strict=True)):
            starts.append(start)
    return Unit(f"C{chain[0].id}", (tuple(chain),), tuple(starts))


def _groups(
    blocks: Sequence[Unit], home: Mapping[str, int], links: Sequence[Link], dropped: dict[str, int]
) -> list[list[int]]:
    """Numbers of alike blocks that may not share a day, together; each other block alone."""
    group = list(range(len(blocks)))
    for link in links:
        first, second = home[link.first], home[link.second]
        alike = _same(blocks[first].like, blocks[second].like) and blocks[first].starts == blocks[second].starts
        if alike and blocks[first].minutes == blocks[second].minutes:
            group = [group[first] if g == group[second] else g for g in group]
        else:
            _drop(dropped, "not the same day")
    return [[n for n, g in enumerate(group) if g == one] for one in dict.fromkeys(group)]


def _joined(blocks: Sequence[Unit], links: Sequence[Link]) -> Unit:
    """Alike blocks as sessions of one course: in the order of their links, else those first that others come after."""
    home = {one.id: block.id for block in blocks for one in block.sessions[0]}
    pairs = {(home[link.first], home[link.second]) for link in links if link.first in home and link.second in home}
    rank = dict.fromkeys((block.id for block in blocks), 0)
    for _turn in blocks:
        for first, second in pairs:
            if first != second:
                rank[second] = max(rank[second], min(rank[first] + 1, len(blocks)))
    outside = Counter(home[link.first] for link in links if link.first in home and link.second not in home)
    rows = sorted(blocks, key=lambda block: (rank[block.id], -outside[block.id], block.id))
    return Unit(rows[0].id, tuple(block.sessions[0] for block in rows), rows[0].starts)


def _ordered(made: Sequence[Unit], links: Sequence[Link], dropped: dict[str, int]) -> tuple[Unit, ...]:
    """The units, each after one other at most: a course of the workbook follows a single one, session by session."""
    home = {one.id: (unit.id, n) for unit in made for n, session in enumerate(unit.sessions) for one in session}
    after: dict[str, str] = {}
    for link in links:
        (first, rank), (second, turn) = home[link.first], home[link.second]
        if first == second:
            continue
        if rank > turn:
            _drop(dropped, "after a later session")
        elif after.setdefault(second, first) != first:
            _drop(dropped, "after several courses")
    return tuple(replace(unit, after=after.get(unit.id, "")) for unit in made)


@dataclass(frozen=True)
class Places:
    """Rooms in which each type of a week is given, none of them a part of another that is used.

    ``taken``: type → rooms of which one at a time is free, which its courses therefore hold as a class would.
    """

    rooms: Mapping[str, tuple[str, ...]]
    taken: Mapping[str, tuple[str, ...]]


def places(institute: Institute, department: str, types: Iterable[str]) -> Places:
    """Rooms of each type. The workbook knows no room that is a part of another one, so that

    a room made of others is not used where the type has simple ones; where it has none, its parts are kept from types
    that have other rooms, and courses of those that have not exclude its own.
    """
    simple: dict[str, list[str]] = {}
    compound: dict[str, str] = {}
    whole = {w for wholes in institute.room_wholes.values() for w in wholes}
    for kind in dict.fromkeys(types):
        rooms = [r for r, served in institute.room_types.items() if kind in served and department in _of(institute, r)]
        simple[kind] = [r for r in rooms if r not in whole]
        if not simple[kind] and rooms:
            compound[kind] = rooms[0]
    used = Counter(room for rooms in simple.values() for room in rooms)
    used.update(atom for room in set(compound.values()) for atom in institute.atoms[room])
    shared = {
        kind: frozenset(atom for atom in institute.atoms[room] if used[atom] > 1) for kind, room in compound.items()
    }
    kept_apart = frozenset().union(*shared.values())
    found: dict[str, tuple[str, ...]] = {kind: (room,) for kind, room in compound.items()}
    taken = {kind: tuple(sorted(atoms)) for kind, atoms in shared.items() if atoms}
    for kind, rooms in simple.items():
        free = tuple(room for room in rooms if room not in kept_apart)
        if not free and kept_apart.intersection(rooms):
            free, taken[kind] = tuple(rooms), tuple(sorted(kept_apart.intersection(rooms)))
        if free:
            found[kind] = free
    return Places(found, taken)


def _of(institute: Institute, room: str) -> frozenset[str]:
    return institute.room_departments[room]
