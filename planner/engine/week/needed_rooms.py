"""Rooms held along with the hours, for a week in which some session has found none once the hours were known.

Rows count the rooms of a week only as a whole (H1b); most weeks need no more, and are placed sooner without. Where one
does, the chains place it again from where it is, each session holding a room of its own.
"""

from planner.domain import Problem, rooms_beside
from planner.engine.solvers.held_rooms import HeldRooms, RoomMoment
from planner.model import WeekModel
from planner.rule import Rules, active


def held_along(problem: Problem, rules: Rules, model: WeekModel) -> HeldRooms:
    """What each option needs: one of the rooms that every rule allows then, or those that it takes for sure."""
    number = {room: n for n, room in enumerate(problem.rooms)}
    most = [max(1, room.shared) for room in problem.rooms.values()]
    tests = [r.enforce.room for r in active(rules, problem) if r.enforce.room]
    days = {day: n for n, day in enumerate(sorted({option.day for _i, option in model.options}))}

    def rooms_of(k: int) -> tuple[tuple[int, ...], ...]:
        item, option = model.items[model.options[k][0]], model.options[k][1]
        if item.fixed_rooms:
            return tuple((number[room],) for room in item.fixed_rooms)
        asked = (problem.rooms[room] for room in item.rooms)
        return (tuple(number[r.id] for r in asked if all(test(problem, item, option, r) for test in tests)),)

    def when(k: int) -> RoomMoment:
        option = model.options[k][1]
        return days[option.day], option.start, option.end

    # A room that takes everybody is never lacking.
    boundless = {room for room, n in number.items() if most[n] >= len(model.items)}
    asking = [n for n, i in enumerate(model.items) if (i.rooms or i.fixed_rooms) and boundless.isdisjoint(i.rooms)]
    needs = {k: (when(k), len(model.items[n].fixed_rooms) or 1) for n in asking for k in model.of(n)}
    beside = {n: tuple(number[r] for r in rooms_beside(problem, room) if r != room) for room, n in number.items()}
    return HeldRooms(needs, rooms_of, most, beside)
