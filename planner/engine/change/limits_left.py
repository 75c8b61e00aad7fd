"""Limits that an ordinary event leaves broken: a first lesson falls, and the day begins later than *Limites* allows.

So do days that are shorter than a minimum that binds, in *Formateurs* or *Classes*, once something of them has gone.

What stands is not moved for it, and nothing is refused: an absence passes always, in an update and in `barrette
replace`. A day that has lost something may have gaps, begin late, be shorter than asked, or a week have a day less,
where every session that is left stands as it did, of a trainer with the same one; what is put somewhere, or given to
somebody, keeps the limits. Noted in the summary, so that whoever verifies later knows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from planner.board.board import Board
from planner.courses.broken_limits import LACKING, LEFT, passed
from planner.courses.short_days import short_days
from planner.domain import Problem, Session, SessionId, Timetable, TrainerId


def limits_left(board: Board, before: Timetable) -> Mapping[str, list[str]]:
    """The sentences of the limits that only what has gone breaks, those of earlier updates among them."""
    return {LEFT: list(_left(board.problem, tuple(board.sessions.values()), before))}


def with_limits_left(problem: Problem, timetable: Timetable, before: Timetable) -> Timetable:
    """A timetable from which something was cancelled, that says which limits it so leaves broken."""
    left = list(_left(problem, timetable.sessions, before))
    return (
        replace(timetable, summary={**timetable.summary, LEFT: left}) if left or LEFT in before.summary else timetable
    )


def _left(problem: Problem, sessions: Sequence[Session], before: Timetable) -> Iterator[str]:
    now = Timetable(tuple(sessions))

    def stood(key: SessionId, trainer: TrainerId | None) -> bool:
        if key in problem.stands:
            return True
        here, there = now.session[key], before.session.get(key)
        if there is None or (here.day, here.start, here.end) != (there.day, there.start, there.end):
            return False
        return trainer is None or trainer in there.trainer_ids

    for one in passed(problem, now, problem.limits_bound, LACKING):
        if one.lacks and all(stood(key, one.trainer_id) for key in one.sessions):
            yield one.mark
    for day in short_days(problem, now):
        if day.hard and not day.usual and all(stood(key, day.trainer_id) for key in day.sessions):
            yield day.text
