"""A course that asks for fewer hours than it has: which of its sessions go, and which one gets shorter.

`renew.renew_courses` asks `give_up` for each course and part that has more minutes than the workbook now wants: where
hours are by the week `take_of_weeks` has each week to come give its own, else `take_last` the last ones; `shortened` is
for minutes that are only a part of a session. What came last, by its number, goes first.
Sessions leave the board, with the study of those who were freed from them, or end earlier at their own hour. What is
over, what is locked, and what a lock of the workbook puts at its very hour does not go. No other hour is looked for.

Sessions last 2 h, and 3 h are too many: `take_last` drops the last session and returns 60. Where the course asks for
sessions of 1 h too, `shortened` lets the last one that is left end an hour earlier; if bells or rules are against it,
it takes it out and returns ``[60]``, a session that the caller has to place.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.board.board import Board
from planner.board.numbering import number_of
from planner.courses.standing import SessionsWanted
from planner.domain import Missing, Session, Waits, monday
from planner.engine.change.limits import Limits
from planner.engine.change.more_hours import lengths_by_week
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


def give_up(
    board: Board, mine: Sequence[Session], rows: SessionsWanted, before: SessionsWanted, minutes: int, limits: Limits
) -> list[tuple[date | None, int]]:
    """Take minutes too many from the sessions of a course and part; (Monday or None, minutes) of what is to be placed
    instead of a longer session.

    ``rows``, ``before``: what it wants now, and wanted before. Hours by the week are those of each week: what weeks
    that are over have had too much, no other week gives up for them.
    """
    asked, was = lengths_by_week(rows), lengths_by_week(before)
    if not asked:
        over = take_last(board, mine, minutes, limits)
        return [(None, some) for some in shortened(board, [m for _w, m in rows], mine, over, limits)]
    less = {week: sum(lengths) - sum(asked.get(week, ())) for week, lengths in was.items()}
    over, instead = take_of_weeks(board, mine, asked, minutes, limits, less)
    # What was made up in any week, and is no longer.
    loose = sum(m for w, m in before if w is None) - sum(m for w, m in rows if w is None) if was else 0
    take_last(board, [s for s in mine if s.id in board.sessions], max(0, min(over, loose)), limits)
    return [*instead]


def given_up_waiting(
    waiting: Sequence[Missing], rows: SessionsWanted, mine: Sequence[Session], over: int
) -> list[Missing]:
    """What waits for an hour and is asked for no more, what never had one first.

    Of ``over`` minutes too many, those that no session of a week has: these are its own to give.
    """
    asked = lengths_by_week(rows)
    given = lengths_by_week((monday(s.day), s.minutes) for s in mine) if asked else {}
    rest = over - sum(max(0, sum(given[week]) - sum(asked.get(week, ()))) for week in given)
    found = []
    for row in sorted(waiting, key=lambda row: row.waits != Waits.ADDED):
        if row.waits != Waits.FELL and row.minutes <= rest:
            found.append(row)
            rest -= row.minutes
    return found


def take_of_weeks(
    board: Board,
    mine: Sequence[Session],
    asked: Mapping[date, Sequence[int]],
    minutes: int,
    limits: Limits,
    less: Mapping[date, int],
) -> tuple[int, list[tuple[date, int]]]:
    """Each week to come gives what it has too much; what is still too many, and what is to be placed in its week.

    ``asked``: Monday → lengths; ``less``: Monday → minutes that it asks for less than before, which it gives first.
    Whatever more it has comes then, from the weeks that have most of it, of those alike the last.
    """
    weeks: dict[date, list[Session]] = {}
    for session in mine:
        weeks.setdefault(monday(session.day), []).append(session)
    over = {week: sum(s.minutes for s in some) - sum(asked.get(week, ())) for week, some in weeks.items()}
    instead: list[tuple[date, int]] = []
    for most in (less, over):
        for week in sorted(weeks, key=lambda week: (over[week], week), reverse=True):
            more = max(0, min(over[week], most.get(week, 0), minutes))
            given, again = _of_week(board, weeks[week], asked.get(week, ()), more, limits)
            instead += [(week, some) for some in again]
            over[week] -= given
            minutes -= given
    return minutes, instead


def _of_week(
    board: Board, mine: Sequence[Session], asked: Sequence[int], minutes: int, limits: Limits
) -> tuple[int, list[int]]:
    """Minutes that one week gives, of those too many, and the lengths to be placed in it instead of what left it."""
    here = [board.sessions[s.id] for s in mine if s.id in board.sessions]
    rest = take_last(board, here, minutes, limits, asked)
    again = shortened(board, asked, here, rest, limits)
    left = sum(board.sessions[s.id].minutes for s in here if s.id in board.sessions)
    return sum(s.minutes for s in here) - left - sum(again), again


def take_last(board: Board, mine: Sequence[Session], minutes: int, limits: Limits, asked: Sequence[int] = ()) -> int:
    """Sessions to come are dropped from the last one on, as long as no minute too many goes; what is still too many.

    Those of a length that is not ``asked`` first. Those that are announced already go only where the others were not
    enough.
    """
    spare = Counter(s.minutes for s in mine) - Counter(asked)
    for odd in (True, False):
        for session in _last_first(mine, limits):
            gone = session.id not in board.sessions or session.minutes > minutes
            if gone or (odd and spare[session.minutes] <= 0) or at_its_lock(board.problem, session):
                continue
            take_out(board, session.id)
            spare[session.minutes] -= 1
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
    """Sessions to come that may go, the last one first by its number; those that are announced after all others.

    A first solve numbers them in order of time: what was added since, or moved to an earlier day, goes first.
    """
    late = sorted(sessions, key=lambda s: (number_of(s.id), s.day, s.start, s.id), reverse=True)
    order = [s for s in late if not limits.stays(s)]
    # Announced ones last: people count on them.
    return order + [s for s in late if limits.stays(s) and s.day >= limits.first and s.id not in limits.locked]
