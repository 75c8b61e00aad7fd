"""P8: a class keeps one room among those of a type: its own, else the one it is most often in.

Cost: 1 for each session of a single class in another room of that type. Day by day, the model goes by the rooms that
the class had so far (``usual``), so that its cost is the same only where the class has a room of its own.
"""

from collections import Counter
from collections.abc import Iterator

from planner.domain import ClassGroup, ClassId, Kind, Problem, RoomId, Session, Timetable
from planner.model import RoomModel
from planner.placement import BoardView, Placement, horizon, others
from planner.rule import Enforce, Finding, Rule
from planner.words import room_name, say_when

KEY = "P8"


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Rooms of the courses of each class, type by type, against the one it keeps."""
    held: dict[tuple[ClassId, str], list[Session]] = {}
    for session in timetable.sessions:
        if session.kind == Kind.COURSE and session.room_id in problem.rooms and len(session.class_ids) == 1:
            kind = problem.rooms[session.room_id].type if session.room_id else ""
            held.setdefault((session.class_ids[0], kind), []).append(session)
    for (class_id, kind), sessions in held.items():
        group = problem.classes.get(class_id)
        kept = _kept(problem, group, kind, sessions) if group else None
        for session in sessions:
            if kept and session.room_id and session.room_id != kept and group:
                text = f"{group.name}, {say_when(session)} : en {room_name(problem, session.room_id)} et non en "
                yield Finding(KEY, f"{text}{room_name(problem, kept)}.", 1, (session.id,))


def _kept(problem: Problem, group: ClassGroup, kind: str, sessions: list[Session]) -> RoomId | None:
    home = problem.rooms.get(group.home_room) if group.home_room else None
    if home is not None and home.type == kind:
        return home.id
    count = Counter(s.room_id for s in sessions if s.room_id)
    return min(count, key=lambda room: (-count[room], room)) if count else None


def _rooms(problem: Problem, model: RoomModel) -> None:
    for number, (item, _option) in enumerate(model.placed):
        if item.kind != Kind.COURSE or len(item.class_ids) != 1:
            continue
        home = problem.classes[item.class_ids[0]].home_room
        usual = model.usual.get(number, {})
        for k in model.of(number):
            room = model.rooms[model.pairs[k][1]]
            rivals = [r for r in usual if model.rooms[r].type == room.type]
            best = max(rivals, key=lambda r: (usual[r], r), default=None)
            if home in model.rooms and home is not None and model.rooms[home].type == room.type:
                best = home
            if best is not None and best != room.id:
                model.penalise(KEY, [k])


def weigh(problem: Problem, board: BoardView, placement: Placement) -> float:
    """Courses of the class outside the room it keeps, with the session, less those without it."""
    placed = placement.session
    room = problem.rooms.get(placed.room_id) if placed.room_id else None
    if not placement.moves or room is None or placed.kind != Kind.COURSE or len(placed.class_ids) != 1:
        return 0
    group = problem.classes.get(placed.class_ids[0])
    if group is None:
        return 0
    home = problem.rooms.get(group.home_room) if group.home_room else None
    if home is not None and home.type == room.type:
        return int(home.id != room.id)
    count: Counter[RoomId] = Counter()
    for day in problem.once(horizon):
        for session in others(board.of_class(group.id, day), placement):
            other = problem.rooms.get(session.room_id) if session.room_id else None
            if session.kind == Kind.COURSE and len(session.class_ids) == 1 and other and other.type == room.type:
                count[other.id] += 1
    most = max(count.values(), default=0)
    return 1 + most - max(most, count[room.id] + 1)


RULE = Rule(
    KEY,
    "Dans chaque type de salle, une classe garde la même : sa salle préférée, sinon celle où elle est le plus souvent.",
    "soft",
    check,
    Enforce(rooms=_rooms, weigh=weigh, relaxed=frozenset({"rooms"})),
    weight=10,
    name="changements de salle",
)
