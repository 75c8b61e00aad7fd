"""Contradictions to put into a workbook that has none: each changes a little of a problem, and says which facts clash.

A kind is a function ``(problem, draw) -> Injected | None``; None where the sample has nothing that it could change. The
facts are named by what their keys begin with (`planner.explain.facts.Fact.key`).
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.courses.teams import teams_of
from planner.domain import (
    Absence,
    Course,
    FixedEvent,
    Link,
    Lock,
    Problem,
    Relation,
    RoomId,
    Trainer,
    Volume,
    WeekLimit,
)
from planner.explain.facts_rooms import rooms_for


@dataclass(frozen=True)
class Injected:
    """A problem that contradicts itself, and what the keys of the facts that clash begin with: one of each row."""

    problem: Problem
    facts: tuple[tuple[str, ...], ...]


Contradiction = Callable[[Problem, random.Random], Injected | None]


def _weekly(problem: Problem, least: int = 120) -> list[Course]:
    """Courses of the whole class, of one trainer, with hours by the week."""
    return [
        c
        for c in problem.courses.values()
        if c.volume.weekly is not None and c.volume.weekly >= least and len(c.teams) == 1 and len(c.teams[0]) == 1
        if c.barrette_id is None and c.crossed_with is None
    ]


def _with_trainer(problem: Problem, trainer: Trainer) -> Problem:
    return replace(problem, trainers={**problem.trainers, trainer.id: trainer})


def _with_course(problem: Problem, course: Course) -> Problem:
    return replace(problem, courses={**problem.courses, course.id: course})


def _day_there(problem: Problem, course: Course, draw: random.Random) -> date | None:
    """A day on which all classes of a course have courses the whole day."""
    days = [d for d in problem.days if all(problem.course_presence(c, d) == 3 for c in course.class_ids)]
    return draw.choice(days) if days else None


def trainer_hardly_there(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer of several hours a week who comes on one morning only."""
    course = draw.choice(_weekly(problem, 360))
    trainer = problem.trainers[course.teams[0][0]]
    day, noon = draw.randrange(5), problem.bells_of(course.class_ids[0]).noon(0)
    gone = tuple(Absence(d) for d in range(7) if d != day)
    now = replace(trainer, absences=(*gone, Absence(day, start=noon)))
    return Injected(_with_trainer(problem, now), ((f"trainer_away:{trainer.id}",),))


def trainer_away_a_week(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer who is away in a week in which the class has the course."""
    course = draw.choice(_weekly(problem))
    day = _day_there(problem, course, draw)
    if day is None:
        return None
    week = day - timedelta(days=day.weekday())
    trainer = problem.trainers[course.teams[0][0]]
    away = Absence(first=week, last=week + timedelta(days=6))
    now = replace(trainer, absences=(*trainer.absences, away))
    return Injected(_with_trainer(problem, now), ((f"trainer_away:{trainer.id}",),))


def trainer_few_hours(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer whose most hours of a week are fewer than one of the courses asks for."""
    course = draw.choice(_weekly(problem, 180))
    trainer = problem.trainers[course.teams[0][0]]
    return Injected(_with_trainer(problem, replace(trainer, max_week=60)), ((f"max_week:{trainer.id}",),))


def trainer_short_days(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer whose days hold less than one session."""
    course = draw.choice(_weekly(problem))
    trainer = problem.trainers[course.teams[0][0]]
    return Injected(_with_trainer(problem, replace(trainer, max_day=30)), ((f"max_day:{trainer.id}",),))


def trainer_free_days(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer who keeps nearly all half-days free."""
    course = draw.choice(_weekly(problem, 360))
    trainer = problem.trainers[course.teams[0][0]]
    now = replace(trainer, absences=(), free_half_days=10)
    return Injected(_with_trainer(problem, now), ((f"free_half_days:{trainer.id}",),))


def trainer_long_days(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer who does not come for less than a full day, and has one short course."""
    of = {
        t: [c for c in problem.courses.values() if t in {x for team in teams_of(problem, c) for x in team}]
        for t in problem.trainers
    }
    alone = [c for c in _weekly(problem, 60) if sum((x.volume.weekly or 9_999) for x in of[c.teams[0][0]]) < 360]
    if not alone:
        return None
    trainer = problem.trainers[draw.choice(alone).teams[0][0]]
    now = replace(trainer, min_day=8 * 60, min_day_hard=True)
    return Injected(_with_trainer(problem, now), ((f"min_day_hard:{trainer.id}",),))


def too_many_hours(problem: Problem, draw: random.Random) -> Injected | None:
    """A course with more hours a week than the week has."""
    course = draw.choice(_weekly(problem))
    now = replace(course, volume=Volume(weekly=40 * 60), lengths=(), max_per_day=4)
    return Injected(_with_course(problem, now), ((f"course:{course.id}",),))


def a_session_a_day(problem: Problem, draw: random.Random) -> Injected | None:
    """A course of six sessions a week, one a day at most."""
    course = draw.choice(_weekly(problem))
    now = replace(course, volume=Volume(weekly=6 * 60), lengths=(60,) * 6, max_per_day=1)
    return Injected(_with_course(problem, now), ((f"course:{course.id}",), (f"max_day:{course.id}",)))


def session_too_long(problem: Problem, draw: random.Random) -> Injected | None:
    """A course in sessions that no half-day holds."""
    course = draw.choice(_weekly(problem))
    now = replace(course, volume=Volume(weekly=9 * 60), lengths=(9 * 60,), meal=False)
    return Injected(_with_course(problem, now), ((f"course:{course.id}",),))


def only_one_start(problem: Problem, draw: random.Random) -> Injected | None:
    """A course of two sessions a week that may begin at one hour of the week."""
    course = draw.choice(_weekly(problem))
    start = problem.bells_of(course.class_ids[0]).days[0][0].start
    now = replace(course, volume=Volume(weekly=120), lengths=(60, 60), starts=((0, start),))
    return Injected(_with_course(problem, now), ((f"only_hours:{course.id}",), (f"course:{course.id}",)))


def nobody_teaches(problem: Problem, draw: random.Random) -> Injected | None:
    """A course that names nobody, of a subject of which nobody has the skill."""
    course = draw.choice(_weekly(problem))
    now = replace(course, subject="Calligraphie étrusque", teams=())
    return Injected(_with_course(problem, now), ((f"course:{course.id}",),))


def never_together(problem: Problem, draw: random.Random) -> Injected | None:
    """A course of two trainers together who share no day."""
    course = draw.choice(_weekly(problem))
    one = problem.trainers[course.teams[0][0]]
    free = [t for t in problem.trainers.values() if t.teaches and t.id != one.id]
    other = draw.choice(free)
    problem = _with_trainer(problem, replace(one, absences=tuple(Absence(d) for d in (3, 4, 5, 6))))
    problem = _with_trainer(problem, replace(other, absences=tuple(Absence(d) for d in (0, 1, 2, 5, 6))))
    now = replace(course, teams=((one.id, other.id),), co_taught=True, all_needed=True)
    return Injected(_with_course(problem, now), ((f"course:{course.id}", f"trainer_away:{one.id}"),))


def _special(problem: Problem) -> list[Course]:
    return [c for c in _weekly(problem) if c.room_types and rooms_for(problem, c)]


def _key_of(course: Course) -> str:
    return f"{'/'.join(course.room_types)}+{'/'.join(sorted(course.room_features))}"


def rooms_closed(problem: Problem, draw: random.Random) -> Injected | None:
    """All rooms of a type are away all the time."""
    courses = _special(problem)
    if not courses:
        return None
    course = draw.choice(courses)
    ids = {r.id for r in rooms_for(problem, course)}
    rooms = {r: replace(one, absences=(Absence(),)) if r in ids else one for r, one in problem.rooms.items()}
    told = tuple(f"room_away:{r}" for r in ids)
    return Injected(replace(problem, rooms=rooms), ((*told, f"rooms:{_key_of(course)}"),))


def rooms_gone(problem: Problem, draw: random.Random) -> Injected | None:
    """There is no room of a type."""
    courses = _special(problem)
    if not courses:
        return None
    course = draw.choice(courses)
    ids = {r.id for r in rooms_for(problem, course)}
    rooms = {r: one for r, one in problem.rooms.items() if r not in ids}
    return Injected(replace(problem, rooms=rooms), ((f"rooms:{_key_of(course)}",),))


def rooms_small(problem: Problem, draw: random.Random) -> Injected | None:
    """The rooms of a type have two places each."""
    courses = _special(problem)
    if not courses:
        return None
    course = draw.choice(courses)
    ids = {r.id for r in rooms_for(problem, course)}
    rooms = {r: replace(one, seats=2) if r in ids else one for r, one in problem.rooms.items()}
    return Injected(replace(problem, rooms=rooms), ((f"seats:{_key_of(course)}",),))


def feature_nowhere(problem: Problem, draw: random.Random) -> Injected | None:
    """A course asks for what no room has."""
    course = draw.choice(_weekly(problem))
    now = replace(course, room_features=frozenset({"soufflerie"}))
    return Injected(_with_course(problem, now), ((f"rooms:{_key_of(now)}",),))


def too_few_rooms(problem: Problem, draw: random.Random) -> Injected | None:
    """All ordinary courses in the one room of a type that there is."""
    kind = "labo unique"
    room = replace(
        next(iter(problem.rooms.values())), id=RoomId("LABO-1"), name="Labo 1", type=kind, seats=99, absences=()
    )
    courses = {
        key: replace(c, room_types=(kind,)) if c in _weekly(problem) and not c.room_types else c
        for key, c in problem.courses.items()
    }
    del draw
    return Injected(replace(problem, courses=courses, rooms={**problem.rooms, room.id: room}), ((f"rooms:{kind}+",),))


def _lock(course: Course, day: date, start: int, row: int, **more: object) -> Lock:
    fields: dict[str, object] = {
        "course_id": course.id,
        "day": day,
        "start": start,
        "origin": f"Verrous!A{row}",
        **more,
    }
    return Lock(**fields)  # type: ignore[arg-type]


def _first_start(problem: Problem, course: Course, day: date) -> int:
    return problem.bells_of(course.class_ids[0]).days[day.weekday()][0].start


def locks_at_once(problem: Problem, draw: random.Random) -> Injected | None:
    """Two courses of a class locked at the same hour."""
    course = draw.choice(_weekly(problem))
    others = [c for c in _weekly(problem) if c.class_ids == course.class_ids and c.id != course.id]
    day = _day_there(problem, course, draw)
    if not others or day is None:
        return None
    start = _first_start(problem, course, day)
    two = (_lock(course, day, start, 901), _lock(draw.choice(others), day, start, 902))
    found = replace(problem, locks=(*problem.locks, *two))
    return Injected(found, (("lock:Verrous!A901",), ("lock:Verrous!A902",)))


def lock_while_away(problem: Problem, draw: random.Random) -> Injected | None:
    """A lock at an hour at which the trainer that it names is away."""
    course = draw.choice(_weekly(problem))
    day = _day_there(problem, course, draw)
    if day is None:
        return None
    trainer = problem.trainers[course.teams[0][0]]
    now = replace(trainer, absences=(*trainer.absences, Absence(first=day, last=day)))
    lock = _lock(course, day, _first_start(problem, course, day), 901, trainer_ids=(trainer.id,))
    found = replace(_with_trainer(problem, now), locks=(*problem.locks, lock))
    return Injected(found, (("lock:Verrous!A901",), (f"trainer_away:{trainer.id}",)))


def lock_on_closed_day(problem: Problem, draw: random.Random) -> Injected | None:
    """A lock on a day on which the centre is closed."""
    course = draw.choice(_weekly(problem))
    day = _day_there(problem, course, draw)
    if day is None:
        return None
    lock = _lock(course, day, _first_start(problem, course, day), 901)
    found = replace(problem, locks=(*problem.locks, lock), closed=problem.closed | {day})
    return Injected(found, (("lock:Verrous!A901",), (f"closure:{day}",)))


def lock_in_company(problem: Problem, draw: random.Random) -> Injected | None:
    """A lock on a day on which the class is in its companies, in a week in which it has a day at the centre."""
    course = draw.choice(_weekly(problem))
    day = _day_there(problem, course, draw)
    if day is None:
        return None
    group = problem.classes[course.class_ids[0]]
    shorter = {d: mask for d, mask in group.calendar.items() if d != day}
    parts = {p: {d: m for d, m in c.items() if d != day} for p, c in group.part_calendars.items()}
    now = replace(group, calendar=shorter, part_calendars=parts)
    lock = _lock(course, day, _first_start(problem, course, day), 901)
    found = replace(problem, locks=(*problem.locks, lock), classes={**problem.classes, group.id: now})
    return Injected(found, (("lock:Verrous!A901",), (f"calendar:{group.id}",)))


def lock_at_event(problem: Problem, draw: random.Random) -> Injected | None:
    """A lock at the hour of an event of the whole class."""
    course = draw.choice(_weekly(problem))
    day = _day_there(problem, course, draw)
    if day is None:
        return None
    start = _first_start(problem, course, day)
    event = FixedEvent("E-901", "Journée d’accueil", day, start, start + 180, class_ids=course.class_ids)
    lock = _lock(course, day, start, 901)
    found = replace(problem, locks=(*problem.locks, lock), events=(*problem.events, event))
    return Injected(found, (("lock:Verrous!A901",), ("event:E-901",)))


def lock_wrong_room(problem: Problem, draw: random.Random) -> Injected | None:
    """A lock in a room that has not what the course asks for."""
    courses = _special(problem)
    if not courses:
        return None
    course = draw.choice(courses)
    day = _day_there(problem, course, draw)
    wrong = [r for r in problem.rooms.values() if r not in rooms_for(problem, course)]
    if day is None or not wrong:
        return None
    lock = _lock(course, day, _first_start(problem, course, day), 901, room_id=draw.choice(wrong).id)
    return Injected(replace(problem, locks=(*problem.locks, lock)), (("lock:Verrous!A901",),))


def same_start_of_a_class(problem: Problem, draw: random.Random) -> Injected | None:
    """Two courses of one class that are to begin together."""
    course = draw.choice(_weekly(problem))
    others = [c for c in _weekly(problem) if c.class_ids == course.class_ids and c.id != course.id]
    if not others:
        return None
    link = Link(Relation.SAME_START, (course.id, draw.choice(others).id))
    return Injected(replace(problem, links=(*problem.links, link)), ((f"link:{len(problem.links)}",),))


def days_too_far_apart(problem: Problem, draw: random.Random) -> Injected | None:
    """Three sessions a week, each four days from the next."""
    course = draw.choice(_weekly(problem))
    now = replace(course, volume=Volume(weekly=180), lengths=(60, 60, 60))
    link = Link(Relation.DAYS_APART, (course.id,), days=4)
    found = replace(_with_course(problem, now), links=(*problem.links, link))
    return Injected(found, ((f"link:{len(problem.links)}",),))


def few_days_of_trainer(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer of many hours on one day a week at most."""
    course = draw.choice(_weekly(problem, 180))
    trainer = problem.trainers[course.teams[0][0]]
    problem = _with_course(problem, replace(course, volume=Volume(weekly=180), lengths=(60,) * 3, max_per_day=1))
    limit = WeekLimit(trainer_ids=(trainer.id,), days=1)
    return Injected(
        replace(problem, week_limits=(*problem.week_limits, limit)), ((f"limit:{len(problem.week_limits)}",),)
    )


def short_days_of_class(problem: Problem, draw: random.Random) -> Injected | None:
    """A class of at most two hours a day."""
    course = draw.choice(_weekly(problem, 180))
    limit = WeekLimit(class_ids=course.class_ids, most_day=120)
    return Injected(
        replace(problem, week_limits=(*problem.week_limits, limit)), ((f"limit:{len(problem.week_limits)}",),)
    )


def short_week_of_minors(problem: Problem, draw: random.Random) -> Injected | None:
    """Weeks of ten hours at most for everybody (*Paramètres*)."""
    del draw
    settings = replace(problem.settings, minor_week=600, adult_week=600)
    return Injected(replace(problem, settings=settings), (("rule:H4d",),))


def short_day_of_minors(problem: Problem, draw: random.Random) -> Injected | None:
    """Days of three hours at most for everybody (*Paramètres*)."""
    del draw
    settings = replace(problem.settings, minor_day=180, adult_day=180)
    return Injected(replace(problem, settings=settings), (("rule:H4c",),))


def group_too_large(problem: Problem, draw: random.Random) -> Injected | None:
    """A course for three people at most, of a whole class."""
    courses = [c for c in _weekly(problem) if len(problem.roster(c.class_ids[0], problem.first)) > 4]
    if not courses:
        return None
    course = draw.choice(courses)
    return Injected(_with_course(problem, replace(course, max_group=3)), ((f"max_group:{course.id}",),))


def order_against_hours(problem: Problem, draw: random.Random) -> Injected | None:
    """A course on Monday morning only, after one that is on Friday only."""
    course = draw.choice(_weekly(problem))
    others = [c for c in _weekly(problem) if c.class_ids == course.class_ids and c.id != course.id]
    if not others:
        return None
    first = replace(draw.choice(others), volume=Volume(weekly=60), lengths=(60,), hours=((4, 0, 1440),))
    then = replace(course, volume=Volume(weekly=60), lengths=(60,), hours=((0, 0, 1440),), after=first.id)
    for one in {first.teams[0][0], then.teams[0][0]}:
        problem = _with_trainer(problem, replace(problem.trainers[one], absences=()))
    found = _with_course(_with_course(problem, first), then)
    return Injected(found, ((f"after:{then.id}",), (f"only_hours:{then.id}",), (f"only_hours:{first.id}",)))


def barrette_against_lock(problem: Problem, draw: random.Random) -> Injected | None:
    """A barrette fixed at an hour, and a course of one of its classes locked there."""
    barrettes = [b for b in problem.barrettes.values() if b.per_week and b.class_ids]
    if not barrettes:
        return None
    barrette = draw.choice(barrettes)
    courses = [c for c in _weekly(problem) if c.class_ids == barrette.class_ids[:1]]
    days = [d for d in problem.days if all(problem.course_presence(c, d) == 3 for c in barrette.class_ids)]
    if not courses or not days:
        return None
    day, course = draw.choice(days), draw.choice(courses)
    start = _first_start(problem, course, day)
    now = replace(barrette, fixed_weekday=day.weekday(), fixed_start=start, per_week=1)
    found = replace(problem, barrettes={**problem.barrettes, barrette.id: now})
    found = replace(found, locks=(*problem.locks, _lock(course, day, start, 901)))
    return Injected(found, (("lock:Verrous!A901",), (f"fixed:{barrette.id}", f"barrette:{barrette.id}")))


def too_many_in_term(problem: Problem, draw: random.Random) -> Injected | None:
    """A course of more hours over the term than its days hold."""
    course = draw.choice(_weekly(problem))
    now = replace(course, volume=Volume(total=300 * 60), lengths=(120,), max_per_day=1)
    return Injected(_with_course(problem, now), ((f"course:{course.id}",),))


KINDS: Mapping[str, Contradiction] = {
    one.__name__: one
    for one in (
        *(trainer_hardly_there, trainer_away_a_week, trainer_few_hours, trainer_short_days, trainer_free_days),
        *(trainer_long_days, too_many_hours, a_session_a_day, session_too_long, only_one_start, nobody_teaches),
        *(never_together, rooms_closed, rooms_gone, rooms_small, feature_nowhere, too_few_rooms, locks_at_once),
        *(lock_while_away, lock_on_closed_day, lock_in_company, lock_at_event, lock_wrong_room),
        *(same_start_of_a_class, days_too_far_apart, few_days_of_trainer, short_days_of_class),
        *(short_week_of_minors, short_day_of_minors, group_too_large, order_against_hours, barrette_against_lock),
        too_many_in_term,
    )
}


def injected(problem: Problem, seed: int) -> Iterator[tuple[str, Injected]]:
    """Each kind once, where the sample has something to change; the same for a seed."""
    for name, make in KINDS.items():
        found = make(problem, random.Random(f"{name}-{seed}"))
        if found is not None:
            yield name, found
