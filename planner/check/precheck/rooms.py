"""Pre-checks on rooms: one of the right type, large enough, and not asked for more hours than there are."""

from collections.abc import Iterator
from datetime import date

from planner.check.precheck.alert import Alert, many, origin, some
from planner.check.precheck.case import Case
from planner.check.precheck.load import ELSEWHERE, Load, Overload, course_loads, free_minutes, open_days, overloads
from planner.domain import Course, Learner, Problem, Room, key, places_of
from planner.words import course_name, say_minutes


def room_sizes(case: Case) -> Iterator[Alert]:
    """A course for which no room has the type, the features or the seats."""
    problem = case.problem
    for course in problem.courses.values():
        rooms = _rooms(problem, course)
        place = origin(problem, "course", course.id)
        if course.room_types and not rooms:
            asked = " ou ".join(course.room_types) + "".join(f", {feature}" for feature in sorted(course.room_features))
            text = (
                f"{course_name(problem, course.id)} demande une salle « {asked} » et aucune salle ne convient. "
                "Solution : corriger le type dans la feuille Cours ou ajouter la salle dans la feuille Salles."
            )
            yield Alert("room_sizes", text, place, blocking=True)
            continue
        if course.max_group is not None and _heads(problem, course) > course.max_group and not course.barrette_id:
            text = (
                f"{course_name(problem, course.id)} réunit {many(_heads(problem, course), 'apprenant')}, pour "
                f"{course.max_group} au plus (« effectif maximal »). Solution : relever ce nombre dans la feuille Cours"
                f"{_parted(course, _heads(problem, course), course.max_group)}."
            )
            yield Alert("room_sizes", text, place, blocking=True)
            continue
        seats, heads = max((room.seats for room in rooms), default=0), _heads(problem, course)
        if rooms and heads > seats and not course.barrette_id:
            kind = f" de type {' ou '.join(course.room_types)}" if course.room_types else ""
            text = (
                f"{course_name(problem, course.id)} réunit {many(heads, 'apprenant')} et la plus grande salle{kind} a "
                f"{many(seats, 'place')} ({some([room.name for room in rooms if room.seats == seats])}). Solution : "
                f"prévoir une salle plus grande{_parted(course, heads, seats)}."
            )
            yield Alert("room_sizes", text, place, blocking=True)


def _parted(course: Course, heads: int, seats: int) -> str:
    """The ways out that need no larger room: the class in parts, crossed with another course, or fewer people."""
    if not seats:
        return ""
    parts = -(-heads * course.parts // seats)
    fewer = many((heads - seats) * course.parts, "apprenant")
    return (
        f" ; ou partager la classe en {parts} parties (colonne « parties » de la feuille Cours), croisées avec un "
        f"autre cours (« croisé avec ») ; ou {fewer} de moins dans la classe"
    )


def room_features(case: Case) -> Iterator[Alert]:
    """A course that no room may hold, on some day, because of what the arrangements of its people ask for."""
    problem = case.problem
    days = [max(week, problem.first) for week in problem.weeks]
    needs = [
        (row.text, learner, [day for day in days if row.on(day)])
        for row in problem.arrangements
        if row.effect == "room_feature" and (learner := problem.learners.get(row.apprentice_id)) and not learner.remote
    ]
    for course in problem.courses.values():
        rooms = _rooms(problem, course)
        asked: dict[str, set[str]] = {}
        for text, learner, while_ in needs:
            if any(_follows(problem, learner, course, day) for day in while_):
                asked.setdefault(text, set()).add(learner.name)
        wanted = {key(text) for text in asked}
        if not asked or not rooms or any(wanted <= room.has for room in rooms) or course.barrette_id:
            continue
        who = some(sorted({name for names in asked.values() for name in names}))
        text = (
            f"{course_name(problem, course.id)} est suivi par {who}, qui demande « {' ; '.join(sorted(asked))} » "
            "(feuille Aménagements), et aucune des salles qui conviennent au cours ne l'a. Solution : compléter "
            "« équipements » ou « accessible » dans la feuille Salles, ou une autre salle."
        )
        yield Alert("room_features", text, origin(problem, "course", course.id), blocking=True)


def _follows(problem: Problem, learner: Learner, course: Course, day: date) -> bool:
    home = learner.membership(day)
    own = home is not None and home.class_id in course.class_ids and problem.freed(learner.id, course, day) is None
    return own or problem.followed(learner.id, course.id, day)


def room_load(case: Case) -> Iterator[Alert]:
    """Rooms of a type that are asked for more hours in a week than they are open."""
    problem = case.problem
    loads: list[Load] = []
    for course in problem.courses.values():
        rooms = _rooms(problem, course) if course.room_types else ()
        # Whoever is in a hall takes the rooms that it is made of.
        choices = tuple(frozenset(map(str, places_of(problem, room.id))) for room in rooms)
        loads += course_loads(case, course, choices) if choices else ()
    capacity = {
        (str(r.id), week): _week_minutes(problem, r, week) for r in problem.rooms.values() for week in problem.weeks
    }
    for over in overloads(loads, capacity):
        yield _too_much(problem, over)


def _rooms(problem: Problem, course: Course) -> list[Room]:
    """Rooms with the course's type and features: those of its classes' sites, else those of other sites."""
    sites = {problem.classes[class_id].site_id for class_id in course.class_ids}
    found = problem.course_rooms(course)
    near = [room for room in found if not room.site_id or not any(sites) or room.site_id in sites]
    return near or list(found)


def _heads(problem: Problem, course: Course) -> int:
    """Most people in the room at once: the largest roster of the horizon's weeks, shared out among the parts."""
    sizes = [0]
    for week in problem.weeks:
        day = max(week, problem.first)
        here = [
            p for class_id in course.class_ids for p in problem.roster(class_id, day, course=course) if not p.remote
        ]
        sizes.append(len(here))
    if not any(sizes) and not course.reserved:
        sizes = [sum(problem.classes[class_id].planned_size or 0 for class_id in course.class_ids)]
    return -(-max(sizes) // max(1, course.parts))


def _week_minutes(problem: Problem, room: Room, week: date) -> int:
    """Minutes for which a room can be used in a week, once for each group it takes at a time."""
    days = open_days(problem, week)
    longest = [max(free_minutes(problem, b, day, room.absences) for b in problem.bells.values()) for day in days]
    return room.shared * sum(longest)


def _too_much(problem: Problem, over: Overload) -> Alert:
    rooms = [room for room in problem.rooms.values() if room.id in over.names]
    alone = len(rooms) == 1
    types = some(sorted({room.type for room in rooms}))
    text = (
        f"{over.when} : {say_minutes(over.wanted)} de cours demandent {some([room.name for room in rooms])} "
        f"({types}), {'ouverte' if alone else 'ouvertes en tout'} {say_minutes(over.capacity)} : "
        f"{some([course_name(problem, course.id) for course in over.courses], 4)}{'' if over.firm else ELSEWHERE}. "
        "Solution : une salle de plus, un autre type de salle pour une partie des cours, ou d'autres semaines dans le "
        "calendrier."
    )
    place, *others = (origin(problem, "room", room.id) for room in rooms)
    about = frozenset(f"room:{room.id}" for room in rooms)
    return Alert("room_load", text, place, over.firm, tuple(filter(None, others)), about)
