"""Pre-check on *Limites* that bind: a session too long for them by itself, a week that cannot hold its hours."""

from collections.abc import Iterator

from planner.check.precheck.alert import Alert, origin
from planner.check.precheck.case import Case
from planner.courses.volumes import weekly_minutes
from planner.courses.week_holders import owner_name
from planner.domain import Course, Problem, WeekLimit, WeekOwner, week_owners
from planner.words import course_name, say_minutes


def limits_reached(case: Case) -> Iterator[Alert]:
    """Sessions longer than the hours on end or of a day allowed, weeks of more hours than their days may hold."""
    problem = case.problem
    for limit in problem.limits_bound:
        for owner in week_owners(problem, limit):
            mine = [course for course in problem.courses.values() if _of(course, owner)]
            for course in mine:
                yield from _too_long(problem, limit, owner, course)
            whole = sum(weekly_minutes(problem, course) for course in mine if not course.barrette_id)
            days = min(limit.days if limit.days is not None else 7, _most_days(problem, owner))
            if limit.most_day is not None and whole > limit.most_day * days:
                room = say_minutes(limit.most_day * days)
                text = (
                    f"{owner_name(problem, owner)} a {say_minutes(whole)} de cours par semaine, et la feuille Limites "
                    f"en laisse {room} ({say_minutes(limit.most_day)} par jour). Solution : relever la limite, ou "
                    "moins d'heures."
                )
                yield Alert("limits_reached", text, blocking=True)
            if limit.least_day is not None and 0 < whole < limit.least_day and not _supported(problem, owner):
                text = (
                    f"{owner_name(problem, owner)} a {say_minutes(whole)} de cours par semaine, et la feuille Limites "
                    f"demande {say_minutes(limit.least_day)} au moins dans une journée : rien ne peut être placé. "
                    "Solution : baisser la limite."
                )
                yield Alert("limits_reached", text, blocking=True)


def _supported(problem: Problem, owner: WeekOwner) -> bool:
    """Whether somebody may have hours of support beside their courses."""
    support = [one.class_ids for one in problem.barrettes.values()] + [one.class_ids for one in problem.open_periods]
    return owner.class_id is None or any(owner.class_id in classes for classes in support)


def _of(course: Course, owner: WeekOwner) -> bool:
    """Whether whoever gives a course, or a class of it, is somebody; a part of a class has the whole of its courses."""
    if owner.class_id is not None:
        return owner.class_id in course.class_ids
    return bool(course.teams) and all(owner.trainer_id in team for team in course.teams)


def _too_long(problem: Problem, limit: WeekLimit, owner: WeekOwner, course: Course) -> Iterator[Alert]:
    """The longest session of a course against the hours on end, and those of a day."""
    longest = max(course.lengths, default=0)
    rows = ((limit.run if not course.meal else None, "d'affilée"), (limit.most_day, "par jour"))
    for most, what in rows:
        if most is not None and longest > most:
            text = (
                f"{course_name(problem, course.id)} a des séances de {say_minutes(longest)}, et la feuille Limites "
                f"laisse {say_minutes(most)} {what} à {owner_name(problem, owner)}. Solution : relever la limite, ou "
                "des séances plus courtes."
            )
            yield Alert("limits_reached", text, origin(problem, "course", course.id), blocking=True)


def _most_days(problem: Problem, owner: WeekOwner) -> int:
    """Days of the week with any slot."""
    bells = problem.bells_of(owner.class_id) if owner.class_id is not None else problem.bells_at("")
    return sum(bool(slots) for slots in bells.days)
