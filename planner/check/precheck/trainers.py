"""Pre-checks on trainers: every course has somebody, and nobody is asked for more hours than there are."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from planner.check.precheck.alert import Alert, origin, some
from planner.check.precheck.case import Case
from planner.check.precheck.classes import trimmed
from planner.check.precheck.load import ELSEWHERE, Load, Overload, course_loads, free_minutes, open_days, overloads
from planner.courses.half_days import most_minutes
from planner.courses.teams import rests_of
from planner.domain import Course, CourseId, Problem, SiteId, Trainer, TrainerId, monday
from planner.words import course_name, say_minutes, say_some


def course_trainers(case: Case) -> Iterator[Alert]:
    """A course that names nobody and whose subject is nobody's skill."""
    problem = case.problem
    for course in problem.courses.values():
        if not _teams(problem, course):
            text = (
                f"{course_name(problem, course.id)} n'a aucun formateur : personne n'a la compétence "
                f"« {course.subject} ». Solution : nommer un formateur dans la feuille Cours, ou ajouter la compétence "
                "dans la feuille Compétences."
            )
            yield Alert("course_trainers", text, origin(problem, "course", course.id), blocking=True)


def course_sites(case: Case) -> Iterator[Alert]:
    """Courses of which each team has somebody who works on none of the sites where they may be; one alert a cause."""
    problem, found = case.problem, dict[tuple[str, str], list[Course]]()
    for course in problem.courses.values():
        sites, teams = _sites(problem, course), _teams(problem, course)
        people = {t: problem.trainers[TrainerId(t)] for team in teams for t in team if TrainerId(t) in problem.trainers}
        away = [sorted(t for t in team if t in people and not _works(people[t], sites)) for team in teams]
        if "" not in sites and away and all(away):
            who = say_some(dict.fromkeys(people[t].name for team in away for t in team))
            where = say_some(sorted(problem.site_names.get(site, str(site)) for site in sites))
            found.setdefault((who, where), []).append(course)
    for (who, where), courses in found.items():
        names = some([course_name(problem, course.id) for course in courses], 3)
        verb = "ont" if len(courses) > 1 else "a"
        text = (
            f"{names} {verb} lieu sur le site {where}, où l'équipe ({who}) ne travaille pas : ces "
            "heures n'auront pas lieu avec elle. Solution : un autre formateur dans la feuille Cours, ou « sites » "
            "dans la feuille Formateurs."
        )
        yield Alert("course_sites", text, origin(problem, "course", courses[0].id))


def _sites(problem: Problem, course: Course) -> set[SiteId]:
    """Sites of the rooms that a course may have, else that of its classes; empty: one that is named nowhere."""
    home = problem.course_site(course)
    rooms = [room.site_id for room in problem.course_rooms(course) if room.site_id in ("", home) or not home]
    return {site or home for site in rooms} or {home}


def _works(trainer: Trainer, sites: set[SiteId]) -> bool:
    """Whether a trainer works on one of some sites; who names none works everywhere."""
    return not trainer.sites or bool(sites & {*trainer.sites})


def trainer_load(case: Case) -> Iterator[Alert]:
    """Trainers, alone or together, who are asked for more hours than their limits and absences leave."""
    problem = case.problem
    teams = {course.id: _teams(problem, course) for course in problem.courses.values()}
    loads = _loads(trimmed(case), teams)
    named = {name for load in loads for choice in load.choices for name in choice}
    people = [trainer for trainer in problem.trainers.values() if trainer.id in named]
    capacity = {(str(t.id), week): _week_minutes(problem, t, week) for t in people for week in problem.weeks}
    for over in overloads(loads, capacity):
        yield _too_much(problem, over)
    # Hours of the year are those of the whole horizon, what took place included.
    term = _loads(replace(case, underway=None), teams) if case.underway else loads
    for trainer in people:
        yield from _year(problem, trainer, term)


def _loads(case: Case, teams: Mapping[CourseId, tuple[frozenset[str], ...]]) -> list[Load]:
    """Loads of every course that somebody may lead."""
    courses = (course for course in case.problem.courses.values() if teams[course.id])
    left = ((course, tuple(frozenset(map(str, some)) for some in rests_of(case.problem, course))) for course in courses)
    return [load for course, rests in left for load in course_loads(case, course, teams[course.id], rests)]


def _teams(problem: Problem, course: Course) -> tuple[frozenset[str], ...]:
    """Teams of the workbook, else any one skilled trainer."""
    if course.teams:
        return tuple(frozenset(map(str, team)) for team in course.teams)
    skilled = (t for t in problem.trainers.values() if t.teaches and problem.skilled(t, course.subject))
    return tuple(frozenset({str(t.id)}) for t in skilled)


def _week_minutes(problem: Problem, trainer: Trainer, week: date) -> int:
    """What a trainer can give in a week: presence, at most so much a day and a week, events taken off these."""
    bells = problem.bells.values()  # a class may have others than its site
    mine = [e for e in problem.events if trainer.id in e.trainer_ids and monday(e.day) == week]
    at_events = Counter[date]()
    for event in mine:
        at_events[event.day] += problem.event_minutes(event)
    held = 0
    for day in open_days(problem, week):
        minutes = max(free_minutes(problem, b, day, trainer.absences) for b in bells)
        held += min(max(0, trainer.max_day - at_events[day]), minutes)
    most = most_minutes(problem, trainer, week)
    left = max(0, trainer.max_week - at_events.total())
    return min(left, held if most is None else min(held, most))


def _too_much(problem: Problem, over: Overload) -> Alert:
    people = [trainer for trainer in problem.trainers.values() if trainer.id in over.names]
    alone = len(people) == 1
    courses = some([course_name(problem, course.id) for course in over.courses], 4)
    must, can = ("doit", "peut") if alone else ("doivent à eux seuls", "peuvent")
    held = f"{can} en donner {say_minutes(over.capacity)} au plus" if over.capacity else f"ne {can} en donner aucune"
    text = (
        f"{over.when} : {some([p.name for p in people])} {must} assurer {say_minutes(over.wanted)} de cours et {held} "
        f"(jours de présence, maximums par jour et par semaine, événements) : "
        f"{courses}{'' if over.firm else ELSEWHERE}. Solution : proposer un autre formateur (« A ou B » dans la "
        "feuille Cours), relever le maximum ou réduire les absences."
    )
    place, *others = (origin(problem, "trainer", p.id) for p in people)
    about = frozenset(f"trainer:{p.id}" for p in people)
    return Alert("trainer_load", text, place, over.firm, tuple(filter(None, others)), about)


def _year(problem: Problem, trainer: Trainer, loads: list[Load]) -> Iterator[Alert]:
    """Hours of the year that the horizon alone would exceed."""
    if trainer.year_minutes is None:
        return
    wanted = sum(load.needs(frozenset({str(trainer.id)}), alone=True) for load in loads if load.week is None)
    left = trainer.year_minutes - trainer.year_done
    if wanted > left:
        text = (
            f"{trainer.name} doit assurer {say_minutes(wanted)} de cours, et il lui reste {say_minutes(max(0, left))} "
            f"sur les heures de l'année. Solution : confier {say_minutes(wanted - max(0, left))} à un autre formateur, "
            "ou relever d'autant les heures de l'année."
        )
        yield Alert("trainer_year", text, origin(problem, "trainer", trainer.id), blocking=True)
