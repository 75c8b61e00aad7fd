"""H11c: the rooms of somebody's sessions have what an arrangement asks for (step-free access, equipment).

Rooms of barrettes are chosen by the composition, group by group, since a class is then spread over several rooms.
"""

from collections.abc import Hashable, Iterator

from planner.domain import ApprenticeId, Arrangement, Kind, Learner, Problem, Room, Timetable, key
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import learner_name, say_when

KEY = "H11c"
STEP_FREE = ("accessible", "accessibilite", "pmr")


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Room of every session that the person attends on site."""
    for row in problem.arrangements:
        if row.effect != "room_feature":
            continue
        for session in timetable.by_apprentice.get(row.apprentice_id, ()):
            room = problem.rooms.get(session.room_id) if session.room_id else None
            if room is None or not row.on(session.day) or _suits(room, row.text):
                continue
            if not any(a.remote and a.apprentice_id == row.apprentice_id for a in timetable.attendees[session.id]):
                name = learner_name(problem, row.apprentice_id)
                text = f"{name}, {say_when(session)} : la salle {room.name} n'a pas « {row.text} »."
                yield Finding(KEY, text, 1, (session.id,), (row.apprentice_id,))


def _suits(room: Room, feature: str) -> bool:
    return room.accessible if key(feature) in STEP_FREE else key(feature) in {key(f) for f in room.features}


def _about_room(problem: Problem, item: Item) -> Hashable | None:
    """Whom the item calls, where anybody asks for a feature."""
    if item.kind == Kind.BARRETTE or not problem.once(_asking):
        return None
    return item.learners, item.class_ids, item.part, item.course_id


def _allowed(problem: Problem, item: Item, option: Option | None, room: Room) -> bool:
    """No room without the feature for whoever is named, or on the roll that day (all along, when no day is known)."""
    if item.kind == Kind.BARRETTE:
        return True
    rows = problem.once(_asking)
    return not any(not _has(room, row) and _concerned(problem, item, option, row, who) for row, who in rows)


def _asking(problem: Problem) -> list[tuple[Arrangement, Learner]]:
    """What those ask for who come to the centre."""
    rows = ((row, problem.learners.get(row.apprentice_id)) for row in problem.arrangements)
    return [(row, who) for row, who in rows if row.effect == "room_feature" and who is not None and not who.remote]


def _has(room: Room, row: Arrangement) -> bool:
    wanted = key(row.text)
    return room.accessible if wanted in STEP_FREE else any(key(feature) == wanted for feature in room.features)


def _concerned(problem: Problem, item: Item, option: Option | None, row: Arrangement, learner: Learner) -> bool:
    if option is not None and not row.on(option.day):
        return False
    if option is None and not (row.on(problem.first) and row.on(problem.last)):
        return False
    if item.learners:
        return learner.id in item.learners
    if option is not None and not problem.here(learner, option.day, option.start, option.end):
        return False
    days = (option.day,) if option is not None else (problem.first, problem.last)
    if item.course_id and any(problem.followed(learner.id, item.course_id, day, item.part) for day in days):
        return True
    homes = [learner.membership(day) for day in days]
    return problem.takes(learner, item.course_id) and all(
        m is not None and m.class_id in item.class_ids and item.part in ("", m.part) for m in homes
    )


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """The room has what those who come to it ask for."""
    del board
    placed = placement.session
    asked = problem.once(_asked)
    room = problem.rooms.get(placed.room_id) if placed.room_id and asked else None
    if room is None:
        return
    concerned = placement.concerned
    for person in asked:
        if concerned.get(person, True):
            continue
        for row in problem.arranged(person, "room_feature", placed.day):
            if not _has(room, row):
                name = learner_name(problem, person)
                text = f"{name}, {say_when(placed)} : la salle {room.name} n'a pas « {row.text} »."
                yield Finding(KEY, text, 1, (placed.id,), (person,))


def _asked(problem: Problem) -> tuple[ApprenticeId, ...]:
    """Those who ask something of their rooms at some time."""
    rows = (row for row in problem.arrangements if row.effect == "room_feature")
    return tuple(dict.fromkeys(row.apprentice_id for row in rows))


RULE = Rule(
    KEY,
    "Les séances d'un apprenant ont lieu dans des salles qui ont ce que son aménagement demande.",
    "hard",
    check,
    Enforce(room=_allowed, about_room=_about_room, refuse=refuse),
)
