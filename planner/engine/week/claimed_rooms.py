"""One room for a class with its trainers, over the whole term: claimed before any day is asked who is in which room.

`rooms` goes day by day and knows what came before; what is to come is known here alone. A claim is a wish, worth less
than any preference of the rules: it says which of several rooms that cost the same a session takes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from planner.domain import Kind, Problem, RoomId, SessionId, rooms_beside
from planner.engine.week.draft import item_classes
from planner.model import Item, Option, Placed


class Claims:
    """Who has claimed which room when."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.taken: dict[tuple[RoomId, date], list[tuple[int, int]]] = {}

    def free(self, room: RoomId, option: Option) -> bool:
        """Whether a room is left to one more for an hour; where spans cross in turn, it may say no too early."""
        own, *others = (
            sum(a < option.end and option.start < b for a, b in self.taken.get((one, option.day), ()))
            for one in rooms_beside(self.problem, room)
        )
        known = self.problem.rooms.get(room)
        return own < max(1, known.shared if known else 1) and not any(others)

    def take(self, room: RoomId, option: Option) -> None:
        """One group more in a room for an hour."""
        self.taken.setdefault((room, option.day), []).append((option.start, option.end))


def claim_rooms(problem: Problem, placed: Iterable[Placed]) -> dict[SessionId, RoomId]:
    """A room to be wished for each session of a course, where one is left; the same for a class with its trainers.

    Who may be in few rooms claims first, then who has many sessions. What one room cannot take goes on to another.
    """
    claims = Claims(problem)
    habits: dict[tuple[object, ...], list[Placed]] = {}
    for item, option in placed:
        for room in item.fixed_rooms:
            claims.take(room, option)
        if item.kind == Kind.COURSE and item.rooms and not item.fixed_rooms:
            habits.setdefault((item_classes(item), item.part, option.team, item.rooms), []).append((item, option))
    found: dict[SessionId, RoomId] = {}
    kept: dict[object, Counter[RoomId]] = {}
    for (classes, *_rest), mine in sorted(habits.items(), key=lambda one: (len(one[1][0][0].rooms), -len(one[1]))):
        left, mine_before = mine, kept.setdefault(classes, Counter())
        while left and (best := _best(problem, claims, left, mine_before)) is not None:
            for item, option in [p for p in left if claims.free(best, p[1])]:
                claims.take(best, option)
                found[item.id] = best
                mine_before[best] += 1
            left = [p for p in left if p[0].id not in found]
    return found


def _best(problem: Problem, claims: Claims, left: Sequence[Placed], before: Mapping[RoomId, int]) -> RoomId | None:
    """The room that takes most of some sessions: of those alike the class's own, then where it is most; None: none."""
    item = left[0][0]
    free = {room: sum(claims.free(room, option) for _item, option in left) for room in item.rooms}
    homes = _homes(problem, item)
    ranked = sorted(item.rooms, key=lambda room: (-free[room], room not in homes, -before.get(room, 0), room))
    return ranked[0] if ranked and free[ranked[0]] else None


def _homes(problem: Problem, item: Item) -> set[RoomId]:
    """Rooms that the workbook gives the classes of an item."""
    return {home for c in item.class_ids if (home := problem.classes[c].home_room)}
