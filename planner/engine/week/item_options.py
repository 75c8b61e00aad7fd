"""Where the items of a week may go: the rooms and the options (day, hour, team) that the rules leave to each.

Only predicates of rules are asked here, one item at a time; what items leave to each other is the model's.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.board.called import expected
from planner.domain import Kind, Problem, Room, RoomId, TrainerId, days_between, without_needless
from planner.model import Item, Option
from planner.rule import Rules, active


def with_rooms(problem: Problem, rules: Rules, items: list[Item]) -> list[Item]:
    """Items with the rooms that the rules allow; those of a lock stay as they are.

    Only what takes place in a room of its own is asked: barrettes have their rooms, open periods and events choose
    none. Sessions that differ in nothing that a rule looks at share the answer.
    """
    known = problem.once(_Known)

    def rooms_of(item: Item) -> tuple[RoomId, ...]:
        if item.kind not in (Kind.COURSE, Kind.SUPPORT, Kind.ONBOARDING) or item.rooms or item.fixed_rooms:
            return item.rooms
        return known.rooms(problem, rules, item)

    return [item if (rooms := rooms_of(item)) == item.rooms else replace(item, rooms=rooms) for item in items]


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
    known = problem.once(_Known)
    grid = known.grid(problem, item, week)
    if item.exact:
        return [Option(*place, team) for place in grid.places for team in item.teams]
    allowed = [known.allowed(problem, rules, item, team, grid) for team in item.teams]
    if len(allowed) == 1:
        return known.options(grid, item.teams[0], allowed[0])
    return [
        Option(*place, team)
        for n, place in enumerate(grid.places)
        for team, mask in zip(item.teams, allowed, strict=True)
        if mask >> n & 1
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """Places of a week, in order of time: (day, start, end). Masks over it have the n-th place as their n-th bit."""

    places: tuple[tuple[date, int, int], ...]


Tests = tuple[
    tuple[Callable[[Problem, Item, Option], bool], Callable[[Problem, Item, tuple[TrainerId, ...]], Hashable] | None],
    ...,
]
RoomTest = Callable[[Problem, Item, Option | None, Room], bool]
RoomTests = tuple[tuple[RoomTest, Callable[[Problem, Item], Hashable] | None], ...]


class _Known:
    """What is known already of places and rooms of a problem: items that a rule cannot tell apart are asked once."""

    def __init__(self, problem: Problem) -> None:
        del problem
        self._grids: dict[Hashable, _Grid] = {}
        self._masks: dict[Hashable, int] = {}
        self._options: dict[Hashable, tuple[Option, ...]] = {}
        self._tests: dict[int, tuple[Rules, Tests]] = {}
        self._room_tests: dict[int, tuple[Rules, RoomTests]] = {}
        self._rooms: dict[int, tuple[RoomId, ...]] = {}

    def grid(self, problem: Problem, item: Item, week: date) -> _Grid:
        """The places of a week that bells, days and the pin of an item leave to it, whatever the rules."""
        asked = week, item.first, item.last, item.bells_ids, item.minutes, item.meal
        bare = item.pinned is None and item.exact is None
        found = self._grids.get(asked) if bare else None
        if found is None:
            days = days_between(max(week, item.first or week), min(week + timedelta(days=6), item.last or date.max))
            found = _Grid(tuple((day, start, end) for day in days for start, end in item_spans(problem, item, day)))
            if bare:
                self._grids[asked] = found
        return found

    def allowed(self, problem: Problem, rules: Rules, item: Item, team: tuple[TrainerId, ...], grid: _Grid) -> int:
        """The places of a grid that every rule allows an item and a team."""
        mask = (1 << len(grid.places)) - 1
        for test, about in self._speaking(problem, rules) if mask else ():
            what = about(problem, item, team) if about else (item, team)
            if what is None:
                continue
            asked = test, what, grid
            found = self._masks.get(asked)
            if found is None:
                fits = (n for n, place in enumerate(grid.places) if test(problem, item, Option(*place, team)))
                found = self._masks[asked] = sum(1 << n for n in fits)
            mask &= found
        return mask

    def rooms(self, problem: Problem, rules: Rules, item: Item) -> tuple[RoomId, ...]:
        """The rooms that every rule allows an item whose time is unknown."""
        mask = (1 << len(problem.rooms)) - 1
        for test, about in self._speaking_of_rooms(problem, rules):
            what = about(problem, item) if about else item
            if what is None:
                continue
            found = self._masks.get((test, what))
            if found is None:
                fits = (n for n, room in enumerate(problem.rooms.values()) if test(problem, item, None, room))
                found = self._masks[test, what] = sum(1 << n for n in fits)
            mask &= found
        if mask not in self._rooms:
            fit = (room for n, room in enumerate(problem.rooms) if mask >> n & 1)
            self._rooms[mask] = without_needless(problem, fit)
        return self._rooms[mask]

    def _speaking_of_rooms(self, problem: Problem, rules: Rules) -> RoomTests:
        """The same as `_speaking` for rooms."""
        found = self._room_tests.get(id(rules))
        if found is None:
            said = ((rule.enforce.room, rule.enforce.about_room) for rule in active(rules, problem))
            found = self._room_tests[id(rules)] = rules, tuple((test, about) for test, about in said if test)
        return found[1]

    def _speaking(self, problem: Problem, rules: Rules) -> Tests:
        """Predicates of the rules that are on, and what each looks at; rules are kept, so that their id is theirs."""
        found = self._tests.get(id(rules))
        if found is None:
            said = ((rule.enforce.domain, rule.enforce.about) for rule in active(rules, problem))
            found = self._tests[id(rules)] = rules, tuple((test, about) for test, about in said if test)
        return found[1]

    def options(self, grid: _Grid, team: tuple[TrainerId, ...], mask: int) -> list[Option]:
        """A team at each of some places; the values are shared by all that may be there with it."""
        found = self._options.get((grid, team, mask))
        if found is None:
            places = (place for n, place in enumerate(grid.places) if mask >> n & 1)
            found = self._options[grid, team, mask] = tuple(Option(*place, team) for place in places)
        return list(found)


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
