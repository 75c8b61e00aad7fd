"""H5b: no more people in a room than it has seats, all groups that share it together."""

from collections.abc import Hashable, Iterator
from datetime import date

from planner.domain import Kind, Problem, Room, RoomId, Session, Timetable
from planner.model import Item, Option, RoomModel, WeekModel
from planner.placement import BoardView, Placement, meeting
from planner.rule import Enforce, Finding, Rule
from planner.words import count, room_name, say_when


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """At each start in a room, people on site beyond its seats."""
    for room_id, sessions in timetable.by_room.items():
        room = problem.rooms.get(room_id)
        if room is None:
            continue
        days: dict[date, list[Session]] = {}
        for session in sessions:
            if session.modality != "remote_async" and session.kind != Kind.VISIT:
                days.setdefault(session.day, []).append(session)
        for held in days.values():
            yield from _too_many(problem, timetable, room, held)


def _too_many(problem: Problem, timetable: Timetable, room: Room, held: list[Session]) -> Iterator[Finding]:
    for session in held:
        here = [s for s in held if s.start <= session.start < s.end]
        people = {a.apprentice_id for s in here for a in timetable.attendees.get(s.id, ()) if not a.remote}
        if len(people) > room.seats:
            text = (
                f"{room_name(problem, room.id)} a {count(room.seats, 'place')} pour {count(len(people), 'personne')}, "
                f"{say_when(session)} (« {session.label} »)."
            )
            yield Finding("H5b", text, amount=len(people) - room.seats, sessions=tuple(s.id for s in here))


def _about_room(problem: Problem, item: Item) -> Hashable | None:
    """Its seats."""
    del problem
    return item.heads


def enforce_room(problem: Problem, item: Item, option: Option | None, room: Room) -> bool:
    """The item's heads have a seat each."""
    return item.heads <= room.seats


def enforce_rooms(problem: Problem, model: RoomModel) -> None:
    """At each start in a shared room, heads of all its groups within its seats."""
    for room, together in model.together():
        if room.shared < 2:
            continue
        spans = [model.placed[model.pairs[k][0]][1] for k in together]
        minute, day = max((o.start for o in spans), default=0), spans[0].day if spans else None
        stand = [
            i.heads
            for i, o in model.placed
            if room.id in i.fixed_rooms and not i.rooms and o.day == day and o.start <= minute < o.end
        ]
        if len(together) + len(stand) > 1:
            model.add(together, [model.heads(k) for k in together], high=max(0, room.seats - sum(stand)))


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """At each moment, groups that can only be in certain rooms, some of them shared, have a seat each there."""
    for rooms in sorted({item.rooms for item in model.items if any(problem.rooms[r].shared > 1 for r in item.rooms)}):
        seats = sum(problem.rooms[r].seats for r in rooms)
        inside = frozenset(rooms)

        def users(item: Item, option: Option, inside: frozenset[RoomId] = inside) -> list[str]:
            return ["rooms"] if item.rooms and inside.issuperset(item.rooms) else []

        among = [k for n, i in enumerate(model.items) if i.rooms and inside.issuperset(i.rooms) for k in model.of(n)]
        for _rooms, _day, _minute, together in model.moments(users, among):
            heads = [model.items[model.options[k][0]].heads for k in together]
            if sum({model.options[k][0]: h for k, h in zip(together, heads, strict=True)}.values()) > seats:
                model.add(together, heads, high=seats)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """At its start, and at each start during it, those who are in the room have a seat each."""
    placed = placement.session
    room = problem.rooms.get(placed.room_id) if placed.room_id else None
    if room is None or placed.modality == "remote_async" or placed.kind == Kind.VISIT:
        return
    own = {person for person, far in placement.people.items() if not far}
    stay = set() if placement.moves else own - placement.joining
    held = (s for s in board.held(room.id, placed.day) if s.room_id == room.id)
    met = [s for s in meeting(held, placement) if s.kind != Kind.VISIT]
    seated = {s.id: {p for p, far in board.people_of(s.id).items() if not far} for s in met}
    if len(own) + sum(map(len, seated.values())) <= room.seats:
        return
    for minute in sorted({placed.start, *(s.start for s in met if s.start > placed.start)}):
        here = [s for s in met if s.start <= minute < s.end]
        there = set().union(*(seated[s.id] for s in here))
        heads = len(there | own)
        grows = heads > len(there | stay) or (placement.moves and minute == placed.start)
        if heads > room.seats and grows:
            brief = f"{room_name(problem, room.id)} a {count(room.seats, 'place')} pour {count(heads, 'personne')}"
            text = f"{brief}, {say_when(placed)} (« {placed.label} »)."
            yield Finding("H5b", text, heads - room.seats, (placed.id, *(s.id for s in here)), brief=brief)
            return


RULE = Rule(
    key="H5b",
    statement="Une salle ne reçoit jamais plus de personnes qu'elle n'a de places.",
    kind="hard",
    check=check,
    enforce=Enforce(
        room=enforce_room,
        about_room=_about_room,
        rooms=enforce_rooms,
        week=enforce_week,
        refuse=refuse,
        relaxed=frozenset({"week"}),
    ),
)
