"""A file of FET as the lines of a workbook, with what was chosen where FET says nothing, and what is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from data.fet.chosen import FORMATION, MOST_PEOPLE, ZONE, Term, chosen
from data.fet.clock import Clock, by_hours, clock_of, spans_a_hole
from data.fet.file import FetFile, Slot, text
from data.fet.left import Left, left_constraints, left_features, left_some
from data.fet.merging import FetCourse, merge
from data.fet.naming import Names, clean
from data.fet.people import People, people_of
from data.fet.places import Places, places_of
from data.fet.possible import Hours, hours_of, let_off, seat_all, without_rooms
from data.fet.settings import chosen_settings
from data.fet.sites import sites_of
from data.fet.stated import Stated
from data.fet.ties import limit_rows, link_rows
from data.rows.cells import Line, Lines, duration, weekdays
from data.sheets.limits import EVERYBODY
from planner.domain import Bells, iso_clock

MOST_DAY, MOST_WEEK = 14 * 60, 60 * 60
"""Minutes of a trainer whom FET does not bound: as many as the sheet *Formateurs* takes."""
ENTRY_DONE = 14 * 60
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Imported:
    """Lines by sheet id, what was chosen, and what is left out."""

    rows: Mapping[str, Lines]
    chosen: tuple[str, ...]
    left: tuple[Left, ...]


def import_fet(file: FetFile, term: Term) -> Imported:
    """Everything that a workbook can say of a file."""
    stated, names = Stated(file), Names(EVERYBODY)
    clock = clock_of(file, stated.breaks)
    people = people_of(stated, names)
    hours = hours_of(stated, people, clock)
    out, left = let_off(stated, people, hours)
    left += without_rooms(stated)
    seat_all(stated, people)
    merged = merge(stated, people, out)
    sites = sites_of(stated, clock)
    places = places_of(stated, [c.rooms for c in merged.courses], len(people.groups), names, sites.of_room)
    links, wrong = link_rows(merged, clock)
    left += left_some(
        "Liens contradictoires", (" et ".join(tie.activities) for tie in wrong), "les mêmes personnes seraient à deux "
        "endroits, ou l’ordre tourne en rond : à revoir dans FET, ou dans Liens."
    )  # fmt: skip
    bells, called = _bells(people, hours, stated.breaks)
    settings = chosen_settings(clock, people, merged.courses, hours.bells)
    rows: dict[str, Lines] = {
        "settings": [*_term_rows(file, term), *settings.rows],
        "classes": _class_rows(people, stated, places, called),
        "calendar": _calendar_rows(people, hours, term),
        "trainers": _trainer_rows(people),
        "rooms": places.rows,
        "courses": [_course_row(course, places, hours) for course in merged.courses],
        "learners": _learner_rows(people, term),
        "bells": bells,
        "unavailable": _absence_rows(stated, people, places, clock),
        "skills": _skill_rows(file, people),
        "links": links,
        "sites": sites.rows,
        "limits": limit_rows(stated.bounds, people, clock, merged.courses),
        "rules": [{"key": key, "on": "non"} for key in settings.off],
    }
    said = chosen(file, people, clock, names, term, len(rows["learners"]))
    return Imported(rows, (*said, *settings.said, *sites.said),
                    (*left, *left_constraints(stated), *left_features(file, sites=bool(sites.of_room))))  # fmt: skip


def _term_rows(file: FetFile, term: Term) -> Lines:
    """Settings that every workbook has."""
    named = clean((file.root.findtext("Institution_Name") or "").strip()) or "CFA"
    typed = {"établissement": named, "zone": ZONE, "début": term.first, "fin": term.last, "sel": term.salt}
    return [{"name": name, "value": value} for name, value in typed.items()]


def _bells(people: People, hours: Hours, pauses: frozenset[Slot]) -> tuple[Lines, dict[str, str]]:
    """Lines of *Horaires*: those of everybody, then those of classes that are not always there; class → its own."""
    own: dict[frozenset[Slot], list[str]] = {}
    for name in people.groups:
        own.setdefault(hours.closed[name], []).append(name)
    own.pop(pauses, None)
    rows, called = _slots("", hours.clock.bells(len(hours.clock.starts), pauses)), dict[str, str]()
    for number, classes in enumerate(own.values(), start=2):
        rows += _slots(f"Horaires {number}", hours.bells[classes[0]])
        called |= dict.fromkeys(classes, f"Horaires {number}")
    return rows, called


def _slots(name: str, bells: Bells) -> Lines:
    found: dict[tuple[int, int], list[int]] = {}
    for weekday, slots in enumerate(bells.days):
        for slot in slots:
            found.setdefault((slot.start, slot.end), []).append(weekday)
    return [
        {"site": name or None, "days": weekdays(days), "start": iso_clock(start), "end": iso_clock(end)}
        for (start, end), days in sorted(found.items())
    ]


def _class_rows(people: People, stated: Stated, places: Places, bells: Mapping[str, str]) -> Lines:
    homes = {
        people.of_set[home.whose[1]][0]: places.names[home.rooms[0]]
        for home in reversed(stated.homes)
        if home.whose[0] == "students" and len(home.rooms) == 1 and len(people.of_set.get(home.whose[1], ())) == 1
    }
    return [
        {
            "name": group.name,
            "programme": FORMATION,
            "year": 1,
            "size": min(group.size, MOST_PEOPLE) or None,
            "bells": bells.get(group.name),
            "room": homes.get(group.name),
        }
        for group in people.groups.values()
    ]


def _calendar_rows(people: People, hours: Hours, term: Term) -> Lines:
    """Every class is at the centre on all days on which it has hours."""
    found: Lines = []
    for name in people.groups:
        days = [n for n, slots in enumerate(hours.bells[name].days) if slots]
        found.append({"who": name, "first": term.first, "last": term.last, "days": weekdays(days) or None})
    return found


def _trainer_rows(people: People) -> Lines:
    everybody = (*people.trainers.values(), *people.stand_ins)
    return [{"name": n, "max_day": duration(MOST_DAY), "max_week": duration(MOST_WEEK)} for n in everybody]


def _skill_rows(file: FetFile, people: People) -> Lines:
    """What FET says that a teacher is qualified for."""
    found: Lines = []
    for row in file.root.iterfind("Teachers_List/Teacher"):
        skills = filter(None, (clean(one.text or "") for one in row.iterfind("Qualified_Subjects/Qualified_Subject")))
        said = " ; ".join(dict.fromkeys(skills))
        if said:
            found.append({"trainer": people.trainers[text(row, "Name")], "skills": said})
    return found


def _course_row(course: FetCourse, places: Places, hours: Hours) -> Line:
    clock, lengths = hours.clock, [a.hours * hours.clock.length for a in course.activities]
    whole = hours.closed[course.classes[0]].union(*(hours.closed[c] for c in course.classes))
    every = {(d, h) for d in range(len(clock.weekdays)) for h in range(len(clock.starts))}
    holes = clock.slots(whole) + [(n, clock.starts[h], 0) for h in clock.pauses for n in range(7)]
    cut = course.starts is None and any(
        spans_a_hole(hours.bells[c], n, holes) for c in course.classes for n in set(lengths)
    )
    inside = course.inside if course.inside is not None else every if cut else None
    runs = clock.runs(inside - whole) if inside is not None else []
    starts = clock.slots(course.starts) if course.starts is not None else []
    return {
        "classes": " ; ".join(course.classes),
        "subject": clean(course.activities[0].subject) or "Sans matière",
        "volume": f"{duration(sum(lengths))}/sem",
        "teams": " + ".join(course.team),
        "code": course.code,
        "lengths": " + ".join(map(duration, lengths)),
        "room_types": places.asked(course.rooms),
        "max_day": course.per_day if course.per_day > 1 else None,
        "hours": _windows(runs) or None,
        "starts": " ; ".join(f"{weekdays([day])} {iso_clock(at)}" for day, at, _end in starts) or None,
    }


def _windows(runs: Sequence[tuple[int, int, int]]) -> str:
    """``lu 08:00-10:00 ; ma 14:00-16:00``."""
    return " ; ".join(f"{weekdays([day])} {iso_clock(start)}-{iso_clock(end)}" for day, start, end in runs)


def _learner_rows(people: People, term: Term) -> Lines:
    """Fictional people, as many as the file counts, one at least, who do not owe what only a real person does."""
    return [
        {
            "last_name": group.name,
            "first_name": f"Élève {number}",
            "birth": None,
            "class": group.name,
            "entry": term.first,
            "contract_start": term.first,
            "contract_end": term.last + YEAR,
            "entry_done": duration(ENTRY_DONE),
        }
        for group in people.taught or list(people.groups.values())[:1]
        for number in range(1, min(max(1, group.size), MOST_PEOPLE) + 1)
    ]


def _absence_rows(stated: Stated, people: People, places: Places, clock: Clock) -> Lines:
    """Weekly absences of trainers and rooms; those of classes are in their bells."""
    found: Lines = []
    for (kind, name), slots in stated.away.items():
        who = {"teacher": people.trainers, "room": places.names}.get(kind, {}).get(name)
        word = "formateur" if kind == "teacher" else "salle"
        for (start, end), days in by_hours(clock.runs(slots - stated.breaks, over=True)).items() if who else ():
            found.append(
                {"who": who, "kind": word, "days": weekdays(days), "start": iso_clock(start), "end": iso_clock(end)}
            )
    return found
