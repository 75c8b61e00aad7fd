"""Where the items of a week may go: the rooms and the options (day, hour, team) that the rules leave to each.

Only predicates of rules are asked here, one item at a time; what items leave to each other is the model's.
"""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from planner.board.called import expected
from planner.domain import Kind, Problem, Room, RoomId, SessionId, days_between
from planner.model import Item, Option
from planner.rule import Rules, active


def with_rooms(problem: Problem, rules: Rules, items: list[Item]) -> list[Item]:
    """Items with the rooms that the rules allow; those of a lock stay as they are.

    Only what takes place in a room of its own is asked: barrettes have their rooms, open periods and events choose
    none. Sessions that differ in nothing a room could mind share the answer.
    """
    tests = [r.enforce.room for r in active(rules, problem) if r.enforce.room]

    @cache
    def eligible(bare: Item) -> tuple[RoomId, ...]:
        def allowed(room: Room) -> bool:
            return all(test(problem, bare, None, room) for test in tests)

        return tuple(r.id for r in problem.rooms.values() if allowed(r))

    def rooms_of(item: Item) -> tuple[RoomId, ...]:
        if item.kind not in (Kind.COURSE, Kind.SUPPORT, Kind.ONBOARDING) or item.rooms or item.fixed_rooms:
            return item.rooms
        # What a room cannot mind is left out of the key, so that a course of twenty sessions asks the rules once.
        bare = replace(item, id=SessionId(""), units=(), day_units=(), teams=((),), usual=(), tie="", ordinal=0)
        return eligible(replace(bare, cost_unplaced=0))

    return [replace(item, rooms=rooms_of(item)) for item in items]


def without_room(problem: Problem, item: Item, week: date) -> bool:
    """Whether a course needs a room and none suits it; those who all follow from elsewhere need none.

    A course that nobody is expected in yet needs one: somebody may enter.
    """
    if item.kind != Kind.COURSE or item.rooms or item.fixed_rooms:
        return False
    people = expected(problem, item, week)
    return not people or not all(problem.follows_from_afar(one, item) for one in people)


def options_of(problem: Problem, rules: Rules, item: Item, week: date) -> list[Option]:
    """Every (day, start, end, team) that the rules' predicates leave to an item; none to one without a room.

    In order of time, then of the teams. What stands already has its own place, whatever the rules say of it.
    """
    if without_room(problem, item, week):
        return []
    tests = [r.enforce.domain for r in active(rules, problem) if r.enforce.domain]
    found = []
    for day in days_between(max(week, item.first or week), min(week + timedelta(days=6), item.last or date.max)):
        for start, end in item_spans(problem, item, day):
            for team in item.teams:
                option = Option(day, start, end, team)
                if item.exact or all(test(problem, item, option) for test in tests):
                    found.append(option)
    return found


def item_spans(problem: Problem, item: Item, day: date) -> list[tuple[int, int]]:
    """(start, end) pairs of a day that the bells, or the item's own pin, allow; in order of time."""
    if item.pinned and item.kind == Kind.FIXED:
        event = problem.event_of[item.id]
        return [(event.start, event.end)] if day == event.day else []
    if item.pinned and day != item.pinned[0]:
        return []
    if item.exact:
        return [item.exact]
    tables = [problem.bells_at(b).placements(day.weekday(), item.minutes, item.meal) for b in item.bells_ids]
    shared = set(tables[0]).intersection(*tables[1:]) if tables else set()
    return sorted(span for span in shared if not item.pinned or span[0] == item.pinned[1])
