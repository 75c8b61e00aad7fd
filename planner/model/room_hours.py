"""Rooms of which *Limites* bounds the week, where several rooms would do: what a set of them may hold in a week.

The model of a week counts rooms and chooses none. A room that serves on two days a week, or never after 15:00, is then
no place for a third day, or for what ends later: of sessions that need one of some rooms no more begin than the others
hold, and those of the bounded rooms that are used on that day. Which room each takes is asked later (`rooms`).
"""

from collections.abc import Callable, Mapping
from datetime import date

from planner.domain import Kind, Problem, RoomId, WeekLimit
from planner.model.limits import rooms_for_sure
from planner.model.room_sets import capacity, families, load_of
from planner.model.week import Option, WeekModel

Most = Callable[[WeekLimit], int | None]
"""Days a week at most, by a limit; None where it says nothing of them."""
Counts = Callable[[WeekLimit, Option], bool]
"""Whether a limit counts the day of an option, where a room is used for it."""


def keep_room_days(problem: Problem, model: WeekModel, most: Most, counts: Counts) -> None:
    """At each moment, what needs one of some rooms and is counted is no more than those that may be used hold.

    ``most``, ``counts``: what the rule that asks says of each limit that binds; lines about some courses say nothing.
    """
    bounded = _tightest(problem, most)
    used = _UsedDays(problem, model, {room: most(limit) or 0 for room, limit in bounded.items()})
    for rooms in families(problem, model) if bounded else ():
        some = sorted(rooms.intersection(bounded))
        needs = [load_of(problem, item, rooms) for item in model.items]
        if not some or sum(needs) <= capacity(problem, rooms.difference(some)):
            continue
        for limit in dict.fromkeys(bounded[room] for room in some):
            counted = [k for n, need in enumerate(needs) if need for k in model.of(n)]
            counted = [k for k in counted if counts(limit, model.options[k][1])]
            used.share(rooms, [room for room in some if bounded[room] == limit], counted, needs)
    used.count(lambda room, option: counts(bounded[room], option))


def _tightest(problem: Problem, most: Most) -> dict[RoomId, WeekLimit]:
    """Room → the limit that leaves it the fewest days, of those that are asked about."""
    found: dict[RoomId, WeekLimit] = {}
    for limit in problem.limits_bound:
        days = most(limit)
        for room in limit.room_ids if days is not None and not limit.course_ids else ():
            if room not in found or (days or 0) < (most(found[room]) or 0):
                found[room] = limit
    return found


class _UsedDays:
    """Variables for the days on which bounded rooms are used, as far as they were asked for."""

    def __init__(self, problem: Problem, model: WeekModel, most: Mapping[RoomId, int]) -> None:
        self.problem, self.model, self.most = problem, model, most
        self.days: dict[tuple[RoomId, date], int] = {}
        self.sure = [frozenset(rooms_for_sure(problem, item)).intersection(most) for item in model.items]
        self.fixed: set[tuple[RoomId, date]] = set()
        for n, option in model.options:
            if model.items[n].kind == Kind.FIXED or model.items[n].exact is not None:
                self.fixed |= {(room, option.day) for room in self.sure[n]}

    def share(self, rooms: frozenset[RoomId], mine: list[RoomId], counted: list[int], needs: list[int]) -> None:
        """A row for each moment of the options that are counted: ``mine`` are the bounded rooms of the set."""
        rest = capacity(self.problem, rooms.difference(mine))
        for _one, day, _minute, together in self.model.moments(lambda _item, _option: ("rooms",), counted):
            loads = [needs[self.model.options[k][0]] for k in together]
            free = [room for room in mine if (room, day) in self.fixed]
            places = rest + capacity(self.problem, free)
            asked = {self.model.options[k][0]: load for k, load in zip(together, loads, strict=True)}
            if sum(asked.values()) > places:
                bound = [room for room in mine if (room, day) not in self.fixed]
                held = [-capacity(self.problem, [room]) for room in bound]
                ids = [*together, *(self._on(room, day) for room in bound)]
                self.model.add(ids, [*loads, *held], high=places)

    def _on(self, room: RoomId, day: date) -> int:
        """The variable of a day; 0 for sure where the room serves on none."""
        if (room, day) not in self.days:
            self.days[room, day] = self.model.new_bool()
            if not self.most[room]:
                self.model.fix(self.days[room, day], 0)
        return self.days[room, day]

    def count(self, counts: Callable[[RoomId, Option], bool]) -> None:
        """No more days of a room than it may serve on; what can be nowhere else uses the day."""
        for k, (n, option) in enumerate(self.model.options):
            for room in self.sure[n]:
                day = self.days.get((room, option.day))
                if day is not None and counts(room, option):
                    self.model.add([k, day], [1, -1], high=0)
        for room, most in self.most.items():
            ids = [v for (one, _day), v in self.days.items() if one == room]
            if len(ids) > most:
                self.model.add(ids, 1, high=most)
