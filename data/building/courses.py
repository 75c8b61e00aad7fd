"""*Cours* → courses: who, how long, where, in which order."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from data.building.context import Context, identify, slug
from data.building.reserved import Reserved
from data.building.time import nearest_lengths
from data.reading.parse_values import whole
from data.reading.table import Row
from data.sheets.columns import fold
from data.sheets.plain import plain
from planner.domain import (
    ORDINARY_ROOMS,
    ClassId,
    Course,
    CourseId,
    Problem,
    Room,
    TrainerId,
    Volume,
    clock,
)
from planner.words import did_you_mean, say_some

MAX_PARTS = 8
NOBODY = ("aucun", "aucune", "sans formateur")
"""What a planner writes for a course that nobody of the workbook leads, folded."""


def name_courses(context: Context) -> None:
    """Give courses their ids from their classes and subject, so that inserted lines keep them."""
    identify(
        context,
        "courses",
        partial(_label, context),
        lambda row: [row.text(c) for c in ("reserved", "teams", "volume", "lengths", "room_types")],
    )
    for row in context.rows("courses"):
        item = context.id_of(row)
        context.names("courses").add(item, item, _label(context, row), _label(context, row, " – "), *_by_class(row))
        context.origin("course", item, row)


def _label(context: Context, row: Row, between: str = " ") -> str:
    classes, subject = " ; ".join(row.get("classes", ())), row.get("subject", "")
    if slug(classes) in context.meetings:  # its class bears its name
        return classes
    return f"{subject}{between}{classes}" if between != " " else f"{classes} {subject}"


def _by_class(row: Row) -> tuple[str, ...]:
    names = row.get("classes", ())
    return tuple(f"{row.get('subject', '')} – {name}" for name in names) if len(names) > 1 else ()


def course_ref(context: Context, row: Row, column: str, name: str, classes: Iterable[str] = ()) -> str | None:
    """Course by code, by « matière – classe », or by subject when one of the ``classes`` has it."""
    found, same = context.names("courses").find(name), list[Row]()
    if not found:
        wanted = set(classes)
        same = context.courses_of.get(fold(name), [])
        found = {context.id_of(r) for r in same if not wanted or wanted & _class_ids(context, r)}
    if len(found) == 1:
        return min(found)
    if found:
        context.fault(row, column, "désigne plusieurs cours : indiquez le code, ou « matière – classe ».", name)
    elif same:
        theirs = say_some(dict.fromkeys(one for r in same for one in r.get("classes", ())))
        context.fault(row, column, f"n'est pas un cours de cette classe, mais de {theirs} : écrivez une matière de "
                      "cette classe, ou ajoutez ce cours pour elle.", name)  # fmt: skip
    else:
        subjects = [r.get("subject", "") for r in context.rows("courses")]
        near = did_you_mean(name, [*subjects, *context.names("courses").shown])
        context.fault(row, column, f"n'est pas un cours de la feuille « Cours ».{near}", name)
    return None


def _class_ids(context: Context, row: Row) -> set[str]:
    return {item for name in row.get("classes", ()) for item in context.names("classes").find(name)}


def build_courses(
    context: Context,
    rooms: Iterable[Room],
    sizes: Mapping[ClassId, int],
    reserved: Mapping[CourseId, Reserved],
) -> dict[CourseId, Course]:
    """Courses by id; ``sizes``: learners of each class, for ``auto`` parts, unless a course is ``reserved`` to some."""
    found: dict[CourseId, Course] = {}
    rooms = tuple(rooms)
    for row in context.rows("courses"):
        course = _course(context, row, rooms)
        if course is not None:
            some = reserved.get(course.id)
            size = some.people if some else sum(sizes.get(c, 0) for c in course.class_ids)
            parts = _parts(context, row, course, rooms, size)
            found[course.id] = replace(course, parts=parts, auto_parts=_auto(row), reserved=some.to if some else ())
    return _linked(context, found)


def _course(context: Context, row: Row, rooms: tuple[Room, ...]) -> Course | None:
    if not context.refs(row, "classes") or row["volume"] is None:
        return None
    kind, amount = row["volume"]
    teams = _teams(context, row)
    return Course(
        volume=Volume(**{kind: amount}),
        teams=teams,
        room_types=room_types(context, row, "room_types") or _ordinary(rooms),
        room_features=_features(context, row),
        co_taught=any(len(team) > 1 for team in teams),
        **plain(context, row),
    )


def _teams(context: Context, row: Row) -> tuple[tuple[TrainerId, ...], ...]:
    teams = []
    if [[fold(name) for name in names] for names in row.get("teams", ())] in ([[word]] for word in NOBODY):
        return ((),)
    for names in row.get("teams", ()):
        found = [context.resolve(row, "teams", name, ("trainers",)) for name in names]
        teams.append(tuple(dict.fromkeys(TrainerId(item) for item in found if item is not None)))
    return tuple(dict.fromkeys(team for team in teams if team))


def room_types(context: Context, row: Row, column: str) -> tuple[str, ...]:
    """Types of room of a cell, as *Salles* spells them."""
    return tuple(_known(context, row, column, "room_types", "un type de la feuille « Salles »"))


def _features(context: Context, row: Row) -> frozenset[str]:
    return frozenset(_known(context, row, "features", "features", "un équipement de la feuille « Salles »"))


def _known(context: Context, row: Row, column: str, index: str, what: str) -> Iterable[str]:
    names = context.names(index)
    for name in row.get(column, ()):
        found = names.find(name)
        if found:
            yield min(found)
        elif "rooms" in context.tables:
            rooms = context.names("rooms").find(name) if index == "room_types" else ()
            types = [r["type"] for r in context.rows("rooms") if context.id_of(r) in rooms and r["type"]]
            if types:
                context.fault(row, column, f"est une salle, et non un type : écrivez son type, « {types[0]} ».", name)
                continue
            near = did_you_mean(name, names.shown)
            context.fault(row, column, f"n'est pas {what}.{near or ' Ajoutez-le, ou corrigez.'}", name)


def _ordinary(rooms: tuple[Room, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(room.type for room in rooms if fold(room.type) in ORDINARY_ROOMS))


def _parts(context: Context, row: Row, course: Course, rooms: tuple[Room, ...], size: int) -> int:
    typed = row.get("parts", "1")
    if _auto(row):
        seats = max((r.seats for r in rooms if r.type in course.room_types), default=0)
        seats = min(seats or size, course.max_group or size)
        return min(MAX_PARTS, math.ceil(size / seats)) if 0 < seats < size else 1
    try:
        count = whole(typed)
        if 1 <= count <= MAX_PARTS:
            return count
    except ValueError:
        count = 0
    context.fault(row, "parts", f"n'est pas un nombre de parties : écrivez 1 à {MAX_PARTS}, ou « auto ».")
    return 1


def _auto(row: Row) -> bool:
    return fold(row.get("parts", "")) == "auto"


def check_lengths(context: Context, problem: Problem) -> None:
    """A length that no run of slots gives is a fault, with the nearest that do."""
    for row in context.rows("courses"):
        course = problem.courses.get(CourseId(context.id_of(row)))
        if course is None or not course.lengths or not course.class_ids:
            continue
        possible = nearest_lengths(problem.course_bells(course), course.meal)
        for length in dict.fromkeys(course.lengths):
            if length not in possible:
                sides = [
                    max((m for m in possible if m < length), default=0),
                    min((m for m in possible if m > length), default=0),
                ]
                near = " ou ".join(clock(m) for m in sides if m)
                cure = f" Le plus proche possible : {near}." if near else " Aucune durée ne tient dans ces horaires."
                message = f"aucune suite de créneaux ne donne {clock(length)}.{cure}"
                context.fault(row, "lengths", f": {message}")


def _linked(context: Context, courses: dict[CourseId, Course]) -> dict[CourseId, Course]:
    """Add « après » and « croisé avec »; faults where they go in a circle."""
    rows = {CourseId(context.id_of(row)): row for row in context.rows("courses")}
    for item, course in courses.items():
        row = rows[item]
        after, crossed = (_tied(context, row, column, course, courses) for column in ("after", "crossed"))
        courses[item] = replace(course, after=after, crossed_with=crossed)
    _check_circles(context, courses, rows)
    _check_crossed(context, courses, rows)
    return _even_parts(context, courses, rows)


def _tied(
    context: Context, row: Row, column: str, course: Course, courses: Mapping[CourseId, Course]
) -> CourseId | None:
    """The other course of a cell; a fault, and none, where that is one of another class."""
    other = course_ref(context, row, column, row[column], course.class_ids) if row[column] else None
    if other not in courses:
        return None
    if not {*course.class_ids} & {*courses[CourseId(str(other))].class_ids}:
        context.fault(row, column, "est le cours d'une autre classe : choisissez-en un de la même classe.")
        return None
    return CourseId(str(other))


def _check_circles(context: Context, courses: Mapping[CourseId, Course], rows: Mapping[CourseId, Row]) -> None:
    for item in courses:
        seen, at = [item], courses[item].after
        while at is not None and at not in seen:
            seen.append(at)
            at = courses[at].after
        if at == item:
            path = " après ".join(courses[c].subject for c in [*seen, item])
            context.fault(rows[item], "after", f"forme un ordre circulaire ({path}) : videz l'une de ces cellules.")


def _check_crossed(context: Context, courses: dict[CourseId, Course], rows: Mapping[CourseId, Row]) -> None:
    for item, course in list(courses.items()):
        other = course.crossed_with
        if other is None:
            continue
        back = courses[other].crossed_with
        if other == item or (back is not None and back != item):
            message = "forme un ordre circulaire : un cours se croise avec un seul autre, qui se croise avec lui."
            context.fault(rows[item], "crossed", message)
            continue
        parts = max(course.parts, courses[other].parts, 2)
        courses[item] = replace(course, parts=parts)
        courses[other] = replace(courses[other], parts=parts, crossed_with=item)


def _even_parts(
    context: Context, courses: dict[CourseId, Course], rows: Mapping[CourseId, Row]
) -> dict[CourseId, Course]:
    """One number of parts per class: a person has one part, so 2 and 3 parts in one class would lose some hours."""
    most: dict[ClassId, int] = {}
    for course in courses.values():
        for class_id in course.class_ids:
            most[class_id] = max(most.get(class_id, 1), course.parts)
    for item, course in courses.items():
        wanted = max(most[class_id] for class_id in course.class_ids)
        if 1 < course.parts < wanted:
            if course.auto_parts:
                courses[item] = replace(course, parts=wanted)
            else:
                message = f"la classe est déjà en {wanted} parties dans un autre cours : écrivez {wanted}, ou 1."
                context.fault(rows[item], "parts", f": {message}")
    return courses
