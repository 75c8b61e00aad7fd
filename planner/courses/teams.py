"""Which teams may take a course."""

from planner.domain import Course, Problem, TrainerId


def teams_of(problem: Problem, course: Course) -> tuple[tuple[TrainerId, ...], ...]:
    """Teams that may take a course: those of the workbook, else any one skilled trainer."""
    if course.teams:
        return course.teams
    return tuple((t.id,) for t in problem.trainers.values() if t.teaches and problem.skilled(t, course.subject))
