"""H1b: one session at a time in a room, shared ones up to their number of groups; one made of others takes them."""

from collections.abc import Iterable, Iterator

from planner.domain import Kind, Problem, RoomId, Session, Timetable, away, fills_room, rooms_beside
from planner.model import RoomModel, WeekModel
from planner.model.room_sets import capacity, families, load_of
from planner.placement import BoardView, Placement, meeting
from planner.rule import Enforce, Finding, Rule
from planner.words import count, room_name, say_all, say_when


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions that start in a room which already holds as many as it may."""
    for room_id, sessions in timetable.by_room.items():
        room = problem.rooms.get(room_id)
        most = max(1, room.shared) if room else 1
        here: list[Session] = []
        for session in sessions:
            if not _in_it(session):
                continue
            here = [s for s in here if s.overlaps(session)]
            here.append(session)
            if len(here) > most:
                text = (
                    f"{room_name(problem, room_id)} accueille {len(here)} groupes à la fois, pour {most} au plus, "
                    f"{say_when(session)} : {say_all(f'« {s.label} »' for s in here)}."
                )
                yield Finding("H1b", text, sessions=tuple(s.id for s in here))
        for other in rooms_beside(problem, room_id):
            # Each two rooms once.
            if room_id < other:
                yield from _both(problem, sessions, timetable.by_room.get(other, ()))


def _both(problem: Problem, these: Iterable[Session], those: Iterable[Session]) -> Iterator[Finding]:
    """Sessions at once in two rooms, of which one is a part of the other, or that have a part in common."""
    for one in these:
        for other in those:
            if one.overlaps(other) and _in_it(one) and _in_it(other):
                rooms = [room_name(problem, s.room_id) for s in (one, other) if s.room_id]
                text = (
                    f"{rooms[0]} et {rooms[1]} ne servent pas en même temps, {say_when(one)} : « {one.label} » et "
                    f"« {other.label} »."
                )
                yield Finding("H1b", text, sessions=(one.id, other.id))


def _in_it(session: Session) -> bool:
    return session.modality != "remote_async" and session.kind != Kind.VISIT


def enforce_rooms(problem: Problem, model: RoomModel) -> None:
    """At each start in a room, no more pairs than groups it may hold, those that are there for sure deducted."""
    asked = dict.fromkeys(room for _number, room in model.pairs)
    for room in (*asked, *(room for room in problem.rooms if room not in asked)):
        over = [r for r in rooms_beside(problem, room) if r in asked and fills_room(problem, r, room)]
        if not over or (room not in asked and len(over) < 2):
            continue
        places = max(1, problem.rooms[room].shared)
        for day, minute, together in model.moments_in(over):
            here = [item for item, o in model.placed if not item.rooms and o.day == day and o.start <= minute < o.end]
            taken = sum(_takes(problem, r, room) for item in here for r in item.fixed_rooms)
            takes = [_takes(problem, model.pairs[k][1], room) for k in together]
            model.add(together, takes, high=max(0, places - taken))


def _takes(problem: Problem, used: RoomId, room: RoomId) -> int:
    """Groups fewer that a room takes while another is used: one of its own, all of them where it is a part of that."""
    whole = max(1, problem.rooms[room].shared) if room in problem.rooms else 1
    return 1 if used == room else whole * fills_room(problem, used, room)


def enforce_week(problem: Problem, model: WeekModel) -> None:
    """At each moment, the sessions that must be in some set of rooms are no more than those rooms can hold."""
    for rooms in families(problem, model):
        needs = [load_of(problem, item, rooms) for item in model.items]
        if sum(needs) <= capacity(problem, (r for r in rooms if not problem.rooms[r].absences)):
            continue
        among = [number for number, need in enumerate(needs) if need]
        for _rooms, day, minute, together in model.moments_of(lambda _item, _team: ("rooms",), among):
            free = (r for r in rooms if not away(problem.rooms[r].absences, day, minute, minute + 1))
            places = capacity(problem, free)
            takes = [needs[model.options[k][0]] for k in together]
            most = {model.options[k][0]: take for k, take in zip(together, takes, strict=True)}
            if sum(most.values()) > places:
                model.add(together, takes, high=places)


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """At its start, and at each start during it, the room holds no more groups than it may, this one included."""
    placed = placement.session
    if not placement.moves or placed.room_id is None or not _in_it(placed):
        return
    found = [s for s in meeting(board.held(placed.room_id, placed.day), placement) if s.kind != Kind.VISIT]
    for other in (s for s in found if s.room_id != placed.room_id and s.room_id):
        yield from _both(problem, (placed,), (other,))
    met = [s for s in found if s.room_id == placed.room_id]
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
    statement="Une salle n'accueille qu'une séance à la fois, sauf une salle partagée, jusqu'à son nombre de groupes ; "
    "une salle qui en réunit d'autres les prend, et chacune d'elles la prend.",
    kind="hard",
    check=check,
    enforce=Enforce(rooms=enforce_rooms, week=enforce_week, refuse=refuse, relaxed=frozenset({"week"})),
)
