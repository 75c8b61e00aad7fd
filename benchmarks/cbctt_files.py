"""Curriculum-based course timetabling (ITC-2007): instances, solutions, and the soft costs that are called UD2.

Nothing of the product is in here, so that what it scores is scored by nobody who made it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from benchmarks.outside import UnknownError

HEADER = ("Name", "Courses", "Rooms", "Days", "Periods_per_day", "Curricula", "Constraints")
SECTIONS = ("COURSES", "ROOMS", "CURRICULA", "UNAVAILABILITY_CONSTRAINTS")
DAY_MISSING, ISOLATED = 5, 2
"""Costs of a working day that is missing and of an isolated lecture; a seat or a room too many costs 1."""


class Period(NamedTuple):
    """A day and a period of it, from 0."""

    day: int
    period: int


@dataclass(frozen=True, slots=True)
class Course:
    """A course: ``lectures`` of one period, on ``days`` days at least, with so many students."""

    id: str
    teacher: str
    lectures: int
    days: int
    students: int


@dataclass(frozen=True)
class Instance:
    """A whole file."""

    name: str
    days: int
    periods: int
    courses: Mapping[str, Course]
    rooms: Mapping[str, int]
    """Room → seats."""
    curricula: Mapping[str, tuple[str, ...]]
    unavailable: Mapping[str, frozenset[Period]]


class Lecture(NamedTuple):
    """A line of a solution."""

    course: str
    room: str
    at: Period


def read(path: Path) -> Instance:
    """An instance; `UnknownError` names the first line that is not known."""
    head: dict[str, str] = {}
    rows: dict[str, list[list[str]]] = {name: [] for name in SECTIONS}
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        words, title = line.split(), line.strip().removesuffix(":")
        if not words or title == "END.":
            continue
        if title in SECTIONS:
            section = title
        elif section:
            rows[section].append(words)
        elif words[0].removesuffix(":") in HEADER and len(words) == 2:
            head[words[0].removesuffix(":")] = words[1]
        else:
            raise UnknownError(f"{path}: unknown line “{line.strip()}”")
    return _instance(path, head, rows)


def _instance(path: Path, head: Mapping[str, str], rows: Mapping[str, Sequence[Sequence[str]]]) -> Instance:
    for name, section in zip(("Courses", "Rooms", "Curricula", "Constraints"), SECTIONS, strict=True):
        if int(head.get(name, -1)) != len(rows[section]):
            raise UnknownError(f"{path}: {head.get(name)} {name.lower()} are announced, {len(rows[section])} are there")
    unavailable: dict[str, set[Period]] = {}
    for course, day, period in _of(path, rows["UNAVAILABILITY_CONSTRAINTS"], 3):
        unavailable.setdefault(course, set()).add(Period(int(day), int(period)))
    curricula = {}
    for words in rows["CURRICULA"]:
        if len(words) != 2 + int(words[1]):
            raise UnknownError(f"{path}: unknown line “{' '.join(words)}”")
        curricula[words[0]] = tuple(words[2:])
    return Instance(
        head["Name"],
        int(head["Days"]),
        int(head["Periods_per_day"]),
        {w[0]: Course(w[0], w[1], *map(int, w[2:])) for w in _of(path, rows["COURSES"], 5)},
        {w[0]: int(w[1]) for w in _of(path, rows["ROOMS"], 2)},
        curricula,
        {course: frozenset(spans) for course, spans in unavailable.items()},
    )


def _of(path: Path, rows: Iterable[Sequence[str]], length: int) -> Iterator[Sequence[str]]:
    """Rows that have so many words."""
    for words in rows:
        if len(words) != length:
            raise UnknownError(f"{path}: unknown line “{' '.join(words)}”")
        yield words


def read_solution(path: Path) -> tuple[Lecture, ...]:
    """Lines of a solution: course, room, day, period."""
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    found = _of(path, (words for words in rows if words), 4)
    return tuple(Lecture(course, room, Period(int(day), int(period))) for course, room, day, period in found)


def write_solution(path: Path, solution: Iterable[Lecture]) -> None:
    """The lines that the validator of the competition reads."""
    lines = [f"{one.course} {one.room} {one.at.day} {one.at.period}\n" for one in sorted(solution)]
    path.write_text("".join(lines), encoding="utf-8")


def costs(instance: Instance, solution: Sequence[Lecture]) -> dict[str, int]:
    """The four soft costs, weighted; of lectures that are not there only the days count that their course lacks."""
    held: dict[str, list[Lecture]] = {course: [] for course in instance.courses}
    for one in solution:
        held[one.course].append(one)
    seats = sum(max(0, instance.courses[one.course].students - instance.rooms[one.room]) for one in solution)
    missing = sum(max(0, c.days - len({one.at.day for one in held[c.id]})) for c in instance.courses.values())
    rooms = sum(len({one.room for one in rows}) - 1 for rows in held.values() if rows)
    alone = 0
    for courses in instance.curricula.values():
        taken = {one.at for course in courses for one in held[course]}
        alone += sum(
            not {Period(at.day, at.period - 1), Period(at.day, at.period + 1)} & taken
            for course in courses
            for one in held[course]
            for at in [one.at]
        )
    return {
        "room_capacity": seats,
        "working_days": DAY_MISSING * missing,
        "isolated_lectures": ISOLATED * alone,
        "room_stability": rooms,
    }


def violations(instance: Instance, solution: Sequence[Lecture]) -> dict[str, int]:
    """Hard constraints that are broken, by kind; lectures that are missing are counted elsewhere."""
    found: Counter[str] = Counter()
    given = Counter(one.course for one in solution)
    for course in instance.courses.values():
        found["lectures too many"] += max(0, given[course.id] - course.lectures)
    for one in solution:
        inside = 0 <= one.at.day < instance.days and 0 <= one.at.period < instance.periods
        found["not a period"] += not inside
        found["unavailable"] += one.at in instance.unavailable.get(one.course, ())
    owners: Counter[tuple[str, str, Period]] = Counter()
    for one in solution:
        owners["room", one.room, one.at] += 1
        owners["teacher", instance.courses[one.course].teacher, one.at] += 1
        for name, courses in instance.curricula.items():
            owners["curriculum", name, one.at] += one.course in courses
    for (kind, _name, _at), count in owners.items():
        found[f"{kind} twice"] += max(0, count - 1)
    return {kind: count for kind, count in sorted(found.items()) if count}
