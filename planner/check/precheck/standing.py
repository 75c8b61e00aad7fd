"""Pre-checks on what stands already: pasted sessions, fixed events and dated locks that contradict each other."""

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.check.precheck.alert import Alert, many, origin
from planner.check.precheck.case import Case
from planner.check.precheck.hours import both, class_hindered, nobody_leads, nowhere, room_shut
from planner.domain import (
    ApprenticeId,
    ClassId,
    CourseId,
    Problem,
    Room,
    RoomId,
    TrainerId,
    away,
    monday,
    streams,
)
from planner.words import class_name, room_name, say_all, say_day, say_minutes, say_span, trainer_name


@dataclass(frozen=True, slots=True)
class Fixed:
    """Something at a known time."""

    day: date
    start: int
    end: int
    label: str
    class_ids: tuple[ClassId, ...]
    part: str
    people: tuple[ApprenticeId, ...]
    trainer_ids: tuple[TrainerId, ...]
    room_id: RoomId | None
    place: str
    """Where it stands in the workbook."""
    course_id: CourseId | None = None
    """The course that a pasted session gives: calendars and absences bind it (an event may be on any day)."""
    from_afar: bool = True
    """Whether who learns at a distance takes no seat in it."""

    @property
    def when(self) -> str:
        """``lundi 7 septembre de 8 h à 10 h``."""
        return f"{say_day(self.day)} {say_span(self.start, self.end)}"


def standing_clashes(case: Case) -> Iterator[Alert]:
    """Two things that stand at the same hour with the same class, trainer or room."""
    problem = case.problem
    fixed = _all(problem)
    said: set[frozenset[str]] = set()
    for who, one, other in _overlaps(problem, fixed):
        pair = frozenset({one.place, other.place, who})
        if pair in said:
            continue
        said.add(pair)
        text = (
            f"{who} a deux séances à la fois, {one.when} (« {one.label} ») et "
            f"{say_span(other.start, other.end)} (« {other.label} »). "
            "Solution : corriger ou retirer l'une des deux lignes."
        )
        # Not in the text: an update tells anew what reads otherwise, and no snapshot knows where a row stands.
        yield Alert("standing_clashes", text, " et ".join(filter(None, (one.place, other.place))), blocking=True)


def standing_presence(case: Case) -> Iterator[Alert]:
    """Something that stands while its class, its trainer or its room is away, or the centre closed."""
    problem = case.problem
    found: dict[str, list[Fixed]] = {}
    for one in _all(problem):
        why = _absent(problem, one) if one.course_id else _shut(problem, one)
        if why:
            found.setdefault(why, []).append(one)
    for why, rows in found.items():
        more = f" (et {many(len(rows) - 1, 'autre')})" if len(rows) > 1 else ""
        text = (
            f"« {rows[0].label} », {rows[0].when}{more} : {why}. Solution : corriger la ligne, ou ce qui la contredit."
        )
        yield Alert("standing_presence", text, rows[0].place, blocking=True)


def standing_seats(case: Case) -> Iterator[Alert]:
    """A room that is asked for by what stands, and has fewer seats than people come at that moment."""
    problem = case.problem
    held: dict[tuple[RoomId, date], list[Fixed]] = {}
    for one in _all(problem):
        if one.room_id is not None and one.room_id in problem.rooms:
            held.setdefault((one.room_id, one.day), []).append(one)
    for (room_id, _day), rows in held.items():
        room = problem.rooms[room_id]
        for one in rows:
            people = {p for r in rows if r.start <= one.start < r.end for p in _on_site(problem, r)}
            if len(people) > room.seats:
                text = (
                    f"{room.name} a {many(room.seats, 'place')} pour {many(len(people), 'personne')}, {one.when} "
                    f"(« {one.label} »). Solution : une autre salle dans la ligne, ou corriger « places » dans la "
                    "feuille Salles."
                )
                yield Alert("standing_seats", text, one.place, blocking=True)


def _on_site(problem: Problem, one: Fixed) -> set[ApprenticeId]:
    """Who comes to something that stands: those of its classes who are there and follow its course, or are named."""
    span, course = (one.day, one.start, one.end), problem.courses.get(one.course_id) if one.course_id else None
    named = [problem.learners[a] for a in one.people if a in problem.learners]
    found = [p for p in named if problem.enrolled(p, one.day) and not away(p.absences, *span)]
    called = [p for c in one.class_ids for p in problem.roster(c, one.day, one.part)]
    if course is not None:
        called = [p for p in called if not problem.freed(p.id, course, one.day) and not p.unauthorised(course, one.day)]
        called += problem.followers(course.id, one.day, one.part)
    found += [p for p in called if problem.here(p, *span)]
    return {p.id for p in found if not (p.remote and one.from_afar) and not problem.barred(p.id, *span)}


def standing_limits(case: Case) -> Iterator[Alert]:
    """Trainers whose pasted sessions alone are more than their day or their week may hold."""
    problem = case.problem
    days, weeks = Counter[tuple[TrainerId, date]](), Counter[tuple[TrainerId, date]]()
    for one in problem.standing:
        for trainer_id in one.trainer_ids:
            days[trainer_id, one.day] += one.minutes
            weeks[trainer_id, monday(one.day)] += one.minutes
    for trainer in problem.trainers.values():
        for held, most, column, when in (
            (days, trainer.max_day, "max par jour", "le"),
            (weeks, trainer.max_week, "max par semaine", "la semaine du"),
        ):
            over = sorted(day for (who, day), minutes in held.items() if who == trainer.id and minutes > most)
            if over:
                more = f" (et {len(over) - 1} autre{'s' if len(over) > 2 else ''} fois)" if len(over) > 1 else ""
                text = (
                    f"{trainer.name} a déjà {say_minutes(held[trainer.id, over[0]])} de séances existantes {when} "
                    f"{say_day(over[0])}{more}, pour {say_minutes(most)} au plus. Solution : relever « {column} » dans "
                    "la feuille Formateurs, ou corriger les séances."
                )
                yield Alert("standing_limits", text, origin(problem, "trainer", trainer.id), blocking=True)


def _all(problem: Problem) -> list[Fixed]:
    """Everything at a known time within the horizon, in order of time."""
    found = [
        Fixed(
            one.day, one.start, one.end, problem.courses[one.course_id].subject, one.class_ids, one.part, (),
            one.trainer_ids, one.room_id, origin(problem, "standing", one.id), one.course_id,
        )
        for one in problem.standing
    ]  # fmt: skip
    found += [
        Fixed(
            e.day, e.start, e.end, e.label, () if e.apprentice_ids else e.class_ids, e.part, e.apprentice_ids,
            e.trainer_ids, e.room_id, origin(problem, "event", e.id), from_afar=e.by_video,
        )
        for e in problem.events
    ]  # fmt: skip
    return sorted(found, key=lambda f: (f.day, f.start, f.end, f.place))


def _overlaps(problem: Problem, fixed: list[Fixed]) -> Iterator[tuple[str, Fixed, Fixed]]:
    """(who, first, second) of every pair that shares somebody or some place, and a moment."""
    held: dict[tuple[str, str, date], list[Fixed]] = {}
    for one in fixed:
        users = [("class", str(c)) for c in one.class_ids] + [("trainer", str(t)) for t in one.trainer_ids]
        users += [("room", str(one.room_id))] if one.room_id else []
        for kind, name in users:
            held.setdefault((kind, name, one.day), []).append(one)
    for (kind, name, _day), rows in held.items():
        for first, second in itertools.combinations(rows, 2):
            if second.start >= first.end:
                continue
            if kind == "class" and _meet(problem, ClassId(name), first, second):
                yield f"La classe {class_name(problem, ClassId(name))}", first, second
            elif kind == "trainer":
                yield trainer_name(problem, TrainerId(name)), first, second
            elif kind == "room" and sum(r.start <= second.start < r.end for r in rows) > _shared(problem, RoomId(name)):
                yield room_name(problem, RoomId(name)), first, second


def _meet(problem: Problem, class_id: ClassId, first: Fixed, second: Fixed) -> bool:
    """Whether two things of a class are for some of the same people of it."""
    mine, others = (streams(problem, class_id, one.part, one.course_id) for one in (first, second))
    return any(stream in others for stream in mine)


def _shared(problem: Problem, room_id: RoomId) -> int:
    return max(1, problem.rooms[room_id].shared) if room_id in problem.rooms else 1


def _absent(problem: Problem, one: Fixed) -> str:
    if not problem.open_mask(one.day):
        return f"le centre est fermé le {say_day(one.day)}"
    for class_id in one.class_ids:
        hindered = class_hindered(problem, class_id, one.part, one.day, one.start, one.end)
        if hindered:
            return hindered
    room = problem.rooms.get(one.room_id) if one.room_id else None
    led = _not_there(problem, one) or _elsewhere(problem, one, room)
    return both(led, _shut(problem, one)) or _not_given(problem, one)


def _not_there(problem: Problem, one: Fixed) -> str:
    """Trainers of a session who are absent at its hour."""
    team = [problem.trainers[t] for t in one.trainer_ids if t in problem.trainers]
    gone = [t.name for t in team if away(t.absences, one.day, one.start, one.end)]
    there = "ne sont pas disponibles" if len(gone) > 1 else "n'est pas disponible"
    return f"{say_all(gone)} {there} (feuilles Formateurs et Indisponibilités)" if gone else ""


def _shut(problem: Problem, one: Fixed) -> str:
    """A room that is not available then: an event may be on any day, and in no room that is away."""
    room = problem.rooms.get(one.room_id) if one.room_id else None
    return room_shut(room, one.day, one.start, one.end) if room else ""


def _elsewhere(problem: Problem, one: Fixed, room: Room | None) -> str:
    """A trainer who does not work on the site of a session: that of its room, else of its course."""
    course = problem.courses.get(one.course_id) if one.course_id else None
    site = (room.site_id if room else "") or (problem.course_site(course) if course else "")
    sites = {t: problem.trainers[t].sites for t in one.trainer_ids if t in problem.trainers}
    who = next((t for t, works in sites.items() if works and site and site not in works), None)
    return (
        "" if who is None else f"{trainer_name(problem, who)} ne travaille pas sur le site {site} (feuille Formateurs)"
    )


def _not_given(problem: Problem, one: Fixed) -> str:
    """Why nobody can give a session whose trainer or room is to be chosen."""
    course = problem.courses.get(one.course_id) if one.course_id else None
    if course is None:
        return ""
    led = "" if one.trainer_ids else nobody_leads(problem, course, one.day, one.start, one.end)
    return both(led, "" if one.room_id else nowhere(problem, course, one.day, one.start, one.end))
