"""Facts about what is to be placed: courses, barrettes, open periods, events, what stands, locks, links."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from planner.courses.teams import teams_of
from planner.domain import RELATION_WORDS, ClassId, Course, CourseId, Problem, clock
from planner.explain.facts import Fact, Lift, cell, lifting_by
from planner.explain.question import AskedThing, Question
from planner.words import (
    class_name,
    count,
    course_name,
    learner_name,
    room_name,
    say_all,
    say_barrette,
    say_day,
    say_minutes,
    say_span,
    trainer_name,
)


def thing_facts(question: Question) -> Iterator[Fact]:
    """One for each thing that is to be placed: as if the workbook did not ask for it."""
    problem = question.problem
    for course in question.courses:
        thing = ("course", str(course.id))
        where = cell(problem, "course", str(course.id), "volume")
        yield Fact(
            "course", f"course:{course.id}", course_text(question, course), _dropped(thing), where, _about(thing)
        )
    for kind, name in sorted(question.things):
        if kind != "course":
            yield from _other_thing(question, (kind, name))


def _about(thing: AskedThing) -> dict[str, Any]:
    return {thing[0]: thing[1]}


def _dropped(thing: AskedThing) -> Lift:
    return lambda question: question.without(thing)


def course_text(question: Question, course: Course) -> str:
    """``6 h par semaine de Maths (CAP 1) avec M. Petit, soit 3 séances dans la semaine``."""
    problem, volume = question.problem, course.volume
    if volume.total is not None:
        asked = f"{say_minutes(volume.total)} en tout"
    elif volume.weekly is not None:
        asked = f"{say_minutes(volume.weekly)} par semaine"
    else:
        asked = f"{count(volume.weekly_slots or 0, 'créneau')} par semaine".replace("créneaus", "créneaux")
    if course.parts > 1:
        asked += f" en {course.parts} parties"
    teams = [say_all(trainer_name(problem, t) for t in team) for team in course.teams if team]
    led = f", avec {' ou '.join(teams)}" if teams else "" if course.unled else _skilled(problem, course)
    lengths = [minutes for minutes, name in _lengths(question) if name == course.id]
    each = f" de {say_minutes(lengths[0])}" if lengths and len(set(lengths)) == 1 else ""
    where = "" if question.anywhere else " cette semaine"
    number = f" : {count(len(lengths), 'séance')}{each}{where}" if lengths else ""
    return f"{course_name(problem, course.id)}, {asked}{led}{number}"


def class_courses(question: Question, facts: Sequence[Fact]) -> list[Fact]:
    """Facts of single courses as one fact for each class: all its courses together, as if none were asked for."""
    problem, found = question.problem, dict[tuple[ClassId, ...], list[Fact]]()
    for fact in facts:
        course = problem.courses[CourseId(str(fact.about["course"]))]
        found.setdefault(course.class_ids, []).append(fact)
    told = []
    for class_ids, some in found.items():
        names = frozenset(str(fact.about["course"]) for fact in some)
        minutes = sum(m for m, name in _lengths(question) if name in names)
        where = "en tout" if question.anywhere else "cette semaine"
        classes = say_all(class_name(problem, c) for c in class_ids) or "sans classe"
        number = f"{count(len(some), 'cours', 'cours')} de {classes} : {say_minutes(minutes)} {where}"
        cells = tuple(cell for fact in some for cell in fact.cells)
        key = f"courses:{'+'.join(map(str, class_ids))}"
        told.append(Fact("courses", key, number, _dropped_all(names), cells, {"courses": tuple(sorted(names))}))
    return told


def _dropped_all(names: frozenset[str]) -> Lift:
    gone = frozenset(("course", name) for name in names)
    return lambda question: question.only(question.things - gone)


def _lengths(question: Question) -> Iterator[tuple[int, str]]:
    """(minutes, course) of each session that a question wants."""
    for (course_id, _part), rows in question.wanted.items():
        for week, minutes in rows:
            if question.anywhere or week in question.weeks:
                yield minutes, str(course_id)


def _skilled(problem: Problem, course: Course) -> str:
    """Who could lead a course that names nobody."""
    able = [trainer_name(problem, team[0]) for team in teams_of(problem, course)]
    return f", avec {' ou '.join(able[:4])}" if able else ", dont personne n’a la compétence"


def _other_thing(question: Question, thing: AskedThing) -> Iterator[Fact]:
    problem, (kind, name) = question.problem, thing
    where = cell(problem, kind if kind != "open" else "open_period", name)
    text = ""
    if kind == "barrette":
        one = next(b for b in problem.barrettes.values() if str(b.id) == name)
        text = f"la {say_barrette(one.name)} réunit {say_all(class_name(problem, c) for c in one.class_ids)}"
        if one.fixed_start is not None and one.fixed_weekday is not None:
            key, at = f"fixed:{name}", clock(one.fixed_start)
            lift = lifting_by(partial(_unfixed, name=name))
            yield Fact("fixed_hour", key, f"la {say_barrette(one.name)} est fixée à {at}", lift, where, _about(thing))
    elif kind == "open":
        period = next(o for o in problem.open_periods if str(o.id) == name)
        text = f"« {period.name} » réunit {say_all(class_name(problem, c) for c in period.class_ids)}"
    elif kind == "event":
        event = next(e for e in problem.events if e.id == name)
        text = f"« {event.label} » a lieu le {say_day(event.day)} {say_span(event.start, event.end)}"
        drop = _dropped(thing)

        def lift_event(asked: Question) -> Question:
            events = tuple(e for e in asked.problem.events if e.id != name)
            return drop(asked).under(replace(asked.problem, events=events))

        yield Fact("event", f"event:{name}", text, lift_event, where, _about(thing))
        return
    elif kind == "standing":
        stands = next(s for s in problem.standing if str(s.id) == name)
        when = f"le {say_day(stands.day)} {say_span(stands.start, stands.end)}"
        text = f"{course_name(problem, stands.course_id)} a déjà une séance {when}"
        drop_it = _dropped(thing)

        def lift_standing(asked: Question) -> Question:
            rows = tuple(s for s in asked.problem.standing if str(s.id) != name)
            return drop_it(asked).under(replace(asked.problem, standing=rows))

        yield Fact("standing", f"standing:{name}", text, lift_standing, where, _about(thing))
        return
    yield Fact(kind, f"{kind}:{name}", text, _dropped(thing), where, _about(thing))


def _unfixed(problem: Problem, name: str) -> Problem:
    """A problem in which a barrette may be at any hour."""
    table = {
        key: replace(one, fixed_weekday=None, fixed_start=None) if str(key) == name else one
        for key, one in problem.barrettes.items()
    }
    return replace(problem, barrettes=table)


def pausing_events(question: Question) -> Iterator[Fact]:
    """Events that are not asked to be placed, and take hours from classes or trainers of the question all the same."""
    problem = question.problem
    classes = {c for course in question.courses for c in course.class_ids}
    for event in problem.events:
        inside = any(w <= event.day < w + timedelta(days=7) for w in question.weeks)
        whose = (
            classes & {*event.class_ids}
            or {m.class_id for a in event.apprentice_ids for m in problem.learners[a].memberships} & classes
        )
        if ("event", event.id) in question.things or not inside or not whose:
            continue

        def lift(found: Problem, name: str = event.id) -> Problem:
            return replace(found, events=tuple(e for e in found.events if e.id != name))

        text = f"« {event.label} » a lieu le {say_day(event.day)} {say_span(event.start, event.end)}"
        where = cell(problem, "event", event.id)
        yield Fact("event", f"event:{event.id}", text, lifting_by(lift), where, {"event": event.id})


def course_facts(question: Question) -> Iterator[Fact]:
    """What the line of a course asks beside its hours: sessions a day, only hours, order, crossing, co-teaching."""
    problem = question.problem
    for course in question.courses:
        name = course_name(problem, course.id)
        rows: list[tuple[str, str, dict[str, Any], str]] = [
            (
                "max_day",
                f"{name} : {count(course.max_per_day, 'séance')} par jour au plus",
                {"max_per_day": 9},
                "max_day",
            )
        ]
        if course.hours or course.starts:
            free: dict[str, Any] = {"hours": (), "starts": ()}
            rows.append(("only_hours", f"{name} n’a lieu qu’à certaines heures", free, "hours"))
        if course.after is not None:
            after = f"{name} vient après {course_name(problem, course.after)}"
            rows.append(("after", after, {"after": None}, "after"))
        if course.crossed_with is not None:
            cross = f"{name} se croise avec {course_name(problem, course.crossed_with)}"
            rows.append(("crossed", cross, {"crossed_with": None}, "crossed"))
        if course.max_group is not None:
            most = f"{name} : {course.max_group} apprenants au plus"
            rows.append(("max_group", most, {"max_group": None}, "max_group"))
        if any(len(team) > 1 for team in course.teams):
            both = f"{name} demande {say_all(trainer_name(problem, t) for t in course.teams[0])} ensemble"
            alone = tuple(dict.fromkeys((t,) for team in course.teams for t in team))
            rows.append(("together", both, {"teams": alone, "co_taught": False, "all_needed": False}, "teams"))
        for kind, text, changes, column in rows:
            where = cell(problem, "course", str(course.id), column, "starts")
            key = f"{kind}:{course.id}"
            yield Fact(kind, key, text, lifting_by(_course_as(course.id, changes)), where, {"course": str(course.id)})


def _course_as(course_id: CourseId, changes: dict[str, Any]) -> Callable[[Problem], Problem]:
    def change(found: Problem) -> Problem:
        if course_id not in found.courses:
            return found
        return replace(found, courses={**found.courses, course_id: replace(found.courses[course_id], **changes)})

    return change


def lock_facts(question: Question) -> Iterator[Fact]:
    """Locks on sessions and barrettes of the question."""
    problem = question.problem
    courses = {c.id for c in question.courses}
    barrettes = {name for kind, name in question.things if kind == "barrette"}
    for lock in problem.locks:
        mine = lock.course_id in courses or (lock.barrette_id is not None and str(lock.barrette_id) in barrettes)
        if not mine or lock.apprentice_id is not None or lock.day is None:
            continue
        if not any(w <= lock.day < w + timedelta(days=7) for w in question.weeks):
            continue

        def lift(found: Problem, gone: object = lock) -> Problem:
            return replace(found, locks=tuple(k for k in found.locks if k is not gone))

        owner = course_name(problem, lock.course_id) if lock.course_id else say_barrette(str(lock.barrette_id))
        asked = [
            f"le {say_day(lock.day)}",
            *([f"à {clock(lock.start)}"] if lock.start is not None else []),
            *([f"en {room_name(problem, lock.room_id)}"] if lock.room_id else []),
            *([f"avec {say_all(trainer_name(problem, t) for t in lock.trainer_ids)}"] if lock.trainer_ids else []),
        ]
        text = f"un verrou tient {owner} {', '.join(asked)}"
        where = (lock.origin,) if lock.origin else ()
        yield Fact("lock", f"lock:{lock.origin or (owner, asked)}", text, lifting_by(lift), where, {"lock": lock})


def link_facts(question: Question) -> Iterator[Fact]:
    """Hard links between courses of the question, limits of weeks of its trainers and classes."""
    problem, courses = question.problem, {c.id for c in question.courses}
    for number, link in enumerate(problem.links):
        if link.hard and courses & {*link.course_ids}:

            def lift(found: Problem, gone: object = link) -> Problem:
                return replace(found, links=tuple(one for one in found.links if one is not gone))

            names = say_all(course_name(problem, c) for c in link.course_ids)
            text = f"lien « {RELATION_WORDS[link.relation]} » : {names}"
            yield Fact("link", f"link:{number}", text, lifting_by(lift), cell(problem, "link", str(number)))


def arrangement_facts(question: Question) -> Iterator[Fact]:
    """Arrangements of people of the classes of a question that bind hours of the whole class."""
    problem = question.problem
    classes = {c for course in question.courses for c in course.class_ids}
    for row in problem.arrangements:
        learner = problem.learners.get(row.apprentice_id)
        if learner is None or not classes & {m.class_id for m in learner.memberships}:
            continue

        def lift(found: Problem, gone: object = row) -> Problem:
            return replace(found, arrangements=tuple(one for one in found.arrangements if one is not gone))

        name = learner_name(problem, row.apprentice_id)
        text = f"un aménagement de {name} compte pour toute la classe"
        key = f"arrangement:{row.apprentice_id}:{row.effect}"
        yield Fact("arrangement", key, text, lifting_by(lift), cell(problem, "learner", str(row.apprentice_id)))
