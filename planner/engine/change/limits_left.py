"""Limits that an ordinary event leaves broken: a first lesson falls, and the day begins later than *Limites* allows.

So do days that are shorter than a minimum that binds, in *Formateurs* or *Classes*, once something of them has gone.

What stands is not moved for it, and nothing is refused: an absence passes always. A day that has lost something may
have gaps, begin late, be shorter than asked, or a week have a day less, where every session that is left stands as it
did; what the update itself puts somewhere keeps the limits. Noted in the summary, so that whoever verifies later knows.
"""

from collections.abc import Mapping

from planner.board.board import Board
from planner.courses.broken_limits import LACKING, LEFT, passed
from planner.courses.short_days import short_days
from planner.domain import SessionId, Timetable


def limits_left(board: Board, before: Timetable) -> Mapping[str, list[str]]:
    """The sentences of the limits that only what has gone breaks, those of earlier updates among them."""
    problem, now = board.problem, Timetable(tuple(board.sessions.values()))

    def stood(key: SessionId) -> bool:
        if key in problem.stands:
            return True
        here, there = now.session[key], before.session.get(key)
        return there is not None and (here.day, here.start, here.end) == (there.day, there.start, there.end)

    found = [(one.text, one.sessions) for one in passed(problem, now, problem.limits_bound, LACKING) if one.lacks]
    found += [(day.text, day.sessions) for day in short_days(problem, now) if day.hard and not day.usual]
    return {LEFT: [text for text, sessions in found if all(map(stood, sessions))]}
