"""A course that asks for fewer hours than it has: which of its sessions go, and which one gets shorter.

`renew.renew_courses` asks for each course and part that has more minutes than the workbook now wants: `take_of_weeks`
first, where hours are by the week, and `take_last`; then `shortened` for minutes that are only a part of a session.
Sessions leave the board, with the study of those who were freed from them, or end earlier at their own hour. What is
over, what is locked, and what a lock of the workbook puts at its very hour does not go. No other hour is looked for.

Sessions last 2 h, and 3 h are too many: `take_last` drops the last session and returns 60. Where the course asks for
sessions of 1 h too, `shortened` lets the last one that is left end an hour earlier; if bells or rules are against it,
it takes it out and returns ``[60]``, a session that the caller has to place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.domain import Session, in_order, monday
from planner.engine.change.limits import Limits
from planner.engine.change.moving import study_of, take_out
from planner.engine.week.tied import at_its_lock
from planner.placement import for_everyone


def shortened(board: Board, asked: Sequence[int], mine: Sequence[Session], over: int, limits: Limits) -> list[int]:
    """The length of a session that takes the place of a longer one, where minutes too many are a part of it.

    Empty where no session can, or where one ends earlier at its own hour. Else the longer one is taken out here, an
    announced one where there is no other; the shorter one is the caller's to add.
    """
    for session in _last_first([s for s in mine if s.id in board.sessions], limits):
        if session.minutes - over not in asked or not over:
            continue
        if _ends_earlier(board, session, session.minutes - over, limits):
            return []
        if not at_its_lock(board.problem, session):
            take_out(board, session.id)
            return [session.minutes - over]
    return []


def take_of_weeks(
    board: Board, mine: Sequence[Session], asked: Mapping[date, Sequence[int]], minutes: int, limits: Limits
) -> int:
    """Sessions that are not announced are dropped where a week has more than it asks for; what is still too many.

    ``asked``: Monday → lengths. The weeks that have most too much give first, of those alike the last.
    """
    weeks: dict[date, list[Session]] = {}
    for session in mine:
        weeks.setdefault(monday(session.day), []).append(session)
    over = {week: sum(s.minutes for s in some) - sum(asked.get(week, ())) for week, some in weeks.items()}
    for week in sorted(weeks, key=lambda week: (over[week], week), reverse=True):
        more = max(0, min(over[week], minutes))
        minutes -= more - take_last(board, [s for s in weeks[week] if not limits.stays(s)], more, limits)
    return minutes


def take_last(board: Board, mine: Sequence[Session], minutes: int, limits: Limits) -> int:
    """Sessions to come are dropped from the last one on, as long as no minute too many goes; what is still too many.

    Those that are announced already go only where the others were not enough.
    """
    for session in _last_first(mine, limits):
        if session.minutes <= minutes and not at_its_lock(board.problem, session):
            take_out(board, session.id)
            minutes -= session.minutes
    return minutes


def _ends_earlier(board: Board, session: Session, minutes: int, limits: Limits) -> bool:
    """A session that is not announced ends earlier, where the bells and the rules let it and no study goes with it."""
    spans = board.problem.bells_of(session.class_ids[0]).placements(session.day.weekday(), minutes, session.meal)
    end = next((end for start, end in spans if start == session.start), None)
    if end is None or limits.stays(session) or any(study_of(key, session.id) for key in board.sessions):
        return False
    shorter, people = replace(session, end=end, minutes=minutes), board.people[session.id]
    if any(board.judged(for_everyone(shorter, people))):
        return False
    board.put(shorter, people)
    return True


def _last_first(sessions: Sequence[Session], limits: Limits) -> list[Session]:
    """Sessions to come that may go, the last one first; those that are announced after all others."""
    late = list(reversed(in_order(list(sessions))))
    order = [s for s in late if not limits.stays(s)]
    # Announced ones last: people count on them.
    return order + [s for s in late if limits.stays(s) and s.day >= limits.first and s.id not in limits.locked]
