"""H1b: one session at a time in a room, shared rooms up to their number of groups."""

from collections import Counter
from collections.abc import Iterable, Iterator

from planner.domain import Kind, Problem, RoomId, Session, Timetable, away
from planner.model import Item, RoomModel, WeekModel
from planner.placement import BoardView, Placement, meeting
from planner.rule import Enforce, Finding, Rule
from planner.words import count, room_name, say_all, say_when

MOST_SETS = 60
"""Bound on the family of room sets with rooms in common whose capacity the week counts."""


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions that start in a room which already holds as many as it may."""
    for room_id, sessions in timetable.by_room.items():
        room = problem.rooms.get(room_id)
        most = max(1, room.shared) if room else 1
        here: list[Session] = []
        for session in sessions:
            if session.modality == "remote_async" or session.kind == Kind.VISIT:
                continue
            here = [s for s in here if s.overlaps(session)]
            here.append(session)
            if len(here) > most:
                text = (
                    f"{room_name(problem, room_id)} accueille {len(here)} groupes à la fois, pour {most} au plus, "
                    f"{say_when(session)} : {say_all(f'« {s.label} »' for s in here)}."
                )
                yield Finding("H1b", text, sessions=tuple(s.id for s in here))


def enforce_rooms(problem: Problem, model: RoomModel) -> None:
    """At each start in a room, no more pairs than groups it may hold, those that are there for sure deducted."""
    for room, together in model.together():
        spans = [model.placed[model.pairs[k][0]][1] for k in together]
        if not spans:
            continue
        minute, day = max(o.start for o in spans), spans[0].day
        taken = sum(
            room.id in item.fixed_rooms and not item.rooms and o.day == day and o.start <= minute < o.end
            for item, o in model.placed
        )
        model.add(together, 1, high=max(0, max(1, room.shared) - taken))


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """At each moment, the sessions that must be in some set of rooms are no more than those rooms can hold."""
    for rooms in _families(model):
        needs = [_takes(item, rooms) for item in model.items]
        all_day = [problem.rooms[r] for r in rooms if not problem.rooms[r].absences]
        if sum(needs) <= sum(max(1, room.shared) for room in all_day):
            continue
        among = [number for number, need in enumerate(needs) if need]
        for _rooms, day, minute, together in model.moments_of(lambda _item, _team: ("rooms",), among):
            free = [problem.rooms[r] for r in rooms if not away(problem.rooms[r].absences, day, minute, minute + 1)]
            capacity = sum(max(1, room.shared) for room in free)
            takes = [needs[model.options[k][0]] for k in together]
            most = {model.options[k][0]: take for k, take in zip(together, takes, strict=True)}
            if sum(most.values()) > capacity:
                model.add(together, takes, high=capacity)


def _takes(item: Item, rooms: frozenset[RoomId]) -> int:
    """Places in a set of rooms that an item takes for sure."""
    if item.rooms:
        return int(rooms.issuperset(item.rooms))
    return len(rooms.intersection(item.fixed_rooms))


def _families(model: WeekModel) -> list[frozenset[RoomId]]:
    """Sets of eligible rooms, and unions of those that overlap, smallest first."""
    found = sorted({frozenset(i.rooms) for i in model.items if i.rooms}, key=lambda s: (len(s), sorted(s)))
    alone = {frozenset({r}) for i in model.items for r in i.fixed_rooms}
    found += sorted(alone - set(found), key=sorted)
    # As many for the rooms of each site, which have nothing in common with those of another.
    group = _overlapping(found)
    room = Counter(group[next(iter(rooms))] for rooms in found)
    known = set(found)
    for first in list(found):
        for second in list(found):
            if first.isdisjoint(second) or (union := first | second) in known:
                continue
            own = group[next(iter(first))]
            if room[own] < MOST_SETS:
                room[own] += 1
                known.add(union)
                found.append(union)
    return found


def _overlapping(sets: Iterable[frozenset[RoomId]]) -> dict[RoomId, int]:
    """By room, a number that rooms of sets with a room in common share."""
    found: dict[RoomId, int] = {}
    members: dict[int, set[RoomId]] = {}
    for number, rooms in enumerate(sets):
        met = {found[r] for r in rooms if r in found}
        whole = set(rooms).union(*(members.pop(other) for other in met))
        members[number] = whole
        found |= dict.fromkeys(whole, number)
    return found


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """At its start, and at each start during it, the room holds no more groups than it may, this one included."""
    placed = placement.session
    if not placement.moves or placed.room_id is None or placed.kind == Kind.VISIT or placed.modality == "remote_async":
        return
    met = [s for s in meeting(board.held(placed.room_id, placed.day), placement) if s.kind != Kind.VISIT]
    room = problem.rooms.get(placed.room_id)
    most = max(1, room.shared) if room else 1
    if len(met) < most:
        return
    for minute in sorted({placed.start, *(s.start for s in met if s.start > placed.start)}):
        here = [s for s in met if s.start <= minute < s.end]
        if len(here) >= most:
            text = (
                f"{room_name(problem, placed.room_id)} est déjà prise {say_when(placed)}, où « {placed.label} » serait "
                f"placé : {say_all(f'« {s.label} »' for s in here)}, pour {count(most, 'groupe')} au plus."
            )
            yield Finding("H1b", text, sessions=(placed.id, *(s.id for s in here)))
            return


RULE = Rule(
    key="H1b",
    statement="Une salle n'accueille qu'une séance à la fois, sauf une salle partagée, jusqu'à son nombre de groupes.",
    kind="hard",
    check=check,
    enforce=Enforce(rooms=enforce_rooms, week=enforce_week, refuse=refuse, relaxed=frozenset({"week"})),
)
