"""Pre-checks on who is there together: courses of several classes or rhythms, and courses followed elsewhere."""

from collections.abc import Iterator
from datetime import date

from planner.check.precheck.alert import Alert, origin
from planner.check.precheck.case import Case
from planner.courses.volumes import possible_lengths, weekly_minutes
from planner.domain import ClassId, Course, Exemption, Learner, PersonalPath, Problem, monday
from planner.words import class_name, course_name, say_all, say_day, say_minutes

Rhythm = tuple[ClassId, str]
"""A class, or one of its parts where they have calendars of their own."""


def common_days(case: Case) -> Iterator[Alert]:
    """Courses whose classes or parts share too few days for what is asked, with the nearest volume that fits."""
    problem = case.problem
    for course in problem.courses.values():
        rhythms = _rhythms(problem, course)
        if len(rhythms) < 2 or course.parts > 1 or course.barrette_id:
            continue
        days = [d for d in problem.days if all(problem.class_presence(c, d) for c in course.class_ids)]
        most = _most(problem, course, days)
        where = origin(problem, "course", course.id)
        total = course.volume.total
        if not days or (total is not None and total > most):
            yield Alert("common_days", _too_few(problem, course, rhythms, days, most), where, blocking=True)
        elif total is None and (text := _fewer_weeks(problem, course, rhythms, days)):
            yield Alert("common_days", text, where)


def _rhythms(problem: Problem, course: Course) -> list[Rhythm]:
    """The calendars that a course joins."""
    found: list[Rhythm] = []
    for class_id in course.class_ids:
        found += [(class_id, part) for part in problem.classes[class_id].part_calendars or ("",)]
    return found


def _weeks(days: list[date]) -> int:
    return len({monday(day) for day in days})


def _most(problem: Problem, course: Course, days: list[date]) -> int:
    """Minutes that the common days hold at most: the longest sessions, as many a day as the workbook allows."""
    bells, longest = problem.bells_of(course.class_ids[0]), max(course.lengths or possible_lengths(problem, course))
    total = 0
    for day in days:
        mask = 3
        for class_id in course.class_ids:
            mask &= problem.class_presence(class_id, day)
        slots = bells.days[day.weekday()]
        here = sum(s.end - s.start for s in slots if not bells.half(day.weekday(), s.start, s.end) & ~mask)
        total += min(course.max_per_day * longest, here // longest * longest if course.lengths else here)
    return total


def _too_few(problem: Problem, course: Course, rhythms: list[Rhythm], days: list[date], most: int) -> str:
    asked = course.volume.total if course.volume.total is not None else weekly_minutes(problem, course)
    cure = _cure(problem, course)
    if not days:
        return f"{course_name(problem, course.id)} : aucun jour commun à {_all(problem, rhythms)}. Solution : {cure}."
    held = f"{len(days)} jour{'s' if len(days) > 1 else ''} commun{'s' if len(days) > 1 else ''}"
    return (
        f"{course_name(problem, course.id)} : {say_minutes(asked)} demandées, et {held} à {_all(problem, rhythms)} : "
        f"{say_minutes(most)} possibles au plus. Solution : demander {say_minutes(most)}, ou {cure}."
    )


def _fewer_weeks(problem: Problem, course: Course, rhythms: list[Rhythm], days: list[date]) -> str:
    """What a weekly volume gives less to those who have more weeks than the common ones; empty when nobody has."""
    common, weekly = _weeks(days), weekly_minutes(problem, course)
    own = {r: _weeks([d for d in problem.days if problem.class_presence(r[0], d, r[1])]) for r in rhythms}
    more = {r: n for r, n in own.items() if n > common}
    if not more:
        return ""
    told = say_all(f"{n} pour {_name(problem, r)}" for r, n in more.items())
    weeks = f"{common} semaine{'s' if common > 1 else ''} commune{'s' if common > 1 else ''}"
    return (
        f"{course_name(problem, course.id)} : {weeks}, sur {told} ; à {say_minutes(weekly)} par semaine, le cours "
        f"donne {say_minutes(weekly * common)} en tout. Solution, si ce n'est pas assez : {_cure(problem, course)}, ou "
        "demander plus d'heures par semaine commune."
    )


def _cure(problem: Problem, course: Course) -> str:
    """How each rhythm can have the course on its own days."""
    parts = max((len(problem.classes[c].part_calendars) for c in course.class_ids), default=0)
    if parts > 1:
        return f"écrire {parts} dans « parties » (le cours est alors donné à chaque partie, ses propres jours)"
    return "donner à chaque classe sa propre ligne dans la feuille Cours"


def _all(problem: Problem, rhythms: list[Rhythm]) -> str:
    return say_all(_name(problem, rhythm) for rhythm in rhythms)


def _name(problem: Problem, rhythm: Rhythm) -> str:
    class_id, part = rhythm
    return f"la partie {part} de {class_name(problem, class_id)}" if part else class_name(problem, class_id)


def followed_days(case: Case) -> Iterator[Alert]:
    """Courses followed in another class that is there on days on which the follower is in the company."""
    problem = case.problem
    for path in problem.paths:
        course = problem.courses.get(path.follows) if path.follows else None
        if course is None:
            continue
        learner = problem.learners[path.apprentice_id]
        days = [d for d in problem.days if path.on(d) and problem.enrolled(learner, d)]
        days = [d for d in days if all(problem.class_presence(c, d, path.part) for c in course.class_ids)]
        here = [d for d in days if problem.presence(learner, d)]
        if len(here) == len(days):
            continue
        text = (
            f"{learner.name} suit {course_name(problem, course.id)}, un cours possible {len(days)} jours, mais n'est "
            f"au centre que {len(here)} de ces jours ; les séances des autres jours seront listées comme non suivies. "
            "Solution : une ligne à son nom dans la feuille Calendrier, ou un autre cours."
        )
        yield Alert("followed_days", text, origin(problem, "learner", learner.id))


def free_minors(case: Case) -> Iterator[Alert]:
    """Minors whose freed hours are to be free, without an authorisation on some of these days."""
    problem = case.problem
    rows: list[Exemption | PersonalPath] = [*problem.exemptions, *problem.paths]
    found: dict[str, tuple[Learner, list[date]]] = {}
    for row in rows:
        learner = problem.learners.get(row.apprentice_id)
        if learner is None or row.instead != "free":
            continue
        days = [d for d in problem.days if row.on(d) and problem.presence(learner, d) and learner.kept(d)]
        if days:
            known = found.setdefault(learner.id, (learner, []))
            known[1].extend(days)
    for learner, days in found.values():
        until = "" if learner.kept(problem.last) else f" jusqu'au {say_day(max(days))}"
        text = (
            f"{learner.name} a moins de 18 ans et pas d'autorisation de sortie{until} : ses heures « libre » seront en "
            "autonomie encadrée. Solution : remplir « sortie libre autorisée le » dans la feuille Apprenants, ou "
            "choisir autre chose dans « à la place »."
        )
        yield Alert("free_minors", text, origin(problem, "learner", learner.id))
