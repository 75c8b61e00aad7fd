"""Which teams may take a course, and what of a team goes on while its others are away."""

import itertools
from datetime import date

from planner.domain import Course, Problem, TrainerId, away


def teams_of(problem: Problem, course: Course) -> tuple[tuple[TrainerId, ...], ...]:
    """Teams that may take a course: those of the workbook, else any one skilled trainer."""
    if course.teams:
        return course.teams
    return tuple((t.id,) for t in problem.trainers.values() if t.teaches and problem.skilled(t, course.subject))


def rests_of(problem: Problem, course: Course) -> tuple[tuple[TrainerId, ...], ...]:
    """What may be left of the teams of a course at some hour of the term, as H13 allows; nothing if all are needed.

    Some of a team of several, each of whose others is away or at an event at one time or another.
    """
    gone = {t for team in course.teams for t in team if _ever_away(problem, t)} if not course.all_needed else set()
    return tuple(
        some
        for team in course.teams
        for number in range(1, len(team))
        for some in itertools.combinations(team, number)
        if gone.issuperset({*team} - {*some})
    )


def _ever_away(problem: Problem, who: TrainerId) -> bool:
    trainer = problem.trainers.get(who)
    absent = trainer is not None and any(a.hard for a in trainer.absences)
    return absent or any(who in event.trainer_ids for event in problem.events)


def some_go_on(problem: Problem, course: Course, team: tuple[TrainerId, ...], day: date, start: int, end: int) -> bool:
    """Whether nobody of a team is absent, or those who are leave somebody who may go on without them (H13)."""
    absent = [t for t in team if t in problem.trainers and away(problem.trainers[t].absences, day, start, end)]
    return not absent or (len(absent) < len(team) and not course.all_needed)
