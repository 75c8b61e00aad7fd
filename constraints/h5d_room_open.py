"""H5d: no session in a room that is not available."""

from collections.abc import Hashable, Iterator

from planner.domain import Kind, Problem, Room, RoomId, Timetable, TrainerId, away
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import room_name, say_when


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions during an absence of their room."""
    for session in timetable.sessions:
        room = problem.rooms.get(session.room_id) if session.room_id else None
        if room is None or session.modality == "remote_async":
            continue
        if any(a.hard and a.hits(session.day, session.start, session.end) for a in room.absences):
            text = f"{room_name(problem, room.id)} n'est pas disponible {say_when(session)}, pour « {session.label} »."
            yield Finding("H5d", text, sessions=(session.id,))


def _ever_away(problem: Problem) -> frozenset[RoomId]:
    """Rooms with hours at which they are not there."""
    return frozenset(room.id for room in problem.rooms.values() if room.absences)


def _about(problem: Problem, item: Item, team: tuple[TrainerId, ...]) -> Hashable | None:
    """Its rooms, where one of them is ever away."""
    del team
    rooms = (item.rooms, item.fixed_rooms)
    shut = problem.once(_ever_away)
    return rooms if item.kind != Kind.FIXED and not all(shut.isdisjoint(some) for some in rooms) else None


def enforce_domain(problem: Problem, item: Item, option: Option) -> bool:
    """Some room that the item may have is there for the whole option; all of them, where it takes them for sure."""
    away_now = [away(problem.rooms[r].absences, option.day, option.start, option.end) for r in item.rooms]
    taken = [
        away(problem.rooms[r].absences, option.day, option.start, option.end)
        for r in item.fixed_rooms
        if r in problem.rooms
    ]
    return item.kind == Kind.FIXED or (not (away_now and all(away_now)) and not any(taken))


def _about_room(problem: Problem, item: Item) -> Hashable | None:
    """Nothing: its time alone tells."""
    del problem, item
    return None


def enforce_room(problem: Problem, item: Item, option: Option | None, room: Room) -> bool:
    """The room is not away during the option, once the time is known."""
    return option is None or not away(room.absences, option.day, option.start, option.end)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """The room is not away during the session."""
    del board
    placed = placement.session
    room = problem.rooms.get(placed.room_id) if placed.room_id else None
    if not placement.moves or room is None or placed.modality == "remote_async":
        return
    if room.absences and away(room.absences, placed.day, placed.start, placed.end):
        text = f"{room_name(problem, room.id)} n'est pas disponible {say_when(placed)}, pour « {placed.label} »."
        yield Finding("H5d", text, sessions=(placed.id,))


RULE = Rule(
    key="H5d",
    statement="Une salle n'est occupée que lorsqu'elle est disponible.",
    kind="hard",
    check=check,
    enforce=Enforce(domain=enforce_domain, about=_about, room=enforce_room, about_room=_about_room, refuse=refuse),
)
