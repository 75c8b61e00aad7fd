"""Activities of a file of FET as courses: those of one group that nothing tells apart are the sessions of one course.

What ties some of them, or fixes their hours or rooms, tells them apart, unless the same holds for each of them: a
course of three sessions with three fixed starts, two courses whose sessions begin together one by one.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from data.fet.file import Activity, Slot
from data.fet.people import People
from data.fet.stated import Stated, Tie
from planner.domain import EVERY_PAIR, MATCHED, Relation

WHOLE = EVERY_PAIR | {Relation.NOT_AT_ONCE}
"""Relations that hold between all sessions of the courses that they name."""
BY_TURN = MATCHED | {Relation.ORDER}
"""Relations that go session by session."""
MOST_A_DAY = 10
CODE = "FET-"
"""What the code of a course begins with."""


@dataclass(frozen=True)
class FetCourse:
    """A course made of activities, whose sessions are as long as they are. Slots and rooms are those of the file."""

    activities: tuple[Activity, ...]
    classes: tuple[str, ...]
    team: tuple[str, ...]
    rooms: frozenset[str] | None
    """None: it asks for no room."""
    inside: frozenset[Slot] | None
    starts: frozenset[Slot] | None
    per_day: int = 1
    """Sessions of a day at most."""

    @property
    def code(self) -> str:
        """Its code in the workbook: the number of its first activity."""
        return f"{CODE}{self.activities[0].id}"


@dataclass(frozen=True)
class Merged:
    """Courses, and what ties them: ties name the codes of courses."""

    courses: tuple[FetCourse, ...]
    ties: tuple[Tie, ...]


def merge(stated: Stated, people: People, dropped: Iterable[str] = ()) -> Merged:
    """Courses of a file, without some of its activities."""
    out = set(dropped)
    activities = {name: a for name, a in stated.file.activities.items() if name not in out}
    ties = _joined([t for t in stated.ties if len(t.activities) == 1 or len(set(t.activities) - out) > 1], out)
    blocks = _blocks(stated, people, activities, ties)
    members: dict[Hashable, list[Activity]] = {}
    for name, block in blocks.items():
        members.setdefault(block, []).append(activities[name])
    found = {block: _course(stated, people, rows, ties) for block, rows in members.items()}
    codes = {name: found[block].code for name, block in blocks.items()}
    lengths = {course.code: len(course.activities) for course in found.values()}
    named = dict.fromkeys(replace(t, activities=_in_order(t, codes)) for t in ties)
    return Merged(tuple(found.values()), tuple(t for t in named if t.activities and _says_more(t, lengths)))


def _in_order(tie: Tie, codes: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of the courses that a tie names: as it names them where their order counts."""
    found = dict.fromkeys(codes[a] for a in tie.activities)
    return tuple(found) if tie.relation in (Relation.IN_A_ROW, Relation.ORDER) else tuple(sorted(found, key=_number))


def _says_more(tie: Tie, lengths: Mapping[str, int]) -> bool:
    """Whether a tie says more than that a course has one session a day, which goes without saying."""
    if len(tie.activities) > 1 or tie.relation is Relation.ENDS_DAY:
        return True
    more = tie.days > 1 if tie.relation is Relation.DAYS_APART else tie.relation in EVERY_PAIR
    return more and lengths[tie.activities[0]] > 1


def _joined(ties: Sequence[Tie], out: set[str]) -> list[Tie]:
    """Ties of all sessions, pair by pair in the file, as one where every pair of some activities is there."""
    found, pairs = list[Tie](), dict[Tie, list[frozenset[str]]]()
    for tie in ties:
        names = tuple(a for a in tie.activities if a not in out)
        if tie.relation in WHOLE and len(names) == 2:
            pairs.setdefault(replace(tie, activities=()), []).append(frozenset(names))
        elif names:
            found.append(replace(tie, activities=names))
    for alike, rows in pairs.items():
        for part in _parts(set(rows)):
            names = tuple(dict.fromkeys(n for pair in part for n in sorted(pair, key=_number)))
            whole = len(part) == len(names) * (len(names) - 1) // 2
            sets = [names] if whole else [tuple(sorted(pair, key=_number)) for pair in part]
            found += [replace(alike, activities=one) for one in sets]
    return found


def _number(name: str) -> tuple[int, str]:
    """By which activities, and the codes of courses, are in the order of the file."""
    digits = name.removeprefix(CODE)
    return (int(digits) if digits.isdecimal() else 0, name)


def _parts(pairs: set[frozenset[str]]) -> list[list[frozenset[str]]]:
    """Pairs that hang together."""
    near: dict[str, list[frozenset[str]]] = {}
    for pair in sorted(pairs, key=lambda p: sorted(map(_number, p))):
        for name in pair:
            near.setdefault(name, []).append(pair)
    found, seen = [], set[frozenset[str]]()
    for pair in sorted(pairs, key=lambda p: sorted(map(_number, p))):
        waiting, part = [pair], list[frozenset[str]]()
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                part.append(one)
                waiting += [p for name in one for p in near[name]]
        if part:
            found.append(part)
    return found


def _blocks(
    stated: Stated, people: People, activities: Mapping[str, Activity], ties: Sequence[Tie]
) -> dict[str, Hashable]:
    """Activity → the mark of its course."""
    alone = set[str]()
    mine: dict[str, list[tuple[int, int]]] = {name: [] for name in activities}
    for number, tie in enumerate(ties):
        for place, name in enumerate(tie.activities):
            mine[name].append((number, place))
    while True:
        blocks = _refined(
            {name: _first_mark(stated, people, a, [ties[n] for n, _p in mine[name]], name in alone)
             for name, a in activities.items()},
            ties, mine,
        )  # fmt: skip
        more = _not_by_turn(blocks, ties) | _same_starts(stated, blocks)
        if more <= alone:
            return blocks
        alone |= more


def _first_mark(stated: Stated, people: People, one: Activity, ties: Iterable[Tie], alone: bool) -> Hashable:
    """What the sessions of a course share, ties aside."""
    starts = stated.starts.get(one.id)
    by_turn = any(t.relation in BY_TURN or t.relation is Relation.ENDS_DAY for t in ties)
    return (
        one.group,
        one.subject,
        frozenset(people.of_activity[one.id]),
        frozenset(people.team[one.id]),
        stated.own_rooms(one),
        stated.inside.get(one.id),
        "one" if starts is not None and len(starts) == 1 else starts,
        frozenset(one.tags) & {bound.tag for bound in stated.bounds},
        one.hours if starts is not None or by_turn else 0,
        one.id if alone else "",
    )


def _refined(
    blocks: dict[str, Hashable], ties: Sequence[Tie], mine: Mapping[str, Sequence[tuple[int, int]]]
) -> dict[str, Hashable]:
    """Blocks cut until all of one have the same ties, to the same other blocks."""
    numbers: dict[Hashable, int] = {}
    now = {name: numbers.setdefault(mark, len(numbers)) for name, mark in blocks.items()}
    while True:
        marks = {name: (now[name], _tied_to(now, ties, rows)) for name, rows in mine.items()}
        again: dict[Hashable, int] = {}
        after = {name: again.setdefault(marks[name], len(again)) for name in now}
        if len(set(after.values())) == len(set(now.values())):
            return dict(after)
        now = after


def _tied_to(now: Mapping[str, int], ties: Sequence[Tie], rows: Sequence[tuple[int, int]]) -> Hashable:
    found: list[Hashable] = []
    for number, place in rows:
        tie = ties[number]
        if tie.relation in WHOLE:
            found.append((tie.relation, number))
        else:
            order = place if tie.relation in (Relation.IN_A_ROW, Relation.ORDER) else 0
            found.append((tie.relation, tie.hard, order, frozenset(now[a] for a in tie.activities)))
    return frozenset(Counter(found).items())


def _not_by_turn(blocks: Mapping[str, Hashable], ties: Sequence[Tie]) -> set[str]:
    """Activities that cannot be sessions of one course, as their ties do not go session by session."""
    size, bad = Counter(blocks.values()), set[str]()
    held: Counter[tuple[Hashable, Relation, frozenset[Hashable]]] = Counter()
    for tie in ties:
        near = [blocks[a] for a in tie.activities]
        if tie.relation in BY_TURN:
            held.update((b, tie.relation, frozenset(near)) for b in set(near))
    for tie in ties:
        near = [blocks[a] for a in tie.activities]
        if tie.relation not in BY_TURN:
            continue
        fits = len(set(near)) == len(near) and len({size[b] for b in near}) == 1
        once = all(held[b, tie.relation, frozenset(near)] == size[b] for b in near)
        bad |= set(tie.activities) if not (fits and once) else set()
    return {name for name in bad if size[blocks[name]] > 1} | {
        name for name, block in blocks.items() if size[block] > 1 and block in {blocks[b] for b in bad}
    }


def _same_starts(stated: Stated, blocks: Mapping[str, Hashable]) -> set[str]:
    """Activities of one block that are fixed to the same start."""
    held: dict[tuple[Hashable, Slot], list[str]] = {}
    for name, block in blocks.items():
        starts = stated.starts.get(name)
        if starts is not None and len(starts) == 1:
            held.setdefault((block, min(starts)), []).append(name)
    return {name for names in held.values() if len(names) > 1 for name in names}


def _course(stated: Stated, people: People, rows: Sequence[Activity], ties: Iterable[Tie]) -> FetCourse:
    one, names = rows[0], {a.id for a in rows}
    starts = [stated.starts[a.id] for a in rows if a.id in stated.starts]
    apart = any(t.relation is Relation.DAYS_APART and t.hard and names <= set(t.activities) for t in ties)
    return FetCourse(
        tuple(rows),
        people.of_activity[one.id],
        people.team[one.id],
        stated.own_rooms(one),
        stated.inside.get(one.id),
        frozenset().union(*starts) if starts else None,
        1 if apart else min(MOST_A_DAY, len(rows)),
    )
