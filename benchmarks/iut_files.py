"""The weeks of a technical institute, as its files state them: courses, groups, rooms, tutors, what was published.

Every column and every word is known or refused by name. Days are numbers from Monday = 0, times minutes after midnight.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from benchmarks.outside import UnknownError, table

DAYS = ("m", "tu", "w", "th", "f")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "departments": ("department", "day_start_min", "day_end_min", "lunch_start_min", "lunch_end_min", "days"),
    "groups": ("group", "department", "programme", "kind", "parents", "conflicting_groups", "parallel_groups"),
    "courses": (
        *("course", "department", "programme", "week", "module", "type", "duration_min", "allowed_starts_min"),
        *("tutor", "extra_tutors", "groups", "room_type"),
    ),
    "rooms": ("room", "departments", "types", "part_of"),
    "dependencies": ("first_course", "second_course", "back_to_back", "not_same_day"),
    "tutor_availability": ("tutor", "week", "day", "start_min", "duration_min", "value_0_unavailable_8_best"),
    "room_availability": ("room", "week", "day", "start_min", "duration_min", "value_0_unavailable_8_best"),
    "published": ("course", "day", "start_min", "room", "tutor"),
    "holidays": ("week", "day"),
}
BEST = 8
"""Value of the hours that a tutor likes best; 0: not there; what lies between is a wish."""


class Span(NamedTuple):
    """Some minutes of a day."""

    day: int
    start: int
    end: int


class At(NamedTuple):
    """Where a course is: day, start, room, and the tutors who are in it."""

    day: int
    start: int
    room: str
    tutors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lecture:
    """A course to be placed once in its week. ``tutors``: all of them are needed; none: nobody is."""

    id: str
    department: str
    programme: str
    week: str
    module: str
    minutes: int
    starts: tuple[int, ...]
    tutors: tuple[str, ...]
    group: str
    room_type: str


@dataclass(frozen=True, slots=True)
class Link:
    """The second course comes after the first: at once, or on another day, where it says so."""

    first: str
    second: str
    back_to_back: bool
    other_day: bool


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of a department, and the days on which it is open."""

    start: int
    end: int
    lunch: tuple[int, int]
    days: tuple[int, ...]


@dataclass(frozen=True)
class Institute:
    """All the files."""

    hours: Mapping[str, Hours]
    parents: Mapping[str, tuple[str, ...]]
    lectures: Mapping[str, Lecture]
    links: tuple[Link, ...]
    room_types: Mapping[str, frozenset[str]]
    room_departments: Mapping[str, frozenset[str]]
    room_wholes: Mapping[str, tuple[str, ...]]
    """Room → the larger rooms of which it is a part."""
    tutor_values: Mapping[tuple[str, str], tuple[tuple[Span, int], ...]]
    """(tutor, week or empty) → what each span is worth."""
    room_values: Mapping[tuple[str, str], tuple[tuple[Span, int], ...]]
    published: Mapping[str, At]
    holidays: frozenset[tuple[str, int]]

    @cached_property
    def leaves(self) -> Mapping[str, tuple[str, ...]]:
        """Group → the smallest groups in it; two groups have people in common when they share one."""
        inner = {p for parents in self.parents.values() for p in parents}
        found: dict[str, list[str]] = {group: [] for group in self.parents}
        for leaf in (group for group in self.parents if group not in inner):
            above = [leaf]
            while above:
                group = above.pop()
                if leaf not in found[group]:
                    found[group].append(leaf)
                    above += self.parents[group]
        return {group: tuple(leaves) for group, leaves in found.items()}

    @cached_property
    def atoms(self) -> Mapping[str, frozenset[str]]:
        """Room → what it takes: itself, or the rooms that are its parts; rooms that share one exclude each other."""
        parts: dict[str, set[str]] = {}
        for room, wholes in self.room_wholes.items():
            for whole in wholes:
                parts.setdefault(whole, set()).add(room)
        return {room: frozenset(parts.get(room, {room})) for room in self.room_types}

    def week(self, department: str, week: str) -> tuple[Lecture, ...]:
        """Courses of a department in a week."""
        return tuple(c for c in self.lectures.values() if (c.department, c.week) == (department, week))

    def values(self, tutor: str, week: str) -> tuple[tuple[Span, int], ...]:
        """What the hours of a week are worth to a tutor: those said of that very week, else those of every week."""
        return self.tutor_values.get((tutor, week)) or self.tutor_values.get((tutor, ""), ())

    def away(self, tutor: str, week: str) -> tuple[Span, ...]:
        """When a tutor is not there."""
        return tuple(span for span, value in self.values(tutor, week) if value == 0)

    def closed(self, room: str, week: str) -> tuple[Span, ...]:
        """When a room is not to be had."""
        return tuple(span for span, value in self.room_values.get((room, week), ()) if value == 0)


def read(folder: Path) -> Institute:
    """The files of a folder; `UnknownError` names the first thing that is not known."""
    rows = {name: table(folder / f"{name}.csv", columns) for name, columns in COLUMNS.items()}
    lectures = {row["course"]: _lecture(row) for row in rows["courses"]}
    return Institute(
        hours={row["department"]: _hours(row) for row in rows["departments"]},
        parents={row["group"]: _parents(row) for row in rows["groups"]},
        lectures=lectures,
        links=tuple(_link(row) for row in rows["dependencies"]),
        room_types={row["room"]: frozenset(_several(row["types"])) for row in rows["rooms"]},
        room_departments={row["room"]: frozenset(_several(row["departments"])) for row in rows["rooms"]},
        room_wholes={row["room"]: _several(row["part_of"]) for row in rows["rooms"]},
        tutor_values=_values(rows["tutor_availability"], "tutor"),
        room_values=_values(rows["room_availability"], "room"),
        published={
            row["course"]: At(
                _day(row["day"]),
                int(row["start_min"]),
                row["room"],
                _several(row["tutor"]) or lectures[row["course"]].tutors,
            )
            for row in rows["published"]
            if row["course"] in lectures
        },
        holidays=frozenset((row["week"], _day(row["day"])) for row in rows["holidays"]),
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _day(text: str) -> int:
    if text not in DAYS:
        raise UnknownError(f"unknown day: {text}")
    return DAYS.index(text)


def _hours(row: Mapping[str, str]) -> Hours:
    lunch = (int(row["lunch_start_min"]), int(row["lunch_end_min"]))
    days = tuple(_day(day) for day in _several(row["days"]))
    return Hours(int(row["day_start_min"]), int(row["day_end_min"]), lunch, days)


def _parents(row: Mapping[str, str]) -> tuple[str, ...]:
    for column, known in (("kind", "structural"), ("conflicting_groups", ""), ("parallel_groups", "")):
        if row[column] != known:
            raise UnknownError(f"group {row['group']}: {column} “{row[column]}” is not known to this adapter")
    return _several(row["parents"])


def _lecture(row: Mapping[str, str]) -> Lecture:
    groups = _several(row["groups"])
    if len(groups) != 1:
        raise UnknownError(f"course {row['course']}: {len(groups)} groups, this adapter knows of one")
    return Lecture(
        row["course"],
        row["department"],
        row["programme"],
        row["week"],
        row["module"],
        int(row["duration_min"]),
        tuple(sorted(int(start) for start in _several(row["allowed_starts_min"]))),
        tuple(dict.fromkeys((*_several(row["tutor"]), *_several(row["extra_tutors"])))),
        groups[0],
        row["room_type"],
    )


def _link(row: Mapping[str, str]) -> Link:
    for column in ("back_to_back", "not_same_day"):
        if row[column] not in ("0", "1"):
            raise UnknownError(f"dependency of {row['second_course']}: {column} “{row[column]}” is neither 0 nor 1")
    return Link(row["first_course"], row["second_course"], row["back_to_back"] == "1", row["not_same_day"] == "1")


def _values(rows: list[dict[str, str]], owner: str) -> dict[tuple[str, str], tuple[tuple[Span, int], ...]]:
    found: dict[tuple[str, str], list[tuple[Span, int]]] = {}
    for row in rows:
        start, value = int(row["start_min"]), int(row["value_0_unavailable_8_best"])
        span = Span(_day(row["day"]), start, start + int(row["duration_min"]))
        found.setdefault((row[owner], row["week"]), []).append((span, value))
    return {key: tuple(spans) for key, spans in found.items()}
