"""Contradictions to put into a workbook that has none: each changes a little of a problem, and says which facts clash.

A kind is a function ``(problem, draw) -> Injected | None``; None where the sample has nothing that it could change. The
facts are named by what their keys begin with (`planner.explain.facts.Fact.key`).
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.courses.teams import teams_of
from planner.domain import (
    Absence,
    Course,
    Problem,
    RoomId,
    Trainer,
    Volume,
)
from planner.explain.facts_rooms import rooms_for


@dataclass(frozen=True)
class Injected:
    """A problem that contradicts itself, and what the keys of the facts that clash begin with: one of each row."""

    problem: Problem
    facts: tuple[tuple[str, ...], ...]


Contradiction = Callable[[Problem, random.Random], Injected | None]


def weekly_courses(problem: Problem, least: int = 120) -> list[Course]:
    """Courses of the whole class, of one trainer, with hours by the week."""
    return [
        c
        for c in problem.courses.values()
        if c.volume.weekly is not None and c.volume.weekly >= least and len(c.teams) == 1 and len(c.teams[0]) == 1
        if c.barrette_id is None and c.crossed_with is None
    ]


def with_trainer(problem: Problem, trainer: Trainer) -> Problem:
    """A problem with another value of a trainer."""
    return replace(problem, trainers={**problem.trainers, trainer.id: trainer})


def with_course(problem: Problem, course: Course) -> Problem:
    """A problem with another value of a course."""
    return replace(problem, courses={**problem.courses, course.id: course})


def day_there(problem: Problem, course: Course, draw: random.Random) -> date | None:
    """A day on which all classes of a course have courses the whole day."""
    days = [d for d in problem.days if all(problem.course_presence(c, d) == 3 for c in course.class_ids)]
    return draw.choice(days) if days else None


def trainer_hardly_there(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer of several hours a week who comes on one morning only."""
    course = draw.choice(weekly_courses(problem, 360))
    trainer = problem.trainers[course.teams[0][0]]
    day, noon = draw.randrange(5), problem.bells_of(course.class_ids[0]).noon(0)
    gone = tuple(Absence(d) for d in range(7) if d != day)
    now = replace(trainer, absences=(*gone, Absence(day, start=noon)))
    return Injected(with_trainer(problem, now), ((f"trainer_away:{trainer.id}",),))


def trainer_away_a_week(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer who is away in a week in which the class has the course."""
    course = draw.choice(weekly_courses(problem))
    day = day_there(problem, course, draw)
    if day is None:
        return None
    week = day - timedelta(days=day.weekday())
    trainer = problem.trainers[course.teams[0][0]]
    away = Absence(first=week, last=week + timedelta(days=6))
    now = replace(trainer, absences=(*trainer.absences, away))
    return Injected(with_trainer(problem, now), ((f"trainer_away:{trainer.id}",),))


def trainer_few_hours(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer whose most hours of a week are fewer than one of the courses asks for."""
    course = draw.choice(weekly_courses(problem, 180))
    trainer = problem.trainers[course.teams[0][0]]
    return Injected(with_trainer(problem, replace(trainer, max_week=60)), ((f"max_week:{trainer.id}",),))


def trainer_short_days(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer whose days hold less than one session."""
    course = draw.choice(weekly_courses(problem))
    trainer = problem.trainers[course.teams[0][0]]
    return Injected(with_trainer(problem, replace(trainer, max_day=30)), ((f"max_day:{trainer.id}",),))


def trainer_free_days(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer who keeps nearly all half-days free."""
    course = draw.choice(weekly_courses(problem, 360))
    trainer = problem.trainers[course.teams[0][0]]
    now = replace(trainer, absences=(), free_half_days=10)
    return Injected(with_trainer(problem, now), ((f"free_half_days:{trainer.id}",),))


def trainer_long_days(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer who does not come for less than a full day, and has one short course."""
    of = {
        t: [c for c in problem.courses.values() if t in {x for team in teams_of(problem, c) for x in team}]
        for t in problem.trainers
    }
    alone = [c for c in weekly_courses(problem, 60) if sum((x.volume.weekly or 9_999) for x in of[c.teams[0][0]]) < 360]
    if not alone:
        return None
    trainer = problem.trainers[draw.choice(alone).teams[0][0]]
    now = replace(trainer, min_day=8 * 60, min_day_hard=True)
    return Injected(with_trainer(problem, now), ((f"min_day_hard:{trainer.id}",),))


def too_many_hours(problem: Problem, draw: random.Random) -> Injected | None:
    """A course with more hours a week than the week has."""
    course = draw.choice(weekly_courses(problem))
    now = replace(course, volume=Volume(weekly=40 * 60), lengths=(), max_per_day=4)
    return Injected(with_course(problem, now), ((f"course:{course.id}",),))


def a_session_a_day(problem: Problem, draw: random.Random) -> Injected | None:
    """A course of six sessions a week, one a day at most."""
    course = draw.choice(weekly_courses(problem))
    now = replace(course, volume=Volume(weekly=6 * 60), lengths=(60,) * 6, max_per_day=1)
    return Injected(with_course(problem, now), ((f"course:{course.id}",), (f"max_day:{course.id}",)))


def session_too_long(problem: Problem, draw: random.Random) -> Injected | None:
    """A course in sessions that no half-day holds."""
    course = draw.choice(weekly_courses(problem))
    now = replace(course, volume=Volume(weekly=9 * 60), lengths=(9 * 60,), meal=False)
    return Injected(with_course(problem, now), ((f"course:{course.id}",),))


def only_one_start(problem: Problem, draw: random.Random) -> Injected | None:
    """A course of two sessions a week that may begin at one hour of the week."""
    course = draw.choice(weekly_courses(problem))
    start = problem.bells_of(course.class_ids[0]).days[0][0].start
    now = replace(course, volume=Volume(weekly=120), lengths=(60, 60), starts=((0, start),))
    return Injected(with_course(problem, now), ((f"only_hours:{course.id}",), (f"course:{course.id}",)))


def nobody_teaches(problem: Problem, draw: random.Random) -> Injected | None:
    """A course that names nobody, of a subject of which nobody has the skill."""
    course = draw.choice(weekly_courses(problem))
    now = replace(course, subject="Calligraphie étrusque", teams=())
    return Injected(with_course(problem, now), ((f"course:{course.id}",),))


def never_together(problem: Problem, draw: random.Random) -> Injected | None:
    """A course of two trainers together who share no day."""
    course = draw.choice(weekly_courses(problem))
    one = problem.trainers[course.teams[0][0]]
    free = [t for t in problem.trainers.values() if t.teaches and t.id != one.id]
    other = draw.choice(free)
    problem = with_trainer(problem, replace(one, absences=tuple(Absence(d) for d in (3, 4, 5, 6))))
    problem = with_trainer(problem, replace(other, absences=tuple(Absence(d) for d in (0, 1, 2, 5, 6))))
    now = replace(course, teams=((one.id, other.id),), co_taught=True, all_needed=True)
    return Injected(with_course(problem, now), ((f"course:{course.id}", f"trainer_away:{one.id}"),))


def special_courses(problem: Problem) -> list[Course]:
    """Courses that ask for a type of room that there is."""
    return [c for c in weekly_courses(problem) if c.room_types and rooms_for(problem, c)]


def _key_of(course: Course) -> str:
    return f"{'/'.join(course.room_types)}+{'/'.join(sorted(course.room_features))}"


def rooms_closed(problem: Problem, draw: random.Random) -> Injected | None:
    """All rooms of a type are away all the time."""
    courses = special_courses(problem)
    if not courses:
        return None
    course = draw.choice(courses)
    ids = {r.id for r in rooms_for(problem, course)}
    rooms = {r: replace(one, absences=(Absence(),)) if r in ids else one for r, one in problem.rooms.items()}
    told = tuple(f"room_away:{r}" for r in ids)
    return Injected(replace(problem, rooms=rooms), ((*told, f"rooms:{_key_of(course)}"),))


def rooms_gone(problem: Problem, draw: random.Random) -> Injected | None:
    """There is no room of a type."""
    courses = special_courses(problem)
    if not courses:
        return None
    course = draw.choice(courses)
    ids = {r.id for r in rooms_for(problem, course)}
    rooms = {r: one for r, one in problem.rooms.items() if r not in ids}
    return Injected(replace(problem, rooms=rooms), ((f"rooms:{_key_of(course)}",),))


def rooms_small(problem: Problem, draw: random.Random) -> Injected | None:
    """The rooms of a type have two places each."""
    courses = special_courses(problem)
    if not courses:
        return None
    course = draw.choice(courses)
    ids = {r.id for r in rooms_for(problem, course)}
    rooms = {r: replace(one, seats=2) if r in ids else one for r, one in problem.rooms.items()}
    return Injected(replace(problem, rooms=rooms), ((f"seats:{_key_of(course)}",),))


def feature_nowhere(problem: Problem, draw: random.Random) -> Injected | None:
    """A course asks for what no room has."""
    course = draw.choice(weekly_courses(problem))
    now = replace(course, room_features=frozenset({"soufflerie"}))
    return Injected(with_course(problem, now), ((f"rooms:{_key_of(now)}",),))


def too_few_rooms(problem: Problem, draw: random.Random) -> Injected | None:
    """All courses in rooms of the usual type, in the one room of another type that there is, which suits everybody."""
    usual, kind = Counter(c.room_types for c in weekly_courses(problem)).most_common(1)[0][0], "labo unique"
    has = frozenset(feature for room in problem.rooms.values() for feature in room.features)
    one = next(iter(problem.rooms.values()))
    room = replace(one, id=RoomId("LABO-1"), name="Labo 1", type=kind, seats=99, absences=(), features=has)
    room = replace(room, accessible=True, shared=1)
    courses = {
        key: replace(c, room_types=(kind,)) if c.room_types == usual else c for key, c in problem.courses.items()
    }
    del draw
    return Injected(replace(problem, courses=courses, rooms={**problem.rooms, room.id: room}), ((f"rooms:{kind}+",),))
