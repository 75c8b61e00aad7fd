"""H5a: the room has the type and the features asked, on the right site.

A course asks by itself, a support session by its module. A course that asks for nothing takes an ordinary room: one
whose type nobody asks for by name (the plain names of a classroom are always ordinary), or the class's own room. Who
makes up on their own for a course of an ordinary classroom may do so in any watched place.
"""

from collections.abc import Hashable, Iterable, Iterator

from planner.domain import (
    ClassId,
    CourseId,
    Guidance,
    Kind,
    ModuleId,
    Problem,
    Room,
    RoomId,
    Session,
    Timetable,
    key,
    types_of,
)
from planner.model import Item, Option
from planner.placement import BoardView, Placement
from planner.rule import Enforce, Finding, Rule
from planner.words import room_name, say_all, say_when

PLAIN = frozenset({"salle", "salle de cours", "salle de classe", "classe", "banalisee", "salle banalisee"})
"""Types of ordinary classrooms, even when a course asks for one by name."""
ACCESSIBLE = frozenset({"accessible", "accessibilite"})
"""Features that the column *accessible* of the room gives."""
OTHER_SITE = "elle est sur un autre site"
IN_A_ROOM = (Kind.COURSE, Kind.BARRETTE, Kind.SUPPORT, Kind.ONBOARDING)


def check(problem: Problem, timetable: Timetable) -> Iterator[Finding]:
    """Sessions on site without a room, or in one that lacks what they ask for."""
    for session in timetable.sessions:
        if session.kind not in IN_A_ROOM or session.modality not in ("on_site", "blended"):
            continue
        if session.room_id is None:
            yield Finding("H5a", f"« {session.label} », {say_when(session)}, n'a pas de salle.", sessions=(session.id,))
            continue
        room = problem.rooms.get(session.room_id)
        stands = problem.stands.get(session.id)
        if stands and stands.room_id == session.room_id:
            continue
        fault = _fault(problem, session, room) if room else "elle n'est pas dans la feuille Salles"
        if fault:
            name = room_name(problem, session.room_id)
            text = f"{name} ne convient pas à « {session.label} », {say_when(session)} : {fault}."
            yield Finding("H5a", text, sessions=(session.id,))


def _fault(problem: Problem, session: Session, room: Room) -> str:
    barrette = problem.barrettes.get(session.barrette_id) if session.barrette_id else None
    if barrette and room.id in barrette.room_ids:
        return ""
    types, features = _asked(problem, session)
    if types <= PLAIN and session.kind == Kind.SUPPORT and session.guidance == Guidance.AUTONOMOUS:
        types = set()
    if types and key(room.type) not in types:
        return f"elle est de type « {room.type} », il faut « {_types_said(problem, types)} »"
    lacks = features - {key(f) for f in room.features} - (ACCESSIBLE if room.accessible else set())
    if lacks:
        return f"il y manque {say_all(sorted(lacks))}"
    homes = {problem.classes[c].home_room for c in session.class_ids if c in problem.classes}
    if not types and session.kind == Kind.COURSE and room.id not in homes and key(room.type) in _special(problem):
        return f"une salle de type « {room.type} » est réservée à ce qui la demande"
    sites = {problem.classes[c].site_id for c in session.class_ids if c in problem.classes} - {""}
    if len(sites) == 1 and room.site_id and room.site_id not in sites and session.kind == Kind.COURSE:
        near = (r for r in problem.rooms.values() if r.site_id in sites and (not types or key(r.type) in types))
        if any(not features - {key(f) for f in r.features} - (ACCESSIBLE if r.accessible else set()) for r in near):
            return "elle est sur un autre site, alors que celui de la classe en a de ce type"
    if session.kind == Kind.BARRETTE or (session.kind in IN_A_ROOM and not session.course_ids):
        return OTHER_SITE if len({session.site_id, room.site_id} - {""}) > 1 else ""
    return ""


def _asked(problem: Problem, session: Session) -> tuple[set[str], set[str]]:
    """Types (any of them) and features (all of them) that the course or module asks for."""
    module = problem.modules.get(session.module_id) if session.module_id else None
    if module:
        return {key(t) for t in module.room_types}, set()
    courses = [problem.courses[c] for c in session.course_ids if c in problem.courses]
    types = {key(t) for course in courses for t in course.room_types}
    return types, {key(f) for course in courses for f in course.room_features}


def _special(problem: Problem) -> set[str]:
    asked = {key(t) for course in problem.courses.values() for one in course.room_types for t in one.split(" + ")}
    asked |= {key(t) for course in problem.courses.values() for t in course.room_types}
    return (asked | {key(t) for module in problem.modules.values() for t in module.room_types}) - PLAIN


def _about_room(problem: Problem, item: Item) -> Hashable | None:
    """What is asked for, where the item is, and whose home rooms and lists of rooms may do."""
    course = problem.courses.get(item.course_id) if item.course_id else None
    asks = (course.room_types, course.room_features) if course else None
    whose = item.kind, item.site_id, item.barrette_id, item.class_ids if not _types(problem, item) else ()
    return asks, item.module_id, whose


def enforce_room(problem: Problem, item: Item, option: Option | None, room: Room) -> bool:
    """Type and features fit; of a course, another site only when the item's own has no such room; of a group, never."""
    if not _fits(problem, item, room):
        return False
    if not item.site_id or not room.site_id or room.site_id == item.site_id:
        return True
    if item.kind != Kind.COURSE:
        return not _of_a_group(item.kind, item.course_id) or _listed(problem, item, room)
    return not any(r.site_id == item.site_id and _suits(problem, item, r) for r in problem.rooms.values())


def _of_a_group(kind: Kind, course: CourseId | None) -> bool:
    """Whether a session is that of a group, which stays on its site: no course, nor what makes up for one."""
    return kind == Kind.BARRETTE or (kind in IN_A_ROOM and kind != Kind.COURSE and course is None)


def _listed(problem: Problem, item: Item, room: Room) -> bool:
    """Whether a room is on the list of the barrette of an item."""
    barrette = problem.barrettes.get(item.barrette_id) if item.barrette_id else None
    return barrette is not None and room.id in barrette.room_ids


def _fits(problem: Problem, item: Item, room: Room) -> bool:
    if _listed(problem, item, room):
        return True
    if not _suits(problem, item, room):
        return False
    if _types(problem, item) or item.kind != Kind.COURSE:
        return True
    home = any(problem.classes[c].home_room == room.id for c in item.class_ids)
    return home or key(room.type) in PLAIN or not _asked_by_name(problem, key(room.type))


def _suits(problem: Problem, item: Item, room: Room) -> bool:
    types = _types(problem, item)
    course = problem.courses.get(item.course_id) if item.course_id and not item.module_id else None
    has = {key(f) for f in room.features} | (ACCESSIBLE if room.accessible else frozenset())
    return (not types or key(room.type) in types) and all(
        key(f) in has for f in (course.room_features if course else ())
    )


def _types(problem: Problem, item: Item) -> set[str]:
    module = problem.modules.get(item.module_id) if item.module_id else None
    course = problem.courses.get(item.course_id) if item.course_id else None
    return {key(t) for t in (module.room_types if module else course.room_types if course else ())}


def _asked_by_name(problem: Problem, room_type: str) -> bool:
    by_courses = (t for course in problem.courses.values() for one in course.room_types for t in types_of(one))
    return any(key(t) == room_type for t in by_courses) or any(
        key(t) == room_type for module in problem.modules.values() for t in module.room_types
    )


def refuse(problem: Problem, board: BoardView, placement: Placement) -> Iterator[Finding]:
    """The session has a room, of the type and with the features that it asks for, on the site of its class."""
    del board
    placed = placement.session
    if not placement.moves or placed.kind not in IN_A_ROOM or placed.modality not in ("on_site", "blended"):
        return
    if placed.room_id is None:
        yield Finding("H5a", f"« {placed.label} », {say_when(placed)}, n'a pas de salle.", sessions=(placed.id,))
        return
    stands = problem.stands.get(placed.id)
    if stands and stands.room_id == placed.room_id:
        return
    room = problem.rooms.get(placed.room_id)
    fault = _unfit(problem, placed, room) if room else "elle n'est pas dans la feuille Salles"
    if fault:
        name = room_name(problem, placed.room_id)
        text = f"{name} ne convient pas à « {placed.label} », {say_when(placed)} : {fault}."
        yield Finding("H5a", text, sessions=(placed.id,))


Ask = tuple[ModuleId | None, tuple[CourseId, ...]]
Fault = dict[tuple[Ask, tuple[Kind, bool], RoomId, tuple[ClassId, ...]], str]


def _known_faults(problem: Problem) -> Fault:
    """What `_unfit` has told so far."""
    del problem
    return {}


def _unfit(problem: Problem, placed: Session, room: Room) -> str:
    """Why a room does not suit what the session asks for; empty where it does."""
    barrette = problem.barrettes.get(placed.barrette_id) if placed.barrette_id else None
    if barrette and room.id in barrette.room_ids:
        return ""
    known = problem.once(_known_faults)
    alone = placed.guidance == Guidance.AUTONOMOUS
    name = ((placed.module_id, placed.course_ids), (placed.kind, alone), room.id, placed.class_ids)
    if name not in known:
        types, features = _wanted(problem, placed)
        if alone and placed.kind == Kind.SUPPORT and PLAIN.issuperset(types):
            types = frozenset()
        known[name] = _lack(problem, room, types, features)
        if not known[name] and placed.kind == Kind.COURSE:
            known[name] = _elsewhere(problem, placed, room, types, features)
    away = _of_a_group(placed.kind, placed.course_id) and len({placed.site_id, room.site_id} - {""}) > 1
    return known[name] or (OTHER_SITE if away else "")


def _wanted(problem: Problem, placed: Session) -> tuple[frozenset[str], frozenset[str]]:
    """Types and features that the module asks for, else the courses (several in a teaching group)."""
    if placed.module_id and placed.module_id in problem.modules:
        return frozenset(key(t) for t in problem.modules[placed.module_id].room_types), frozenset()
    courses = [problem.courses[c] for c in placed.course_ids if c in problem.courses]
    types = frozenset(key(t) for course in courses for t in course.room_types)
    return types, frozenset(key(f) for course in courses for f in course.room_features)


def _types_said(problem: Problem, types: Iterable[str]) -> str:
    """Types of rooms as the workbook writes them."""
    written = {key(room.type): room.type for room in problem.rooms.values()}
    return say_all(written.get(name, name) for name in sorted(types))


def _lack(problem: Problem, room: Room, types: frozenset[str], features: frozenset[str]) -> str:
    if types and key(room.type) not in types:
        return f"elle est de type « {room.type} », il faut « {_types_said(problem, types)} »"
    missing = features.difference(key(f) for f in room.features) - (ACCESSIBLE if room.accessible else set())
    return f"il y manque {say_all(sorted(missing))}" if missing else ""


def _elsewhere(problem: Problem, placed: Session, room: Room, types: frozenset[str], features: frozenset[str]) -> str:
    """Why a room that has all that a course asks for is not for it: kept for others, or far from its class."""
    groups = [problem.classes[c] for c in placed.class_ids if c in problem.classes]
    home = any(group.home_room == room.id for group in groups)
    if not types and not home and key(room.type) not in PLAIN and _asked_by_name(problem, key(room.type)):
        return f"une salle de type « {room.type} » est réservée à ce qui la demande"
    sites = {group.site_id for group in groups if group.site_id}
    if len(sites) == 1 and room.site_id and room.site_id not in sites:
        near = [r for r in problem.rooms.values() if r.site_id in sites]
        if any(not _lack(problem, r, types, features) for r in near):
            return "elle est sur un autre site, alors que celui de la classe en a de ce type"
    return ""


RULE = Rule(
    key="H5a",
    statement="Chaque séance a une salle du type et de l'équipement demandés, sur son site.",
    kind="hard",
    check=check,
    enforce=Enforce(room=enforce_room, about_room=_about_room, refuse=refuse),
)
