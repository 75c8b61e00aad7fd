"""Facts about rooms: how many there are of what courses ask for, how many seats they have, when they are away."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from planner.domain import Course, Problem, Room, RoomId
from planner.explain.facts import Fact, cell, lifting_by
from planner.explain.facts_people import room_absences
from planner.explain.question import Question
from planner.words import count, say_all, say_some

MORE_ROOMS = 12
"""Rooms that stand for any number more: no hour of a question has as many sessions of one kind."""
MANY_SEATS = 1_000
RoomNeed = tuple[tuple[str, ...], frozenset[str]]
"""Types (any of them) and features that courses ask of a room."""


def rooms_for(problem: Problem, course: Course) -> tuple[Room, ...]:
    """Rooms that have what a course asks for, whatever their seats."""
    found = problem.course_rooms(course)
    return tuple(r for r in found if course.room_types or not problem.special(r))


def room_facts(question: Question) -> Iterator[Fact]:
    """For each kind of room that is asked for: how many there are, their seats, their absences."""
    problem = question.problem
    needs: dict[RoomNeed, list[Course]] = {}
    for course in question.courses:
        needs.setdefault((course.room_types, course.room_features), []).append(course)
    seen = set[str]()
    for (types, features), courses in needs.items():
        rooms = rooms_for(problem, courses[0])
        cells = tuple(c for room in rooms[:6] for c in cell(problem, "room", str(room.id)))
        what = say_room(types, features)
        about = {"types": types, "features": features, "rooms": tuple(r.id for r in rooms)}
        key = f"{'/'.join(types)}+{'/'.join(sorted(features))}"
        yield Fact(
            *("rooms", f"rooms:{key}", _number_of(rooms, what)),
            lifting_by(partial(with_rooms_more, course=courses[0], like=rooms)),
            cells,
            about,
        )
        if rooms:
            most = max(room.seats for room in rooms)
            yield Fact(
                *("seats", f"seats:{key}", f"la plus grande {what} a {count(most, 'place')}"),
                lifting_by(partial(with_seats, rooms=rooms, seats=MANY_SEATS)),
                next((cell(problem, "room", str(r.id), "seats") for r in rooms if r.seats == most), ()),
                about,
            )
        own = [str(r.id) for r in rooms if str(r.id) not in seen]
        seen |= {*own}
        yield from room_absences(question, own)


def say_room(types: Sequence[str], features: frozenset[str]) -> str:
    """``salle de type « cuisine » équipée de « four »``."""
    kind = f"salle de type « {' ou '.join(types)} »" if types else "salle ordinaire"
    return kind + (f" équipée de {say_all(f'« {f} »' for f in sorted(features))}" if features else "")


def _number_of(rooms: Sequence[Room], what: str) -> str:
    if not rooms:
        return f"il n’y a pas de {what}"
    return f"il y a {count(len(rooms), 'salle')} et pas plus pour : {what} ({say_some(r.name for r in rooms)})"


def with_rooms_more(problem: Problem, course: Course, like: Sequence[Room], number: int = MORE_ROOMS) -> Problem:
    """A problem with some more rooms for a course, as large as the largest that there is, always open."""
    best = max(like, key=lambda room: room.seats, default=None)
    kind = course.room_types[0] if course.room_types else "salle"
    site = problem.course_site(course)
    base = best or Room(RoomId("?"), "?", kind, MANY_SEATS, site, course.room_features)
    taken = len(problem.rooms)
    # As anybody may need it: what arrangements ask of a room is another fact.
    has = frozenset(row.text for row in problem.arrangements if row.effect == "room_feature" and row.text)
    more = {
        RoomId(f"+{taken + n}"): replace(
            base,
            id=RoomId(f"+{taken + n}"),
            name=f"salle de plus {n + 1}",
            absences=(),
            supervised_by=None,
            shared=1,
            accessible=True,
            features=base.features | course.room_features | has,
            site_id=site or base.site_id,
        )
        for n in range(number)
    }
    return replace(problem, rooms={**problem.rooms, **more})


def with_seats(problem: Problem, rooms: Sequence[Room], seats: int) -> Problem:
    """A problem in which some rooms have other seats."""
    asked = {room.id for room in rooms}
    return replace(
        problem, rooms={r: replace(one, seats=seats) if r in asked else one for r, one in problem.rooms.items()}
    )
