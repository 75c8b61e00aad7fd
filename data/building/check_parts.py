"""Parts of classes that lines name: one that its class, or its course, does not have would change nothing."""

from collections.abc import Iterable, Sequence

from data.building.calendar import LETTERS
from data.building.context import Context
from data.building.courses import course_ref
from data.reading.table import Row
from planner.domain import ClassId, CourseId, Problem
from planner.words import say_all

OF_CLASSES = (("events", "classes"), ("unavailable", "who"), ("needs", "class"))
"""Sheets whose lines concern a part of the classes that a column names."""
OF_PEOPLE = ("learners", "memberships")
"""Sheets whose lines say which part somebody is in."""

OF_COURSES = (("locks", "course"), ("paths", "follows"))
"""Sheets whose lines concern a part of the course that a column names."""


def check_parts(context: Context, problem: Problem) -> None:
    """A fault for each part that is none; a notice for parts of a class that nothing tells apart."""
    _of_classes(context, problem)
    _of_people(context, problem)
    _of_courses(context, problem)


def not_a_part(letters: Sequence[str], whose: str) -> str:
    """What is wrong with a part, and the parts that there are; ``whose``: ``cette classe``, ``ce cours``."""
    return f"n'est pas une partie de {whose}" + (
        f" : écrivez {' ou '.join(letters)}." if letters else ", qui n'en a pas : videz cette cellule."
    )


def _of_classes(context: Context, problem: Problem) -> None:
    """A part of an event, an absence or a need that nobody of the class is in."""
    for sheet, column in OF_CLASSES:
        for row in context.rows(sheet):
            for class_id in _classes(context, problem, row, column) if row["part"] else ():
                known = _parts(problem, class_id)
                if row["part"] not in known:
                    context.fault(row, "part", not_a_part(known, "cette classe"))
                    break


def _classes(context: Context, problem: Problem, row: Row, column: str) -> Iterable[ClassId]:
    """Classes that a cell names."""
    names = row.get(column, ())
    found = [context.names("classes").find(name) for name in ((names,) if isinstance(names, str) else names)]
    return [ClassId(min(ids)) for ids in found if len(ids) == 1 and min(ids) in problem.classes]


def _parts(problem: Problem, class_id: ClassId) -> list[str]:
    """Parts that a course, a calendar or a learner names."""
    people = {m.part for p in problem.learners.values() for m in p.memberships if m.class_id == class_id}
    return sorted({*problem.parts.get(class_id, ()), *problem.classes[class_id].part_calendars, *people} - {""})


def _of_people(context: Context, problem: Problem) -> None:
    """A part that no course of the class has; where it has none, parts that nothing else speaks of."""
    named = {
        (class_id, row["part"])
        for sheet, column in OF_CLASSES
        for row in context.rows(sheet)
        for class_id in _classes(context, problem, row, column)
    }
    idle: dict[ClassId, list[Row]] = {}
    for row in (row for sheet in OF_PEOPLE for row in context.rows(sheet) if row["part"]):
        for class_id in _classes(context, problem, row, "class"):
            letters = problem.parts[class_id]
            if row["part"] not in (letters or LETTERS):
                context.fault(row, "part", not_a_part(letters, "cette classe"))
            elif not letters and (class_id, row["part"]) not in named:
                idle.setdefault(class_id, []).append(row)
    for class_id, rows in idle.items():
        parts = say_all(sorted({f"« {row['part']} »" for row in rows}))
        context.faults.notice(
            f"Classe « {problem.classes[class_id].name} » : partie {parts} (feuille « {rows[0].table.name} ») sans "
            "effet, aucun de ses cours n'est dédoublé. Solution : écrire 2 dans « parties » (feuille « Cours »), ou "
            "vider ces cellules.",
            f"{rows[0].table.name}!{rows[0].cell('part')}",
        )


def _of_courses(context: Context, problem: Problem) -> None:
    """A part that the locked course, or the course followed elsewhere, is not split into."""
    for sheet, column in OF_COURSES:
        for row in context.rows(sheet):
            found = course_ref(context, row, column, row[column]) if row["part"] and row[column] else None
            course = problem.courses.get(CourseId(found)) if found else None
            if course is not None:
                letters = LETTERS[: course.parts] if course.parts > 1 else ()
                if row["part"] not in letters:
                    context.fault(row, "part", not_a_part(letters, "ce cours"))
