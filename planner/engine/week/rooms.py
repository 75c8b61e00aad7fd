"""Rooms of the sessions of each day, once the times are known.

Times come first and count rooms only as a whole (H1b keeps enough of each set free), so that a room for everyone nearly
always exists; which one is a question of each day alone. Groups of barrettes have theirs: they hold them here, and give
them up only where a course would have none, since their groups are composed again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.domain import MARK_END, Kind, Problem, RoomId, SessionId, WeekLimit, monday
from planner.engine.solvers.cpsat import Interrupt, Search, solve
from planner.engine.solvers.sole import sole
from planner.engine.week.draft import item_classes
from planner.model import Item, Option, Placed, RoomModel
from planner.prices import BARRETTE_ROOM_LOST, FIXED_WITHOUT_ROOM, NO_ROOM, OTHER_THAN_CLAIMED
from planner.rule import Rules, active, weights


def assign_rooms(
    problem: Problem,
    rules: Rules,
    placed: Sequence[Placed],
    usual: Mapping[tuple[object, ...], Mapping[RoomId, int]],
    work: float,
    seed: int,
    interrupt: Interrupt | None = None,
    claimed: Mapping[SessionId, RoomId] | None = None,
) -> tuple[dict[SessionId, RoomId], list[SessionId]]:
    """A room for each placed item that needs one; ids of those for which none is left. Day by day.

    Week by week where *Limites* counts days, or gaps, of the week of a room: which days it serves is then one question.

    ``usual``: how often each habit (`room_habit`) has been in each room. ``work``: deterministic, for one day. A room
    that a barrette loses is not reported. Days do not know each other: what keeps a class in its room is the habit, and
    among rooms that cost the same what was ``claimed`` for a session (`claimed_rooms`).
    """
    found: dict[SessionId, RoomId] = {}
    without: list[SessionId] = []
    whole = any(limit.room_ids and _of_weeks(limit) for limit in problem.week_limits)
    parts: dict[date, list[Placed]] = {}
    for item, option in placed:
        parts.setdefault(monday(option.day) if whole else option.day, []).append((item, option))
    for _first, today in sorted(parts.items()):
        rooms, left = _together(problem, rules, today, usual, work, seed, interrupt, claimed or {})
        found |= rooms
        without += left
    return found, without


def _of_weeks(limit: WeekLimit) -> bool:
    """Whether a limit counts over a week what a day alone does not tell."""
    return any(most is not None for most in (limit.gaps_week, limit.days, limit.afternoons, limit.window_days))


def _together(
    problem: Problem,
    rules: Rules,
    today: Sequence[Placed],
    usual: Mapping[tuple[object, ...], Mapping[RoomId, int]],
    work: float,
    seed: int,
    interrupt: Interrupt | None,
    claimed: Mapping[SessionId, RoomId],
) -> tuple[dict[SessionId, RoomId], list[SessionId]]:
    """One day, or one week: the model, the rules' rows and costs, and what its answer says."""
    asking = [p for item, option in today for p in _unfolded(item, option)]
    tests = [r.enforce.room for r in active(rules, problem) if r.enforce.room]
    pairs = [
        (number, room)
        for number, (item, option) in enumerate(asking)
        for room in item.rooms
        if item.fixed_rooms or all(test(problem, item, option, problem.rooms[room]) for test in tests)
    ]
    habits = {n: usual.get(room_habit(item), {}) for n, (item, _option) in enumerate(asking)}
    model = RoomModel(asking, problem.rooms, pairs, habits, weights(rules, problem))
    for number, (item, _option) in enumerate(asking):
        if item.rooms:
            model.penalise("roomless", [model.roomless[number]], _roomless(item))
        if (room := claimed.get(item.id)) is not None:
            model.penalise("claimed", [k for k in model.of(number) if pairs[k][1] != room], OTHER_THAN_CLAIMED)
    for rule in active(rules, problem):
        if rule.enforce.rooms:
            rule.enforce.rooms(problem, model)
    open_to = ((model.of(n) if item.rooms else [model.roomless[n]], 1) for n, (item, _option) in enumerate(asking))
    answer = sole(model, open_to) or solve(model, Search(work, seed), interrupt=interrupt)
    values = answer.values
    rooms = {asking[n][0].id: room for k, (n, room) in enumerate(pairs) if values and values[k]}
    # Without any answer (a stop) everything that asked is without a room, and says so.
    left = [item.id for item, _option in asking if item.id not in rooms and not item.fixed_rooms]
    # What stands keeps its room whatever the model says, a room that the rules would refuse included.
    stays = {item.id: item.fixed_rooms[0] for item, _option in asking if item.exact and item.fixed_rooms}
    return {**{key: room for key, room in rooms.items() if MARK_END not in key}, **stays}, left


def _roomless(item: Item) -> int:
    """What it costs to leave an item without a room."""
    if item.kind == Kind.BARRETTE:
        return BARRETTE_ROOM_LOST
    return FIXED_WITHOUT_ROOM if item.pinned else NO_ROOM


def _unfolded(item: Item, option: Option) -> list[Placed]:
    """One entry for each room that an item takes: one to be chosen, or those it has for sure.

    Empty for what needs no room. Several entries of a barrette have ids with `MARK_END`, which no cell can hold.
    """
    if item.exact and item.fixed_rooms:
        return [(replace(item, rooms=()), option)]
    if item.fixed_rooms:
        return [
            (
                replace(item, id=SessionId(f"{item.id}{MARK_END}{room}"), rooms=(room,), fixed_rooms=(room,), heads=0),
                option,
            )
            for room in item.fixed_rooms
        ]
    return [(item, option)] if item.rooms else []


def room_habit(item: Item) -> tuple[object, ...]:
    """What makes people expect the same room: the classes and, in special rooms, the course.

    The eligible rooms stand for the course: all courses of a class that may be anywhere share one habit.
    """
    return (item_classes(item), item.part, item.rooms)
