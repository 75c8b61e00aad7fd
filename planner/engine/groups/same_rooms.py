"""The rooms of a plan again: each activity where its people were before, as far as rooms are free.

The model knows rooms by kind and answers with one that is big enough; which one changes from hour to hour. Here the led
groups of each hour are dealt among all the rooms that would do: those that courses ask for by their type last, then
those that hold all of a group's people of the period, then those the activity has had in it, those its people know from
elsewhere, and those that stay free for it. An exact assignment an hour; who does what, and who leads, is not touched.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from planner.domain import RoomId
from planner.engine.groups.plan import Plan
from planner.engine.solvers.assignment import assign
from planner.model.groups import GroupsModel

ORDINARY, ROOMY = 10_000_000, 200_000
"""What comes before all that: a room of no special type (the model's gap may miss one), and a seat for everybody who is
ever in the group."""
HAD, KNOWN, FREE = 1_000, 20, 1
"""What a room is worth: for each hour the activity was in it, each person who knows it, each hour it is free later."""


@dataclass
class SameRooms:
    """The led groups of a plan, dealt among the rooms anew, hour after hour.

    ``had``: activity → rooms in which it was so far.
    """

    model: GroupsModel
    plan: Plan
    had: dict[int, Counter[RoomId]] = field(default_factory=dict)

    def run(self) -> None:
        """Change the rooms of the plan; as many for each activity and hour as before."""
        for o in sorted(range(len(self.model.occasions)), key=lambda o: (self.model.occasions[o].day, o)):
            # A group is an activity and one of its rooms; those that nobody leads are where they are watched.
            groups = [(m, r) for (m, when), rooms in sorted(self.plan.holds.items()) if when == o for r in rooms]
            led = [(m, r) for m, r in groups if self.model.activities[m].led]
            taken = {r for m, r in groups if not self.model.activities[m].led}
            free = [r for r in self.model.occasions[o].rooms if r not in taken]
            self._deal(o, led, free)

    def _deal(self, o: int, groups: Sequence[tuple[int, RoomId]], free: Sequence[RoomId]) -> None:
        """Give the groups of an hour the rooms that are worth most to them; the room they have is always one."""
        rows = []
        for m, room in groups:
            worth = self._worth(m)
            worth.update({r: self._first(m, r, o) for r in free})
            fit = (k for k, r in enumerate(free) if r == room or self._does(m, room, r, o))
            rows.append({k: -worth[free[k]] for k in fit})
        dealt = assign(rows, len(free))
        if dealt is None:
            return
        for m, _room in groups:
            self.plan.holds[m, o] = []
        for (m, _room), k in zip(groups, dealt, strict=True):
            self.plan.holds[m, o].append(free[k])
            self.had.setdefault(m, Counter())[free[k]] += 1

    def _first(self, m: int, room: RoomId, o: int) -> int:
        """What a room is worth before what it was used for: ordinary or asked for, and large enough for the group."""
        activity = self.model.activities[m]
        people = {n for (n, _o), act in self.plan.joins.items() if act == m and not self.model.members[n].remote}
        heads = min(activity.max_size, -(-len(people) // len(self.plan.holds[m, o])))
        ordinary = bool(activity.module.room_types) or room not in self.model.special
        return ORDINARY * ordinary + ROOMY * (self.model.rooms[room].seats >= heads)

    def _worth(self, m: int) -> Counter[RoomId]:
        """What each room is worth to an activity now."""
        found: Counter[RoomId] = Counter()
        for (n, o), activity in self.plan.joins.items():
            if activity == m:
                found.update(dict.fromkeys(self.model.activities[m].rooms[o], FREE))
                found.update(dict.fromkeys(self._known(n, m), KNOWN))
        found.update({room: HAD * times for room, times in self.had.get(m, Counter()).items()})
        return found

    def _known(self, n: int, m: int) -> Sequence[RoomId]:
        """Rooms in which a member has the module already, elsewhere."""
        known = self.model.members[n].known.get(self.model.activities[m].module.id)
        return sorted(known.rooms) if known else []

    def _does(self, m: int, room: RoomId, other: RoomId, o: int) -> bool:
        """Whether another room does for a group as well as the one it has: no smaller, no workshop, no less fit."""
        model, activity = self.model, self.model.activities[m]
        people = [model.members[n] for (n, when), act in self.plan.joins.items() if (act, when) == (m, o)]
        heads = sum(not member.remote for member in people)
        several = len(self.plan.holds[m, o]) > 1
        need = min(activity.max_size, model.rooms[room].seats) if several else min(heads, model.rooms[room].seats)
        special = [member.rooms for member in people if member.rooms is not None]
        return (
            other in activity.rooms[o]
            and model.rooms[other].seats >= need
            and (other not in model.special or room in model.special)
            and all(other in rooms for rooms in special if room in rooms)
        )
