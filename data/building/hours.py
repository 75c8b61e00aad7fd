"""*Cours*, « heures possibles » and « débuts possibles » → the only hours of a course; whether a session fits in."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from data.building.context import Context
from data.reading.table import Row
from planner.domain import AM, DAY_END, PM, Bells, Course, CourseId, Problem, clock


def with_hours(context: Context, problem: Problem, courses: Mapping[CourseId, Course]) -> dict[CourseId, Course]:
    """Courses with the only hours in which they may lie; half-days meet at noon of the bells of their class."""
    found = dict(courses)
    for row in context.rows("courses"):
        course = courses.get(CourseId(context.id_of(row)))
        if course is not None and (row["hours"] or row["starts"]):
            bells = problem.bells_of(course.class_ids[0])
            found[course.id] = replace(course, hours=tuple(_windows(row, bells)), starts=row.get("starts", ()))
    return found


def _windows(row: Row, bells: Bells) -> Iterator[tuple[int, int, int]]:
    for weekday, half, start, end in row.get("hours", ()):
        noon = bells.noon(weekday)
        low, high = max(start, 0 if half & AM else noon), min(end, DAY_END if half & PM else noon)
        if low < high:
            yield weekday, low, high


def check_hours(context: Context, problem: Problem) -> None:
    """Hours and starts that leave no place to a session of the course, on any day: a fault."""
    for row in context.rows("courses"):
        course = problem.courses.get(CourseId(context.id_of(row)))
        if course is None or not (course.hours or course.starts):
            continue
        for length in dict.fromkeys(course.lengths):
            if not _fits(problem, course, length):
                column = "starts" if course.starts else "hours"
                context.fault(
                    row,
                    column,
                    f"ne laisse aucune place à une séance de {clock(length)} : élargissez, ou raccourcissez.",
                )


def _fits(problem: Problem, course: Course, length: int) -> bool:
    """Whether some day of some open week has a place for a session of a length."""
    for day in (d for d in problem.days if all(problem.class_presence(c, d) for c in course.class_ids)):
        tables = [bells.placements(day.weekday(), length, course.meal) for bells in problem.course_bells(course)]
        if any(course.may_be(day, *span) for span in set(tables[0]).intersection(*tables[1:])):
            return True
    return not problem.days
