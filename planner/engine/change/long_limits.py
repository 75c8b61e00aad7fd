"""Limits of an adult that are longer than a week: what of a month or a year goes once they are lowered.

The model of a week knows the limits of that week; a month or a year has several weeks, which are repaired one after the
other. So what goes is chosen before: `over_long` is asked once, as `times.Retime.weeks` begins, for the adults who may
work less than before (`touched.may_less`). And each week is told what the others hold (`minutes_outside`, asked by
`repair`), so that none takes what another has used. Returned are ids, and minutes; nothing changes here.

A year holds 3 h more than its new limit: of sessions of 2 h and of 4 h, the last one of 4 h goes; where all last 2 h,
the last two. They then look for another adult or hour, as anything that is hit.
"""

from collections.abc import Mapping
from datetime import date

from planner.board.board import Board
from planner.domain import Kind, SessionId, TrainerId, monday
from planner.engine.change.limits import Limits, fewest_sessions
from planner.engine.change.week_sessions import WeekSessions
from planner.placement import for_everyone

HOURS = "H6c"


def minutes_outside(week: WeekSessions) -> Mapping[tuple[TrainerId, date], int]:
    """Minutes on days of other weeks, of the adults whom a limit of a month or a year binds."""
    bound = (t for t, who in week.problem.trainers.items() if (who.max_month, who.year_minutes) != (None, None))
    days = [day for day in week.problem.days if monday(day) != week.week]
    return {(t, day): minutes for t in bound for day in days if (minutes := week.board.usage.minutes(t, day))}


def over_long(board: Board, limits: Limits, adults: frozenset[TrainerId]) -> frozenset[SessionId]:
    """The fewest sessions of some adults without which no month and no year holds more than they may.

    By the rule of their hours, so that none goes where it is switched off. The last ones first, those that are
    announced only where the others are not enough; never an event, what is locked, or what is over.
    """
    found: set[SessionId] = set()
    seen: set[frozenset[SessionId]] = set()
    for who in sorted(adults):
        mine = (s for s in board.sessions.values() if who in s.trainer_ids and s.kind != Kind.FIXED)
        free = {s.id: s for s in mine if s.day >= limits.first and s.id not in limits.locked}
        for session in list(free.values()):
            for finding in board.judged(for_everyone(session, board.people[session.id]), (HOURS,)):
                held = frozenset(finding.sessions)
                weeks = {monday(board.sessions[key].day) for key in held}
                if len(weeks) < 2 or held in seen:
                    continue
                seen.add(held)
                gone = sum(board.sessions[key].minutes for key in held & found)
                rows = [s for key, s in free.items() if key in held - found]
                # What is announced, and what is no course, only where the others are not enough.
                spare = (lambda s: not limits.stays(s), lambda s: s.kind == Kind.COURSE)
                found |= fewest_sessions(rows, round(finding.amount) - gone, spare)
    return frozenset(found)
