"""Rooms that *Limites* bounds, in one repair: no session comes to one at an hour at which its limits refuse it.

Asked as the model of a week is made (`repair.Repair.piece`), by the rules themselves, beside what stands; it closes
places of that model, and neither the week nor the board changes. Two sessions that come together are judged apart.
"""

from dataclasses import replace

from planner.engine.change.bound_anew import OF_LIMITS
from planner.engine.change.repair_model import RepairModel, RoomChoice
from planner.engine.change.week_sessions import WeekSessions
from planner.placement import for_everyone


def keep_room_limits(week: WeekSessions, model: RepairModel, rooms: RoomChoice) -> None:
    """Close the places, in rooms that are bounded, that the limits refuse; where a session stands it may stay."""
    bounded = frozenset(room for limit in week.problem.limits_bound for room in limit.room_ids)
    for n, mine in rooms.variable.items() if bounded else ():
        session = week.sessions[n]
        stands = (session.day, session.start, session.end), session.room_id
        for (time, room), variable in mine.items():
            if room not in bounded or (time, room) == stands:
                continue
            day, start, end = time
            there = replace(session, day=day, start=start, end=end, room_id=room)
            if next(iter(week.board.judged(for_everyone(there, week.board.people[session.id]), OF_LIMITS)), None):
                model.fix(variable, 0)
