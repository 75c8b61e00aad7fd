"""The groups of one barrette in one period, or of one open period: who does what at each of its moments."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.domain import ClassId, ModuleId, Room, RoomId, TrainerId, monday
from planner.domain.offer import NO_SUPPORT
from planner.model.linear import LinearModel
from planner.model.occasions import GroupActivity, Member, Met, Occasion, Want
from planner.prices import (
    ADULT_WATCHES,
    ALONE_GROUP,
    FILLS_UP,
    IMPERATIVE_PROMISE,
    LED_GROUP,
    NOBODY_WATCHES,
    NOT_WHERE_FORCED,
    NOWHERE,
    PROMISE,
    SPECIAL_ROOM,
    STRAND_MINUTE,
    STRAND_NEVER_MET,
    STRAND_OF_PERSON,
    TEACHER_WATCHES,
    UNWATCHED_MINORS,
)

__all__ = ["GroupActivity", "GroupsModel", "Member", "Met", "Occasion", "Want"]

INTERNAL = {"offer": 1, "open": 1, "place": 1}
"""Costs of the composition itself, beside those of the rules: hours not due, groups opened, places missing."""


@dataclass
class GroupsModel(LinearModel):
    """Variables: a member joins an activity at an occasion; a trainer leads one; a room holds one; minutes paid.

    ``member``, ``activity`` and ``occasion`` are numbers in the three tuples.
    """

    occasions: tuple[Occasion, ...]
    activities: tuple[GroupActivity, ...]
    members: tuple[Member, ...]
    rooms: Mapping[RoomId, Room]
    watchers: tuple[tuple[TrainerId, ...], ...] = ()
    """By occasion: adults who may watch a place of autonomy, the best first."""
    teaching: frozenset[TrainerId] = frozenset()
    """Among the watchers, those whose time is better used to teach."""
    strands_due: frozenset[tuple[ClassId, str]] = frozenset()
    """Strands that a class has not met yet in the horizon."""
    usual: Mapping[ModuleId, frozenset[TrainerId]] = field(default_factory=dict)
    """Trainers of each module in the earlier period."""
    special: frozenset[RoomId] = frozenset()
    """Workshops and the like: rooms of a type that courses ask for, where this place does not name them itself."""
    weights: dict[str, int] = field(default_factory=dict)
    spans: tuple[frozenset[int], ...] = ()
    """Occasions of each period in order, where several periods are one question; empty: they are of one period."""

    def __post_init__(self) -> None:
        LinearModel.__init__(self, {**self.weights, **INTERNAL})
        self.continuous: set[int] = set()
        self._x: dict[tuple[int, int, int], int] = {}
        self._g: dict[tuple[int, TrainerId, int], int] = {}
        self._h: dict[tuple[int, int, int], int] = {}
        self._watch: dict[tuple[RoomId, TrainerId | None, int], int] = {}
        self._corner: dict[tuple[int, RoomId, int], int] = {}
        self._one: dict[tuple[int, int], int] = {}
        self._pay: dict[tuple[int, int, int], int] = {}
        self.unmet: dict[tuple[int, int], int] = {}
        """(member, want) → minutes left unpaid."""
        self.kinds = tuple(self._kinds(o) for o in range(len(self.occasions)))
        """By occasion: sets of rooms that are worth the same to every activity."""
        self.numbers = {member.id: n for n, member in enumerate(self.members)}
        self._everyone()
        self._standing()
        self._led()
        self._places()
        self._staff()
        self._payments()
        self._promises()
        self._strands()

    # Questions

    def joins(self, member: int, activity: int, occasion: int) -> int | None:
        """Variable: the member does the activity then; None where that can never be."""
        return self._x.get((member, activity, occasion))

    def of(self, member: int, activities: Iterable[int], occasions: Iterable[int] | None = None) -> list[int]:
        """Variables of a member in some activities, at some occasions or at all."""
        when = range(len(self.occasions)) if occasions is None else occasions
        found = (self._x.get((member, activity, o)) for o in when for activity in activities)
        return [v for v in found if v is not None]

    def attending(self, activity: int, occasion: int) -> list[int]:
        """Variables of everyone who may do an activity at an occasion."""
        return [v for n in range(len(self.members)) if (v := self._x.get((n, activity, occasion))) is not None]

    def leads(self, activity: int, trainer: TrainerId, occasion: int) -> int | None:
        """Variable: the trainer leads a group of the activity then."""
        return self._g.get((activity, trainer, occasion))

    def groups(self, activity: int, occasion: int) -> list[int]:
        """Variables whose sum is the number of groups of an activity at an occasion."""
        if (activity, occasion) in self._one:
            return [self._one[activity, occasion]]
        if self.activities[activity].led:
            return [v for (m, _t, o), v in self._g.items() if m == activity and o == occasion]
        return [v for (m, _r, o), v in self._corner.items() if m == activity and o == occasion]

    def holds(self, activity: int, kind: int, occasion: int) -> int | None:
        """Variable: how many rooms of a kind (its number in ``kinds``) a led activity has then."""
        return self._h.get((activity, kind, occasion))

    def corner(self, activity: int, room: RoomId, occasion: int) -> int | None:
        """Variable: an activity that is not led has a group in the room then."""
        return self._corner.get((activity, room, occasion))

    def watches(self, room: RoomId, trainer: TrainerId | None, occasion: int) -> int | None:
        """Variable: the room is a place of autonomy then, watched by an adult, or by nobody (None)."""
        return self._watch.get((room, trainer, occasion))

    def pays(self, member: int, want: int) -> list[int]:
        """Variables of the minutes paid to a want, one for each occasion."""
        found = (self._pay.get((member, want, o)) for o in sorted(self.members[member].at))
        return [v for v in found if v is not None]

    def pays_at(self, member: int, activity: int, occasion: int) -> list[int]:
        """Variables of the minutes that an activity pays to a member at an occasion."""
        wants = enumerate(self.members[member].wants)
        found = (self._pay.get((member, k, occasion)) for k, want in wants if activity in want.pays)
        return [v for v in found if v is not None]

    def leaders(self) -> Iterable[tuple[int, TrainerId, int, int]]:
        """(activity, trainer, occasion, variable) of every way to lead a group."""
        return [(m, t, o, v) for (m, t, o), v in self._g.items()]

    def modules(self, ids: Iterable[ModuleId]) -> list[int]:
        """Activities of some modules."""
        wanted = set(ids)
        return [n for n, activity in enumerate(self.activities) if activity.module.id in wanted]

    # Rows

    def _kinds(self, o: int) -> list[tuple[RoomId, ...]]:
        """Rooms of an occasion by what they are good for; a place of autonomy stands alone."""
        largest = max((activity.max_size for activity in self.activities), default=0)
        special = sorted({member.rooms for member in self.members if member.rooms is not None}, key=sorted)
        kinds: dict[tuple[object, ...], list[RoomId]] = {}
        for room in self.occasions[o].rooms:
            users = [m for m, activity in enumerate(self.activities) if room in activity.rooms[o]]
            place = room if any(not self.activities[m].led for m in users) else ""
            seats = min(largest, self.rooms[room].seats)
            kinds.setdefault(
                (tuple(users), place, seats, tuple(room in s for s in special), room in self.special), []
            ).append(room)
        return [tuple(rooms) for rooms in kinds.values()]

    def _everyone(self) -> None:
        """Each member does exactly one thing at each occasion they are at."""
        for n, member in enumerate(self.members):
            for o in sorted(member.at):
                for m in sorted(m for m in member.may if (m, o) not in member.never):
                    if self._runs(self.activities[m], o):
                        self._x[n, m, o] = self.new_bool()
                nowhere = self.new_bool()
                self.exactly_one([*self.of(n, member.may, [o]), nowhere])
                self.penalise("place", [nowhere], 0 if member.may_leave else NOWHERE)
                if o in member.forced:
                    missed = self.new_bool()
                    self.add([*self.of(n, self.modules([member.forced[o]]), [o]), missed], 1, low=1)
                    self.penalise("place", [missed], NOT_WHERE_FORCED)

    @staticmethod
    def _runs(activity: GroupActivity, o: int) -> bool:
        """Whether an activity stands at an occasion, or has there what it takes."""
        if activity.left is not None:
            return o in activity.left
        return bool(activity.rooms[o]) and (not activity.led or bool(activity.leaders[o]))

    def _standing(self) -> None:
        """Groups that stand: their places left, for those who come on the spot."""
        far = {n for n, member in enumerate(self.members) if member.remote}
        for m, activity in enumerate(self.activities):
            for o, left in (activity.left or {}).items():
                self._one[m, o] = self.new_int(1, 1)
                here = [v for n in range(len(self.members)) if n not in far and (v := self.joins(n, m, o)) is not None]
                self.add(here, 1, high=max(0, left))

    def _led(self) -> None:
        """Led groups: a trainer and a room each, between the smallest and the largest size, within the seats."""
        for m, activity in enumerate(self.activities):
            for o in range(len(self.occasions)):
                if not activity.led or activity.left is not None or not self.attending(m, o):
                    continue
                lead = [self._g.setdefault((m, t, o), self.new_bool()) for t in sorted(activity.leaders[o])]
                kinds = [k for k, rooms in enumerate(self.kinds[o]) if rooms[0] in activity.rooms[o]]
                hold = [self._h.setdefault((m, k, o), self.new_int(0, len(self.kinds[o][k]))) for k in kinds]
                self.add([*lead, *hold], [1] * len(lead) + [-1] * len(hold), 0, 0)
                self._sizes(m, o, lead)
                self._seats(m, o, hold, [self.kinds[o][k][0] for k in kinds], activity.max_size)
                self.penalise("open", lead, LED_GROUP)
                if not activity.module.room_types:
                    dear = [v for k, v in zip(kinds, hold, strict=True) if self.kinds[o][k][0] in self.special]
                    self.penalise("open", dear, SPECIAL_ROOM)

    def _sizes(self, m: int, o: int, groups: list[int]) -> None:
        activity, people = self.activities[m], self.attending(m, o)
        ones = [1] * len(people)
        self.add([*people, *groups], ones + [-activity.max_size] * len(groups), high=0)
        for person in people:
            self.add([person, *groups], [1] + [-1] * len(groups), high=0)
        if activity.min_size > 1:
            filled = self.new_int(0, activity.fill[o] if activity.fill else 0)
            self.continuous.add(filled)
            self.add([*people, filled, *groups], [*ones, 1] + [-activity.min_size] * len(groups), low=0)

    def _seats(self, m: int, o: int, hold: list[int], names: list[RoomId], most: int) -> None:
        """On-site members within the seats (``most`` a room); whoever needs a special room only where one is held."""
        seats = [min(most, self.rooms[room].seats) for room in names]
        here = [v for n, p in enumerate(self.members) if not p.remote and (v := self.joins(n, m, o)) is not None]
        self.add([*here, *hold], [1] * len(here) + [-s for s in seats], high=0)
        for n, member in enumerate(self.members):
            variable = self.joins(n, m, o)
            if member.rooms is not None and variable is not None:
                fit = [v for v, room in zip(hold, names, strict=True) if room in member.rooms]
                self.add([variable, *fit], [1] + [-1] * len(fit), high=0)

    def keep(self, joined: Iterable[int]) -> None:
        """Settle who does what: variables that are 1."""
        kept = set(joined)
        for variable in self._x.values():
            self.fix(variable, int(variable in kept))

    def joined(self) -> Iterable[int]:
        """Every variable of somebody doing something."""
        return self._x.values()

    def _places(self) -> None:
        """Places of autonomy: one adult for a room, several groups in it as far as it is shared, within the seats."""
        free = [m for m, activity in enumerate(self.activities) if not activity.led and activity.left is None]
        for o in range(len(self.occasions)):
            held: dict[RoomId, list[int]] = {}
            for m in free:
                if self.attending(m, o):
                    self._corners(m, o, held)
            for room_id, counts in held.items():
                self._place(room_id, o, counts)

    def _corners(self, m: int, o: int, held: dict[RoomId, list[int]]) -> None:
        activity = self.activities[m]
        counts, groups = [], []
        for room_id in activity.rooms[o]:
            most = min(self.rooms[room_id].seats, activity.max_size)
            group, count = self.new_bool(), self.new_int(0, most)
            self._corner[m, room_id, o] = group
            self.add([count, group], [1, -most], high=0)
            held.setdefault(room_id, []).append(count)
            counts.append(count)
            groups.append(group)
        self._sizes(m, o, groups)
        self._seats(m, o, counts, list(activity.rooms[o]), 1)
        # The rooms stand from the best on: another one than the first is a little dearer.
        self.penalise("open", groups, [ALONE_GROUP * (1 + (n > 0)) for n in range(len(groups))])

    def _place(self, room_id: RoomId, o: int, counts: list[int]) -> None:
        room = self.rooms[room_id]
        opened = self._watched(room_id, o)
        self.add([*counts, *opened], [1] * len(counts) + [-room.seats] * len(opened), high=0)
        corners = [(m, v) for (m, r, when), v in self._corner.items() if (r, when) == (room_id, o)]
        self.add([*(v for _m, v in corners), *opened], [1] * len(corners) + [-room.shared] * len(opened), high=0)
        for m, corner in corners:
            self.add([corner, *opened], [1] + [-1] * len(opened), high=0)
            limit = self.activities[m].module.supervision
            if 0 < limit < room.seats:
                extra = [room.seats - limit]
                self.add([*counts, corner], [1] * len(counts) + extra, high=room.seats)

    def _watched(self, room_id: RoomId, o: int) -> list[int]:
        own = self.rooms[room_id].supervised_by
        names: list[TrainerId | None] = [t for t in self.watchers[o] if own in (None, t) or own not in self.watchers[o]]
        opened = []
        for trainer in [*names, None]:
            variable = self.new_bool()
            self._watch[room_id, trainer, o] = variable
            opened.append(variable)
            self.penalise("place", [variable], self._watch_cost(trainer, o))
        return opened

    def _watch_cost(self, trainer: TrainerId | None, o: int) -> int:
        if trainer is not None:
            return TEACHER_WATCHES if trainer in self.teaching else ADULT_WATCHES
        return UNWATCHED_MINORS if any(member.minor and o in member.at for member in self.members) else NOBODY_WATCHES

    def _staff(self) -> None:
        """One thing at a time for a trainer and for a room; the minutes a trainer may still give."""
        weeks: dict[tuple[TrainerId, date], list[tuple[int, int]]] = {}
        days: dict[tuple[TrainerId, date], list[tuple[int, int]]] = {}
        for o, occasion in enumerate(self.occasions):
            people: dict[TrainerId, list[int]] = {}
            for (_m, t, when), v in self._g.items():
                if when == o:
                    people.setdefault(t, []).append(v)
            for (_r, adult, when), v in self._watch.items():
                if when == o and adult is not None:
                    people.setdefault(adult, []).append(v)
            for k, rooms in enumerate(self.kinds[o]):
                users = [v for (_m, kind, when), v in self._h.items() if (kind, when) == (k, o)]
                users += [v for (r, _t, when), v in self._watch.items() if when == o and r in rooms]
                self.add(users, 1, high=len(rooms))
            for variables in people.values():
                self.at_most_one(variables)
            for trainer, variables in people.items():
                weeks.setdefault((trainer, monday(occasion.day)), []).extend((v, o) for v in variables)
                days.setdefault((trainer, occasion.day), []).extend((v, o) for v in variables)
        for (trainer, _week), found in weeks.items():
            self._most(found, [c[trainer] for _v, o in found if trainer in (c := self.occasions[o].capacity)])
        for (trainer, _day), found in days.items():
            self._most(found, [c[trainer] for _v, o in found if trainer in (c := self.occasions[o].today)])

    def _most(self, found: list[tuple[int, int]], limits: list[int]) -> None:
        """The minutes of some (variable, occasion) within the smallest of some limits."""
        if limits and min(limits) < sum(self.occasions[o].minutes for o in {o for _v, o in found}):
            self.add([v for v, _o in found], [self.occasions[o].minutes for _v, o in found], high=min(limits))

    def _payments(self) -> None:
        """An attended minute pays one need at most, of the activity's module or strand, while the need is open."""
        for n, member in enumerate(self.members):
            for k, want in enumerate(member.wants):
                for o in sorted(want.at & member.at):
                    if self.of(n, want.pays, [o]):
                        self._pay[n, k, o] = self.new_int(0, min(want.minutes, self.occasions[o].minutes))
                mine = [self._pay[n, k, o] for o in sorted(member.at) if (n, k, o) in self._pay]
                self.unmet[n, k] = self.new_int(0, want.minutes)
                self.add([*mine, self.unmet[n, k]], 1, want.minutes, want.minutes)
                self.continuous.update([*mine, self.unmet[n, k]])
            for o in sorted(member.at):
                self._one_each(n, o)
            for m, o in sorted(member.pays_only):
                self._only_owed(n, m, o)

    def _only_owed(self, n: int, m: int, o: int) -> None:
        """A price on somebody in an activity that pays less than the occasion, or what a need leaves for its last."""
        joined, minutes, wants = self.of(n, [m], [o]), self.occasions[o].minutes, self.members[n].wants
        if joined:
            least = min((w.minutes % minutes or minutes for w in wants if m in w.pays and o in w.at), default=minutes)
            paid, fills = self.pays_at(n, m, o), self.new_int(0, 1)
            self.continuous.add(fills)
            self.add([*joined, *paid, fills], [least] * len(joined) + [-1] * len(paid) + [-least], high=0)
            self.penalise("offer", [fills], FILLS_UP)

    def _one_each(self, n: int, o: int) -> None:
        wants, minutes = self.members[n].wants, self.occasions[o].minutes
        open_now = [k for k in range(len(wants)) if (n, k, o) in self._pay]
        for pays in sorted({wants[k].pays for k in open_now}, key=sorted):
            inside = [self._pay[n, k, o] for k in open_now if wants[k].pays <= pays]
            joined = self.of(n, pays, [o])
            self.add([*inside, *joined], [1] * len(inside) + [-minutes] * len(joined), high=0)
        if len(open_now) > 1:
            self.add([self._pay[n, k, o] for k in open_now], 1, high=minutes)

    def _promises(self) -> None:
        """Support in each stay for everyone to whom it is promised; where imperative, dearer than any hour owed."""
        support = [m for m, activity in enumerate(self.activities) if activity.module.theme not in NO_SUPPORT]
        for n, member in enumerate(self.members):
            for stay in member.promises:
                price = IMPERATIVE_PROMISE if member.promise_hard else PROMISE
                self._once(self.of(n, support, stay & member.at), price)

    def _once(self, found: list[int], price: int) -> None:
        """At least one of some variables, or the price."""
        missed = self.new_int(0, 1)
        self.continuous.add(missed)
        self.add([*found, missed], 1, low=1)
        self.penalise("offer", [missed], price)

    def _strands(self) -> None:
        """Strand targets of each person, and one session of each strand for each class."""
        names = {activity.module.strand for activity in self.activities} - {""}
        strands = {s: [m for m, a in enumerate(self.activities) if a.module.strand == s] for s in sorted(names)}
        for n, member in enumerate(self.members):
            for strand, minutes in sorted(member.strands.items()):
                found = self.of(n, strands.get(strand, []))
                if minutes > 0 and found:
                    short = self.new_int(0, minutes)
                    self.continuous.add(short)
                    given = [self.occasions[o].minutes for o in range(len(self.occasions))]
                    times = [given[o] for o in range(len(given)) for _v in self.of(n, strands[strand], [o])]
                    self.add([*found, short], [*times, 1], low=minutes)
                    self.penalise("offer", [short], STRAND_MINUTE)
            for strand in () if member.strands_wait else sorted(member.unmet):
                found = self.of(n, strands.get(strand, []))
                if found:
                    self._once(found, STRAND_OF_PERSON)
        for class_id, strand in sorted(self.strands_due):
            mine = [n for n, member in enumerate(self.members) if member.class_id == class_id]
            found = [v for n in mine for v in self.of(n, strands.get(strand, []))]
            if found:
                self._once(found, STRAND_NEVER_MET)
