"""Teams and rooms of one repair: an adult who may take an hour, and a room that may be had then, may still not meet.

Asked as the model of a week is made (`repair.Repair.piece`), for the sessions hit: the others keep their team. It adds
rows to that model; neither the week nor the board changes.
"""

from collections.abc import Iterable
from dataclasses import replace

from planner.domain import RoomId
from planner.engine.change.repair_model import RepairModel, RoomChoice, Time
from planner.engine.change.week_sessions import WeekSessions
from planner.model import Option
from planner.model.linear import LinearModel
from planner.rule import active


def keep_apart(week: WeekSessions, model: RepairModel, rooms: RoomChoice, numbers: Iterable[int]) -> None:
    """No team in a room where the rules do not let it be (another site): one row for each such pair of an item.

    ``numbers``: items that may have more than one team; the others have rooms for the only one.
    """
    for n in numbers:
        known, at = week.meetings(n), dict[Time, list[int]]()
        for k in model.of(n):
            option = model.options[k][1]
            at.setdefault((option.day, option.start, option.end), []).append(k)
        for (time, room), v in rooms.of(n).items():
            for k in at.get(time, ()):
                pair = model.options[k][1], room
                if pair not in known:
                    known[pair] = _meet(week, n, *pair)
                if not known[pair]:
                    LinearModel.add(model, [k, v], 1, high=1)


def _meet(week: WeekSessions, number: int, option: Option, room: RoomId) -> bool:
    """Whether the rules let an item be in a room at an hour with a team."""
    problem, bare = week.problem, replace(week.items[number], rooms=(), fixed_rooms=())
    tests = (rule.enforce.room for rule in active(week.rules, problem) if rule.enforce.room)
    return all(test(problem, bare, option, problem.rooms[room]) for test in tests)
