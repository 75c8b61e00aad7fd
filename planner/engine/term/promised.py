"""Hours of classes and trainers that are taken before courses are planned: barrettes, open periods, what is placed.

The term gives a week no more than it holds; what is not its own to place is taken off first. Minutes of barrettes are
those of classes only: who will lead the groups is not known before they are composed.
"""

from collections import Counter
from datetime import date

from planner.domain import ClassId, Problem, TrainerId, monday
from planner.engine.term.occurrences import barrette_occurrences, open_occurrences

Held = Counter[tuple[ClassId, date]]
Reserved = Counter[tuple[TrainerId, date]]


def promised(problem: Problem) -> tuple[Held, Reserved]:
    """Minutes of each class and of each trainer in each week (its Monday); of a part, a class has its share.

    Missing keys are 0. A session of part A of two takes half of its minutes from the class, since the other part may
    have another course meanwhile. Of courses that are reserved to some and begin together, the first counts for all.
    """
    held, reserved = Held(), Reserved()
    owners = [(b.class_ids, barrette_occurrences(problem, b.id)) for b in problem.barrettes.values()]
    owners += [(o.class_ids, open_occurrences(problem, o.id)) for o in problem.open_periods]
    for class_ids, occurrences in owners:
        for occurrence in occurrences:
            for class_id in class_ids:
                held[class_id, occurrence.week] += occurrence.minutes
    languages = set[tuple[ClassId, date, int]]()
    for one in problem.standing:
        week = monday(one.day)
        course = problem.courses.get(one.course_id)
        of_some = course is not None and bool(course.reserved)
        for class_id in one.class_ids:
            at = (class_id, one.day, one.start)
            if not of_some or at not in languages:
                shares = len(problem.parts[class_id]) if one.part else 1
                held[class_id, week] += one.minutes // max(1, shares)
            languages |= {at} if of_some else set()
        for trainer in one.trainer_ids:
            reserved[trainer, week] += one.minutes
    for event in problem.events:
        for trainer in event.trainer_ids:
            reserved[trainer, monday(event.day)] += problem.event_minutes(event)
    return held, reserved
