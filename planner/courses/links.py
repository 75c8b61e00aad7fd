"""How near a trainer is to what a module of support serves: the course that its type names, the class, the trade."""

from collections.abc import Callable, Iterable, Mapping

from planner.courses.teams import teams_of
from planner.domain import ClassId, Course, Module, Problem, TrainerId, key

LINKED, OF_CLASS, OF_TRADE, STRANGER_TO_ALL = range(4)
"""Teaches the class what the module serves; teaches the class; teaches its diploma elsewhere; none of these."""

LANGUAGES = ("langue", "anglais", "espagnol", "allemand", "italien", "portugais", "chinois")
CAPSTONE = ("chef-d'œuvre", "chef-d'oeuvre", "chef d'œuvre", "chef d'oeuvre", "projet")


def _named(words: Iterable[str]) -> Callable[[Course], bool]:
    """Whether the subject of a course holds one of some folded words."""
    return lambda course: any(word in key(course.subject) for word in words)


BY_TYPE: Mapping[str, Callable[[Course], bool]] = {
    "co-intervention": lambda course: course.co_taught,
    "chef-d'œuvre": _named(CAPSTONE),
    "mobilité": _named(LANGUAGES),
}
"""Type of personal support (*type d'AP*) → the courses that it serves; the others serve none in particular."""


def nearness(problem: Problem, module: Module, class_id: ClassId) -> Mapping[TrainerId, int]:
    """Trainers → how near they are to a class for a module, 0 the nearest; those left out are near to nobody there."""
    known = problem.once(_known)
    if (module, class_id) not in known:
        known[module, class_id] = _nearness(problem, module, class_id)
    return known[module, class_id]


def nearest(problem: Problem, module: Module, classes: Iterable[ClassId]) -> Callable[[TrainerId], int]:
    """How far a trainer is from several classes together; the lower, the nearer."""
    rows = [nearness(problem, module, class_id) for class_id in classes]
    return lambda trainer: sum(row.get(trainer, STRANGER_TO_ALL) for row in rows)


def _known(problem: Problem) -> dict[tuple[Module, ClassId], Mapping[TrainerId, int]]:
    """What was asked so far."""
    del problem
    return {}


def _nearness(problem: Problem, module: Module, class_id: ClassId) -> dict[TrainerId, int]:
    group, found = problem.classes.get(class_id), dict[TrainerId, int]()
    alike = {c for c, other in problem.classes.items() if group and other.programme_id == group.programme_id}
    for course in problem.courses.values():
        if class_id in course.class_ids:
            rank = LINKED if _serves(module, course) else OF_CLASS
        elif alike.intersection(course.class_ids) and course.practical:
            rank = OF_TRADE
        else:
            continue
        for trainer in {t for team in teams_of(problem, course) for t in team}:
            found[trainer] = min(rank, found.get(trainer, rank))
    return found


def _serves(module: Module, course: Course) -> bool:
    """Whether a course is what a module is for: by the type of personal support, else by the subject."""
    served = BY_TYPE.get(module.ap_type)
    return served(course) if served else bool(module.subject) and key(module.subject) == key(course.subject)
