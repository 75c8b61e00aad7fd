"""Minors whom the workbook keeps from regulated work all the time that they are there."""

from collections.abc import Mapping, Sequence

from planner.domain import ApprenticeId, Course, Learner, Problem


def kept_from(problem: Problem) -> Mapping[ApprenticeId, tuple[str, ...]]:
    """Learner → subjects on regulated equipment that they miss for want of any date of authorisation.

    In the order of the workbook, for whoever is a minor on a day of their class; those who are exempted, or learn at a
    distance, miss nothing by it.
    """
    return _kept(problem, [p for p in problem.learners.values() if p.regulated_ok is None])


def kept_until(problem: Problem) -> Mapping[ApprenticeId, tuple[str, ...]]:
    """Learner → subjects on regulated equipment that they miss until the date of their authorisation.

    For whoever has such a date, and is a minor on a day of their class before it.
    """
    return _kept(problem, [p for p in problem.learners.values() if p.regulated_ok is not None])


def _kept(problem: Problem, people: Sequence[Learner]) -> Mapping[ApprenticeId, tuple[str, ...]]:
    found: dict[ApprenticeId, tuple[str, ...]] = {}
    courses = [c for c in problem.courses.values() if c.regulated]
    for learner in people if courses else ():
        homes = {membership.class_id for membership in learner.memberships}
        mine = [c for c in courses if not homes.isdisjoint(c.class_ids) and _missed(problem, learner, c)]
        if mine:
            found[learner.id] = tuple(dict.fromkeys(c.subject for c in mine))
    return found


def _missed(problem: Problem, learner: Learner, course: Course) -> bool:
    """Whether a course of the class of a minor is closed to them on some day that they are there."""
    if learner.too_far(course) or not learner.takes(course):
        return False
    days = [day for day in problem.days if problem.presence(learner, day) and learner.unauthorised(course, day)]
    homes = ((learner.membership(day), problem.exempted(learner.id, course.subject, day)) for day in days)
    return any(home is not None and home.class_id in course.class_ids and spared is None for home, spared in homes)
