"""What the baseline has to place in a week: sessions of courses, occurrences of barrettes, open periods."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from planner.courses.volumes import sessions_wanted, week_pattern
from planner.domain import Barrette, ClassId, Course, OpenPeriod, Problem, RoomId, TrainerId, key, monday

GROUPS_PER_CLASS = 1.33
Unit = tuple[ClassId, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """Sessions placed together at one time. ``count``: how many it stands for (two for crossed parts).

    ``teams``: alternatives; ``pool`` and ``staff``: so many of these trainers besides. ``rooms``: one room out of
    each of these sets.
    """

    id: str
    units: tuple[Unit, ...]
    minutes: int
    teams: tuple[tuple[TrainerId, ...], ...] = ((),)
    rooms: tuple[tuple[RoomId, ...], ...] = ()
    pool: tuple[TrainerId, ...] = ()
    staff: int = 0
    series: tuple[str, ...] = ()
    """Two pieces of a series never share a day, unless the course allows it."""
    meal: bool = False
    count: int = 1


def pieces(problem: Problem, week: date) -> list[Piece]:
    """Everything that the week asks for."""
    found: list[Piece] = []
    for course in problem.courses.values():
        found += _course(problem, course, week)
    for barrette in problem.barrettes.values():
        found += _barrette(problem, barrette, week)
    for period in problem.open_periods:
        found += _open(problem, period, week)
    return found


def _course(problem: Problem, course: Course, week: date) -> Iterator[Piece]:
    other = problem.courses.get(course.crossed_with) if course.crossed_with else None
    if other is not None and other.id < course.id:
        return
    parts = tuple("ABCDEFGH"[: course.parts]) if course.parts > 1 else ("",)
    for turn, part in enumerate(parts):
        lengths = lengths_in(problem, course, part, week)
        heads = math.ceil(_heads(problem, course.class_ids, week) / len(parts))
        units = tuple((c, part) for c in course.class_ids)
        name = f"{course.id}|{part}"
        rooms: tuple[tuple[RoomId, ...], ...] = (_rooms(problem, course, heads),)
        teams, series, count = _teams(problem, course), [name], 1
        if other is not None:
            swapped = parts[(turn + 1) % len(parts)]
            units += tuple((c, swapped) for c in other.class_ids)
            rooms += (_rooms(problem, other, heads),)
            teams = tuple((*a, *b) for a, b in itertools.product(teams, _teams(problem, other)))
            series, count = [name, f"{other.id}|{swapped}"], 2
        for n, minutes in enumerate(lengths):
            yield Piece(
                f"{name}|{n}",
                units,
                minutes,
                teams,
                rooms,
                series=tuple(series) if course.max_per_day == 1 else (),
                meal=course.meal,
                count=count,
            )


def lengths_in(problem: Problem, course: Course, part: str, week: date) -> tuple[int, ...]:
    """Lengths that a week asks for; what a short week loses is made up in the first full week of the class."""
    pattern = week_pattern(problem, course, part)
    lengths = pattern.get(week, ())
    if course.volume.total is None and course.short_week == "makeup":
        full = max(map(sum, pattern.values()), default=0)
        first = next((w for w, found in pattern.items() if sum(found) == full), None)
        if week == first:
            lengths += tuple(m for when, m in sessions_wanted(problem, course, part) if when is None)
    return lengths


def _teams(problem: Problem, course: Course) -> tuple[tuple[TrainerId, ...], ...]:
    if course.teams:
        return course.teams
    return tuple((t.id,) for t in problem.trainers.values() if problem.skilled(t, course.subject)) or ((),)


def _rooms(problem: Problem, course: Course, heads: int) -> tuple[RoomId, ...]:
    types = {key(t) for t in course.room_types}
    return tuple(
        r.id
        for r in problem.rooms.values()
        if (not types or key(r.type) in types) and r.seats >= heads and course.room_features <= r.features
    )


def _heads(problem: Problem, class_ids: tuple[ClassId, ...], week: date) -> int:
    day = week + timedelta(days=4)
    return sum(sum(1 for x in problem.roster(c, day) if not x.remote) for c in class_ids)


def _barrette(problem: Problem, barrette: Barrette, week: date) -> Iterator[Piece]:
    groups = math.ceil(GROUPS_PER_CLASS * len(barrette.class_ids))
    pool = barrette.trainer_ids or tuple(t.id for t in problem.trainers.values() if t.teaches)
    rooms = barrette.room_ids or tuple(r.id for r in problem.rooms.values())
    for n in range(_occurrences(problem, barrette.class_ids, barrette.per_week, barrette.per_stay, week)):
        yield Piece(
            f"{barrette.id}|{n}",
            tuple((c, "") for c in barrette.class_ids),
            barrette.minutes,
            rooms=(rooms,) * groups,
            pool=pool,
            staff=groups,
        )


def _open(problem: Problem, period: OpenPeriod, week: date) -> Iterator[Piece]:
    for n in range(_occurrences(problem, period.class_ids, period.per_week, period.per_stay, week)):
        yield Piece(f"{period.id}|{n}", tuple((c, "") for c in period.class_ids), period.minutes)


def _occurrences(problem: Problem, class_ids: tuple[ClassId, ...], per_week: int, per_stay: int, week: date) -> int:
    if not all(week in problem.class_weeks(c) for c in class_ids):
        return 0
    starts = any(stay and monday(stay[0]) == week for stay in problem.stays(class_ids[0]))
    return per_week or (per_stay if starts else 0)
