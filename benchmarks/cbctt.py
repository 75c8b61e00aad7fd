"""Curriculum-based course timetabling (ITC-2007) through the workbook: the product's hours and rooms, scored as UD2.

``python -m benchmarks cbctt FILE.ctt…``. A curriculum is a class, and a course of several curricula is followed by
several classes together. What students prefer is said by preferences of the product, with weights of *Règles*:

- days on which a course should be at least: that many of its lectures are a course whose sessions like different days
  (P5); each other lecture is a course of its own, so that nothing is asked of it;
- lectures without a neighbour: empty hours (P4, each as dear as the two lectures beside it that may be alone), and days
  of a single lecture (P4b, a minimum of two for the class);
- seats: rooms that are large enough are the room types of a course, which binds. Where the large rooms cannot hold all
  who need them, those to whom it costs least may have the next smaller one;
- one room for each course: not said, the workbook knows a usual room of a class only; among rooms that cost the same
  the engine keeps the one of a class with its trainers.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.cbctt_files import (
    DAY_MISSING,
    ISOLATED,
    Course,
    Instance,
    Lecture,
    Period,
    costs,
    read,
    read_solution,
    violations,
    write_solution,
)
from benchmarks.outside import (
    Computed,
    Limits,
    UnknownError,
    add_class,
    add_person,
    add_slots,
    centre,
    compute,
    duration,
    hour,
    recorded,
)
from benchmarks.random_rows import Rows
from planner.domain import Problem, Session

MONDAY = date(2026, 9, 14)
WEEKDAYS = ("lu", "ma", "me", "je", "ve", "sa")
LONG = 120
"""Minutes of a period: long ones make the half-days of trainers, which nobody asks for, weigh little beside (P4)."""
OFF = ("P6", "P8", "P10", "H4b", "H6c", "H6d")
"""Rules that the files do not know: habits of weeks and classes, meals, hours and rest of trainers."""
ALONE = "Personne"
"""A class without courses: a workbook has one person at least."""


def rows_of(instance: Instance, rooms: Mapping[str, Sequence[str]] | None = None) -> Rows:
    """The workbook of an instance; ``rooms``: those that each course may have, if not those of `rooms_of`."""
    if instance.days > len(WEEKDAYS) or instance.periods * LONG > 24 * 60:
        raise UnknownError(f"{instance.name}: {instance.days} days of {instance.periods} periods are too many")
    rows = centre(instance.name, MONDAY, MONDAY + timedelta(days=instance.days - 1))
    add_slots(rows, "", " ; ".join(WEEKDAYS[: instance.days]), map(slot, range(instance.periods)))
    add_class(rows, ALONE, "Sans cours")
    add_person(rows, ALONE)
    for name in instance.curricula:
        add_class(rows, f"Cursus {name}", "Cursus", **{"minimum par jour": duration(2 * LONG)})
    rows["Salles"] = [{"salle": room_name(room), "type": f"T {room}", "places": 2000} for room in instance.rooms]
    eligible = rooms_of(instance) if rooms is None else rooms
    for course in instance.courses.values():
        _add_course(instance, course, eligible[course.id], rows)
    unit = LONG // ISOLATED
    weights = {"P4": 2, "P4b": 1, "P5": DAY_MISSING * unit}
    rows["Règles"] = [{"règle": key, "poids": weight} for key, weight in weights.items()]
    rows["Règles"] += [{"règle": key, "active": "non"} for key in OFF]
    return rows


def slot(period: int) -> tuple[int, int]:
    """Minutes of the day between which a period is."""
    return LONG * period, LONG * (period + 1)


def room_name(room: str) -> str:
    """What the workbook calls a room."""
    return f"Salle {room}"


def teacher_name(teacher: str) -> str:
    """What the workbook calls a teacher."""
    return f"Enseignant {teacher}"


def _add_course(instance: Instance, course: Course, rooms: Sequence[str], rows: Rows) -> None:
    classes = [f"Cursus {name}" for name, courses in instance.curricula.items() if course.id in courses]
    if not classes:
        classes = [f"Cours {course.id}"]
        add_class(rows, classes[0], "Hors cursus")
    cells: dict[str, object] = {
        "classes": " ; ".join(classes),
        "durées": duration(LONG),
        "formateurs": " + ".join(_team(instance, course, rows)),
        "tous présents": "oui",
        "type de salle": " ; ".join(f"T {room}" for room in rooms),
    }
    for number, sessions in enumerate(parts(course)):
        name = f"{course.id}.{number}"
        most = {"max par jour": min(sessions, instance.periods)}
        rows["Cours"].append({**cells, "matière": name, "code": name, "heures": duration(LONG * sessions), **most})


def parts(course: Course) -> tuple[int, ...]:
    """Lectures of the courses of the workbook that stand for one: those that want days of their own, then each rest."""
    days = max(1, min(course.days, course.lectures))
    return (days, *[1] * (course.lectures - days))


def _team(instance: Instance, course: Course, rows: Rows) -> list[str]:
    """The teacher, and where only this course of theirs has hours that do not suit, somebody who stands for these."""
    away = instance.unavailable.get(course.id, frozenset())
    others = [c.id for c in instance.courses.values() if c.teacher == course.teacher]
    shared = frozenset.intersection(*(instance.unavailable.get(c, frozenset()) for c in others))
    team = [teacher_name(course.teacher)]
    _add_trainer(rows, team[0], shared)
    if away - shared:
        team.append(f"Heures de {course.id}")
        _add_trainer(rows, team[1], away - shared)
    return team


def _add_trainer(rows: Rows, name: str, away: frozenset[Period]) -> None:
    if any(row["nom"] == name for row in rows["Formateurs"]):
        return
    rows["Formateurs"].append({"nom": name})
    for at in sorted(away):
        start, end = slot(at.period)
        span = {"de": hour(start), "à": hour(end)}
        rows["Indisponibilités"].append({"qui": name, "nature de qui": "formateur", "jours": WEEKDAYS[at.day], **span})


def rooms_of(instance: Instance) -> dict[str, tuple[str, ...]]:
    """Rooms in which a course may be: with its seats, or smaller ones where these cannot hold all who need them."""
    ranked = sorted(instance.rooms, key=lambda room: (-instance.rooms[room], room))
    seats = [instance.rooms[room] for room in ranked]
    fits = {c.id: max(1, sum(s >= c.students for s in seats)) for c in instance.courses.values()}
    for course in instance.courses.values():
        while fits[course.id] < len(seats) and seats[fits[course.id]] == seats[fits[course.id] - 1]:
            fits[course.id] += 1
    for count in range(1, len(ranked)):
        room = count * instance.days * instance.periods
        while sum(instance.courses[c].lectures for c, n in fits.items() if n <= count) > room:
            least = min(
                (c for c, n in fits.items() if n <= count),
                key=lambda c: (instance.courses[c].lectures * (instance.courses[c].students - seats[count]), c),
            )
            fits[least] = count + 1
    return {course: tuple(ranked[:count]) for course, count in fits.items()}


def lectures_of(instance: Instance, problem: Problem, sessions: Iterable[Session]) -> list[Lecture]:
    """The lectures that some sessions are."""
    rooms = {room_name(room): room for room in instance.rooms}
    found = []
    for session in sessions:
        course = str(session.course_id).rpartition(".")[0]
        if course not in instance.courses:
            raise UnknownError(f"{instance.name}: a session of {session.course_id}, which is no course of it")
        room = rooms[problem.rooms[session.room_id].name] if session.room_id else ""
        found.append(Lecture(course, room, Period(session.day.weekday(), session.start // LONG)))
    return found


def measure(files: Sequence[Path], limits: Limits, folder: Path | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each instance: the line to print and the record; its solution is written into the folder, where there is one."""
    for file in files:
        instance = read(file)
        computed = compute(rows_of(instance), limits)
        solution = lectures_of(instance, computed.problem, chain.from_iterable(computed.sessions().values()))
        if folder is not None:
            write_solution(folder / f"{file.stem}.sol", solution)
        found = _record(instance, file, solution, computed, limits)
        yield describe(found), found


def _record(
    instance: Instance, file: Path, solution: Sequence[Lecture], computed: Computed, limits: Limits
) -> dict[str, Any]:
    eligible, broken = rooms_of(instance), violations(instance, solution)
    small = [c.id for c in instance.courses.values() if any(instance.rooms[r] < c.students for r in eligible[c.id])]
    published = file.with_name(f"{file.stem}-UD2.sol")
    reference = costs(instance, read_solution(published)) if published.exists() else {}
    values = {
        "sizes": {
            "courses": len(instance.courses),
            "lectures": sum(c.lectures for c in instance.courses.values()),
            "rooms": len(instance.rooms),
            "curricula": len(instance.curricula),
        },
        "unplaced": sum(c.lectures for c in instance.courses.values()) - len(solution),
        "objective": sum(costs(instance, solution).values()),
        "components": costs(instance, solution),
        "reference": reference,
        "published": sum(reference.values()) if reference else None,
        "engine_objective": computed.timetable.summary["weeks_cost"],
        "soft_penalties": {key: cost for key, cost in computed.report.costs.items() if cost},
        "broken": broken,
        "dropped": {"room stability": len(instance.courses), "courses that may lack seats": len(small)},
        "reasons": [row.reason for row in computed.timetable.unplaced],
    }
    return recorded(file.stem, limits, computed, sum(broken.values()), **values)


def describe(found: Mapping[str, Any]) -> str:
    """One line."""
    parts_of_cost = ", ".join(f"{name.replace('_', ' ')} {cost}" for name, cost in found["components"].items())
    known = f" (published {found['published']})" if found["published"] is not None else ""
    return (
        f"{found['instance']}: {found['unplaced']} of {found['sizes']['lectures']} lectures unplaced, "
        f"{found['seconds_cpu']} s of processor, {found['hard_violations']} hard violations, "
        f"UD2 {found['objective']}{known}: {parts_of_cost}"
    )


def arguments(one: argparse.ArgumentParser) -> None:
    """What may be asked of this benchmark."""
    one.add_argument("files", nargs="+", type=Path, help="instances (.ctt); those that are not there are skipped")
