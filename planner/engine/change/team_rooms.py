"""Teams and rooms of one repair: an adult who may take an hour, and a room that may be had then, may still not meet.

Asked as the model of a week is made (`repair.Repair.piece`), for the sessions hit: the others keep their team. It adds
rows to that model; neither the week nor the board changes.
"""

from collections.abc import Iterable
from dataclasses import replace

from planner.engine.change.repair_model import RepairModel, RoomChoice
from planner.engine.change.week_sessions import WeekSessions
from planner.model.linear import LinearModel
from planner.rule import active


def keep_apart(week: WeekSessions, model: RepairModel, rooms: RoomChoice, numbers: Iterable[int]) -> None:
    """No team in a room where the rules do not let it be (another site): one row for each such pair of an item.

    ``numbers``: items that may have more than one team; the others have rooms for the only one.
    """
    problem = week.problem
    tests = [rule.enforce.room for rule in active(week.rules, problem) if rule.enforce.room]
    for n in numbers:
        bare = replace(week.items[n], rooms=(), fixed_rooms=())
        for (time, room), v in rooms.of(n).items():
            for k in model.of(n):
                option = model.options[k][1]
                here = (option.day, option.start, option.end) == time
                if here and not all(test(problem, bare, option, problem.rooms[room]) for test in tests):
                    LinearModel.add(model, [k, v], 1, high=1)
