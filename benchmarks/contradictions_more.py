"""More contradictions: locks, events, links, limits, rules, order, classes, parts, sites; and the list of all."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from benchmarks.contradictions import (
    Contradiction,
    Injected,
    a_session_a_day,
    day_there,
    feature_nowhere,
    never_together,
    nobody_teaches,
    only_one_start,
    rooms_closed,
    rooms_gone,
    rooms_small,
    session_too_long,
    special_courses,
    too_few_rooms,
    too_many_hours,
    trainer_away_a_week,
    trainer_few_hours,
    trainer_free_days,
    trainer_hardly_there,
    trainer_long_days,
    trainer_short_days,
    weekly_courses,
    with_course,
    with_trainer,
)
from planner.domain import Absence, Course, FixedEvent, Link, Lock, Problem, Relation, SiteId, Volume, WeekLimit
from planner.explain.facts_rooms import rooms_for


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
    course = draw.choice(weekly_courses(problem))
    others = [c for c in weekly_courses(problem) if c.class_ids == course.class_ids and c.id != course.id]
    day = day_there(problem, course, draw)
    if not others or day is None:
        return None
    start = _first_start(problem, course, day)
    two = (_lock(course, day, start, 901), _lock(draw.choice(others), day, start, 902))
    found = replace(problem, locks=(*problem.locks, *two))
    return Injected(found, (("lock:Verrous!A901",), ("lock:Verrous!A902",)))


def lock_while_away(problem: Problem, draw: random.Random) -> Injected | None:
    """A lock at an hour at which the trainer that it names is away."""
    course = draw.choice(weekly_courses(problem))
    day = day_there(problem, course, draw)
    if day is None:
        return None
    trainer = problem.trainers[course.teams[0][0]]
    now = replace(trainer, absences=(*trainer.absences, Absence(first=day, last=day)))
    lock = _lock(course, day, _first_start(problem, course, day), 901, trainer_ids=(trainer.id,))
    found = replace(with_trainer(problem, now), locks=(*problem.locks, lock))
    return Injected(found, (("lock:Verrous!A901",), (f"trainer_away:{trainer.id}",)))


def lock_on_closed_day(problem: Problem, draw: random.Random) -> Injected | None:
    """A lock on a day on which the centre is closed."""
    course = draw.choice(weekly_courses(problem))
    day = day_there(problem, course, draw)
    if day is None:
        return None
    lock = _lock(course, day, _first_start(problem, course, day), 901)
    found = replace(problem, locks=(*problem.locks, lock), closed=problem.closed | {day})
    return Injected(found, (("lock:Verrous!A901",), (f"closure:{day}",)))


def lock_in_company(problem: Problem, draw: random.Random) -> Injected | None:
    """A lock on a day on which the class is in its companies, in a week in which it has a day at the centre."""
    course = draw.choice(weekly_courses(problem))
    day = day_there(problem, course, draw)
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
    course = draw.choice(weekly_courses(problem))
    day = day_there(problem, course, draw)
    if day is None:
        return None
    start = _first_start(problem, course, day)
    event = FixedEvent("E-901", "Journée d’accueil", day, start, start + 180, class_ids=course.class_ids)
    lock = _lock(course, day, start, 901)
    # Nothing else is against the lock: of two things that are, the one hides the other until the lock is gone.
    problem = with_trainer(problem, replace(problem.trainers[course.teams[0][0]], absences=()))
    found = replace(problem, locks=(*problem.locks, lock), events=(*problem.events, event))
    return Injected(found, (("lock:Verrous!A901",), ("event:E-901",)))


def lock_wrong_room(problem: Problem, draw: random.Random) -> Injected | None:
    """A lock in a room that has not what the course asks for."""
    courses = special_courses(problem)
    if not courses:
        return None
    course = draw.choice(courses)
    day = day_there(problem, course, draw)
    wrong = [r for r in problem.rooms.values() if r not in rooms_for(problem, course)]
    if day is None or not wrong:
        return None
    lock = _lock(course, day, _first_start(problem, course, day), 901, room_id=draw.choice(wrong).id)
    return Injected(replace(problem, locks=(*problem.locks, lock)), (("lock:Verrous!A901",),))


def same_start_of_a_class(problem: Problem, draw: random.Random) -> Injected | None:
    """Two courses of one class that are to begin together."""
    course = draw.choice(weekly_courses(problem))
    others = [c for c in weekly_courses(problem) if c.class_ids == course.class_ids and c.id != course.id]
    if not others:
        return None
    link = Link(Relation.SAME_START, (course.id, draw.choice(others).id))
    return Injected(replace(problem, links=(*problem.links, link)), ((f"link:{len(problem.links)}",),))


def days_too_far_apart(problem: Problem, draw: random.Random) -> Injected | None:
    """Three sessions a week, each four days from the next."""
    course = draw.choice(weekly_courses(problem))
    now = replace(course, volume=Volume(weekly=180), lengths=(60, 60, 60))
    link = Link(Relation.DAYS_APART, (course.id,), days=4)
    found = replace(with_course(problem, now), links=(*problem.links, link))
    return Injected(found, ((f"link:{len(problem.links)}",),))


def few_days_of_trainer(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer of many hours on one day a week at most."""
    course = draw.choice(weekly_courses(problem, 180))
    trainer = problem.trainers[course.teams[0][0]]
    problem = with_course(problem, replace(course, volume=Volume(weekly=180), lengths=(60,) * 3, max_per_day=1))
    limit = WeekLimit(trainer_ids=(trainer.id,), days=1)
    return Injected(
        replace(problem, week_limits=(*problem.week_limits, limit)), ((f"limit:{len(problem.week_limits)}",),)
    )


def short_days_of_class(problem: Problem, draw: random.Random) -> Injected | None:
    """A class of at most two hours a day."""
    course = draw.choice(weekly_courses(problem, 180))
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
    courses = [c for c in weekly_courses(problem) if len(problem.roster(c.class_ids[0], problem.first)) > 4]
    if not courses:
        return None
    course = draw.choice(courses)
    return Injected(with_course(problem, replace(course, max_group=3)), ((f"max_group:{course.id}",),))


def order_against_hours(problem: Problem, draw: random.Random) -> Injected | None:
    """A course on Monday morning only, after one that is on Friday only."""
    course = draw.choice(weekly_courses(problem))
    others = [c for c in weekly_courses(problem) if c.class_ids == course.class_ids and c.id != course.id]
    if not others:
        return None
    first = replace(draw.choice(others), volume=Volume(weekly=60), lengths=(60,), hours=((4, 0, 1440),))
    then = replace(course, volume=Volume(weekly=60), lengths=(60,), hours=((0, 0, 1440),), after=first.id)
    for one in {first.teams[0][0], then.teams[0][0]}:
        problem = with_trainer(problem, replace(problem.trainers[one], absences=()))
    found = with_course(with_course(problem, first), then)
    return Injected(found, ((f"after:{then.id}",), (f"only_hours:{then.id}",), (f"only_hours:{first.id}",)))


def barrette_against_lock(problem: Problem, draw: random.Random) -> Injected | None:
    """A barrette fixed at an hour, and a course of one of its classes locked there."""
    barrettes = [b for b in problem.barrettes.values() if b.per_week and b.class_ids]
    if not barrettes:
        return None
    barrette = draw.choice(barrettes)
    courses = [c for c in weekly_courses(problem) if c.class_ids == barrette.class_ids[:1]]
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
    course = draw.choice(weekly_courses(problem))
    now = replace(course, volume=Volume(total=300 * 60), lengths=(120,), max_per_day=1)
    return Injected(with_course(problem, now), ((f"course:{course.id}",),))


def class_away_but_a_week(problem: Problem, draw: random.Random) -> Injected | None:
    """A course of sixty hours in all, of a class that is away but for one week."""
    course = draw.choice(weekly_courses(problem))
    day = day_there(problem, course, draw)
    if day is None:
        return None
    group, week = problem.classes[course.class_ids[0]], day - timedelta(days=day.weekday())
    before = Absence(first=problem.first, last=week - timedelta(days=1))
    after = Absence(first=week + timedelta(days=7), last=problem.last)
    now = replace(group, absences=(*group.absences, before, after))
    found = with_course(problem, replace(course, volume=Volume(total=60 * 60), lengths=(120,), max_per_day=4))
    return Injected(replace(found, classes={**found.classes, group.id: now}), ((f"class_away:{group.id}",),))


def class_short_hours(problem: Problem, draw: random.Random) -> Injected | None:
    """A class that comes after ten and leaves at eleven (*première arrivée*, *dernier départ*)."""
    course = draw.choice(weekly_courses(problem))
    group = problem.classes[course.class_ids[0]]
    now = replace(group, off_hours=(Absence(start=0, end=600), Absence(start=660, end=1440)))
    return Injected(replace(problem, classes={**problem.classes, group.id: now}), ((f"off:{group.id}",),))


def crossed_with_one_trainer(problem: Problem, draw: random.Random) -> Injected | None:
    """Two courses in two parts, crossed with one another, of one trainer alone."""
    course = draw.choice(weekly_courses(problem))
    others = [c for c in weekly_courses(problem) if c.class_ids == course.class_ids and c.id != course.id]
    if not others:
        return None
    other = draw.choice(others)
    hours: dict[str, Any] = {"volume": Volume(weekly=60), "lengths": (60,), "parts": 2, "teams": course.teams}
    one = replace(course, crossed_with=other.id, **hours)
    two = replace(other, crossed_with=course.id, **hours)
    found = with_course(with_course(problem, one), two)
    return Injected(found, ((f"crossed:{one.id}", f"crossed:{two.id}"),))


def parts_of_one_trainer(problem: Problem, draw: random.Random) -> Injected | None:
    """A course in four parts of nine hours a week each, of one trainer: more than his week."""
    course = draw.choice(weekly_courses(problem))
    now = replace(course, volume=Volume(weekly=9 * 60), lengths=(180,) * 3, parts=4, max_per_day=3)
    return Injected(with_course(problem, now), ((f"course:{course.id}",),))


def trainer_of_another_site(problem: Problem, draw: random.Random) -> Injected | None:
    """A trainer who works on a site on which there is no class."""
    course = draw.choice(weekly_courses(problem))
    trainer, far = problem.trainers[course.teams[0][0]], SiteId("LOIN")
    found = with_trainer(_sited(problem), replace(trainer, sites=(far,)))
    return Injected(replace(found, site_names={**found.site_names, far: "Annexe"}), ((f"sites:{trainer.id}",),))


def _sited(problem: Problem) -> Problem:
    """A problem in which everything has a site: a centre of one alone names none, and nobody is far from it."""
    here = SiteId("ICI")
    tables: dict[str, Any] = {
        name: {key: replace(one, site_id=one.site_id or here) for key, one in getattr(problem, name).items()}
        for name in ("classes", "rooms", "barrettes")
    }
    periods = tuple(replace(one, site_id=one.site_id or here) for one in problem.open_periods)
    return replace(problem, **tables, open_periods=periods, site_names={here: "Centre", **problem.site_names})


def classes_never_together(problem: Problem, draw: random.Random) -> Injected | None:
    """A course of two classes of which one is away on the days of the other."""
    course = draw.choice(weekly_courses(problem))
    others = [c for c in problem.classes if c not in course.class_ids and not problem.classes[c].meeting]
    if not others:
        return None
    other = problem.classes[draw.choice(others)]
    now = replace(other, absences=tuple(Absence(d) for d in range(7)))
    found = with_course(problem, replace(course, class_ids=(*course.class_ids, other.id)))
    return Injected(replace(found, classes={**found.classes, other.id: now}), ((f"class_away:{other.id}",),))


KINDS: Mapping[str, Contradiction] = {
    one.__name__: one
    for one in (
        *(trainer_hardly_there, trainer_away_a_week, trainer_few_hours, trainer_short_days, trainer_free_days),
        *(trainer_long_days, too_many_hours, a_session_a_day, session_too_long, only_one_start, nobody_teaches),
        *(never_together, rooms_closed, rooms_gone, rooms_small, feature_nowhere, too_few_rooms, locks_at_once),
        *(lock_while_away, lock_on_closed_day, lock_in_company, lock_at_event, lock_wrong_room),
        *(same_start_of_a_class, days_too_far_apart, few_days_of_trainer, short_days_of_class),
        *(short_week_of_minors, short_day_of_minors, group_too_large, order_against_hours, barrette_against_lock),
        *(too_many_in_term, class_away_but_a_week, class_short_hours, crossed_with_one_trainer, parts_of_one_trainer),
        *(trainer_of_another_site, classes_never_together),
    )
}


def injected(problem: Problem, seed: int) -> Iterator[tuple[str, Injected]]:
    """Each kind once, where the sample has something to change; the same for a seed."""
    for name in KINDS:
        found = _put(problem, seed, name)
        if found is not None:
            yield name, found


def pairs_injected(problem: Problem, seed: int, number: int) -> Iterator[tuple[str, Injected]]:
    """Some pairs of kinds, both put into the same sample; the same for a seed."""
    every = [(one, other) for one in KINDS for other in KINDS if one != other]
    for one, other in random.Random(f"pairs-{seed}").sample(every, number):
        first = _put(problem, seed, one)
        first = _renumbered(first) if first is not None else None
        second = _put(first.problem, seed, other) if first is not None else None
        if first is not None and second is not None:
            yield f"{one}+{other}", Injected(second.problem, first.facts + second.facts)


def _put(problem: Problem, seed: int, name: str) -> Injected | None:
    return KINDS[name](problem, random.Random(f"{name}-{seed}"))


def _renumbered(put: Injected) -> Injected:
    """The same with its locks in other rows than those of whatever is put in next."""
    rows = {f"Verrous!A90{n}": f"Verrous!A80{n}" for n in range(10)}
    locks = tuple(replace(lock, origin=rows.get(lock.origin, lock.origin)) for lock in put.problem.locks)
    keys = {f"lock:{old}": f"lock:{new}" for old, new in rows.items()}
    facts = tuple(tuple(keys.get(key, key) for key in row) for row in put.facts)
    return Injected(replace(put.problem, locks=locks), facts)
