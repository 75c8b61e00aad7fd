"""Limits that an ordinary event leaves broken: a first lesson falls, and the day begins later than *Limites* allows.

So do days that are shorter than a minimum that binds, in *Formateurs* or *Classes*, once something of them has gone.

What stands is not moved for it, and nothing is refused: an absence passes always, in an update and in `barrette
replace`. A day that has lost something may have gaps, begin late, be shorter than asked, or a week have a day less,
where every session that is left stands as it did, of a trainer with the same one; what is put somewhere, or given to
somebody, keeps the limits. Noted in the summary, so that whoever verifies later knows.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.courses.broken_limits import ALL, LACKING, LEFT, Passed, passed
from planner.courses.short_days import short_days
from planner.domain import Problem, Session, SessionId, Timetable, TrainerId, monday

WEEKLY = ("gaps_week", "days", "least_days", "afternoons", "window_days", "late_starts", "site_changes_week")
"""Columns that speak of a week; the others speak of a day."""


def limits_left(board: Board, before: Timetable, moves: date = date.min) -> Mapping[str, list[str]]:
    """The sentences of the limits that only what has gone breaks, those of earlier updates among them.

    And those that are new while days of the week are over, or announced (before ``moves``), and that the update has
    made no worse.
    """
    found = [*_left(board.problem, tuple(board.sessions.values()), before)]
    found += _begun(board.problem, Timetable(tuple(board.sessions.values())), before, moves)
    return {LEFT: list(dict.fromkeys(found))}


def _begun(problem: Problem, now: Timetable, before: Timetable, moves: date) -> Iterator[str]:
    """What passes a limit on days, or in weeks, of which something may change its hour no more, no more than before."""

    def by_place(timetable: Timetable) -> Iterator[tuple[tuple[object, ...], Passed]]:
        bare = replace(timetable, summary={})
        for one in passed(problem, bare, problem.limits_bound, ALL):
            day = min(timetable.session[key].day for key in one.sessions)
            yield (one.limit, one.column, one.owner, monday(day) if one.column in WEEKLY else day), one

    was = Counter[tuple[object, ...]]()
    for place, one in by_place(before):
        was[place] += one.amount
    amounts, marks = Counter[tuple[object, ...]](), dict[tuple[object, ...], list[str]]()
    for place, one in by_place(now):
        if any(now.session[key].day < moves for key in one.sessions):
            amounts[place] += one.amount
            marks.setdefault(place, []).append(one.mark)
    for place, said in marks.items():
        if amounts[place] <= was[place]:
            yield from said


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
        if one.lacks and all(stood(key, one.owner.trainer_id) for key in one.sessions):
            yield one.mark
    for day in short_days(problem, now):
        if day.hard and not day.usual and all(stood(key, day.trainer_id) for key in day.sessions):
            yield day.text
