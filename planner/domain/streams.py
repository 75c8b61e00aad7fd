"""Streams of a class: what one person of it may follow. Its parts, and the courses that are reserved to some of it.

Two courses that no stream shares are for different people: *Espagnol* and *Allemand* may stand at one hour.
"""

from typing import NamedTuple

from planner.domain.ids import ClassId, CourseId
from planner.domain.problem import Problem


class Stream(NamedTuple):
    """People of a class with the same courses: its part (empty: it has none) and the reserved courses they have not."""

    part: str = ""
    without: frozenset[CourseId] = frozenset()


def streams(problem: Problem, class_id: ClassId, part: str = "", course_id: CourseId | None = None) -> list[Stream]:
    """Streams of a class whose time something takes: all of them, those of a part, those who have a course.

    A reserved course that nobody of the class has is in a stream of its own: it stands beside nothing of the class.
    """
    known = problem.once(_streams)
    if class_id not in known:
        known[class_id] = _of_class(problem, class_id)
    return [s for s in known[class_id] if part in ("", s.part) and (course_id is None or course_id not in s.without)]


def _streams(problem: Problem) -> dict[ClassId, list[Stream]]:
    """Those that were asked for so far."""
    del problem
    return {}


def _of_class(problem: Problem, class_id: ClassId) -> list[Stream]:
    parts = problem.parts.get(class_id) or ("",)
    mine = [c for c in problem.courses.values() if c.reserved and class_id in c.class_ids]
    if not mine:
        return [Stream(part) for part in parts]
    every = frozenset(c.id for c in mine)
    had: dict[str, set[frozenset[CourseId]]] = {part: set() for part in parts}
    for learner in problem.learners.values():
        for home in (m for m in learner.memberships if m.class_id == class_id):
            for part in parts if home.part not in had else (home.part,):
                had[part].add(frozenset(c.id for c in mine if learner.takes(c)))
    unwanted = every - frozenset().union(*(some for rows in had.values() for some in rows))
    found = []
    for part, rows in had.items():
        kept = {*rows, *(frozenset({course}) for course in unwanted)}
        found += [Stream(part, every - some) for some in sorted(kept, key=sorted)]
    return found
