"""Weeks of a technical institute, placed by the product: how much of them, how fast, and on how many half-days.

``python -m benchmarks iut FOLDER``. A department's week becomes rows of the workbook and goes through the same reading,
rules and engine as any centre; what other departments have published in that week keeps its tutors and its rooms.

How the rows say it: a smallest group is a class, a larger one all of its classes together; a room's type is the set of
types that it serves; the starts that a course may have are the bells of a class of its own, where those of the
department would allow others; a tutor's hours of value 0 are hours away.
"""

import argparse
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.iut_bound import unplaceable
from benchmarks.iut_files import BEST, At, Institute, Lecture, Span, read
from benchmarks.iut_score import score
from benchmarks.iut_units import Places, Unit, places, units
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
from planner.domain import Bells, CourseId, Slot

MONDAY = date(2026, 9, 14)
"""A week without a public holiday: the files say which days are closed."""
WEEKDAYS = ("lu", "ma", "me", "je", "ve")
FEWEST, PUBLISHED = 20, 0.95
"""Courses of a week worth measuring, and the share of them that was published."""


def instances(institute: Institute, department: str = "", week: str = "") -> Iterator[tuple[str, str]]:
    """Departments and weeks with enough courses, most of them published, those asked for only."""
    for found in sorted({(one.department, one.week) for one in institute.lectures.values()}):
        lectures = institute.week(*found)
        known = sum(one.id in institute.published for one in lectures)
        asked = department in ("", found[0]) and week in ("", found[1])
        if asked and len(lectures) >= FEWEST and known >= PUBLISHED * len(lectures):
            yield found


def rows_of(institute: Institute, department: str, week: str, made: Sequence[Unit], wish: bool) -> Rows:
    """The workbook of a week; ``wish``: hours of value 0 are wishes of the tutors, and do not bind."""
    rows = centre(f"{department} {week}", MONDAY, MONDAY + timedelta(days=4))
    hours = institute.hours[department]
    if len(made) != len({unit.id for unit in made}) or not set(hours.days) <= set(range(len(WEEKDAYS))):
        raise UnknownError(f"{department} {week}: its courses or days cannot be told apart")
    days = " ; ".join(WEEKDAYS[d] for d in hours.days if (week, d) not in institute.holidays)
    usual = _edges(made)
    add_slots(rows, "", days, usual)
    rooms = places(institute, department, (unit.like.room_type for unit in made))
    leaves = dict.fromkeys(leaf for unit in made for leaf in institute.leaves[unit.like.group])
    for leaf in leaves:
        add_class(rows, f"Groupe {leaf}", f"Formation {department}")
        add_person(rows, f"Groupe {leaf}")
    for room in dict.fromkeys(room for taken in rooms.taken.values() for room in taken):
        add_class(rows, f"Salle tenue {room}", "Salles")
    known: dict[tuple[tuple[int, ...], int], str] = {}
    for unit in made:
        rows["Cours"].append(_course(institute, unit, rooms, rows, usual, known, days))
    _people(institute, made, rows, wish)
    _rooms(institute, rooms, week, rows)
    _others(institute, department, week, rows)
    rows["Règles"] = [{"règle": "P10", "active": "non"}]
    return rows


def _edges(made: Iterable[Unit]) -> list[tuple[int, int]]:
    """Slots between every start and end of these units, where one of them may be."""
    spans = {(start, start + unit.minutes) for unit in made for start in unit.starts}
    marks = sorted({minute for span in spans for minute in span})
    return [(a, b) for a, b in itertools.pairwise(marks) if any(start <= a and b <= end for start, end in spans)]


def _allowed(edges: Sequence[tuple[int, int]], minutes: int) -> tuple[int, ...]:
    """Starts that such bells give to a session."""
    bells = Bells("", (tuple(Slot(a, b) for a, b in edges), *((),) * 6))
    return tuple(start for start, end in bells.placements(0, minutes) if end - start == minutes)


def _course(
    institute: Institute,
    unit: Unit,
    rooms: Places,
    rows: Rows,
    usual: Sequence[tuple[int, int]],
    known: dict[tuple[tuple[int, ...], int], str],
    days: str,
) -> dict[str, object]:
    """A row of *Cours*; what only its own classes can say adds these, and the bells of its starts."""
    classes = [f"Groupe {leaf}" for leaf in institute.leaves[unit.like.group]]
    classes += [f"Salle tenue {room}" for room in rooms.taken.get(unit.like.room_type, ())]
    if _allowed(usual, unit.minutes) != unit.starts:
        edges = _edges([unit])
        if _allowed(edges, unit.minutes) != unit.starts:
            raise UnknownError(f"course {unit.id}: no bells have just the starts {unit.starts}")
        key = (unit.starts, unit.minutes)
        if key not in known:
            known[key] = f"Débuts {len(known) + 1}"
            add_slots(rows, known[key], days, edges)
        add_class(rows, f"Cours {unit.id}", "Débuts", horaires=known[key])
        classes.append(f"Cours {unit.id}")
    if unit.like.room_type not in rooms.rooms:
        raise UnknownError(f"course {unit.id}: no room of type {unit.like.room_type}")
    return {
        "classes": " ; ".join(classes),
        "matière": f"Module {unit.like.module} {unit.id}",
        "code": unit.id,
        "heures": duration(unit.minutes * len(unit.sessions)),
        "durées": duration(unit.minutes),
        "formateurs": " + ".join(f"Tuteur {t}" for t in unit.like.tutors) or f"Sans tuteur {unit.id}",
        "tous présents": "oui" if len(unit.like.tutors) > 1 else None,
        "type de salle": " ; ".join(dict.fromkeys(_kind(rooms, r) for r in rooms.rooms[unit.like.room_type])),
        "après": unit.after or None,
    }


def _kind(rooms: Places, room: str) -> str:
    """The type of a room: all the types of the week that it serves."""
    return "T" + "+".join(kind for kind, found in sorted(rooms.rooms.items()) if room in found)


def _people(institute: Institute, made: Sequence[Unit], rows: Rows, wish: bool) -> None:
    week = made[0].like.week
    tutors = dict.fromkeys(tutor for unit in made for tutor in unit.like.tutors)
    names = [f"Tuteur {tutor}" for tutor in tutors]
    names += [f"Sans tuteur {unit.id}" for unit in made if not unit.like.tutors]
    rows["Formateurs"] += [{"nom": name, "max par jour": 14, "max par semaine": 60} for name in names]
    for tutor in tutors:
        for cells in _away(f"Tuteur {tutor}", "formateur", institute.away(tutor, week)):
            rows["Indisponibilités"].append(cells | ({"nature": "souhait"} if wish else {}))


def _rooms(institute: Institute, rooms: Places, week: str, rows: Rows) -> None:
    for room in dict.fromkeys(room for found in rooms.rooms.values() for room in found):
        rows["Salles"].append({"salle": f"Salle {room}", "type": _kind(rooms, room), "places": 1000})
        rows["Indisponibilités"] += _away(f"Salle {room}", "salle", institute.closed(room, week))


def _others(institute: Institute, department: str, week: str, rows: Rows) -> None:
    """What other departments have published in the week keeps its tutors and rooms."""
    tutors = {str(row["nom"]) for row in rows["Formateurs"]}
    rooms = {str(row["salle"]).removeprefix("Salle ") for row in rows["Salles"]}
    for at, span in elsewhere(institute, department, week):
        for tutor in at.tutors:
            if f"Tuteur {tutor}" in tutors:
                rows["Indisponibilités"] += _away(f"Tuteur {tutor}", "formateur", [span])
        for room in sorted(rooms):
            if institute.atoms[room] & institute.atoms.get(at.room, frozenset()):
                rows["Indisponibilités"] += _away(f"Salle {room}", "salle", [span])


def elsewhere(institute: Institute, department: str, week: str) -> Iterator[tuple[At, Span]]:
    """Where courses of other departments are in a week, and when."""
    for name, at in institute.published.items():
        one = institute.lectures[name]
        if one.week == week and one.department != department:
            yield at, Span(at.day, at.start, at.start + one.minutes)


def _away(who: str, kind: str, spans: Iterable[Span]) -> list[dict[str, object]]:
    """Rows of *Indisponibilités*: spans that touch are one, and days with the same span share a row."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and joined[-1].day == span.day and joined[-1].end >= span.start:
            joined[-1] = Span(span.day, joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    days: dict[tuple[int, int], list[str]] = {}
    for span in joined:
        days.setdefault((span.start, span.end), []).append(WEEKDAYS[span.day])
    return [
        {"qui": who, "nature de qui": kind, "jours": " ; ".join(found), "de": hour(start), "à": hour(end)}
        for (start, end), found in days.items()
    ]


def where(made: Sequence[Unit], computed: Computed) -> dict[str, At]:
    """Where each course of the files is; those that have no place are left out."""
    found: dict[str, At] = {}
    held = computed.sessions()
    for unit in made:
        for lectures, session in zip(unit.sessions, held.get(CourseId(unit.id), ()), strict=False):
            start, room = session.start, str(computed.problem.rooms[session.room_id].name) if session.room_id else ""
            for one in lectures:
                found[one.id] = At(session.day.weekday(), start, room.removeprefix("Salle "), one.tutors)
                start += one.minutes
    return found


def measure(
    folder: Path, department: str, week: str, limits: Limits, wish: bool = False
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each department's week that is asked for: the line to print and the record."""
    institute = read(folder)
    for found in instances(institute, department, week):
        yield _measure(institute, found, limits, wish)


def _measure(institute: Institute, found: tuple[str, str], limits: Limits, wish: bool) -> tuple[str, dict[str, Any]]:
    lectures = institute.week(*found)
    made, dropped = units(lectures, institute.links)
    computed = compute(rows_of(institute, *found, made, wish), limits)
    ours = where(made, computed)
    theirs = {one.id: institute.published[one.id] for one in lectures if one.id in institute.published}
    both = ours.keys() & theirs.keys()
    mine, told = score(institute, ours), score(institute, theirs)
    alike = [score(institute, {name: at for name, at in side.items() if name in both}) for side in (ours, theirs)]
    hard = {name: count for name, count in mine.broken.items() if not (wish and name == "tutor away")}
    lost = 0 if wish else unplaceable(institute, made, _busy(institute, *found))
    values = {
        "sizes": {
            "courses": len(lectures),
            "groups": len({leaf for one in lectures for leaf in institute.leaves[one.group]}),
            "tutors": len({tutor for one in lectures for tutor in one.tutors}),
        },
        "unplaced": len(lectures) - len(ours) - lost,
        "unplaceable": lost,
        "share": round(len(ours) / (len(lectures) - lost), 4) if len(lectures) > lost else None,
        "objective": computed.timetable.summary["weeks_cost"],
        "components": alike[0].components(),
        "reference": alike[1].components(),
        "compared": len(both),
        "broken": hard,
        "broken_published": told.broken,
        "dropped": dropped | _unsaid(institute, lectures, made),
        "reasons": [row.reason for row in computed.timetable.unplaced],
    }
    made_record = recorded(f"{found[0]} {found[1]}", limits, computed, sum(hard.values()), **values)
    return describe(made_record), made_record


def _busy(institute: Institute, department: str, week: str) -> dict[str, list[Span]]:
    """When tutors are in other departments."""
    busy: dict[str, list[Span]] = {}
    for at, span in elsewhere(institute, department, week):
        for tutor in at.tutors:
            busy.setdefault(tutor, []).append(span)
    return busy


def _unsaid(institute: Institute, lectures: Sequence[Lecture], made: Sequence[Unit]) -> dict[str, int]:
    """What no row says, beside links: grades of a tutor's hours, rooms made of others where there are simple ones."""
    tutors = dict.fromkeys((tutor, one.week) for one in lectures for tutor in one.tutors)
    grades = sum(0 < value < BEST for key in tutors for _span, value in institute.values(*key))
    whole = {w for wholes in institute.room_wholes.values() for w in wholes}
    kept = places(institute, lectures[0].department, (unit.like.room_type for unit in made)).rooms
    served = [
        room
        for kind in kept
        for room, types in institute.room_types.items()
        if kind in types and room in whole and lectures[0].department in institute.room_departments[room]
    ]
    counts = {
        "grades of a tutor's hours": grades,
        "rooms made of others": len(set(served) - {room for rooms in kept.values() for room in rooms}),
        "links with another week": sum(
            (link.first in {o.id for o in lectures}) != (link.second in {o.id for o in lectures})
            for link in institute.links
        ),
    }
    return {name: count for name, count in counts.items() if count}


def describe(found: Mapping[str, Any]) -> str:
    """One line."""
    ours, theirs = found["components"], found["reference"]
    pairs = ", ".join(
        f"{name.replace('_', ' ')} {ours[name]} (published {theirs[name]})"
        for name in ("tutor_half_days", "group_half_days", "minutes_tutor_away")
    )
    total = found["sizes"]["courses"] - found["unplaceable"]
    return (
        f"{found['instance']}: {total - found['unplaced']} of {total} courses placed"
        f"{' (' + str(found['unplaceable']) + ' more are unplaceable)' if found['unplaceable'] else ''}, "
        f"{found['seconds_cpu']} s of processor, {found['hard_violations']} hard violations; {pairs}"
    )


def arguments(one: argparse.ArgumentParser) -> None:
    """What may be asked of this benchmark."""
    one.add_argument("folder", type=Path, help="the folder of CSV files; skipped where there is none")
    one.add_argument("--department", default="", help="one department (all)")
    one.add_argument("--week", default="", help="one week, as 2021-W11 (all)")
    one.add_argument("--wish", action="store_true", help="hours at which a tutor is not there are wishes")
